#include "services/cli/input/input_table.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "common/values/text.h"
#include "services/cli/input/table_sink.h"
#include "services/cli/tables/csv_reader.h"
#include "services/cli/tables/xlsx_reader.h"

namespace taizhang::cli {
namespace {

/// Where a report says that its lines stood first.
struct ReportColumns {
  size_t file = 0;
  size_t row = 0;
  size_t digest = 0;  ///< behind the last one where there is none
};

std::optional<ReportColumns> FindReportColumns(const TableRow& header) {
  const auto at = [&](const char* title) {
    return static_cast<size_t>(std::find(header.cells.begin(), header.cells.end(), title) -
                               header.cells.begin());
  };
  const ReportColumns columns{at(kReportFile), at(kReportRow), at(kReportDigest)};
  const size_t size = header.cells.size();
  if (columns.file == size || columns.row == size || at(kReportReason) == size) return std::nullopt;
  return columns;
}

std::string CellAt(const TableRow& row, size_t position) {
  return position < row.cells.size() ? row.cells[position] : "";
}

/// Hands a table's rows to what makes rows of them, and keeps its lines where they are asked for.
class TableReading {
 public:
  TableReading(std::string_view file, const ReadOptions& options, std::vector<CellRange> merged,
               Input& input)
      : file_(file), options_(options), merged_(std::move(merged)), input_(input) {}

  absl::Status OnRow(const TableRow& row) {
    if (sink_ == nullptr) {
      if (first_rows_.empty()) report_ = FindReportColumns(row);
      if (report_.has_value()) input_.reports.insert(file_);
      first_rows_.push_back(row);
      if (!IsHeaderComplete()) return absl::OkStatus();
      return Begin();
    }
    Line(row);
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (sink_ == nullptr && !first_rows_.empty()) {
      if (absl::Status status = Begin(); !status.ok()) return status;
    }
    if (sink_ != nullptr) sink_->Finish();
    return absl::OkStatus();
  }

 private:
  [[nodiscard]] bool IsHeaderComplete() const {
    const bool is_first = report_.has_value() || options_.mapping == nullptr;
    return is_first || first_rows_.size() >= kHeaderSearchRowsMax;
  }

  /// Finds the header in the rows so far, and takes those below it.
  absl::Status Begin() {
    absl::StatusOr<std::unique_ptr<TableSink>> sink =
        MakeTableSink(file_, first_rows_, merged_, report_.has_value(), options_, input_);
    if (!sink.ok()) return sink.status();
    sink_ = *std::move(sink);
    if (input_.keeps_digests) input_.digests[file_];  // also where no line is left
    for (const TableRow& row : std::exchange(first_rows_, {})) {
      if (row.number > sink_->header_row()) Line(row);
    }
    return absl::OkStatus();
  }

  void Line(const TableRow& row) {
    const Place place{file_, static_cast<size_t>(row.number), 0};
    SourceLine line{.place = place, .titles = sink_->titles(), .cells = {}};
    if (report_.has_value()) {
      line.original_file = CellAt(row, report_->file);
      if (!absl::SimpleAtoi(CellAt(row, report_->row), &line.original_line)) line.original_line = 0;
      line.original_digest = CellAt(row, report_->digest);
      if (!line.original_file.empty() && line.original_line > 0) {
        input_.replaced.push_back(
            {file_, place.line, line.original_file, line.original_line, line.original_digest});
      }
    } else {
      input_.KeepDigest(place, row.cells);
    }
    sink_->Line(row, place);
    if (!options_.keep_lines) return;
    line.cells = row.cells;
    input_.lines.push_back(std::move(line));
  }

  std::string_view file_;
  const ReadOptions& options_;
  std::vector<CellRange> merged_;
  Input& input_;
  std::optional<ReportColumns> report_;
  std::vector<TableRow> first_rows_;
  std::unique_ptr<TableSink> sink_;
};

absl::Status ReadCsvTable(std::string_view file, std::string bytes, const ReadOptions& options,
                          Input& input) {
  absl::StatusOr<std::string> text = ToUtf8(std::move(bytes), options.encoding);
  if (!text.ok()) return text.status();
  TableReading reading(file, options, {}, input);
  const absl::Status status =
      ReadCsv(*text, [&](const TableRow& row) { return reading.OnRow(row); });
  const absl::Status finished = reading.Finish();
  return status.ok() ? finished : status;
}

absl::Status ReadXlsxTable(std::string_view file, const std::string& bytes,
                           const ReadOptions& options, Input& input) {
  std::string sheet = options.sheet;
  if (sheet.empty() && options.mapping != nullptr) sheet = options.mapping->sheet;
  absl::StatusOr<std::vector<CellRange>> merged = XlsxMergedRanges(bytes, sheet);
  if (!merged.ok()) return merged.status();
  TableReading reading(file, options, *std::move(merged), input);
  const absl::Status status =
      ReadXlsx(bytes, sheet, [&](const TableRow& row) { return reading.OnRow(row); });
  const absl::Status finished = reading.Finish();
  return status.ok() ? finished : status;
}

}  // namespace

void ReadTable(std::string_view file, std::string bytes, InputFormat format,
               const ReadOptions& options, Input& input) {
  const absl::Status status = format == InputFormat::kXlsx
                                  ? ReadXlsxTable(file, bytes, options, input)
                                  : ReadCsvTable(file, std::move(bytes), options, input);
  if (status.ok()) return;
  input.errors.push_back({{file}, std::string(status.message())});
  input.digests.erase(file);  // which lines there are is not known
}

}  // namespace taizhang::cli
