#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/cli/tables/xlsx_reader.h"

namespace taizhang::cli {

inline constexpr int kColumnsMax = 16'384;

struct CellPosition {
  int64_t row = 0;  ///< from 1
  int column = 0;   ///< from 1; kColumnsMax + 1 for all beyond
};

/// "AB12", with "$" before either part or without.
std::optional<CellPosition> ParseCellReference(std::string_view text);
/// "A1:C3", "A1" alone, or "A:C" for whole columns; in order and within kColumnsMax.
std::optional<CellRange> ParseCellRange(std::string_view text);
/// A row's number, from 1.
std::optional<int64_t> ParseRowNumber(std::string_view text);
/// 28 is "AB".
std::string ColumnName(int column);

}  // namespace taizhang::cli
