#include "services/cli/input/table_sink.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/cli/input/division_list.h"
#include "services/cli/input/input_lines.h"
#include "services/cli/mapping/cell_reading.h"
#include "services/cli/mapping/table_lines.h"
#include "services/cli/rows/flat_row.h"
#include "services/cli/rows/row_text.h"

namespace taizhang::cli {
namespace {

using taizhang::ledger::v1::Row;

bool IsBelow(std::string_view path, std::string_view above) {
  return path.starts_with(above) && path.size() > above.size() &&
         (path[above.size()] == '.' || path[above.size()] == '[');
}

/// A table whose header has fields' paths, and perhaps a column of whole rows in JSON.
class FlatSink : public TableSink {
 public:
  static absl::StatusOr<std::unique_ptr<TableSink>> Make(const TableRow& header, bool is_report,
                                                         Input& input) {
    std::vector<std::optional<FlatColumn>> columns;
    std::map<std::string, size_t> seen;
    for (const std::string& title : header.cells) {
      const std::string path(TrimText(title));
      std::optional<FlatColumn> column;
      if (!path.empty() && path != kJsonTitle && !IsReportTitle(path)) {
        absl::StatusOr<FlatColumn> found = FlatColumn::Find(path);
        if (!found.ok()) {
          return absl::InvalidArgumentError(
              absl::StrCat("row ", header.number, ": ", found.status().message(),
                           "; a table with names of its own needs a mapping (--mapping FILE)"));
        }
        column = *std::move(found);
      }
      if (!path.empty() && !seen.emplace(path, columns.size()).second) {
        return absl::InvalidArgumentError(
            absl::StrCat("row ", header.number, ": two columns are named ", path));
      }
      columns.push_back(std::move(column));
    }
    return std::unique_ptr<TableSink>(
        new FlatSink(header, std::move(columns), std::move(seen), is_report, input));
  }

  void Line(const TableRow& line, const Place& place) override {
    Row row;
    bool is_empty = true;
    bool is_wrong = false;
    for (size_t i = 0; i < line.cells.size(); ++i) {
      const std::string_view cell = TrimText(line.cells[i]);
      const std::string_view wrong = line.WhyWrong(i);
      const bool is_json = json_.has_value() && i == *json_;
      const bool is_unused = i < columns_.size() && !columns_[i].has_value() && !is_json;
      if ((cell.empty() && wrong.empty()) ||
          (is_unused && IsReportTitle(std::string(TrimText((*titles())[i])))))
        continue;
      is_empty = false;
      const absl::Status status = wrong.empty() ? PutCell(i, cell, is_json, row)
                                                : absl::InvalidArgumentError(std::string(wrong));
      if (status.ok()) continue;
      is_wrong = true;
      input_.errors.push_back({{place.file, place.line, i + 1},
                               std::string(status.message()),
                               "VALUE_INVALID",
                               i < titles()->size() ? (*titles())[i] : ""});
    }
    if (!is_empty && !is_wrong) input_.rows.emplace_back(row, place, origin_);
  }

 private:
  FlatSink(const TableRow& header, std::vector<std::optional<FlatColumn>> columns,
           std::map<std::string, size_t> positions, bool is_report, Input& input)
      : TableSink(header.cells, header.number),
        columns_(std::move(columns)),
        is_report_(is_report),
        input_(input) {
    if (const auto json = positions.find(kJsonTitle); json != positions.end()) json_ = json->second;
    origin_ = static_cast<uint32_t>(input.origins.size());
    input.origins.push_back({titles(), [positions = std::move(positions)](std::string_view field) {
                               std::optional<size_t> nearest;
                               for (const auto& [path, position] : positions) {
                                 if (path == field) return std::optional(position);
                                 if (IsBelow(field, path) || IsBelow(path, field))
                                   nearest = position;
                               }
                               return nearest;
                             }});
  }

