#include "services/cli/mapping/table_header.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/text.h"
#include "services/cli/mapping/cell_reading.h"

namespace taizhang::cli {
namespace {

constexpr size_t kColumnsShownMax = 30;

std::string CellAt(const TableRow& row, size_t column) {
  return column < row.cells.size() ? std::string(TrimText(row.cells[column])) : "";
}

/// The cell that is seen at a place: that of the merged range that covers it.
std::string SeenAt(const std::vector<TableRow>& rows, size_t row, size_t column,
                   const std::vector<CellRange>& merged) {
  const int64_t number = rows[row].number;
  const int position = static_cast<int>(column) + 1;
  for (const CellRange& range : merged) {
    if (number < range.first_row || number > range.last_row || position < range.first_column ||
        position > range.last_column) {
      continue;
    }
    for (const TableRow& first : rows) {
      if (first.number == range.first_row)
        return CellAt(first, static_cast<size_t>(range.first_column) - 1);
    }
  }
  return CellAt(rows[row], column);
}

std::vector<std::string> Quoted(std::vector<std::string> names) {
  if (names.size() > kColumnsShownMax) {
    names.resize(kColumnsShownMax);
    names.emplace_back("…");
  }
  for (std::string& name : names) name = absl::StrCat("\"", name, "\"");
  return names;
}

/// Titles matched with a mapping's columns.
struct Match {
  TableHeader header;
  std::vector<size_t> missing;     ///< columns of the mapping
  std::vector<std::string> twice;  ///< columns that two titles are of
  size_t found = 0;
};

Match MatchTitles(std::vector<std::string> titles, const Mapping& mapping) {
  std::map<std::string, size_t> columns;
  for (size_t i = 0; i < mapping.columns.size(); ++i) {
    for (const std::string& title : mapping.columns[i].titles) columns.emplace(title, i);
  }
  Match match;
  match.header.positions.resize(mapping.columns.size());
  for (size_t position = 0; position < titles.size(); ++position) {
    const std::string title = ComparedText(titles[position]);
    const auto column = columns.find(title);
    if (column != columns.end()) {
      std::optional<size_t>& place = match.header.positions[column->second];
      if (place.has_value()) match.twice.push_back(titles[position]);
      if (!place.has_value()) ++match.found;
      place = place.value_or(position);
    } else if (!title.empty() && !mapping.ignores_others &&
               !mapping.ignored_titles.contains(title) && !IsReportTitle(titles[position])) {
      match.header.unknown.push_back(position);
    }
  }
  for (size_t i = 0; i < mapping.columns.size(); ++i) {
    if (!match.header.positions[i].has_value() && !mapping.columns[i].may_be_absent)
      match.missing.push_back(i);
  }
  match.header.titles = std::move(titles);
  return match;
}

absl::Status MissingColumns(const Match& best, const Mapping& mapping, int64_t row) {
  std::vector<std::string> parts;
  std::map<std::string, std::string> others;
  for (const size_t position : best.header.unknown) {
    const std::string& title = best.header.titles[position];
    others.emplace(ComparedText(title), title);
  }
  parts.reserve(best.missing.size());
  for (const size_t column : best.missing) {
    const std::string& name = mapping.columns[column].name;
    const std::string near = NearestTo(name, others);
    parts.push_back(near.empty() ? absl::StrCat("\"", name, "\"")
                                 : absl::StrCat("\"", name, "\" (perhaps \"", near,
                                                "\": name it in its aliases)"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no header with all columns of the mapping; row ", row, " comes nearest, and lacks ",
      absl::StrJoin(parts, ", "), "; it has ", absl::StrJoin(Quoted(best.header.titles), ", "),
      R"(; a column that may be missing has "may_be_absent": true, a header of several rows needs "header_rows")"));
}

}  // namespace

std::string UnknownTitle(const std::string& title, const Mapping& mapping) {
  std::vector<std::string> names;
  std::map<std::string, std::string> by_compared;
  for (const MappedColumn& column : mapping.columns) {
    names.push_back(column.name);
    by_compared.emplace(ComparedText(column.name), column.name);
  }
  const std::string near = NearestTo(title, by_compared);
  return absl::StrCat("is a column that the mapping does not know",
                      near.empty() ? "" : absl::StrCat(" (perhaps an alias of \"", near, "\")"),
                      "; it knows ", absl::StrJoin(Quoted(names), ", "),
                      R"(; name it in "columns", or in "ignore_columns" (["*"]: all others))");
}

bool IsReportTitle(const std::string& title) {
  constexpr auto kTitles =
      std::to_array<const char*>({kReportFile, kReportRow, kReportField, kReportReason,
                                  kReportDescription, kReportSuggestion, kReportDigest});
  return std::find(kTitles.begin(), kTitles.end(), title) != kTitles.end();
}

std::vector<std::string> JoinedTitles(const std::vector<TableRow>& rows,
                                      const std::vector<CellRange>& merged) {
  size_t columns = 0;
  for (const TableRow& row : rows) columns = std::max(columns, row.cells.size());
  std::vector<std::string> titles(columns);
  std::vector<std::string> left(rows.size());
  for (size_t column = 0; column < columns; ++column) {
    std::string before;
    for (size_t row = 0; row < rows.size(); ++row) {
      std::string part = SeenAt(rows, row, column, merged);
      // A file without word of merged cells: a name goes on to the right above other names.
      const bool goes_on = merged.empty() && part.empty() && row + 1 < rows.size() &&
                           !CellAt(rows[row + 1], column).empty();
      if (goes_on) part = left[row];
      if (!part.empty()) left[row] = part;
      if (part.empty() || part == before) continue;
      absl::StrAppend(&titles[column], titles[column].empty() ? "" : "/", part);
      before = std::move(part);
    }
  }
  return titles;
}

absl::StatusOr<TableHeader> FindHeader(const std::vector<TableRow>& first_rows,
                                       const std::vector<CellRange>& merged,
                                       const Mapping& mapping) {
  const auto height = static_cast<size_t>(mapping.header_rows);
  std::optional<Match> best;
  for (size_t begin = 0; begin + height <= first_rows.size(); ++begin) {
    if (mapping.header_row != 0 && first_rows[begin].number != mapping.header_row) continue;
    const std::vector<TableRow> rows(
        first_rows.begin() + static_cast<std::ptrdiff_t>(begin),
        first_rows.begin() + static_cast<std::ptrdiff_t>(begin + height));
    Match match = MatchTitles(JoinedTitles(rows, merged), mapping);
    match.header.last_row = rows.back().number;
    if (match.missing.empty()) {
      if (!match.twice.empty()) {
        return absl::InvalidArgumentError(
            absl::StrCat("row ", match.header.last_row,
                         " has a column twice: ", absl::StrJoin(Quoted(match.twice), ", ")));
      }
      return std::move(match.header);
    }
    if (!best.has_value() || match.found > best->found) best = std::move(match);
  }
  if (!best.has_value()) {
    return absl::InvalidArgumentError(
        mapping.header_row != 0
            ? absl::StrCat("row ", mapping.header_row,
                           " is empty; the mapping says that its header is there")
            : "the table is empty");
  }
  return MissingColumns(*best, mapping, best->header.last_row);
}

}  // namespace taizhang::cli
