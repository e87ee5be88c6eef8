#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/facts/record.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/scope_members.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// When a day is over in China (24:00 UTC+8), Unix microseconds.
int64_t EndOfDay(Day day);
/// When what is due so many days after a measure-period's end is too late: the end of that day.
int64_t DueInstant(PeriodIndex k, Frequency frequency, uint32_t due_days);
/// That day.
Day DueDay(PeriodIndex k, Frequency frequency, uint32_t due_days);

/// One of a measure's reporters who is ever in a scope.
struct ReporterInScope {
  Ordinal subject = 0;
  const Record& record;
  const MemberInScope& member;
  /// The measure-periods in which it is expected there (R5), whether it passes the measure's filter
  /// or that is not known. They do not overlap.
  absl::Span<const PeriodRange> expected;

  [[nodiscard]] bool IsExpected(PeriodIndex k) const;
  /// Whether it is in the scope on the active day nearest to the end of `k`.
  [[nodiscard]] bool IsThereNear(PeriodIndex k, Frequency frequency) const;
};

/// Visits the reporters whose records lie in this partition, in any order.
void ForEachReporter(const RecordName& scope, const Measure& measure, const ViewState& state,
                     absl::FunctionRef<void(const ReporterInScope&)> visit);

/// Whether and when a reporter's observations of one measure came, in whatever partition they lie.
class Reports {
 public:
  /// All are kept as references. As of `partitions`.
  Reports(std::string_view measure_id, const Measure& measure, const PartitionSet& partitions)
      : measure_id_(measure_id), measure_(measure), partitions_(partitions) {}

  /// What follows is of this subject of a partition, whose view may be of another point in time.
  void Select(Ordinal subject, const ViewState& state);
  /// Whether an observation stands, NOT_AVAILABLE included.
  [[nodiscard]] bool IsReceived(PeriodIndex k) {
    return series_.has_value() && series_->IsObserved(k);
  }
  /// When the first version of any item was committed, Unix microseconds, whether it stands or not;
  /// nothing where there never was one.
  [[nodiscard]] std::optional<int64_t> FirstCame(PeriodIndex k);

  /// What was read so far, in steps.
  [[nodiscard]] int64_t steps() const { return steps_; }

 private:
  void Hold(const ViewState* holder);
  void LoadFirsts(int year);

  std::string_view measure_id_;
  const Measure& measure_;
  const PartitionSet& partitions_;
  const ViewState* holder_ = nullptr;  ///< of the observations; null: there are none
  Ordinal ordinal_ = 0;                ///< of the measure there
  Ordinal subject_ = 0;                ///< there
  std::optional<Series> series_;       ///< nothing where it cannot have observed anything
  std::optional<int> firsts_year_;     ///< the one that is loaded
  std::array<uint64_t, 12> firsts_{};  ///< by slot: revision of the first version; 0: none
  int64_t steps_ = 0;
};

}  // namespace taizhang::aggregator
