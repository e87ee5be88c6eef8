#include "services/cli/rows/flat_row.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/cli/rows/flat_value.h"

namespace taizhang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using taizhang::ledger::v1::Row;

/// Below it, or within a message of the same type, a message is JSON in one cell.
constexpr size_t kDepthMax = 6;

bool IsMessage(const FieldDescriptor& field) {
  return !field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

bool HasColumnsBelow(const std::vector<const FieldDescriptor*>& fields) {
  const FieldDescriptor& last = *fields.back();
  if (!IsMessage(last) || fields.size() >= kDepthMax) return false;
  return std::none_of(fields.begin(), fields.end(), [&](const FieldDescriptor* above) {
    return above->containing_type() == last.message_type();
  });
}

std::string NamesIn(const Descriptor& type) {
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return names.empty() ? "it has no fields"
                       : absl::StrCat("there are ", absl::StrJoin(names, ", "));
}

/// What is set beside `field` in its oneof, nullptr where nothing is.
const FieldDescriptor* OtherOfOneof(const Message& message, const FieldDescriptor& field) {
  const auto* oneof = field.real_containing_oneof();
  if (oneof == nullptr) return nullptr;
  const FieldDescriptor* set = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
  return set == &field ? nullptr : set;
}

/// Calls `visit` with the fields of every column, messages before what they hold.
template <typename Visit>
void VisitColumns(const Descriptor& type, std::vector<const FieldDescriptor*>& fields,
                  const Visit& visit) {
  for (int i = 0; i < type.field_count(); ++i) {
    fields.push_back(type.field(i));
    visit(fields);
    if (HasColumnsBelow(fields)) VisitColumns(*fields.back()->message_type(), fields, visit);
    fields.pop_back();
  }
}

std::string PathOf(const std::vector<const FieldDescriptor*>& fields) {
  return absl::StrJoin(fields, ".", [](std::string* out, const FieldDescriptor* field) {
    absl::StrAppend(out, field->name());
  });
}

absl::Status In(const std::string& column, const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(column, ": ", status.message()));
}

/// The columns in which `message` has something, walking only what is set.
void CollectUsed(const Message& message, std::vector<const FieldDescriptor*>& fields,
                 absl::flat_hash_set<std::string>& used) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  if (set.empty() && !fields.empty()) used.insert(PathOf(fields));
  for (const FieldDescriptor* field : set) {
    fields.push_back(field);
    if (HasColumnsBelow(fields)) {
      CollectUsed(message.GetReflection()->GetMessage(message, field), fields, used);
    } else {
      used.insert(PathOf(fields));
    }
    fields.pop_back();
  }
}

absl::StatusOr<std::vector<FlatColumn>> FindAll(const std::vector<std::string>& header) {
  std::vector<FlatColumn> columns;
  columns.reserve(header.size());
  for (const std::string& path : header) {
    absl::StatusOr<FlatColumn> column = FlatColumn::Find(path);
    if (!column.ok()) return column.status();
    columns.push_back(*std::move(column));
  }
  return columns;
}

}  // namespace

absl::StatusOr<FlatColumn> FlatColumn::Find(std::string_view path) {
  const Descriptor* type = Row::descriptor();
  std::vector<const FieldDescriptor*> fields;
  const absl::string_view text(path.data(), path.size());
  for (const absl::string_view part : absl::StrSplit(text, '.')) {
    if (!fields.empty() && !HasColumnsBelow(fields)) {
      return absl::InvalidArgumentError(absl::StrCat(
          ShownText(path), " is no column: ", PathOf(fields), " has no columns below it"));
    }
    const FieldDescriptor* field = type->FindFieldByName(std::string(part));
    if (field == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat(ShownText(path), " is no column: ", type->name(), " has no field \"",
                       ShownText({part.data(), part.size()}), "\"; ", NamesIn(*type)));
    }
    fields.push_back(field);
    type = field->message_type();
  }
  return FlatColumn(path, std::move(fields));
}