  absl::Status PutCell(size_t position, std::string_view cell, bool is_json, Row& row) const {
    if (position >= columns_.size() || (!columns_[position].has_value() && !is_json))
      return absl::InvalidArgumentError("stands under no column");
    // In a workbook it was no text, and nobody has corrected it since.
    if (is_report_) {
      if (const CellReading text = ReadTextCell(cell); !text.ok())
        return absl::InvalidArgumentError(text.wrong);
    }
    if (!is_json) return columns_[position]->Put(cell, row);
    absl::StatusOr<Row> parsed = ParseRow(cell);
    if (!parsed.ok()) return parsed.status();
    if (row.ByteSizeLong() > 0)
      return absl::InvalidArgumentError("there is a row in JSON beside single fields");
    row = *std::move(parsed);
    return absl::OkStatus();
  }

  std::vector<std::optional<FlatColumn>> columns_;
  std::optional<size_t> json_;
  bool is_report_;
  Input& input_;
  uint32_t origin_ = 0;
};

/// A table with a mapping.
class MappedSink : public TableSink {
 public:
  MappedSink(std::string_view file, TableHeader header, const Mapping& mapping,
             const DivisionDirectory& directory, Input& input)
      : TableSink(header.titles, header.last_row),
        file_(file),
        lines_(std::make_shared<const TableLines>(
            mapping, std::make_shared<const TableHeader>(std::move(header)), directory)),
        input_(input) {
    first_origin_ = static_cast<uint32_t>(input.origins.size());
    for (size_t i = 0; i < mapping.rows.size(); ++i) {
      input.origins.push_back({titles(), [lines = lines_, i](std::string_view field) {
                                 return lines->PositionOf(i, field);
                               }});
    }
  }

  void Line(const TableRow& row, const Place& place) override {
    MappedLine mapped = lines_->Map(row);
    if (mapped.skipped) ++skipped_;
    if (!mapped.skipped) CheckTitles(row, place);
    for (const auto& made : mapped.rows)
      input_.rows.emplace_back(made.row, place, first_origin_ + static_cast<uint32_t>(made.index));
    for (CellMistake& mistake : mapped.mistakes) {
      const size_t column = mistake.position.has_value() ? *mistake.position + 1 : 0;
      input_.errors.push_back({{place.file, place.line, column},
                               std::move(mistake.what),
                               std::move(mistake.reason),
                               std::move(mistake.field),
                               std::move(mistake.suggestion)});
    }
  }

  void Finish() override {
    if (skipped_ > 0) {
      input_.notes.push_back(absl::StrCat(absl::string_view(file_.data(), file_.size()), ": ",
                                          skipped_, skipped_ == 1 ? " line was" : " lines were",
                                          " left out, as skip_rows_where says"));
    }
  }

 private:
  /// A cell under no title is a shifted line more often than a note.
  void CheckTitles(const TableRow& row, const Place& place) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const bool is_empty = row.cells[i].empty() && row.WhyWrong(i).empty();
      if (is_empty || (i < titles()->size() && !(*titles())[i].empty())) continue;
      input_.errors.push_back(
          {{place.file, place.line, i + 1},
           "stands under no column; an amount with a comma may have shifted the line",
           "VALUE_INVALID"});
    }
  }

  std::string_view file_;
  std::shared_ptr<const TableLines> lines_;
  Input& input_;
  uint32_t first_origin_ = 0;
  size_t skipped_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableSink>> MakeTableSink(std::string_view file,
                                                         const std::vector<TableRow>& first_rows,
                                                         const std::vector<CellRange>& merged,
                                                         bool is_report, const ReadOptions& options,
                                                         Input& input) {
  if (options.divisions) return MakeDivisionSink(first_rows.front(), input);
  if (options.mapping == nullptr) return FlatSink::Make(first_rows.front(), is_report, input);
  const Mapping* mapping = options.mapping;
  Mapping of_report;
  if (is_report) {
    of_report = *mapping;
    of_report.header_row = 0;
    of_report.header_rows = 1;
    mapping = &of_report;
  }
  absl::StatusOr<TableHeader> header = FindHeader(first_rows, merged, *mapping);
  if (!header.ok()) return header.status();
  for (const size_t position : header->unknown) {
    input.errors.push_back({{file, static_cast<size_t>(header->last_row), position + 1},
                            UnknownTitle(header->titles[position], *mapping),
                            "FIELD_NOT_ALLOWED",
                            header->titles[position]});
  }
  return std::make_unique<MappedSink>(file, *std::move(header), *options.mapping,
                                      *options.directory, input);
}

}  // namespace taizhang::cli
