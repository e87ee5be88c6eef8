#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "common/facts/block_content.h"
#include "services/aggregator/core/cells.h"
#include "services/aggregator/core/holding.h"
#include "services/aggregator/core/measure_cells.h"
#include "services/aggregator/core/plan.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// Moves one member's observations of one measure into its cells, and out of them: what a member
/// adds is computed from facts both times, so a change is "retract, apply the facts, add", and
/// needs no case of its own.
class MemberFold {
 public:
  MemberFold(Series& series, MeasureState& state, Member member, const Attendance& attendance,
             int sign)
      : series_(series),
        measure_(*state.measure),
        cells_(*state.cells),
        member_(member),
        attendance_(attendance),
        sign_(sign) {}

  /// All that depends on the observations in `periods` (ascending, distinct): those periods; of a
  /// STOCK also the holdings that they end; of a YEAR_TO_DATE the spans that read them.
  void Periods(absl::Span<const PeriodIndex> periods);
  /// Everything.
  void Whole();

 private:
  void Flow(PeriodIndex k);
  void Stock(PeriodIndex k, const HoldingRules& rules);
  void StockPart(ScopeId scope, PeriodRange part, const Holding& holding);
  void AddStock(ScopeId scope, PeriodIndex at, Contribution& change, int sign);
  void YearToDate(int year, uint32_t places);

  Series& series_;
  const Measure& measure_;
  Cells& cells_;
  Member member_;
  const Attendance& attendance_;
  int sign_;
};

/// The commonest change, one amount of a FLOW that has no items, straight from before and after.
void FoldFlowChange(const ObservationChange& change, MeasureState& state,
                    const Attendance& attendance);

}  // namespace taizhang::aggregator
