#include "services/cli/tables/cell_reference.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace taizhang::cli {
namespace {

/// Nine digits are more than any limit of rows, and cannot overflow.
constexpr size_t kRowDigitsMax = 9;

/// Of a sheet, as ECMA-376 has it; a range of whole columns ends there.
constexpr int64_t kSheetRows = 1'048'576;

void SkipDollar(std::string_view& text) {
  if (text.starts_with('$')) text.remove_prefix(1);
}

/// Takes a column's letters off the beginning of `text`.
std::optional<int> TakeColumn(std::string_view& text) {
  SkipDollar(text);
  int column = 0;
  while (!text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.front()))) {
    const int letter = absl::ascii_toupper(static_cast<unsigned char>(text.front())) - 'A' + 1;
    column = std::min(column * 26 + letter, kColumnsMax + 1);
    text.remove_prefix(1);
  }
  return column > 0 ? std::optional(column) : std::nullopt;
}

std::optional<CellRange> InOrder(std::optional<CellPosition> first,
                                 std::optional<CellPosition> last) {
  if (!first || !last || first->row > last->row || first->column > last->column ||
      last->column > kColumnsMax) {
    return std::nullopt;
  }
  return CellRange{.first_row = first->row,
                   .last_row = last->row,
                   .first_column = first->column,
                   .last_column = last->column};
}

}  // namespace

std::optional<int64_t> ParseRowNumber(std::string_view text) {
  if (text.empty() || text.size() > kRowDigitsMax) return std::nullopt;
  int64_t row = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    row = row * 10 + (c - '0');
  }
  return row > 0 ? std::optional(row) : std::nullopt;
}

std::optional<CellPosition> ParseCellReference(std::string_view text) {
  const std::optional<int> column = TakeColumn(text);
  SkipDollar(text);
  const std::optional<int64_t> row = ParseRowNumber(text);
  if (!column || !row) return std::nullopt;
  return CellPosition{.row = *row, .column = *column};
}

std::optional<CellRange> ParseCellRange(std::string_view text) {
  const size_t colon = text.find(':');
  const std::string_view first = text.substr(0, colon);
  if (colon == std::string_view::npos)
    return InOrder(ParseCellReference(first), ParseCellReference(first));
  const std::string_view last = text.substr(colon + 1);
  std::string_view first_rest = first;
  std::string_view last_rest = last;
  const std::optional<int> first_column = TakeColumn(first_rest);
  const std::optional<int> last_column = TakeColumn(last_rest);
  if (first_column && last_column && first_rest.empty() && last_rest.empty()) {
    return InOrder(CellPosition{.row = 1, .column = *first_column},
                   CellPosition{.row = kSheetRows, .column = *last_column});
  }
  return InOrder(ParseCellReference(first), ParseCellReference(last));
}

std::string ColumnName(int column) {
  std::string name;
  for (; column > 0; column = (column - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return name;
}

}  // namespace taizhang::cli
