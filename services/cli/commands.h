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
/// Prints records, or one observation.
int RunGet(const std::vector<std::string>& arguments, const Console& console);
/// Lists the records or observations of a partition.
int RunList(const std::vector<std::string>& arguments, const Console& console);
/// Prints the versions of a record or observation.
int RunHistory(const std::vector<std::string>& arguments, const Console& console);
/// Prints changes as they are written.
int RunFollow(const std::vector<std::string>& arguments, const Console& console);
/// Writes everything that stands, as import reads it.
int RunExport(const std::vector<std::string>& arguments, const Console& console);
/// Removes a text for good.
int RunErase(const std::vector<std::string>& arguments, const Console& console);
/// Prints how both services are.
int RunStatus(const std::vector<std::string>& arguments, const Console& console);

/// Says what is wrong with the arguments of `command`, and where to read about them.
int UsageError(const std::string& command, std::string_view what, const Console& console);

}  // namespace taizhang::cli
