#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace taizhang::cli {

/// A file for Excel needs the mark: without it Excel in China reads CSV as GBK.
enum class ByteOrderMark { kNone, kUtf8 };

/// Writes comma-separated values as RFC 4180 has them: CRLF at line ends, quotes where needed.
///
/// A cell that begins like a formula (= + - @, their full-width forms, tab, CR, LF) is written with
/// an apostrophe before it, and so is one where such a beginning follows apostrophes; numbers such
/// as -5 or +1.5% are not. A spreadsheet would otherwise run the formula, which is how a stranger's
/// text attacks the person who opens the file, and would save the result in place of the text. The
/// apostrophe is seen in the spreadsheet, survives saving, and ReadCsv takes it away: what was
/// written is what is read.
class CsvWriter {
 public:
  /// `out` is borrowed; whether writing worked is told by its state.
  explicit CsvWriter(std::ostream& out, ByteOrderMark mark = ByteOrderMark::kNone);

  /// A row without cells is an empty line, which readers pass over.
  void Write(const std::vector<std::string>& cells);

 private:
  std::ostream& out_;
  std::string line_;
};

}  // namespace taizhang::cli
