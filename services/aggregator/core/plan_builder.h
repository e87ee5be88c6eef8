#pragma once

#include <optional>

#include "common/facts/structure.h"
#include "services/aggregator/core/plan_table.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// When a record is active: its active interval, a project until it is first cancelled (R5).
DayRange ActiveOf(const Record& record);

/// What decides where a member counts, from its record and name; nothing where it counts nowhere
/// (its record is withdrawn, or was never active).
///
/// A village, enterprise or project counts where it is placed and in the clusters that it is a
/// member of; a division in itself and above; a cluster in its home division and above, and in its
/// parents. A REMAINDER counts in its scope and above: above a cluster are its parents and its home
/// division, and what is placed in a village, enterprise or project inherits its places, not its
/// clusters (R2, R10).
std::optional<PlanKey> PlanKeyOf(Member member, ViewState& state, const Structure& structure);

}  // namespace taizhang::aggregator
