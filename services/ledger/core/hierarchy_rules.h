#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Parents above parents, judged once all records of a request are in place (R10, R15):
///   no day on which a chain of parents leads back to where it began;
///   clusters at most Structure::kClusterDepthMax deep on any day, divisions at most
///   Structure::kDepthMax; a parent cluster's home is the child's home or any division above it.
/// Costs a look at every cluster once, where a request changes parents of clusters.
void CheckHierarchy(const KnownRecords& known, const Rows& rows, Violations& violations);

}  // namespace taizhang::ledger
