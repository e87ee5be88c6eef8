#pragma once

#include <cstddef>

#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

inline constexpr size_t kPlacementsMax = 100;
inline constexpr size_t kMembershipsMax = 200;
inline constexpr size_t kParentClustersMax = 16;  ///< memberships of a cluster

/// Dated lists by themselves: their size, that each entry holds for a day, and that placements, and
/// memberships in the same cluster, have days of their own.
void CheckPlacementList(const RecordRow& row, Violations& violations);
void CheckMembershipList(const RecordRow& row, Violations& violations);

/// Whether the two above find nothing and all entries could be read. Only such lists may be walked:
/// then a division has one parent a day, and a record no more parents than the limits say.
bool ListsAreSound(const RecordRow& row);

}  // namespace taizhang::ledger
