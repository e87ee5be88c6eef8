#include "services/cli/tables/csv_reader.h"

#include <algorithm>
#include <cstdint>
#include <csv.h>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/tables/csv_delimiter.h"
#include "services/cli/tables/formula_guard.h"

namespace taizhang::cli {
namespace {

/// How much a long cell's buffer grows at a time.
constexpr size_t kBlockBytes = size_t{64} << 10;

int IsNoBlank(unsigned char) { return 0; }

/// libcsv in its strict mode, fed line by line, since it does not count lines itself.
class Reader {
 public:
  Reader(char delimiter, const OnRow& on_row) : on_row_(on_row) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
    csv_set_space_func(&parser_, IsNoBlank);  // libcsv would strip blanks otherwise
    csv_set_blk_size(&parser_, kBlockBytes);
  }
  ~Reader() { csv_free(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// A line with its end, which stands inside a cell where a quote is open.
  absl::Status Feed(std::string_view line, int64_t number) {
    if (!open_) row_.number = number;
    // The last cell of the line began on it, unless the line as a whole lies inside a cell.
    const bool was_open = std::exchange(open_, true);
    const size_t cells_before = row_.cells.size();
    const size_t read =
        csv_parse(&parser_, line.data(), line.size(), &Reader::OnCell, &Reader::OnEnd, this);
    if (!status_.ok()) return status_;
    const bool is_blank = line.find_first_not_of("\r\n") == std::string_view::npos;
    if (!was_open && is_blank) open_ = false;
    if (!was_open || row_.cells.size() > cells_before) cell_line_ = number;
    if (read < line.size()) return Refused(line.substr(read), number);
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (csv_fini(&parser_, &Reader::OnCell, &Reader::OnEnd, this) == 0) return status_;
    if (csv_error(&parser_) == CSV_ENOMEM) return absl::ResourceExhaustedError("out of memory");
    return absl::InvalidArgumentError(absl::StrCat(
        "line ", cell_line_,
        ": the quote that a cell begins with is not closed; a cell in quotes ends with a "
        "quote, and quotes inside it are doubled"));
  }

 private:
  static void OnCell(void* bytes, size_t size, void* self) {
    std::string_view cell(static_cast<const char*>(bytes), size);
    if (cell.starts_with(kFormulaGuard) && LooksLikeFormula(cell.substr(1))) cell.remove_prefix(1);
    static_cast<Reader*>(self)->AddCell(cell);
  }

  static void OnEnd(int /*line_end*/, void* self) { static_cast<Reader*>(self)->EndRow(); }

  void AddCell(std::string_view cell) {
    if (row_.cells.size() < kCsvColumnsMax) {
      row_.cells.emplace_back(cell);
    } else if (status_.ok()) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat("line ", row_.number, ": more than ", kCsvColumnsMax, " columns"));
    }
  }

  void EndRow() {
    const bool is_empty = std::all_of(row_.cells.begin(), row_.cells.end(),
                                      [](const std::string& cell) { return cell.empty(); });
    if (!is_empty && status_.ok()) status_ = on_row_(row_);
    row_.cells.clear();
    open_ = false;
  }

  absl::Status Refused(std::string_view rest, int64_t number) {
    if (csv_error(&parser_) != CSV_EPARSE) return absl::ResourceExhaustedError("out of memory");
    if (rest.starts_with('"')) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number,
                       ": a quote inside a cell that does not begin with one; put the cell in "
                       "quotes and double those inside"));
    }
    const bool here = cell_line_ == number;
    return absl::InvalidArgumentError(
        absl::StrCat("line ", number, ": text behind the quote that ends a cell",
                     here ? "" : absl::StrCat(" (which began on line ", cell_line_, ")"),
                     "; quotes inside a cell in quotes are doubled"));
  }

  const OnRow& on_row_;
  csv_parser parser_ = {};
  TableRow row_;
  bool open_ = false;      ///< the record goes on behind the line
  int64_t cell_line_ = 0;  ///< on which the last cell began
  absl::Status status_;
};

/// The first line of `text` with its end: CRLF, LF, CR, or none at the end.
std::string_view FirstLine(std::string_view text) {
  const size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  const bool two = text.substr(end).starts_with("\r\n");
  return text.substr(0, end + (two ? 2 : 1));
}

}  // namespace

absl::Status ReadCsv(std::string_view utf8, const OnRow& on_row) {
  Reader reader(FindDelimiter(utf8), on_row);
  int64_t number = 1;
  while (!utf8.empty()) {
    const std::string_view line = FirstLine(utf8);
    if (absl::Status status = reader.Feed(line, number); !status.ok()) return status;
    utf8.remove_prefix(line.size());
    ++number;
  }
  return reader.Finish();
}

}  // namespace taizhang::cli
