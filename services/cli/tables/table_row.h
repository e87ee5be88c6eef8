#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace taizhang::cli {

/// A cell that shows no value which could be taken: a formula's error, a formula without a result.
struct WrongCell {
  size_t position = 0;  ///< from 0
  std::string why;      ///< with what to do about it
};

/// A row of a file, as people see it there.
struct TableRow {
  /// As a spreadsheet numbers it, from 1; in CSV the line on which the record begins.
  int64_t number = 0;
  /// UTF-8, as they are shown; "" where a cell is empty; empty cells at the end may be missing.
  std::vector<std::string> cells;
  /// In order. `cells` has what they show (#DIV/0!), which may be nothing.
  std::vector<WrongCell> wrong = {};

  /// Why the cell is wrong; empty where it is not.
  [[nodiscard]] std::string_view WhyWrong(size_t position) const {
    const auto found = std::find_if(wrong.begin(), wrong.end(), [&](const WrongCell& cell) {
      return cell.position == position;
    });
    return found == wrong.end() ? std::string_view() : found->why;
  }
};

/// Called for every row that is not wholly empty, in order; an error ends the reading with it. The
/// row is valid during the call.
using OnRow = std::function<absl::Status(const TableRow&)>;

}  // namespace taizhang::cli
