#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/mapping/row_template.h"

namespace taizhang::cli {

enum class ColumnType {
  kText,
  kId,
  kCode,
  kNumber,
  kAmount,
  kPeriod,
  kDate,
  kYesNo,
  kChoice,
  kDivision,
};

/// A column that a mapping names.
struct MappedColumn {
  std::string name;
  std::vector<std::string> titles;  ///< ComparedText of the name and its aliases
  ColumnType type = ColumnType::kText;
  std::optional<bool> required;  ///< unset: where it fills a key or an amount
  bool may_be_absent = false;    ///< from the table
  std::map<std::string, std::string> choices;
  std::string within;  ///< code of the division in which a name is looked for
};

/// How a table that people keep becomes rows (deploy/README.md has the format).
struct Mapping {
  std::string sheet;
  int header_row = 0;  ///< from 1; 0: the first that has all columns
  int header_rows = 1;
  int year = 0;  ///< of periods that name none; 0: none
  std::vector<MappedColumn> columns;
  std::set<std::string> ignored_titles;  ///< ComparedText
  bool ignores_others = false;
  std::set<std::string> not_available;                               ///< ComparedText
  std::vector<std::pair<size_t, std::set<std::string>>> skip_where;  ///< column, ComparedText
  std::vector<RowTemplate> rows;

  /// Codes of the divisions within which names are looked for.
  [[nodiscard]] std::set<std::string> DivisionsAskedFor() const;
};

/// INVALID_ARGUMENT names everything that is wrong, a line each, by its path in the file:
/// "columns.月份.type: …". Keys that are not known are errors.
absl::StatusOr<Mapping> ParseMapping(std::string_view json);

}  // namespace taizhang::cli
