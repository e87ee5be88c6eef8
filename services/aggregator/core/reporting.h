#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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

/// Numbers of subject-periods of those who were known at the due instant of each measure-period;
/// where it has not passed: of those who are known now.
struct Timeliness {
  int64_t expected = 0;
  int64_t on_time = 0;
  friend bool operator==(const Timeliness&, const Timeliness&) = default;
};

/// Numbers of subject-periods, of those who are known now.
struct ReportingRates {
  int64_t expected = 0;
  int64_t received = 0;    ///< of the expected
  int64_t late = 0;        ///< of the received: first came after the due instant
  int64_t not_due = 0;     ///< of the expected: have not reported, and still have time
  int64_t unexpected = 0;  ///< observed of whom it was not expected; beside all others
  std::optional<Timeliness> timeliness;  ///< where the measure has due days
  int64_t periods = 0;                   ///< measure-periods
  int64_t due_periods = 0;               ///< of these: whose time has passed
  std::optional<Day> due_day;            ///< of the last one, where the measure has due days

  [[nodiscard]] int64_t missing() const { return expected - received - not_due; }
  friend bool operator==(const ReportingRates&, const ReportingRates&) = default;
};

enum class ReportState : uint8_t {
  kReceived = 1,  ///< of a measure without due days
  kOnTime = 2,
  kLate = 3,
  kNotDue = 4,
  kMissing = 5,
  kUnexpected = 6,
  kNoLongerExpected = 7,  ///< was when it was due, by what was known then, and is not any more
};

/// How it stands with one reporter and one measure-period.
struct ReporterPeriod {
  std::string name;
  std::string display_name;
  std::string english_name;
  Period period;
  ReportState state = ReportState::kMissing;
  bool expected_when_due = false;            ///< counts in Timeliness
  std::optional<int64_t> first_reported_us;  ///< of what stands; Unix microseconds
  std::optional<Day> due_day;

  friend bool operator==(const ReporterPeriod&, const ReporterPeriod&) = default;
};

/// Which of a query's reporters.
struct ReporterSelection {
  uint32_t states = ~uint32_t{0};                       ///< bit n: ReportState n
  std::optional<std::pair<std::string, Period>> after;  ///< strictly, in their order
  size_t count_max = SIZE_MAX;

  [[nodiscard]] bool Has(ReportState state) const {
    return (states >> static_cast<unsigned>(state) & 1U) != 0;
  }
};

struct ReporterPage {
  std::vector<ReporterPeriod> reporters;  ///< by name, then by period
  bool has_more = false;
};

/// Answers queries at one cut. Structures and populations of the past are built once for all of
/// them.
class Reporting {
 public:
  /// The references are kept; `partitions` must not change, and `structure` be theirs. `now_us`: by
  /// which what is not due yet is told.
  Reporting(const Structure& structure, const PartitionSet& partitions, int64_t now_us);
  Reporting(const Reporting&) = delete;
  Reporting& operator=(const Reporting&) = delete;

  // NOT_FOUND (SCOPE_UNKNOWN) and INVALID_ARGUMENT (PERIOD_TOO_FINE) as of figures; OVERLOADED
  // where it would cost more than kReportingStepsMax.
  absl::StatusOr<ReportingRates> Rates(const ReportingQuery& query);
  /// Of everybody who is or was expected, or reported unexpectedly.
  absl::StatusOr<ReporterPage> Reporters(const ReportingQuery& query,
                                         const ReporterSelection& selection = {});

 private:
  /// A query with what it stands for.
  struct Asked {
    const ReportingQuery& query;
    const Measure& measure;
    PeriodRange window;

    /// When it is due, or without due days its end.
    [[nodiscard]] int64_t DueOf(PeriodIndex k) const;
  };
  /// Who, in which partition's view, and when.
  struct Entry {
    const ViewState* state;  ///< of the present, or of when it was due
    Ordinal subject;
    PeriodIndex period;
    ReportState report;
    bool expected_when_due;
    std::optional<int64_t> first_reported_us;

    [[nodiscard]] std::string_view name() const {
      return state->facts.dictionaries().subjects.At(subject);
    }
  };

  absl::StatusOr<Asked> Check(const ReportingQuery& query);
  /// Everybody who is known now; each entry once.
  absl::Status VisitNow(const Asked& asked, absl::FunctionRef<void(const Entry&)> visit);
  /// Everybody who was expected when `k` was due, by what was known then, with the state
  /// kNoLongerExpected.
  absl::Status VisitThen(const Asked& asked, PeriodIndex k,
                         absl::FunctionRef<void(const Entry&)> visit);
  [[nodiscard]] ReportState StateOf(const Asked& asked, PeriodIndex k, bool is_expected,
                                    std::optional<int64_t> first_reported_us) const;
  absl::StatusOr<std::vector<Entry>> AllEntries(const Asked& asked);
  ReporterPeriod Describe(const Asked& asked, const Entry& entry) const;

  [[nodiscard]] bool HasPassed(int64_t instant_us) const { return instant_us < now_us_; }
  /// A partition as it was known at an instant. Itself where nobody has moved since.
  const ViewState& Known(const ViewState& present, int64_t instant_us);
  PastPoint PointAt(const ViewState& present, int64_t instant_us) const;
  [[nodiscard]] bool IsSpent() const { return partitions_.spent() > spent_max_; }

  const Structure& structure_;
  MeteredPartitions partitions_;
  const ViewState* structure_view_;  ///< null: nothing is held of it
  int64_t now_us_;
  int64_t spent_max_ = 0;  ///< by the present answer
  PastStructures structures_;
  std::map<int64_t, std::unique_ptr<PastPartitions>> past_;  ///< by instant
};

}  // namespace taizhang::aggregator
