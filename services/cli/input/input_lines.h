#pragma once

#include <string>
#include <string_view>

#include "services/cli/input/input_file.h"

namespace taizhang::cli {

/// The title under which a line of JSON stands in a report, and from which tables are read alike.
inline constexpr const char* kJsonTitle = "row";

/// Reads JSON Lines into `input`. `file` is kept by the input.
void ReadJsonLines(std::string_view file, std::string bytes, const ReadOptions& options,
                   Input& input);

}  // namespace taizhang::cli
