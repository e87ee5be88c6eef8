#pragma once

#include <string>
#include <string_view>

#include "services/cli/console/console.h"

namespace taizhang::cli {

/// Says what is wrong with the arguments of `command`, and where to read about them; gives the
/// status to exit with.
int UsageError(const std::string& command, std::string_view what, const Console& console);

}  // namespace taizhang::cli
