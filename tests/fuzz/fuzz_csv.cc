// Text as CSV: reading ends with rows or with an error that names a line, and rows that were read
// can be written and read again.

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/tables/csv_reader.h"
#include "services/cli/tables/csv_writer.h"
#include "tests/fuzz/require.h"

namespace taizhang::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

absl::Status Read(std::string_view text, Rows& rows) {
  int64_t previous = 0;
  return ReadCsv(text, [&](const TableRow& row) {
    Require(row.number > previous, "rows ascend");
    previous = row.number;
    bool is_empty = true;
    for (const std::string& cell : row.cells) is_empty = is_empty && cell.empty();
    Require(!is_empty, "a row has something");
    rows.push_back(row.cells);
    return absl::OkStatus();
  });
}

void Check(std::string_view text) {
  Rows rows;
  const absl::Status status = Read(text, rows);
  if (!status.ok()) {
    Require(status.message().substr(0, 5) == "line ", "errors name a line");
    return;
  }
  std::ostringstream out;
  CsvWriter writer(out);
  for (const std::vector<std::string>& row : rows) writer.Write(row);
  Rows again;
  Require(Read(out.str(), again).ok(), "what was written is read");
  Require(again == rows, "it reads the same again");
}

}  // namespace
}  // namespace taizhang::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  taizhang::cli::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
