#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "services/cli/show/table.h"
#include "services/cli/wire/read_results.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// Records for a terminal: names, kind, where they lie and belong on `day`, what their kind has of
/// its own.
class RecordsTable {
 public:
  explicit RecordsTable(std::string day);

  /// The places and clusters that these records would be shown with.
  [[nodiscard]] std::vector<std::string> NamesIn(
      const std::vector<taizhang::type::v1::Record>& records) const;
  void Add(const taizhang::type::v1::Record& record, const RecordsByName& names);
  void PrintPart(std::ostream& out) { table_.PrintPart(out); }

 private:
  std::string day_;
  Table table_;
};

/// Observations for a terminal, amounts with their bound and in the measure's base unit.
class ObservationsTable {
 public:
  ObservationsTable();

  static std::vector<std::string> NamesIn(
      const std::vector<taizhang::type::v1::Observation>& observations);
  void Add(const taizhang::type::v1::Observation& observation, const RecordsByName& names);
  void PrintPart(std::ostream& out) { table_.PrintPart(out); }

 private:
  Table table_;
};

/// "红丰村 Hongfeng Village", control characters escaped.
std::string BothNames(const taizhang::type::v1::Record& record);

}  // namespace taizhang::cli
