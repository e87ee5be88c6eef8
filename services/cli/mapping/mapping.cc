#include "services/cli/mapping/mapping.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/division_code.h"
#include "common/values/text.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/mapping/cell_reading.h"
#include "services/cli/mapping/json_object.h"

namespace taizhang::cli {
namespace {

using google::protobuf::Value;

constexpr int kHeaderRowMax = 1'000;
constexpr int kHeaderRowsMax = 10;
constexpr size_t kColumnsMax = 1'000;
constexpr size_t kTemplatesMax = 1'000;

struct TypeName {
  std::string_view name;
  ColumnType type;
};
constexpr auto kTypes = std::to_array<TypeName>({{"text", ColumnType::kText},
                                                 {"id", ColumnType::kId},
                                                 {"code", ColumnType::kCode},
                                                 {"number", ColumnType::kNumber},
                                                 {"amount", ColumnType::kAmount},
                                                 {"period", ColumnType::kPeriod},
                                                 {"date", ColumnType::kDate},
                                                 {"yes_no", ColumnType::kYesNo},
                                                 {"choice", ColumnType::kChoice},
                                                 {"division", ColumnType::kDivision}});

ColumnType TypeOf(JsonObject& object) {
  const std::string name = object.Text("type");
  if (name.empty()) return ColumnType::kText;
  std::vector<std::string> names;
  for (const TypeName& known : kTypes) {
    if (name == known.name) return known.type;
    names.emplace_back(known.name);
  }
  object.Refuse("type", absl::StrCat("\"", name, "\" is not one of ", absl::StrJoin(names, ", ")));
  return ColumnType::kText;
}

std::set<std::string> Compared(const std::vector<std::string>& texts) {
  std::set<std::string> compared;
  for (const std::string& text : texts) compared.insert(ComparedText(text));
  return compared;
}

/// Reads one mapping; its parts in the order in which they need one another.
class MappingReader {
 public:
  explicit MappingReader(const google::protobuf::Struct& json) : root_(json, "", errors_) {}

  absl::StatusOr<Mapping> Read() {
    mapping_.sheet = root_.Text("sheet");
    mapping_.header_row = root_.Integer("header_row", 0, 1, kHeaderRowMax);
    mapping_.header_rows = root_.Integer("header_rows", 1, 1, kHeaderRowsMax);
    mapping_.year = root_.Integer("year", 0, 1900, 2199);
    mapping_.not_available = Compared(root_.Texts("not_available"));
    for (const std::string& title : root_.Texts("ignore_columns")) {
      mapping_.ignores_others |= title == "*";
      mapping_.ignored_titles.insert(ComparedText(title));
    }
    ReadColumns();
    ReadValues();
    ReadSkipped();
    ReadRows();
    root_.Find("description");  // for people
    root_.RefuseOthers();
    if (errors_.empty()) return std::move(mapping_);
    return absl::InvalidArgumentError(absl::StrJoin(errors_, "\n"));
  }

 private:
  void ReadColumns() {
    const auto entries = root_.Entries("columns");
    if (entries.empty()) root_.Refuse("columns", "name at least one column");
    if (entries.size() > kColumnsMax)
      return root_.Refuse("columns", absl::StrCat("are more than ", kColumnsMax));
    mapping_.columns.reserve(entries.size());
    std::map<std::string, std::string> title_of;
    for (const auto& [name, value] : entries) {
      if (value->kind_case() != Value::kStructValue) {
        errors_.push_back(absl::StrCat("columns.", name, R"(: is not an object: {"type": …})"));
        continue;
      }
      MappedColumn column = ReadColumn(name, value->struct_value());
      for (const std::string& title : column.titles) {
        const auto [known, is_new] = title_of.emplace(title, name);
        if (!is_new && known->second != name) {
          errors_.push_back(
              absl::StrCat("columns.", name, ": has a name of columns.", known->second));
        }
      }
      if (!placeholders_.emplace(name, Placeholder{mapping_.columns.size(), ""}).second) continue;
      mapping_.columns.push_back(std::move(column));
    }
  }

