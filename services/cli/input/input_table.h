#pragma once

#include <string>
#include <string_view>

#include "services/cli/input/input_file.h"

namespace taizhang::cli {

/// Reads CSV or XLSX into `input`: with a mapping, as a list of divisions, or with fields' paths
/// for a header. `file` is kept by the input.
void ReadTable(std::string_view file, std::string bytes, InputFormat format,
               const ReadOptions& options, Input& input);

}  // namespace taizhang::cli