absl::Status FlatColumn::Put(std::string_view cell, Row& row) const {
  if (cell.empty()) return absl::OkStatus();
  Message* message = &row;
  for (const FieldDescriptor* field : fields_) {
    if (const FieldDescriptor* other = OtherOfOneof(*message, *field); other != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("a row has either ", other->name(), " or ", field->name(), ", not both"));
    }
    if (field == fields_.back()) return PutValue(*field, cell, *message);
    message = message->GetReflection()->MutableMessage(message, field);
  }
  return absl::OkStatus();
}

std::string FlatColumn::Get(const Row& row) const {
  const Message* message = &row;
  for (size_t i = 0; i + 1 < fields_.size(); ++i) {
    const Reflection* reflection = message->GetReflection();
    if (!reflection->HasField(*message, fields_[i])) return "";
    message = &reflection->GetMessage(*message, fields_[i]);
  }
  const FieldDescriptor& last = *fields_.back();
  if (!HasColumnsBelow(fields_)) return GetValue(last, *message);
  const Reflection* reflection = message->GetReflection();
  if (!reflection->HasField(*message, &last)) return "";
  std::vector<const FieldDescriptor*> set;
  const Message& own = reflection->GetMessage(*message, &last);
  own.GetReflection()->ListFields(own, &set);
  return set.empty() ? "{}" : "";
}

std::vector<std::string> FlatColumns() {
  std::vector<std::string> columns;
  std::vector<const FieldDescriptor*> fields;
  VisitColumns(*Row::descriptor(), fields,
               [&](const auto& column) { columns.push_back(PathOf(column)); });
  return columns;
}

std::vector<std::string> FlatColumns(const std::vector<Row>& rows) {
  absl::flat_hash_set<std::string> used;
  std::vector<const FieldDescriptor*> fields;
  for (const Row& row : rows) CollectUsed(row, fields, used);
  std::vector<std::string> columns = FlatColumns();
  std::erase_if(columns, [&](const std::string& path) { return !used.contains(path); });
  return columns;
}

absl::StatusOr<FlatTable> FlatTable::Make(std::vector<std::string> header) {
  absl::StatusOr<std::vector<FlatColumn>> columns = FindAll(header);
  if (!columns.ok()) return columns.status();
  absl::flat_hash_set<std::string> paths;
  for (std::string& path : header) {
    if (paths.contains(path))
      return absl::InvalidArgumentError(absl::StrCat("two columns are named ", path));
    paths.insert(std::move(path));
  }
  return FlatTable(*std::move(columns), std::move(paths));
}

absl::StatusOr<Row> FlatTable::Read(const std::vector<std::string>& cells) const {
  if (cells.size() > columns_.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the row has ", cells.size(), " cells under ", columns_.size(), " columns"));
  }
  Row row;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (const absl::Status status = columns_[i].Put(cells[i], row); !status.ok())
      return In(columns_[i].path(), status);
  }
  return row;
}

absl::StatusOr<std::vector<std::string>> FlatTable::Write(const Row& row) const {
  absl::flat_hash_set<std::string> used;
  std::vector<const FieldDescriptor*> fields;
  CollectUsed(row, fields, used);
  for (const std::string& path : used) {
    if (!paths_.contains(path))
      return absl::InvalidArgumentError(absl::StrCat("there is no column for ", path));
  }
  std::vector<std::string> cells;
  cells.reserve(columns_.size());
  for (const FlatColumn& column : columns_) {
    const bool is_used = used.contains(column.path());
    cells.push_back(is_used ? column.Get(row) : "");
    if (is_used && cells.back().empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(column.path(), " has a text that is not UTF-8"));
    }
  }
  return cells;
}

absl::StatusOr<Row> RowFromCells(const std::vector<std::string>& header,
                                 const std::vector<std::string>& cells) {
  const absl::StatusOr<FlatTable> table = FlatTable::Make(header);
  if (!table.ok()) return table.status();
  return table->Read(cells);
}

absl::StatusOr<std::vector<std::string>> CellsFromRow(const std::vector<std::string>& header,
                                                      const Row& row) {
  const absl::StatusOr<FlatTable> table = FlatTable::Make(header);
  if (!table.ok()) return table.status();
  return table->Write(row);
}

}  // namespace taizhang::cli
