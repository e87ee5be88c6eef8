#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/tables/table_row.h"

namespace taizhang::cli {

/// What a workbook may cost. Sizes are counted while inflating, not taken from what the file says
/// of itself. Beyond a limit reading ends with RESOURCE_EXHAUSTED, which names the limit.
struct XlsxLimits {
  size_t file_bytes_max = size_t{64} << 20;
  /// Of all parts that are read together; and of all texts that are handed out together, since a
  /// shared string counts as often as it is used.
  size_t inflated_bytes_max = size_t{512} << 20;
  int64_t rows_max = 1'048'576;  ///< the highest row number
  /// Of all rows together, with the empty ones before a row's last value.
  size_t cells_max = 20'000'000;
  size_t entries_max = 1'000;  ///< of the zip archive
  /// With 8 bytes a string for keeping it.
  size_t shared_string_bytes_max = size_t{128} << 20;
};

/// Cells from the first to the last row and column, all from 1.
struct CellRange {
  int64_t first_row = 0;
  int64_t last_row = 0;
  int first_column = 0;
  int last_column = 0;

  friend bool operator==(const CellRange&, const CellRange&) = default;
};

/// The worksheets' names in order, hidden ones included.
absl::StatusOr<std::vector<std::string>> XlsxSheets(std::string_view bytes,
                                                    const XlsxLimits& limits = {});

/// Reads a worksheet of an Office Open XML workbook (ECMA-376, transitional or strict, as Excel,
/// WPS, LibreOffice and openpyxl write it). `sheet` is a name, or "" for the first visible one.
/// Nothing is written to disk, and nothing outside of `bytes` is read.
///
/// Texts are as written. A number has all its digits, at most the 15 that a spreadsheet shows of a
/// fraction, and no exponent: 69.45, 15000000. In a percent format it is 60%. In a date format it
/// is 2025-06-30; 2025-06 where the format shows no day, 2025 where it shows no month either; with
/// the time (2025-06-30 08:30:00) where the format shows one and it is not midnight. All other
/// formats (thousands, currencies, times of day) show the plain number. Truth values are TRUE and
/// FALSE. Of formulas the stored results are read. Of merged cells only the first has a value.
/// Hidden rows and columns are read.
///
/// Cells that hold an error (#DIV/0!), a formula without a stored result, or what is not of their
/// type are wrong cells of their rows.
///
/// INVALID_ARGUMENT: a file that is not a workbook or is damaged, with what to do. NOT_FOUND: no
/// such sheet, with the names of those that are there.
absl::Status ReadXlsx(std::string_view bytes, std::string_view sheet, const OnRow& on_row,
                      const XlsxLimits& limits = {});

/// The sheet's merged cells, in the file's order.
absl::StatusOr<std::vector<CellRange>> XlsxMergedRanges(std::string_view bytes,
                                                        std::string_view sheet,
                                                        const XlsxLimits& limits = {});

}  // namespace taizhang::cli
