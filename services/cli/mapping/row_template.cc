#include "services/cli/mapping/row_template.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/amount.h"
#include "common/values/units.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/mapping/template_json.h"

namespace taizhang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Value;
using taizhang::ledger::v1::Row;

constexpr std::string_view kAmountValue = "observation.amount.value";

/// Fields without which a row is nothing.
constexpr auto kKeyFields = std::to_array<std::string_view>(
    {"record.name", "observation.subject", "observation.measure", "observation.period",
     kAmountValue, "withdrawn_record", "withdrawn_observation.subject",
     "withdrawn_observation.measure", "withdrawn_observation.period"});

bool IsEmpty(const MappedCell& cell) {
  return cell.state == CellState::kEmpty || cell.state == CellState::kNotAvailable;
}

bool HasOwnUnit(const std::string& value) {
  const absl::StatusOr<WrittenAmount> amount = ParseAmount(value);
  return amount.ok() && FindUnit(amount->unit).ok();
}

bool IsBelow(std::string_view path, std::string_view above) {
  return path.size() > above.size() && path.starts_with(above) &&
         (path[above.size()] == '.' || path[above.size()] == '[');
}

}  // namespace

/// Takes the JSON apart into flat fields.
class RowTemplate::Compiler {
 public:
  Compiler(const Placeholders& placeholders, std::vector<std::string>& errors)
      : placeholders_(placeholders), errors_(errors) {}

  void Object(const google::protobuf::Struct& fields, const Descriptor& type,
              const std::string& path, const std::string& flat) {
    std::map<std::string, const Value*> sorted;
    for (const auto& [key, value] : fields.fields()) sorted.emplace(key, &value);
    for (const auto& [key, value] : sorted) {
      const FieldDescriptor* field = type.FindFieldByName(key);
      if (field == nullptr) field = type.FindFieldByCamelcaseName(key);
      if (field == nullptr) {
        errors_.push_back(
            absl::StrCat(path, ".", key, ": ", type.full_name(), " has no such field"));
        continue;
      }
      One(*value, absl::StrCat(path, ".", key),
          flat.empty() ? field->name() : absl::StrCat(flat, ".", field->name()));
    }
  }

  std::vector<Field> Finish() { return std::move(fields_); }

 private:
  void One(const Value& value, const std::string& path, const std::string& flat) {
    absl::StatusOr<FlatColumn> column = FlatColumn::Find(flat);
    if (!column.ok()) {
      errors_.push_back(absl::StrCat(path, ": ", column.status().message()));
      return;
    }
    const FieldDescriptor& descriptor = column->field();
    const bool is_message = descriptor.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_message && !descriptor.is_repeated() && value.kind_case() == Value::kStructValue &&
        !value.struct_value().fields().empty()) {
      // What a record is ("enterprise") is said even where nothing in it is filled.
      if (descriptor.real_containing_oneof() != nullptr) Empty(*std::move(column));
      Object(value.struct_value(), *descriptor.message_type(), path, flat);
      return;
    }
    Field field{.column = *std::move(column), .parts = {}, .json = {}, .columns = {}};
    field.is_key = std::find(kKeyFields.begin(), kKeyFields.end(), flat) != kKeyFields.end();
    if (is_message || descriptor.is_repeated()) {
      field.json = value;
      CollectColumns(value, placeholders_, path, field.columns, errors_);
    } else if (const std::optional<std::string> text = PlainText(value); text.has_value()) {
      Plain(*text, path, field);
    } else {
      errors_.push_back(absl::StrCat(path, ": is one value, not a list or an object"));
    }
    fields_.push_back(std::move(field));
  }

  void Empty(FlatColumn column) {
    Value empty;
    empty.mutable_struct_value();
    fields_.push_back({.column = std::move(column),
                       .parts = {},
                       .json = std::move(empty),
                       .columns = {},
                       .is_key = false});
  }

  void Plain(const std::string& text, const std::string& path, Field& field) {
    for (const TemplatePart& part : SplitTemplate(text, path, errors_)) {
      if (!part.is_placeholder) {
        field.parts.push_back({part.text, std::nullopt});
        continue;
      }
      const Placeholder* placeholder = FindPlaceholder(part.text, placeholders_, path, errors_);
      if (placeholder == nullptr) continue;
      field.parts.push_back({placeholder->text, placeholder->column});
      if (placeholder->column.has_value()) field.columns.push_back(*placeholder->column);
    }
  }

  const Placeholders& placeholders_;
  std::vector<std::string>& errors_;
  std::vector<Field> fields_;
};

