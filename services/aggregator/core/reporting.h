#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/facts/structure.h"
#include "common/values/period.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/metered_partitions.h"
#include "services/aggregator/core/past_partitions.h"
#include "services/aggregator/core/reports.h"

namespace taizhang::aggregator {

/// Steps (PartitionSet::Spend) that one answer may cost: about a second.
inline constexpr int64_t kReportingStepsMax = 10'000'000;

/// Who of a measure's reporters in a scope reported (R13).
struct ReportingQuery {
  RecordName scope;
  std::string measure;  ///< record name: "measures/annual-sales"
  Period period;        ///< whole measure-periods
};

/// Of those who were known at the due instant of each measure-period. Before it: who is known now.
struct Timeliness {
  int64_t expected = 0;
  int64_t on_time = 0;
  int64_t not_due = 0;  ///< have not reported, and still have time
};

/// Numbers of subject-periods.
struct ReportingRates {
  int64_t expected = 0;
  int64_t received = 0;                  ///< of these
  int64_t unexpected = 0;                ///< observed of whom it was not expected
  std::optional<Timeliness> timeliness;  ///< where the measure has due days
};

enum class ReportState : uint8_t {
  kReceived = 1,  ///< of a measure without due days
  kOnTime = 2,
  kLate = 3,
  kMissing = 4,
  kUnexpected = 5,
};

/// How it stands with one reporter and one measure-period.
struct ReporterPeriod {
  std::string name;
  Period period;
  ReportState state = ReportState::kMissing;
};

/// Answers queries at one cut. Structures and populations of the past are built once for all of
/// them.
class Reporting {
 public:
  /// The references are kept; `partitions` must not change, and those of the head. `now_us`: by
  /// which what is not due yet is told.
  Reporting(const Structure& structure, const PartitionSet& partitions, int64_t now_us);
  Reporting(const Reporting&) = delete;
  Reporting& operator=(const Reporting&) = delete;

  // NOT_FOUND (SCOPE_UNKNOWN) and INVALID_ARGUMENT (PERIOD_TOO_FINE) as of figures; OVERLOADED
  // where it would cost more than kReportingStepsMax.
  absl::StatusOr<ReportingRates> Rates(const ReportingQuery& query);
  /// Of everybody who is expected, or reported unexpectedly, by name and then by period.
  absl::StatusOr<std::vector<ReporterPeriod>> Reporters(const ReportingQuery& query);

 private:
  /// A query with what it stands for.
  struct Asked {
    const ReportingQuery& query;
    const Measure& measure;
    PeriodRange window;

    [[nodiscard]] std::optional<int64_t> DueOf(PeriodIndex k) const;
  };
  /// Who, in which partition's view, and when.
  struct Entry {
    Ordinal subject;
    const ViewState& state;
    PeriodIndex period;
    ReportState report;
  };

  absl::StatusOr<Asked> Check(const ReportingQuery& query);
  /// Everybody who is known now; each entry once.
  absl::Status VisitNow(const Asked& asked, absl::FunctionRef<void(const Entry&)> visit);
  [[nodiscard]] ReportState StateOf(const Asked& asked, PeriodIndex k, Reports& reports,
                                    bool is_expected) const;
  /// Of those who were known when `k` was due.
  absl::Status CountThen(const Asked& asked, PeriodIndex k, Timeliness& timeliness);
  [[nodiscard]] bool HasPassed(int64_t instant_us) const { return instant_us < now_us_; }
  const PastPartitions& PastAt(int64_t instant_us);
  [[nodiscard]] bool IsSpent() const { return partitions_.spent() > spent_max_; }

  const Structure& structure_;
  MeteredPartitions partitions_;
  int64_t now_us_;
  int64_t spent_max_ = 0;  ///< by the present answer
  PastStructures structures_;
  std::map<int64_t, std::unique_ptr<PastPartitions>> past_;  ///< by instant
};

}  // namespace taizhang::aggregator
