#include "services/cli/mapping/template_json.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace taizhang::cli {

using google::protobuf::Value;

std::vector<TemplatePart> SplitTemplate(const std::string& text, const std::string& path,
                                        std::vector<std::string>& errors) {
  std::vector<TemplatePart> parts;
  std::string plain;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '{') {
      plain.push_back(text[i++]);
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == '{') {
      plain.push_back('{');
      i += 2;
      continue;
    }
    const size_t end = text.find('}', i);
    if (end == std::string::npos) {
      errors.push_back(absl::StrCat(path, ": a { is not closed; write {{ for a brace"));
      return parts;
    }
    if (!plain.empty()) parts.push_back({std::exchange(plain, ""), false});
    parts.push_back({text.substr(i + 1, end - i - 1), true});
    i = end + 1;
  }
  if (!plain.empty()) parts.push_back({plain, false});
  return parts;
}

const Placeholder* FindPlaceholder(const std::string& name, const Placeholders& placeholders,
                                   const std::string& path, std::vector<std::string>& errors) {
  const auto found = placeholders.find(name);
  if (found != placeholders.end()) return &found->second;
  errors.push_back(
      absl::StrCat(path, ": {", name, R"(} is neither one of "columns" nor one of "values")"));
  return nullptr;
}

std::optional<std::string> PlainText(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return value.string_value();
    case Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case Value::kNumberValue:
      if (const double number = value.number_value();
          number == std::floor(number) && std::abs(number) < 1e15) {
        return absl::StrCat(static_cast<int64_t>(number));
      }
      return absl::StrCat(value.number_value());
    default:
      return std::nullopt;
  }
}

void CollectColumns(const Value& value, const Placeholders& placeholders, const std::string& path,
                    std::vector<size_t>& columns, std::vector<std::string>& errors) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      for (const TemplatePart& part : SplitTemplate(value.string_value(), path, errors)) {
        if (!part.is_placeholder) continue;
        const Placeholder* found = FindPlaceholder(part.text, placeholders, path, errors);
        if (found != nullptr && found->column.has_value()) columns.push_back(*found->column);
      }
      break;
    case Value::kListValue:
      for (const Value& entry : value.list_value().values())
        CollectColumns(entry, placeholders, path, columns, errors);
      break;
    case Value::kStructValue:
      for (const auto& [key, entry] : value.struct_value().fields())
        CollectColumns(entry, placeholders, absl::StrCat(path, ".", key), columns, errors);
      break;
    default:
      break;
  }
}

namespace {

/// Nothing where the text's placeholders are all empty.
std::optional<std::string> FilledText(const std::string& text, const Placeholders& placeholders,
                                      const std::vector<MappedCell>& cells) {
  std::string out;
  bool has_column = false;
  bool has_value = false;
  std::vector<std::string> ignored;  // Compile has told of them
  for (const TemplatePart& part : SplitTemplate(text, "", ignored)) {
    if (!part.is_placeholder) {
      out += part.text;
      continue;
    }
    const Placeholder* found = FindPlaceholder(part.text, placeholders, "", ignored);
    if (found == nullptr) continue;
    if (!found->column.has_value()) {
      out += found->text;
      continue;
    }
    has_column = true;
    const MappedCell& cell = cells[*found->column];
    has_value |= cell.state == CellState::kValue;
    if (cell.state == CellState::kValue) out += cell.text;
  }
  if (has_column && !has_value) return std::nullopt;
  return out;
}

/// Whether anything is left.
bool FillInto(const Value& value, const Placeholders& placeholders,
              const std::vector<MappedCell>& cells, Value& out) {
  switch (value.kind_case()) {
    case Value::kStringValue: {
      std::optional<std::string> text = FilledText(value.string_value(), placeholders, cells);
      if (!text.has_value()) return false;
      out.set_string_value(*std::move(text));
      return true;
    }
    case Value::kListValue: {
      out.mutable_list_value();
      for (const Value& entry : value.list_value().values()) {
        Value filled;
        if (FillInto(entry, placeholders, cells, filled))
          *out.mutable_list_value()->add_values() = std::move(filled);
      }
      return value.list_value().values().empty() || !out.list_value().values().empty();
    }
    case Value::kStructValue: {
      out.mutable_struct_value();
      for (const auto& [key, entry] : value.struct_value().fields()) {
        Value filled;
        if (FillInto(entry, placeholders, cells, filled))
          (*out.mutable_struct_value()->mutable_fields())[key] = std::move(filled);
      }
      return value.struct_value().fields().empty() || !out.struct_value().fields().empty();
    }
    default:
      out = value;
      return true;
  }
}

}  // namespace

std::string FilledJson(const Value& value, const Placeholders& placeholders,
                       const std::vector<MappedCell>& cells) {
  Value filled;
  if (!FillInto(value, placeholders, cells, filled)) return "";
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(filled, &json).ok()) return "";
  return json;
}

}  // namespace taizhang::cli
