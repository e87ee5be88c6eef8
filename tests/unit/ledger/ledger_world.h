#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "common/log/hash.h"
#include "services/ledger/core/posting.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// A request in protobuf's text format: `rows { record { name: "divisions/CN" ... } }`.
v1::WriteRecordsRequest Request(const std::string& text);

/// Two counties, their prefecture and province, clusters and measures of every sort, as a structure
/// and facts without a store: what Post is tested on.
///
///   divisions/CN, 44, 4407, 440783 and its town 440783107, 440784
///   divisions/440783/clusters/mushrooms; divisions/440784/clusters/tea
///   measures/sales     元, 2 decimals, FLOW by year, of villages and enterprises, never negative
///   measures/output    元, YEAR_TO_DATE by quarter, of enterprises
///   measures/exempted  元, FLOW by year, of projects, itemised
///   measures/balance   元, FLOW by month, of enterprises; may be negative
///   measures/land      亩, 4 decimals, STOCK by year, statements only
///   divisions/440783/villages/440783107236, divisions/440783/enterprises/acme,
///   divisions/440783/projects/road
class LedgerWorld {
 public:
  LedgerWorld();

  /// Decides on a request as a partition would, and changes nothing. What could not be parsed is
  /// among the violations.
  Posted Judge(const std::string& request) const;
  Posted Judge(const v1::WriteRecordsRequest& request) const;
  /// Judges and applies; fails the test where there are violations.
  Posted Write(const std::string& request);

  /// Applies to 440783 what rules of today would refuse and an older program may have written.
  void Apply(const BlockContent& content);

  /// The requests that make it.
  static v1::WriteRecordsRequest StructureRequest();
  static v1::WriteRecordsRequest SubjectsRequest();

  const Facts& structure_facts() const { return structure_facts_; }
  const Facts& facts() const { return facts_; }
  const Structure& structure() const { return *structure_; }

 private:
  Facts structure_facts_{"structure"};
  Facts facts_{"440783"};
  std::shared_ptr<const Structure> structure_ = Structure::Empty();
};

/// Rows of one record each, as text: an enterprise, a village and a division, of 440783 where they
/// lie in one.
std::string RowOf(const std::string& fields);
std::string EnterpriseRow(const std::string& id, const std::string& display_name = "E");
std::string VillageRow(const std::string& code);
/// `fields` are more of its own: `placements { place: "divisions/44" }`.
std::string DivisionRow(const std::string& code, const std::string& fields = "");

/// A record, as a request's only row, and what is wrong with it in the world above: fields below
/// rows[0].record, and reasons.
struct RecordCase {
  std::string record;
  std::vector<std::string> complaints;
};
void CheckRecords(const std::vector<RecordCase>& cases);

/// "rows[0].record.display_name FIELD_REQUIRED" for each violation, in order. Fails the test where
/// one says nothing.
std::vector<std::string> Complaints(const Posted& posted);
std::vector<std::string> Complaints(const std::vector<Violation>& violations);

}  // namespace taizhang::ledger
