#pragma once

#include "services/ledger/commit/write_request.h"

namespace taizhang::simulation {

/// Two counties in a province, a cluster, a monthly FLOW of enterprises, and its total.
ledger::WriteRequest BaseStructure();
/// One more cluster.
ledger::WriteRequest ClusterRow(int number);

}  // namespace taizhang::simulation
