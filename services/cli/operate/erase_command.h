#pragma once

#include <string>
#include <vector>

#include "services/cli/console/console.h"

namespace taizhang::cli {

/// Removes a text for good. `arguments` stand behind the command's name, flags of
/// both services among them. Gives the status to exit with.
int RunErase(const std::vector<std::string>& arguments, const Console& console);

}  // namespace taizhang::cli
