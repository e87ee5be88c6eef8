#include "services/cli/mapping/table_lines.h"

#include <algorithm>
#include <utility>

#include "common/values/text.h"
#include "services/cli/mapping/cell_reading.h"

namespace taizhang::cli {
namespace {

CellReading ReadCell(const MappedColumn& column, std::string_view text, int year,
                     const DivisionDirectory& directory) {
  switch (column.type) {
    case ColumnType::kText:
      return ReadTextCell(text);
    case ColumnType::kId:
      return ReadIdCell(text);
    case ColumnType::kCode:
      return ReadCodeCell(text);
    case ColumnType::kNumber:
      return ReadNumberCell(text);
    case ColumnType::kAmount:
      return ReadAmountCell(text);
    case ColumnType::kPeriod:
      return ReadPeriodCell(text, year);
    case ColumnType::kDate:
      return ReadDateCell(text);
    case ColumnType::kYesNo:
      return ReadYesNoCell(text);
    case ColumnType::kChoice:
      return ReadChoiceCell(text, column.choices);
    case ColumnType::kDivision:
      return ReadDivisionCell(text, column.within, directory);
  }
  return {.text = {}, .wrong = "has a column of no type", .suggestion = {}};
}

}  // namespace

TableLines::TableLines(const Mapping& mapping, std::shared_ptr<const TableHeader> header,
                       const DivisionDirectory& directory)
    : mapping_(mapping), header_(std::move(header)), directory_(directory) {
  is_required_.reserve(mapping.columns.size());
  for (const MappedColumn& column : mapping.columns) is_required_.push_back(column.required);
}

std::string TableLines::TitleOf(size_t column) const {
  const std::optional<size_t> position = header_->positions[column];
  return position.has_value() ? header_->titles[*position] : mapping_.columns[column].name;
}

MappedCell TableLines::Read(size_t column, std::string_view text, std::string_view why_wrong,
                            MappedLine& mapped) const {
  if (text.empty() && why_wrong.empty()) return {};
  if (!text.empty() && mapping_.not_available.contains(ComparedText(text)))
    return {.state = CellState::kNotAvailable, .text = {}};
  CellReading reading =
      why_wrong.empty()
          ? ReadCell(mapping_.columns[column], text, mapping_.year, directory_)
          : CellReading{.text = {}, .wrong = std::string(why_wrong), .suggestion = {}};
  if (reading.ok()) return {.state = CellState::kValue, .text = std::move(reading.text)};
  mapped.mistakes.push_back({.position = header_->positions[column],
                             .field = TitleOf(column),
                             .reason = "VALUE_INVALID",
                             .what = std::move(reading.wrong),
                             .suggestion = std::move(reading.suggestion)});
  return {.state = CellState::kWrong, .text = {}};
}

MappedLine TableLines::Map(const TableRow& line) const {
  MappedLine mapped;
  std::vector<std::string_view> texts(mapping_.columns.size());
  std::vector<std::string_view> wrong(texts.size());
  bool is_empty = true;
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::optional<size_t> position = header_->positions[i];
    if (position.has_value() && *position < line.cells.size()) {
      texts[i] = TrimText(line.cells[*position]);
      wrong[i] = line.WhyWrong(*position);
    }
    is_empty = is_empty && texts[i].empty() && wrong[i].empty();
  }
  const auto is_skipped = [&](const auto& skip) {
    return skip.second.contains(ComparedText(texts[skip.first]));
  };
  mapped.skipped = std::any_of(mapping_.skip_where.begin(), mapping_.skip_where.end(), is_skipped);
  if (is_empty || mapped.skipped) return mapped;

  std::vector<MappedCell> cells;
  cells.reserve(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) cells.push_back(Read(i, texts[i], wrong[i], mapped));
  for (size_t i = 0; i < mapping_.rows.size(); ++i) {
    FilledRow filled = mapping_.rows[i].Fill(cells, is_required_);
    if (filled.row.has_value()) mapped.rows.push_back({i, *std::move(filled.row)});
    for (FillProblem& problem : filled.problems) {
      CellMistake mistake{.position = std::nullopt,
                          .field = problem.field,
                          .reason = std::move(problem.reason),
                          .what = std::move(problem.what),
                          .suggestion = {}};
      if (problem.column.has_value()) {
        mistake.position = header_->positions[*problem.column];
        mistake.field = TitleOf(*problem.column);
      }
      // Several templates may need the same empty cell.
      const bool is_told =
          std::any_of(mapped.mistakes.begin(), mapped.mistakes.end(), [&](const CellMistake& told) {
            return told.field == mistake.field && told.reason == mistake.reason;
          });
      if (!is_told) mapped.mistakes.push_back(std::move(mistake));
    }
  }
  // What is missing elsewhere in the line would be told of its rows again.
  if (!mapped.mistakes.empty()) mapped.rows.clear();
  return mapped;
}

std::optional<size_t> TableLines::PositionOf(size_t row_template, std::string_view field) const {
  const std::optional<size_t> column = mapping_.rows[row_template].ColumnOf(field);
  return column.has_value() ? header_->positions[*column] : std::nullopt;
}

}  // namespace taizhang::cli
