// Bytes as a workbook: reading ends with rows or with an error, within the limits. Input that
// begins with "PK" is a file. Any other is the content of a sheet's rows, shared strings, styles
// and merged cells, each ended by a line with "====", so that changes reach behind the archive and
// its checksums.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/values/text.h"
#include "services/cli/tables/xlsx_reader.h"
#include "tests/fuzz/require.h"
#include "tests/support/workbook_bytes.h"

namespace taizhang::cli {
namespace {

constexpr XlsxLimits kLimits = {.file_bytes_max = size_t{1} << 20,
                                .inflated_bytes_max = size_t{4} << 20,
                                .rows_max = 10'000,
                                .cells_max = 100'000,
                                .entries_max = 64,
                                .shared_string_bytes_max = size_t{1} << 20};

std::string_view NextPiece(std::string_view& text) {
  constexpr std::string_view kEnd = "\n====\n";
  const size_t end = text.find(kEnd);
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + kEnd.size());
  return piece;
}

std::string Workbook(std::string_view text) {
  Parts parts = PartsOfWorkbook(NextPiece(text));
  AddPart("sharedStrings", "sst", NextPiece(text), parts);
  AddPart("styles", "styleSheet", NextPiece(text), parts);
  std::string& sheet = parts["xl/worksheets/sheet1.xml"];
  sheet.insert(sheet.find("</worksheet>"), NextPiece(text));
  return ZipOf(parts, Packing::kStored);
}

void CheckRow(const TableRow& row, int64_t& previous, size_t& cells) {
  Require(row.number > previous && row.number <= kLimits.rows_max, "rows ascend, within the limit");
  previous = row.number;
  cells += row.cells.size();
  Require(cells <= kLimits.cells_max, "cells keep within their limit");
  Require(!row.cells.empty(), "a row has cells");
  const size_t last = row.cells.size() - 1;
  Require(!row.cells[last].empty() || !row.WhyWrong(last).empty(), "a row ends with a value");
  for (const WrongCell& wrong : row.wrong)
    Require(wrong.position <= last && !wrong.why.empty(), "a wrong cell is one of the row's");
  Require(std::all_of(row.cells.begin(), row.cells.end(), IsValidUtf8), "cells are UTF-8");
}

void Check(std::string_view bytes) {
  int64_t previous = 0;
  size_t cells = 0;
  const absl::Status status = ReadXlsx(
      bytes, "",
      [&](const TableRow& row) {
        CheckRow(row, previous, cells);
        return absl::OkStatus();
      },
      kLimits);
  const absl::StatusOr<std::vector<std::string>> sheets = XlsxSheets(bytes, kLimits);
  const absl::StatusOr<std::vector<CellRange>> ranges = XlsxMergedRanges(bytes, "", kLimits);
  if (!status.ok()) {
    Require(!status.message().empty(), "errors say something");
    return;
  }
  Require(sheets.ok() && !sheets->empty(), "what was read has a sheet");
  Require(ranges.ok(), "and its merged cells can be read");
  for (const CellRange& range : *ranges) {
    Require(1 <= range.first_row && range.first_row <= range.last_row && 1 <= range.first_column &&
                range.first_column <= range.last_column,
            "ranges are in order");
  }
}

}  // namespace
}  // namespace taizhang::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (size > (size_t{1} << 20)) return 0;
  taizhang::cli::Check(bytes.starts_with("PK") ? std::string(bytes)
                                               : taizhang::cli::Workbook(bytes));
  return 0;
}
