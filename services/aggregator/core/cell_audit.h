#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "common/facts/structure.h"
#include "common/values/period.h"
#include "services/aggregator/core/tally.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// Where one partition keeps counters: of a measure at a division or cluster, in a measure-period
/// or a span of a year (YEAR_TO_DATE).
struct CellPlace {
  ScopeId scope = 0;
  Ordinal measure = 0;
  Period period;
};

/// Any number below `bound`, which is above 0.
using Draw = absl::FunctionRef<uint64_t(uint64_t bound)>;

/// A place in or beside the years that cells hold, of `scope` where it is given. Nothing where the
/// draw fell on none: draw again, but not for ever, as a partition may have no cells.
std::optional<CellPlace> PickCell(const ViewState& state, std::optional<ScopeId> scope, Draw draw);

/// About what AuditCell will cost, in steps (PartitionSet::Spend), told by its members' number
/// alone. A STOCK that was observed long ago costs its members a step for each year in between.
int64_t StepsOfAudit(const ViewState& state, const CellPlace& place);

/// What is kept at a place against what the facts come to.
struct CellAudit {
  Tally kept;
  Tally evaluated;
  bool agrees = true;
  int64_t steps = 0;
};

/// Reads a cell and evaluates its members' observations: two ways to the same counters. A place
/// that is not kept (a run's start is missing) agrees.
CellAudit AuditCell(const CellPlace& place, const ViewState& state, const Structure& structure);

/// "sum 120, not 117; received 4, not 3": what is kept, and what the facts come to.
std::string DifferencesOf(const CellAudit& audit);

}  // namespace taizhang::aggregator
