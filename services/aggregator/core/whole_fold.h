#pragma once

#include <cstdint>

#include "services/aggregator/core/contribution.h"
#include "services/aggregator/core/measure_cells.h"
#include "services/aggregator/core/plan.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// All that one member says of one measure, into its cells or out of them: for members that move,
/// and for cells that are built. Keeps its memory from one member to the next.
class WholeFold {
 public:
  /// `series` is the measure's. Returns its steps: one for each year that was read, one for so many
  /// slots that were changed.
  int64_t Fold(Series& series, Member member, YearRange years, const Attendance& attendance,
               int sign, MeasureState& state);

 private:
  SlotChanges changes_;
};

}  // namespace taizhang::aggregator
