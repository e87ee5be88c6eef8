#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/facts/record.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/scope_members.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// When a measure-period's reports are due: its last day and `due_days` more, to their end (24:00)
/// in China (UTC+8). Unix microseconds.
int64_t DueInstant(PeriodIndex k, Frequency frequency, uint32_t due_days);

/// One of a measure's reporters who is ever in a scope.
struct ReporterInScope {
  Ordinal subject = 0;
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
  /// `measure` and `live`, whose partitions must be those of the head, are kept as references.
  Reports(std::string_view measure_id, const Measure& measure, const PartitionSet& live)
      : measure_id_(measure_id), measure_(measure), live_(live) {}

  /// What follows is of this subject of a partition, as of now or of the past.
  void Select(Ordinal subject, const ViewState& state);
  /// Whether an observation stands, NOT_AVAILABLE included.
  [[nodiscard]] bool IsReceived(PeriodIndex k) {
    return series_.has_value() && series_->IsObserved(k);
  }
  /// Whether the first version of any item was committed at or before an instant.
  [[nodiscard]] bool CameBy(PeriodIndex k, int64_t instant_us) const;

 private:
  void Hold(const ViewState* holder);

  std::string_view measure_id_;
  const Measure& measure_;
  const PartitionSet& live_;
  const ViewState* holder_ = nullptr;  ///< of the observations; null: there are none
  Ordinal ordinal_ = 0;                ///< of the measure there
  Ordinal subject_ = 0;                ///< there
  std::optional<Series> series_;       ///< nothing where it cannot have observed anything
};

}  // namespace taizhang::aggregator
