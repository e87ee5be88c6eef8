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

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace taizhang::cli
