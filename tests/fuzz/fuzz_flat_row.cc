// Flat rows: reading cells never crashes, and a row that was read is written and read again as
// itself. A line of the input is "column=cell".

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/rows/flat_row.h"
#include "tests/fuzz/require.h"

namespace taizhang::cli {
namespace {

void CheckRow(std::string_view text) {
  std::vector<std::string> header;
  std::vector<std::string> cells;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const size_t equals = line.find('=');
    header.emplace_back(line.substr(0, equals));
    cells.emplace_back(equals == std::string_view::npos ? "" : line.substr(equals + 1));
  }
  const auto row = RowFromCells(header, cells);
  if (!row.ok()) return;
  const std::vector<std::string> columns = FlatColumns({*row});
  const auto written = CellsFromRow(columns, *row);
  if (!written.ok()) return;
  const auto again = RowFromCells(columns, *written);
  Require(again.ok(), "a row's cells are read");
  Require(again->SerializeAsString().size() == row->SerializeAsString().size() &&
              CellsFromRow(columns, *again).value() == *written,
          "a row's cells are read as the row");
}

}  // namespace
}  // namespace taizhang::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  taizhang::cli::CheckRow({reinterpret_cast<const char*>(data), size});
  return 0;
}
