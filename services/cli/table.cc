#include "services/cli/table.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "common/values/text.h"

namespace taizhang::cli {
namespace {

constexpr const char* kGap = "  ";

std::string WithoutBlanksAtEnd(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out, const std::string& indent) const {
  std::vector<size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (size_t i = 0; i < columns_.size(); ++i)
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  std::vector<std::string> titles(columns_.size());
  std::vector<std::string> rules(columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (widths[i] == 0) continue;
    titles[i] = columns_[i].title;
    widths[i] = std::max(widths[i], DisplayWidth(titles[i]));
    rules[i] = std::string(widths[i], '-');
  }
  const auto print_line = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] == 0) continue;
      if (!line.empty()) line += kGap;
      line += columns_[i].align == Align::kRight ? PadLeft(cells[i], widths[i])
                                                 : PadRight(cells[i], widths[i]);
    }
    out << indent << WithoutBlanksAtEnd(std::move(line)) << '\n';
  };
  print_line(titles);
  print_line(rules);
  for (const auto& row : rows_) print_line(row);
}

}  // namespace taizhang::cli
