#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Parents above parents, judged once all records of a request are in place (R10, R15):
///   no day on which a chain of parents leads back to where it began;
///   clusters at most Structure::kClusterDepthMax deep on any day, divisions at most
///   Structure::kDepthMax;
///   a parent cluster's home is the child's home or a division above it, on every day of the
///   membership on which the child's home has a known chain of parents, and on one at least. A day
///   has none where the chain breaks off at a division that has parents on other days only.
///
/// Rows whose parents stand already are not judged again, and lists that are not sound (list_rules)
/// are not walked. Costs a look at every cluster once, where a request changes parents of clusters,
/// and likewise for divisions; dated walks have kWalkStepsMax steps a request and kind.
void CheckHierarchy(const KnownRecords& known, const Rows& rows, Violations& violations);

}  // namespace taizhang::ledger
