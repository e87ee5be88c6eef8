#include "services/cli/tables/csv_writer.h"

#include <ostream>

#include "absl/strings/match.h"
#include "services/cli/tables/formula_guard.h"

namespace taizhang::cli {
namespace {

// The reader finds the delimiter outside of quotes: none of those that it knows may stand there.
constexpr std::string_view kQuoted = ",;\t\"\r\n";

void AppendCell(std::string_view cell, std::string& line) {
  const bool guarded = LooksLikeFormula(cell);
  if (cell.find_first_of(kQuoted) == std::string_view::npos) {
    if (guarded) line.push_back(kFormulaGuard);
    line.append(cell);
    return;
  }
  line.push_back('"');
  if (guarded) line.push_back(kFormulaGuard);
  for (const char c : cell) {
    if (c == '"') line.push_back('"');
    line.push_back(c);
  }
  line.push_back('"');
}

}  // namespace

CsvWriter::CsvWriter(std::ostream& out, ByteOrderMark mark) : out_(out) {
  if (mark == ByteOrderMark::kUtf8) out_ << "\xEF\xBB\xBF";
}

void CsvWriter::Write(const std::vector<std::string>& cells) {
  line_.clear();
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_.push_back(',');
    AppendCell(cells[i], line_);
  }
  line_.append("\r\n");
  out_ << line_;
}

}  // namespace taizhang::cli
