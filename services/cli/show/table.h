#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace taizhang::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

/// Text in columns for a terminal: a Han character takes two of its columns. Columns in which no
/// row has anything are left out.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  /// One cell a column.
  void AddRow(std::vector<std::string> cells);
  [[nodiscard]] size_t rows() const { return rows_.size(); }
  /// Title, rule and rows, each line beginning with `indent` and ending without blanks.
  void Print(std::ostream& out, const std::string& indent = "") const;
  /// The same in parts, for tables that are long: prints the rows that were added since the last
  /// time and forgets them. Columns keep the width of the widest cell so far; the title is repeated
  /// only where a column comes in.
  void PrintPart(std::ostream& out);

 private:
  using Widths = std::vector<size_t>;  ///< 0: the column is left out
  /// Wide enough for `before` and all rows.
  [[nodiscard]] Widths WidthsFrom(Widths before) const;
  void PrintTitle(const Widths& widths, const std::string& indent, std::ostream& out) const;
  void PrintLine(const std::vector<std::string>& cells, const Widths& widths,
                 const std::string& indent, std::ostream& out) const;

  std::vector<Column> columns_;
  Widths printed_;  ///< of the last part
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace taizhang::cli
