#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/cli/console.h"

namespace taizhang::cli {

// A command takes the arguments behind its name, its own flags and those of ServiceFlags among
// them.

/// Writes records and observations from files.
int RunImport(const std::vector<std::string>& arguments, const Console& console);
/// Prints figures.
int RunFigures(const std::vector<std::string>& arguments, const Console& console);
/// Prints one record or observation.
int RunGet(const std::vector<std::string>& arguments, const Console& console);
/// Prints how both services are.
int RunStatus(const std::vector<std::string>& arguments, const Console& console);

/// Says what is wrong with the arguments of `command`, and where to read about them.
int UsageError(const std::string& command, std::string_view what, const Console& console);

}  // namespace taizhang::cli