std::optional<RowTemplate> RowTemplate::Compile(const Value& json, const std::string& path,
                                                const Placeholders& placeholders,
                                                std::vector<std::string>& errors) {
  if (json.kind_case() != Value::kStructValue) {
    errors.push_back(absl::StrCat(path, R"(: is not a row: {"record": …} or {"observation": …})"));
    return std::nullopt;
  }
  const size_t errors_before = errors.size();
  Compiler compiler(placeholders, errors);
  compiler.Object(json.struct_value(), *Row::descriptor(), path, "");
  RowTemplate made;
  made.fields_ = compiler.Finish();
  made.placeholders_ = placeholders;
  if (made.fields_.empty()) errors.push_back(absl::StrCat(path, ": is empty"));
  if (errors.size() != errors_before) return std::nullopt;
  for (const Field& field : made.fields_)
    made.columns_.insert(made.columns_.end(), field.columns.begin(), field.columns.end());
  std::sort(made.columns_.begin(), made.columns_.end());
  made.columns_.erase(std::unique(made.columns_.begin(), made.columns_.end()), made.columns_.end());
  return made;
}

/// Whether a column of the field is empty that must not be. Without word where the mapping lets it
/// be empty: then the line has no such row.
bool RowTemplate::LacksKey(const Field& field, const std::vector<MappedCell>& cells,
                           const std::vector<std::optional<bool>>& is_required,
                           FilledRow& filled) const {
  bool lacks = false;
  for (const size_t column : field.columns) {
    if (!IsEmpty(cells[column])) continue;
    const bool is_said =
        cells[column].state == CellState::kNotAvailable && field.column.path() == kAmountValue;
    if (is_said || !is_required[column].value_or(field.is_key)) {
      lacks |= field.is_key && !is_said;
      continue;
    }
    lacks = true;
    filled.problems.push_back(
        {.column = column,
         .field = field.column.path(),
         .reason = "FIELD_REQUIRED",
         .what = cells[column].state == CellState::kNotAvailable
                     ? "says that it is not available; a row cannot do without it"
                     : "is empty; fill it in, or empty the whole line"});
  }
  return lacks;
}

FilledRow RowTemplate::Fill(const std::vector<MappedCell>& cells,
                            const std::vector<std::optional<bool>>& is_required) const {
  FilledRow filled;
  const auto none = [&](const auto& holds) {
    return std::none_of(columns_.begin(), columns_.end(), holds);
  };
  const auto is_wrong = [&](size_t column) { return cells[column].state == CellState::kWrong; };
  if (!columns_.empty() &&
      none([&](size_t column) { return cells[column].state != CellState::kEmpty; }))
    return filled;
  bool lacks = false;
  for (const Field& field : fields_) lacks |= LacksKey(field, cells, is_required, filled);
  if (lacks || !none(is_wrong)) return filled;

  Row row;
  for (const Field& field : fields_) {
    std::string text;
    if (field.json.has_value()) {
      text = FilledJson(*field.json, placeholders_, cells);
    } else {
      const bool is_filled = field.columns.empty() ||
                             std::any_of(field.columns.begin(), field.columns.end(),
                                         [&](size_t column) { return !IsEmpty(cells[column]); });
      for (const Part& part : field.parts) {
        if (is_filled)
          absl::StrAppend(&text, part.column.has_value() ? cells[*part.column].text : part.text);
      }
      if (!is_filled && field.column.path() == kAmountValue)
        row.mutable_observation()->set_not_available(true);
    }
    if (const absl::Status status = field.column.Put(text, row); !status.ok()) {
      filled.problems.push_back(
          {.column = field.columns.empty() ? std::nullopt : std::optional(field.columns.front()),
           .field = field.column.path(),
           .reason = "VALUE_INVALID",
           .what = std::string(status.message())});
    }
  }
  if (row.observation().not_available()) row.mutable_observation()->clear_amount();
  // The mapping's unit is for cells that name none.
  if (HasOwnUnit(row.observation().amount().value()))
    row.mutable_observation()->mutable_amount()->clear_unit();
  if (filled.problems.empty()) filled.row = std::move(row);
  return filled;
}

std::optional<size_t> RowTemplate::ColumnOf(std::string_view field) const {
  // A field that no column fills is told of beside it: the unit at the amount's value.
  for (;;) {
    const std::optional<size_t> column = ColumnAt(field);
    const size_t end = field.rfind('.');
    if (column.has_value() || end == std::string_view::npos) return column;
    field = field.substr(0, end);
    if (field.find('.') == std::string_view::npos) return std::nullopt;
  }
}

std::optional<size_t> RowTemplate::ColumnAt(std::string_view field) const {
  const Field* best = nullptr;
  for (const Field& known : fields_) {
    if (known.columns.empty()) continue;
    const std::string& path = known.column.path();
    if (path == field) return known.columns.back();
    if (IsBelow(field, path) || (best == nullptr && IsBelow(path, field))) best = &known;
  }
  if (best == nullptr) return std::nullopt;
  return best->columns.back();
}

}  // namespace taizhang::cli