  MappedColumn ReadColumn(const std::string& name, const google::protobuf::Struct& fields) {
    JsonObject object(fields, absl::StrCat("columns.", name), errors_);
    MappedColumn column;
    column.name = name;
    column.titles.push_back(ComparedText(name));
    for (const std::string& alias : object.Texts("aliases"))
      column.titles.push_back(ComparedText(alias));
    if (std::find(column.titles.begin(), column.titles.end(), "") != column.titles.end())
      object.Refuse("aliases", "has an empty name");
    column.type = TypeOf(object);
    if (object.Find("required") != nullptr) column.required = object.Switch("required", false);
    column.may_be_absent = object.Switch("may_be_absent", false);
    for (const auto& [word, value] : object.Entries("choices")) {
      if (value->kind_case() != Value::kStringValue) {
        object.Refuse("choices", absl::StrCat(word, " has no text"));
      }
      column.choices.emplace(word, value->string_value());
    }
    if (column.choices.empty() == (column.type == ColumnType::kChoice))
      object.Refuse("choices", R"(belong to "type": "choice", which needs them)");
    column.within = object.Text("within");
    if (column.within.empty() == (column.type == ColumnType::kDivision)) {
      object.Refuse("within", R"(belongs to "type": "division", which needs it)");
    } else if (const auto code = DivisionCode::Parse(column.within);
               !column.within.empty() && !code.ok()) {
      object.Refuse("within", std::string(code.status().message()));
    }
    object.RefuseOthers();
    return column;
  }

  void ReadValues() {
    for (const auto& [name, value] : root_.Entries("values")) {
      if (value->kind_case() != Value::kStringValue) {
        errors_.push_back(absl::StrCat("values.", name, ": is not a text"));
      } else if (!placeholders_.emplace(name, Placeholder{std::nullopt, value->string_value()})
                      .second) {
        errors_.push_back(absl::StrCat("values.", name, ": is a column, too"));
      }
    }
  }

  void ReadSkipped() {
    for (const auto& [name, value] : root_.Entries("skip_rows_where")) {
      const auto column = placeholders_.find(name);
      if (column == placeholders_.end() || !column->second.column.has_value()) {
        errors_.push_back(absl::StrCat("skip_rows_where.", name, ": is not one of \"columns\""));
        continue;
      }
      std::set<std::string> words;
      for (const Value& word : value->list_value().values())
        words.insert(ComparedText(word.string_value()));
      if (words.empty() || words.contains("")) {
        errors_.push_back(
            absl::StrCat("skip_rows_where.", name, R"(: is not a list of words: ["合计"])"));
      }
      mapping_.skip_where.emplace_back(*column->second.column, std::move(words));
    }
  }

  void ReadRows() {
    const Value* rows = root_.Find("rows");
    const int count = rows == nullptr ? 0 : rows->list_value().values_size();
    if (count == 0 || static_cast<size_t>(count) > kTemplatesMax)
      return root_.Refuse("rows", "is not a list of rows: [{\"record\": …}]");
    mapping_.rows.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) {
      std::optional<RowTemplate> compiled = RowTemplate::Compile(
          rows->list_value().values(i), absl::StrCat("rows[", i, "]"), placeholders_, errors_);
      if (compiled.has_value()) mapping_.rows.push_back(*std::move(compiled));
    }
  }

  std::vector<std::string> errors_;
  JsonObject root_;
  Mapping mapping_;
  Placeholders placeholders_;
};

}  // namespace

std::set<std::string> Mapping::DivisionsAskedFor() const {
  std::set<std::string> codes;
  for (const MappedColumn& column : columns) {
    if (!column.within.empty()) codes.insert(column.within);
  }
  return codes;
}

absl::StatusOr<Mapping> ParseMapping(std::string_view json) {
  if (!IsValidUtf8(json)) return absl::InvalidArgumentError("the file is not UTF-8");
  google::protobuf::Struct object;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &object);
  if (!status.ok()) {
    // What follows quotes the place, which in one long line says nothing.
    const std::string_view what(status.message().data(), status.message().size());
    const std::string_view first = what.substr(0, what.find('\n'));
    return absl::InvalidArgumentError(absl::StrCat("the file is no JSON object: ",
                                                   absl::string_view(first.data(), first.size())));
  }
  return MappingReader(object).Read();
}

}  // namespace taizhang::cli
