#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/block_content.h"
#include "services/aggregator/core/contribution.h"
#include "services/aggregator/core/holding.h"
#include "services/aggregator/core/measure_cells.h"
#include "services/aggregator/core/plan.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// What one member's observations of one measure add to its cells, computed from facts. A change is
/// "compute, change the facts, compute again, apply the difference", and needs no case of its own.
class CellFold {
 public:
  CellFold(Series& series, const Measure& measure, Member member, const Attendance& attendance)
      : series_(series), measure_(measure), member_(member), attendance_(attendance) {}

  /// The groups of scopes in which it counts alike.
  [[nodiscard]] absl::Span<const Attendance::Group> groups() const;

  /// All that depends on the observations in `periods` (ascending, distinct): those periods; of a
  /// STOCK also the holdings that they end; of a YEAR_TO_DATE the spans that read them.
  void Periods(const Attendance::Group& group, absl::Span<const PeriodIndex> periods, int sign,
               SlotChanges& changes);
  /// Everything.
  void Whole(const Attendance::Group& group, int sign, SlotChanges& changes);

 private:
  /// Whether cells are told of it: of amounts, and of a REMAINDER also that it is not available.
  [[nodiscard]] bool IsTold(const PeriodAmount& amount) const;
  void Flow(PeriodIndex k);
  void Stock(PeriodIndex k, const HoldingRules& rules);
  void StockPart(PeriodRange part, const Holding& holding);
  void AddStock(PeriodIndex at, const Contribution& contribution, int sign);
  void YearToDate(int year, uint32_t places);

  Series& series_;
  const Measure& measure_;
  Member member_;
  const Attendance& attendance_;

  // Of the call under way.
  absl::Span<const PeriodRange> member_periods_;
  int sign_ = 1;
  SlotChanges* changes_ = nullptr;
};

/// The commonest change, one amount of a FLOW that has no items, straight from before and after.
void FoldFlowChange(const ObservationChange& change, MeasureState& state,
                    const Attendance& attendance);

}  // namespace taizhang::aggregator
