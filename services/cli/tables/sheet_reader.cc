#include "services/cli/tables/sheet_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cli/tables/absl_view.h"
#include "services/cli/tables/cell_reference.h"
#include "services/cli/tables/part_reader.h"

namespace taizhang::cli {
namespace {

/// How much of an error a cell shows; the longest of spreadsheets is #CONNECT!.
constexpr size_t kErrorBytesMax = 32;

/// What a cell without a value shows: the error that it holds, if it holds one.
std::string ShownWrong(const RawCell& cell) {
  const absl::string_view shown = absl::StripAsciiWhitespace(cell.value);
  return cell.type == "e" && shown.size() <= kErrorBytesMax ? std::string(shown) : std::string();
}

}  // namespace

SheetReader::SheetReader(const WorkbookSheet& sheet, const CellTexts& texts, MergedCells& merged,
                         const XlsxLimits& limits, const OnRow& on_row)
    : sheet_(sheet), texts_(texts), merged_(merged), limits_(limits), on_row_(on_row) {}

absl::Status SheetReader::OnStart(std::string_view name, const XmlAttributes& attributes) {
  switch (place_) {
    case Place::kRoot:
      if (name != "worksheet") return Damaged("it is no worksheet");
      place_ = Place::kSheet;
      return absl::OkStatus();
    case Place::kSheet:
      if (name == "sheetData") place_ = Place::kData;
      return absl::OkStatus();
    case Place::kData:
      return name == "row" ? BeginRow(attributes) : absl::OkStatus();
    case Place::kRow:
      return name == "c" ? BeginCell(attributes) : absl::OkStatus();
    case Place::kCell:
      if (name == "f") cell_.has_formula = true;
      if (name == "v") {
        cell_.has_value = true;
        place_ = Place::kValue;
      }
      if (name == "is") {
        inline_.Clear();
        place_ = Place::kInline;
      }
      return absl::OkStatus();
    case Place::kInline:
      inline_.OnStart(name);
      return absl::OkStatus();
    case Place::kValue:
      return Damaged(absl::StrCat("an element inside the value of ", CellName()));
  }
  return absl::OkStatus();
}

void SheetReader::OnText(std::string_view text) {
  if (place_ == Place::kValue) cell_.value.append(text);
  if (place_ == Place::kInline) inline_.OnText(text);
}

absl::Status SheetReader::OnEnd(std::string_view name) {
  switch (place_) {
    case Place::kValue:
      if (name == "v") place_ = Place::kCell;
      return absl::OkStatus();
    case Place::kInline:
      inline_.OnEnd(name);
      if (name == "is") {
        cell_.inline_text = inline_.Take();
        place_ = Place::kCell;
      }
      return absl::OkStatus();
    case Place::kCell:
      return name == "c" ? EndCell() : absl::OkStatus();
    case Place::kRow:
      return name == "row" ? EndRow() : absl::OkStatus();
    case Place::kData:
      if (name == "sheetData") place_ = Place::kSheet;
      return absl::OkStatus();
    case Place::kSheet:
    case Place::kRoot:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status SheetReader::BeginRow(const XmlAttributes& attributes) {
  int64_t number = row_.number + 1;
  if (const std::optional<std::string_view> text = attributes.Find("r")) {
    const std::optional<int64_t> parsed = ParseRowNumber(*text);
    if (!parsed)
      return Damaged(absl::StrCat("\"", View(text->substr(0, 32)), "\" is no row number"));
    if (*parsed < number) {
      return Damaged(absl::StrCat("row ", *parsed, " comes behind row ", row_.number));
    }
    number = *parsed;
  }
  if (number > limits_.rows_max) {
    return absl::ResourceExhaustedError(absl::StrCat("the sheet \"", sheet_.name, "\" has a row ",
                                                     number, ", more than ", limits_.rows_max,
                                                     " (rows_max)"));
  }
  row_.number = number;
  row_.cells.clear();
  row_.wrong.clear();
  column_ = 0;
  place_ = Place::kRow;
  return merged_.MoveTo(number);
}

absl::Status SheetReader::BeginCell(const XmlAttributes& attributes) {
  int column = column_ + 1;
  if (const std::optional<std::string_view> text = attributes.Find("r")) {
    const std::optional<CellPosition> position = ParseCellReference(*text);
    if (!position || position->row != row_.number || position->column < column) {
      return Damaged(absl::StrCat("a cell named \"", View(text->substr(0, 32)), "\" in row ",
                                  row_.number, " behind column ", column_));
    }
    column = position->column;
  }
  if (column > kColumnsMax) {
    return absl::ResourceExhaustedError(absl::StrCat("row ", row_.number, " of the sheet \"",
                                                     sheet_.name, "\" has more than ", kColumnsMax,
                                                     " columns"));
  }
  column_ = column;
  cell_.Clear();
  cell_.type = attributes.FindOr("t", "n");
  cell_.style = attributes.FindOr("s", "");
  place_ = Place::kCell;
  return absl::OkStatus();
}

absl::Status SheetReader::EndCell() {
  place_ = Place::kRow;
  if (merged_.Hides(column_)) return absl::OkStatus();
  absl::StatusOr<std::string> text = texts_.TextOf(cell_);
  if (!text.ok()) {
    row_.wrong.push_back({static_cast<size_t>(column_) - 1, std::string(text.status().message())});
    text = ShownWrong(cell_);
  } else if (text->empty()) {
    return absl::OkStatus();
  }
  text_bytes_ += text->size();
  if (text_bytes_ > limits_.inflated_bytes_max) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the texts of the sheet \"", sheet_.name, "\" have together more than ",
                     limits_.inflated_bytes_max, " bytes (inflated_bytes_max)"));
  }
  if (absl::Status status = Widen(); !status.ok()) return status;
  row_.cells.back() = *std::move(text);
  return absl::OkStatus();
}

absl::Status SheetReader::Widen() {
  const auto width = static_cast<size_t>(column_);
  cells_ += width - row_.cells.size();
  if (cells_ > limits_.cells_max) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the sheet \"", sheet_.name, "\" has more than ", limits_.cells_max, " cells (cells_max)"));
  }
  row_.cells.resize(width);
  return absl::OkStatus();
}

absl::Status SheetReader::EndRow() {
  place_ = Place::kData;
  return row_.cells.empty() ? absl::OkStatus() : on_row_(row_);
}

std::string SheetReader::CellName() const {
  return absl::StrCat(sheet_.name, "!", ColumnName(column_), row_.number);
}

absl::Status SheetReader::Damaged(std::string_view what) const {
  return DamagedPart(sheet_.part, what);
}

}  // namespace taizhang::cli
