#pragma once

#include <string>

#include "services/cli/console/console.h"
#include "services/cli/wire/connection.h"

namespace taizhang::cli {

/// For who looks for records in a province or prefecture, or in the nation: says that they lie with
/// a county, and which there are below `partition`, as far as the ledger tells. Nothing of any
/// other partition.
void SayCounties(const Connection& connection, const std::string& partition,
                 const Console& console);

}  // namespace taizhang::cli
