#pragma once

#include <string>
#include <vector>

#include "services/cli/console/console.h"

namespace taizhang::cli {

/// Runs the command that `arguments` name (without the program's own name). Flags may stand before
/// the command or behind it. Returns the status to exit with.
int Run(const std::vector<std::string>& arguments, const Console& console);

}  // namespace taizhang::cli
