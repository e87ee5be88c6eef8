#pragma once

#include <string>
#include <vector>

#include "services/cli/console/console.h"

namespace taizhang::cli {

/// Prints how many of those who are expected to report have done so, or who has and who has not.
/// `arguments` stand behind the command's name, flags of both services among them. Gives the status
/// to exit with.
int RunReporting(const std::vector<std::string>& arguments, const Console& console);

}  // namespace taizhang::cli
