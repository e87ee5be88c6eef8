#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/cli/input/input_file.h"

namespace taizhang::cli {

/// Of a line's cells, empty ones at the end left out. Tells an accidental change, no more.
uint64_t DigestOf(const std::vector<std::string>& cells);
/// Sixteen letters, which no spreadsheet takes for a number or a date.
std::string DigestText(uint64_t digest);

/// Leaves out the lines whose place those of a report take. A line of a report whose original is
/// not what it was when the report was written, or is not there any more, is a mistake.
void LeaveOutReplaced(Input& input);

}  // namespace taizhang::cli
