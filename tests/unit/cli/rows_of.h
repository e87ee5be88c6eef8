#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/tables/table_row.h"
#include "services/cli/tables/xlsx_reader.h"
#include "tests/support/workbook_bytes.h"

namespace taizhang::cli {

/// A row's number and cells, as tests write them down.
using Row = std::pair<int64_t, std::vector<std::string>>;

inline OnRow Into(std::vector<Row>& rows) {
  return [&rows](const TableRow& row) {
    rows.emplace_back(row.number, row.cells);
    return absl::OkStatus();
  };
}

inline std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

/// The rows of the first visible sheet; how reading ended in `status`.
inline std::vector<Row> RowsOfXlsx(const std::string& bytes, absl::Status& status) {
  std::vector<Row> rows;
  status = ReadXlsx(bytes, "", Into(rows));
  return rows;
}

/// The one row of a workbook whose only row holds `cells` in XML, or what is wrong with it.
inline std::vector<std::string> CellsOf(const Parts& parts) {
  std::vector<std::string> cells;
  const absl::Status status = ReadXlsx(ZipOf(parts), "", [&](const TableRow& row) {
    cells = row.cells;
    return absl::OkStatus();
  });
  if (!status.ok()) return {MessageOf(status)};
  return cells;
}

/// What is wrong with the cells of a workbook whose only row holds `cells` in XML, each behind its
/// column: "C: …".
inline std::vector<std::string> WrongCellsOf(std::string_view cells) {
  std::vector<std::string> wrong;
  const absl::Status status = ReadXlsx(
      ZipOf(PartsOfWorkbook("<row r=\"1\">" + std::string(cells) + "</row>")), "",
      [&](const TableRow& row) {
        for (const WrongCell& cell : row.wrong)
          wrong.push_back(std::string(1, static_cast<char>('A' + cell.position)) + ": " + cell.why);
        return absl::OkStatus();
      });
  if (!status.ok()) return {MessageOf(status)};
  return wrong;
}

inline std::vector<std::string> CellsOf(std::string_view cells) {
  return CellsOf(PartsOfWorkbook("<row r=\"1\">" + std::string(cells) + "</row>"));
}

}  // namespace taizhang::cli
