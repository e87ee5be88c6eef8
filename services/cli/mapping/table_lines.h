#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/cli/mapping/division_directory.h"
#include "services/cli/mapping/mapping.h"
#include "services/cli/mapping/table_header.h"
#include "services/cli/tables/table_row.h"

namespace taizhang::cli {

/// A mistake in one cell of a line.
struct CellMistake {
  std::optional<size_t> position;  ///< of the column in the table, from 0
  std::string field;               ///< the column's title, or the path of a field without one
  std::string reason;
  std::string what;
  std::string suggestion;
};

/// What one line of a table gives.
struct MappedLine {
  struct FromTemplate {
    size_t index = 0;  ///< of Mapping::rows
    taizhang::ledger::v1::Row row;
  };
  std::vector<FromTemplate> rows;
  std::vector<CellMistake> mistakes;
  bool skipped = false;  ///< the mapping leaves such lines out (skip_rows_where)
};

/// Maps lines one by one. Borrows mapping and directory.
class TableLines {
 public:
  TableLines(const Mapping& mapping, std::shared_ptr<const TableHeader> header,
             const DivisionDirectory& directory);

  [[nodiscard]] MappedLine Map(const TableRow& line) const;
  /// The position of the column from which a template's field was filled.
  [[nodiscard]] std::optional<size_t> PositionOf(size_t row_template, std::string_view field) const;

 private:
  [[nodiscard]] MappedCell Read(size_t column, std::string_view text, std::string_view why_wrong,
                                MappedLine& mapped) const;
  [[nodiscard]] std::string TitleOf(size_t column) const;

  const Mapping& mapping_;
  std::shared_ptr<const TableHeader> header_;
  const DivisionDirectory& directory_;
  std::vector<std::optional<bool>> is_required_;
};

}  // namespace taizhang::cli
