#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// What was written to a ledger of "structure" and 440783, kept as plain copies of everything for
/// every revision, and listings by looking at all of it. Knows no ordinals, no chunks, no facts.
class PlainLedger {
 public:
  /// A request that the ledger took, with what became of each row.
  void Add(const v1::WriteRecordsRequest& request, const v1::WriteRecordsResponse& answer);

  [[nodiscard]] int64_t head(const std::string& partition) const {
    return static_cast<int64_t>(logs_.at(partition).versions.size());
  }

  /// One line for each record or observation that the request lists, all pages together. `today`:
  /// "2025-06-15".
  [[nodiscard]] std::vector<std::string> Records(const v1::ListRecordsRequest& request,
                                                 const std::string& today) const;
  [[nodiscard]] std::vector<std::string> Observations(
      const v1::ListObservationsRequest& request) const;

  static std::string LineOf(const type::v1::Record& record);
  static std::string LineOf(const type::v1::Observation& observation);

 private:
  using Standing = std::map<std::string, type::v1::Record>;
  /// Measure, subject, item or source, period.
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  struct Version {
    Standing records;
    std::map<Key, type::v1::Observation> observations;
    int64_t structure_revision = 0;
  };
  struct Log {
    std::vector<Version> versions;   ///< of revision n at n − 1
    std::vector<std::string> names;  ///< of records, in order of first writing
  };
  /// Everything that one listing sees.
  struct View {
    const Log& log;
    const Version& version;
    const Version& structure;
  };

  [[nodiscard]] View ViewOf(const std::string& partition, int64_t revision) const;
  static Key KeyOf(const std::string& subject, const std::string& measure,
                   const std::string& period, const std::string& id);
  static const type::v1::Record* Find(const View& view, const std::string& name);
  static bool Leads(const View& view, const std::string& from, const std::string& target,
                    const std::string& day);
  static bool Passes(const v1::ListRecordsRequest& request, const View& view,
                     const type::v1::Record& record, const std::string& day);

  std::map<std::string, Log> logs_{{"structure", {}}, {"440783", {}}};
  /// Measure, subject, id, year and length of periods, in order of first writing.
  std::vector<std::tuple<std::string, std::string, std::string, int, int>> chunks_;
  std::vector<std::string> measures_;  ///< in order of first observation
};

}  // namespace taizhang::ledger
