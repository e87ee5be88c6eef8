#include "services/cli/import/import_errors.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/server/logging.h"
#include "services/cli/console/output_file.h"
#include "services/cli/import/import_report.h"
#include "services/cli/input/replaced_lines.h"
#include "services/cli/mapping/table_header.h"
#include "services/cli/tables/csv_writer.h"

namespace taizhang::cli {
namespace {

constexpr size_t kErrorsShownMax = 50;

InputError InFile(const Input& input, const Batch& batch, int row, const std::string& field,
                  const std::string& reason, const std::string& what) {
  if (row < 0 || static_cast<size_t>(row) >= batch.rows.size()) {
    return {batch.rows.front()->place(), absl::StrCat(what, " (", RangeOf(batch), ")"), reason,
            field};
  }
  const InputRow& written = *batch.rows[static_cast<size_t>(row)];
  InputError error{written.place(), what, reason, field};
  if (const std::string prefix = absl::StrCat("rows[", row, "]."); field.starts_with(prefix))
    error.field.erase(0, prefix.size());
  if (const std::optional<ColumnPlace> column = input.ColumnOf(written, error.field)) {
    error.place.column = column->column;
    error.field = column->title;
  }
  return error;
}

/// Puts the refused lines under one header, however many tables they are of.
class Report {
 public:
  explicit Report(const Input& input) {
    for (const SourceLine& line : input.lines)
      lines_.emplace(std::pair(line.place.file, line.place.line), &line);
  }

  void Add(const InputError& error) {
    const auto found = lines_.find({error.place.file, error.place.line});
    if (found == lines_.end()) return;
    const SourceLine* line = found->second;
    if (refused_.empty() || refused_.back().line != line) AddLine(line);
    Refused& refused = refused_.back();
    Append(refused.field, error.field);
    Append(refused.reason, error.reason);
    Append(refused.description, error.what);
    Append(refused.suggestion, error.suggestion);
  }

  /// The lines of earlier reports that are right by now, behind the refused ones.
  void AddCorrected(const Input& input) {
    std::set<const SourceLine*> present;
    for (const Refused& refused : refused_) present.insert(refused.line);
    for (const SourceLine& line : input.lines) {
      if (line.original_line > 0 && !present.contains(&line)) AddLine(&line);
    }
  }

  [[nodiscard]] size_t lines() const { return refused_.size(); }

  void Write(std::ostream& out) const {
    CsvWriter writer(out, ByteOrderMark::kUtf8);
    std::vector<std::string> header = titles_;
    for (const char* title : {kReportFile, kReportRow, kReportField, kReportReason,
                              kReportDescription, kReportSuggestion, kReportDigest}) {
      header.emplace_back(title);
    }
    writer.Write(header);
    for (const Refused& refused : refused_) WriteLine(refused, writer);
  }

 private:
  struct Refused {
    const SourceLine* line;
    std::string field;
    std::string reason;
    std::string description;
    std::string suggestion;
  };

  void AddLine(const SourceLine* line) {
    refused_.push_back({line, {}, {}, {}, {}});
    if (known_titles_.insert(line->titles.get()).second) AddTitles(*line->titles);
  }

  static void Append(std::string& all, const std::string& one) {
    if (!one.empty()) absl::StrAppend(&all, all.empty() ? "" : "; ", one);
  }

  /// A column without title has one place for each position.
  static std::string KeyOf(const std::vector<std::string>& titles, size_t position) {
    return titles[position].empty() ? absl::StrCat("\n", position) : titles[position];
  }

  void AddTitles(const std::vector<std::string>& titles) {
    for (size_t i = 0; i < titles.size(); ++i) {
      if (IsReportTitle(titles[i])) continue;
      if (positions_.emplace(KeyOf(titles, i), titles_.size()).second) titles_.push_back(titles[i]);
    }
  }

  void WriteLine(const Refused& refused, CsvWriter& writer) const {
    const SourceLine& line = *refused.line;
    std::vector<std::string> cells(titles_.size());
    for (size_t i = 0; i < std::min(line.cells.size(), line.titles->size()); ++i) {
      const auto position = positions_.find(KeyOf(*line.titles, i));
      if (position != positions_.end()) cells[position->second] = line.cells[i];
    }
    const bool is_of_report = !line.original_file.empty() && line.original_line > 0;
    cells.push_back(is_of_report ? line.original_file : std::string(line.place.file));
    cells.push_back(absl::StrCat(is_of_report ? line.original_line : line.place.line));
    for (const std::string* text :
         {&refused.field, &refused.reason, &refused.description, &refused.suggestion}) {
      cells.push_back(*text);
    }
    cells.push_back(is_of_report ? line.original_digest : DigestText(DigestOf(line.cells)));
    writer.Write(cells);
  }

  std::map<std::pair<std::string_view, size_t>, const SourceLine*> lines_;
  std::vector<Refused> refused_;
  std::set<const void*> known_titles_;
  std::map<std::string, size_t> positions_;
  std::vector<std::string> titles_;
};

}  // namespace

InputError InFile(const Input& input, const Batch& batch,
                  const taizhang::ledger::v1::Violation& violation) {
  std::string reason = taizhang::type::v1::ErrorReason_Name(violation.reason());
  if (constexpr std::string_view kPrefix = "ERROR_REASON_"; reason.starts_with(kPrefix))
    reason.erase(0, kPrefix.size());
  return InFile(input, batch, violation.row(), violation.field(), reason, violation.description());
}

InputError InFile(const Input& input, const Batch& batch, const Violation& violation) {
  return InFile(input, batch, violation.row, violation.field, "", violation.description);
}

void SortErrors(const Input& input, std::vector<InputError>& errors) {
  std::map<std::string_view, size_t> order;
  for (const std::string& name : input.file_names) order.emplace(name, order.size());
  const auto key = [&](const InputError& error) {
    return std::tuple(order[error.place.file], error.place.line, error.place.column);
  };
  std::stable_sort(errors.begin(), errors.end(),
                   [&](const InputError& a, const InputError& b) { return key(a) < key(b); });
}

int PrintErrors(const std::vector<InputError>& errors, const Console& console) {
  if (errors.empty()) return kExitOk;
  for (size_t i = 0; i < std::min(errors.size(), kErrorsShownMax); ++i)
    console.err << EscapeText(errors[i].Text(), false) << '\n';
  if (errors.size() > kErrorsShownMax)
    console.err << "… and " << errors.size() - kErrorsShownMax << " more\n";
  console.err << "taizhang: " << errors.size() << (errors.size() == 1 ? " mistake" : " mistakes")
              << "; nothing was written\n";
  return kExitData;
}

absl::StatusOr<ReportedLines> WriteErrorReport(const std::string& path, const Input& input,
                                               const std::vector<InputError>& errors) {
  Report report(input);
  for (const InputError& error : errors) report.Add(error);
  ReportedLines lines{.refused = report.lines()};
  if (lines.refused == 0) return lines;
  report.AddCorrected(input);
  lines.corrected = report.lines() - lines.refused;
  absl::StatusOr<OutputFile> file = OutputFile::Create(path);
  if (!file.ok()) return file.status();
  report.Write(file->stream());
  if (absl::Status status = file->Finish(); !status.ok()) return status;
  return lines;
}

}  // namespace taizhang::cli
