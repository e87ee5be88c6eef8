#include "services/cli/tables/cell_text.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cli/tables/absl_view.h"
#include "services/cli/tables/xlsx_text.h"

namespace taizhang::cli {
namespace {

/// How much of a value an error quotes.
constexpr size_t kQuotedBytes = 64;

absl::Status NotA(std::string_view value, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", View(value.substr(0, kQuotedBytes)), "\" is no ", View(what)));
}

std::optional<size_t> ParseIndex(std::string_view text) {
  size_t index = 0;
  if (!absl::SimpleAtoi(View(text), &index)) return std::nullopt;
  return index;
}

absl::StatusOr<std::string> TruthText(std::string_view value) {
  if (value == "1" || value == "true") return "TRUE";
  if (value == "0" || value == "false") return "FALSE";
  return NotA(value, "truth value");
}

}  // namespace

void RawCell::Clear() {
  type.clear();
  style.clear();
  value.clear();
  inline_text.clear();
  has_value = false;
  has_formula = false;
}

NumberFormat CellTexts::FormatOf(const RawCell& cell) const {
  const size_t style = ParseIndex(cell.style).value_or(0);
  return style < styles.size() ? styles[style] : NumberFormat::kPlain;
}

absl::StatusOr<std::string> CellTexts::TextOf(const RawCell& cell) const {
  if (cell.type == "inlineStr") return cell.inline_text;
  if (cell.has_formula && !cell.has_value) {
    return absl::InvalidArgumentError(
        "the formula has no stored result; open the file in a spreadsheet program and save it");
  }
  if (cell.type == "str") return DecodeXstring(cell.value);
  const absl::string_view stripped = absl::StripAsciiWhitespace(cell.value);
  const std::string_view value(stripped.data(), stripped.size());
  if (cell.type == "e") {
    return absl::InvalidArgumentError(
        absl::StrCat(View(value.substr(0, kQuotedBytes)),
                     " is an error, not a value; mend the formula, or clear the cell"));
  }
  if (value.empty()) return "";
  if (cell.type == "b") return TruthText(value);
  std::optional<std::string> text;
  if (cell.type == "s") {
    const std::optional<size_t> index = ParseIndex(value);
    if (index && strings.Find(*index)) return std::string(*strings.Find(*index));
    return NotA(value, "shared string of the workbook");
  }
  if (cell.type == "d") {
    text = IsoDateText(value, FormatOf(cell));
    return text ? absl::StatusOr<std::string>(*text) : NotA(value, "date");
  }
  if (!cell.type.empty() && cell.type != "n") return NotA(cell.type, "type of cells");
  text = NumberText(value, FormatOf(cell), dates);
  return text ? absl::StatusOr<std::string>(*text) : NotA(value, "number");
}

}  // namespace taizhang::cli
