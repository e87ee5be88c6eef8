#include "services/cli/show/message_diff.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/show/json_text.h"

namespace taizhang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsOutputOnly(const FieldDescriptor& field) {
  return field.name() == "etag" || field.name() == "revision";
}

bool IsDateRange(const google::protobuf::Descriptor& type) { return type.name() == "DateRange"; }

/// "2024-01-01..2025-01-01", the second being the day after the last; "always".
std::string DatesText(const Message& dates) {
  const Reflection& reflection = *dates.GetReflection();
  const auto& type = *dates.GetDescriptor();
  const std::string start = reflection.GetString(dates, type.FindFieldByName("start"));
  const std::string end = reflection.GetString(dates, type.FindFieldByName("end"));
  return start.empty() && end.empty() ? "always" : absl::StrCat(start, "..", end);
}

/// A node of a definition as JSON: its kind, and which field a value is in, are part of what it
/// says.
std::string MessageText(const Message& message) {
  return message.GetDescriptor()->name() == "Expression" ? JsonLine(message) : CompactText(message);
}

/// A value of a field that is no list; `index` where it is an element of one.
std::string ValueText(const Message& message, const FieldDescriptor& field, int index = -1) {
  const Reflection& reflection = *message.GetReflection();
  const bool element = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return element ? reflection.GetRepeatedString(message, &field, index)
                     : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(element ? *reflection.GetRepeatedEnum(message, &field, index)
                              : *reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageText(element ? reflection.GetRepeatedMessage(message, &field, index)
                                 : reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(message, &field));
    default:
      return "?";
  }
}

bool IsSet(const Message* message, const FieldDescriptor& field) {
  return message != nullptr && message->GetReflection()->HasField(*message, &field);
}

std::vector<std::string> Elements(const Message* message, const FieldDescriptor& field) {
  std::vector<std::string> elements;
  if (message == nullptr) return elements;
  const int count = message->GetReflection()->FieldSize(*message, &field);
  elements.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) elements.push_back(ValueText(*message, field, i));
  return elements;
}

/// Elements of `a` that `b` has fewer times, in the order of `a`.
std::vector<std::string> Missing(const std::vector<std::string>& a, std::vector<std::string> b) {
  std::vector<std::string> missing;
  for (const std::string& element : a) {
    const auto found = std::find(b.begin(), b.end(), element);
    if (found == b.end()) {
      missing.push_back(element);
    } else {
      b.erase(found);
    }
  }
  return missing;
}

using Changes = std::vector<FieldChange>;

void AddListChanges(const std::string& path, const Message* before, const Message* after,
                    const FieldDescriptor& field, Changes& changes) {
  const std::vector<std::string> old_elements = Elements(before, field);
  const std::vector<std::string> new_elements = Elements(after, field);
  if (old_elements == new_elements) return;
  const std::vector<std::string> gone = Missing(old_elements, new_elements);
  const std::vector<std::string> come = Missing(new_elements, old_elements);
  if (gone.empty() && come.empty()) {
    changes.push_back({path, absl::StrJoin(old_elements, "; "), absl::StrJoin(new_elements, "; ")});
  } else if (gone.size() == 1 && come.size() == 1) {
    changes.push_back({path, gone.front(), come.front()});
  } else {
    for (const std::string& element : gone) changes.push_back({path, element, ""});
    for (const std::string& element : come) changes.push_back({path, "", element});
  }
}

std::map<std::string, std::string> Entries(const Message* message, const FieldDescriptor& field) {
  std::map<std::string, std::string> entries;
  if (message == nullptr) return entries;
  const Reflection& reflection = *message->GetReflection();
  for (int i = 0; i < reflection.FieldSize(*message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(*message, &field, i);
    const auto& type = *entry.GetDescriptor();
    entries.emplace(ValueText(entry, *type.map_key()), ValueText(entry, *type.map_value()));
  }
  return entries;
}

void AddMapChanges(const std::string& path, const Message* before, const Message* after,
                   const FieldDescriptor& field, Changes& changes) {
  std::map<std::string, FieldChange> by_key;
  for (const auto& [key, value] : Entries(before, field)) by_key[key].before = value;
  for (const auto& [key, value] : Entries(after, field)) by_key[key].after = value;
  for (auto& [key, change] : by_key) {
    if (change.before == change.after) continue;
    change.path = absl::StrCat(path, "[", key, "]");
    changes.push_back(std::move(change));
  }
}

void AddChanges(const std::string& prefix, const Message* before, const Message* after,
                Changes& changes);

void AddFieldChanges(const std::string& path, const Message* before, const Message* after,
                     const FieldDescriptor& field, Changes& changes) {
  if (field.is_map()) return AddMapChanges(path, before, after, field, changes);
  if (field.is_repeated()) return AddListChanges(path, before, after, field, changes);
  const bool was = IsSet(before, field);
  const bool is = IsSet(after, field);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsDateRange(*field.message_type())) {
    AddChanges(absl::StrCat(path, "."),
               was ? &before->GetReflection()->GetMessage(*before, &field) : nullptr,
               is ? &after->GetReflection()->GetMessage(*after, &field) : nullptr, changes);
    return;
  }
  FieldChange change{path, was ? ValueText(*before, field) : "",
                     is ? ValueText(*after, field) : ""};
  if (change.before != change.after) changes.push_back(std::move(change));
}

void AddChanges(const std::string& prefix, const Message* before, const Message* after,
                Changes& changes) {
  if (before == nullptr && after == nullptr) return;
  const auto& type = *(after != nullptr ? after : before)->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsOutputOnly(field))
      AddFieldChanges(absl::StrCat(prefix, field.name()), before, after, field, changes);
  }
}

}  // namespace

std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (!prefix.empty() && std::isupper(static_cast<unsigned char>(c)) != 0) prefix += '_';
    prefix += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  prefix += '_';
  return value.name().starts_with(prefix) ? value.name().substr(prefix.size()) : value.name();
}

std::string CompactText(const Message& message) {
  const auto& type = *message.GetDescriptor();
  if (IsDateRange(type)) return DatesText(message);
  std::vector<std::string> parts;
  parts.reserve(static_cast<size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_map()) {
      for (const auto& [key, value] : Entries(&message, field))
        parts.push_back(absl::StrCat(key, "=", value));
    } else if (field.is_repeated()) {
      for (std::string& element : Elements(&message, field)) parts.push_back(std::move(element));
    } else if (IsSet(&message, field)) {
      parts.push_back(ValueText(message, field));
    }
  }
  return absl::StrJoin(parts, ", ");
}

std::vector<FieldChange> FieldChanges(const Message* before, const Message* after) {
  Changes changes;
  AddChanges("", before, after, changes);
  return changes;
}

}  // namespace taizhang::cli
