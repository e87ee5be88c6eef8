#pragma once

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "services/cli/tables/table_row.h"

namespace taizhang::cli {

inline constexpr size_t kCsvColumnsMax = 16'384;

/// Reads comma-separated values (RFC 4180) with CRLF, LF or CR at line ends; a quoted cell may hold
/// line ends, delimiters and, doubled, quotes. Blanks belong to their cell. The delimiter is the
/// one of comma, tab and semicolon that divides most of the first 50 records alike; one column has
/// none. An apostrophe before what a spreadsheet would take for a formula is removed (see
/// csv_writer.h).
///
/// INVALID_ARGUMENT names the line: a quote that is not closed, a quote inside an unquoted cell,
/// text behind a closing quote, more than kCsvColumnsMax columns. `utf8` is without a byte order
/// mark (text_encoding.h).
absl::Status ReadCsv(std::string_view utf8, const OnRow& on_row);

}  // namespace taizhang::cli
