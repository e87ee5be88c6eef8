#include "services/cli/show/table.h"

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

Table::Widths Table::WidthsFrom(Widths before) const {
  Widths widths = std::move(before);
  widths.resize(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const size_t width = DisplayWidth(row[i]);
      if (width == 0) continue;
      widths[i] = std::max({widths[i], width, DisplayWidth(columns_[i].title)});
    }
  }
  return widths;
}

void Table::PrintLine(const std::vector<std::string>& cells, const Widths& widths,
                      const std::string& indent, std::ostream& out) const {
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const size_t width = widths[i];
    if (width == 0) continue;
    if (!line.empty()) line += kGap;
    line +=
        columns_[i].align == Align::kRight ? PadLeft(cells[i], width) : PadRight(cells[i], width);
  }
  out << indent << WithoutBlanksAtEnd(std::move(line)) << '\n';
}

void Table::PrintTitle(const Widths& widths, const std::string& indent, std::ostream& out) const {
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  titles.reserve(columns_.size());
  rules.reserve(columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    titles.push_back(columns_[i].title);
    rules.emplace_back(widths[i], '-');
  }
  PrintLine(titles, widths, indent, out);
  PrintLine(rules, widths, indent, out);
}

void Table::Print(std::ostream& out, const std::string& indent) const {
  const Widths widths = WidthsFrom({});
  PrintTitle(widths, indent, out);
  for (const auto& row : rows_) PrintLine(row, widths, indent, out);
}

void Table::PrintPart(std::ostream& out) {
  const auto shown = [](const Widths& widths) {
    return widths.size() - static_cast<size_t>(std::count(widths.begin(), widths.end(), size_t{0}));
  };
  const Widths widths = WidthsFrom(printed_);
  if (shown(widths) > shown(printed_)) {
    if (shown(printed_) > 0) out << '\n';
    PrintTitle(widths, "", out);
  }
  for (const auto& row : rows_) PrintLine(row, widths, "", out);
  rows_.clear();
  printed_ = widths;
}

}  // namespace taizhang::cli
