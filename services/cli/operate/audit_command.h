#pragma once

#include <string>
#include <vector>

#include "services/cli/console/console.h"

namespace taizhang::cli {

/// Compares what both services hold. `arguments` stand behind the command's name, flags of both
/// services among them. Gives the status to exit with.
int RunAudit(const std::vector<std::string>& arguments, const Console& console);

}  // namespace taizhang::cli
