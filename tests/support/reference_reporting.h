#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/aggregator/core/reporting.h"
#include "tests/support/plain_world.h"

namespace taizhang::aggregator {

/// Everything that was ever written, each version with its commit time (Unix microseconds), oldest
/// first.
struct PlainHistory {
  std::map<std::string, std::vector<std::pair<int64_t, std::optional<Record>>>> records;
  std::map<PlainKey, std::vector<std::pair<int64_t, bool>>> observations;  ///< false: withdrawn

  /// The records that stood at an instant.
  [[nodiscard]] PlainWorld RecordsAt(int64_t instant_us) const;
  /// Of every item of a subject's measure-period, its versions.
  [[nodiscard]] std::vector<std::vector<std::pair<int64_t, bool>>> Said(const std::string& subject,
                                                                        const std::string& measure,
                                                                        const Period& period) const;
};

/// Reporting rates (R13) from all that was written: each reporter and measure-period by itself, the
/// population of a due instant from the records that stood then. Shares with the engine only values
/// and the structs of answers; names for people are left out.
class ReferenceReporting {
 public:
  /// `history` is kept as a reference.
  ReferenceReporting(const PlainHistory& history, int64_t now_us);

  /// Nothing where the scope or the measure does not exist, or the period is too fine.
  [[nodiscard]] std::optional<ReportingRates> Rates(const ReportingQuery& query) const;
  [[nodiscard]] std::optional<std::vector<ReporterPeriod>> Reporters(
      const ReportingQuery& query) const;

 private:
  /// The last day of a measure-period on which a report is on time.
  struct Due {
    Day day;
    int64_t instant_us;
    bool passed;
  };
  [[nodiscard]] Due DueOf(const Measure& measure, const Period& period) const;
  [[nodiscard]] const Measure* FindMeasure(const ReportingQuery& query) const;
  /// Whether anything of it stands.
  [[nodiscard]] bool IsObserved(const std::string& subject, const std::string& measure,
                                const Period& period) const;
  [[nodiscard]] int64_t FirstCame(const std::string& subject, const std::string& measure,
                                  const Period& period) const;

  const PlainHistory& history_;
  int64_t now_us_;
  PlainWorld now_;
};

}  // namespace taizhang::aggregator
