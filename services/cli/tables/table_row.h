#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace taizhang::cli {

/// A row of a file, as people see it there.
struct TableRow {
  /// As a spreadsheet numbers it, from 1; in CSV the line on which the record begins.
  int64_t number = 0;
  /// UTF-8, as they are shown; "" where a cell is empty; empty cells at the end may be missing.
  std::vector<std::string> cells;
};

/// Called for every row that is not wholly empty, in order; an error ends the reading with it. The
/// row is valid during the call.
using OnRow = std::function<absl::Status(const TableRow&)>;

}  // namespace taizhang::cli
