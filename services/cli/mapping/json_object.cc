#include "services/cli/mapping/json_object.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace taizhang::cli {

using google::protobuf::Value;

std::string JsonObject::PathOf(const std::string& key) const {
  return path_.empty() ? key : absl::StrCat(path_, ".", key);
}

void JsonObject::Refuse(const std::string& key, const std::string& why) {
  errors_.push_back(absl::StrCat(PathOf(key), ": ", why));
}

const Value* JsonObject::Find(const std::string& key) {
  known_.insert(key);
  const auto found = fields_.fields().find(key);
  return found == fields_.fields().end() ? nullptr : &found->second;
}

std::string JsonObject::Text(const std::string& key) {
  const Value* value = Find(key);
  if (value == nullptr) return "";
  if (value->kind_case() != Value::kStringValue) {
    Refuse(key, "is not a text");
    return "";
  }
  return value->string_value();
}

bool JsonObject::Switch(const std::string& key, bool default_value) {
  const Value* value = Find(key);
  if (value == nullptr) return default_value;
  if (value->kind_case() != Value::kBoolValue) Refuse(key, "is neither true nor false");
  return value->bool_value();
}

int JsonObject::Integer(const std::string& key, int default_value, int min, int max) {
  const Value* value = Find(key);
  if (value == nullptr) return default_value;
  const double number = value->number_value();
  if (value->kind_case() != Value::kNumberValue || !(number >= min && number <= max) ||
      number != std::floor(number)) {
    Refuse(key, absl::StrCat("is not a whole number from ", min, " to ", max));
    return default_value;
  }
  return static_cast<int>(number);
}

std::vector<std::string> JsonObject::Texts(const std::string& key) {
  std::vector<std::string> texts;
  const Value* value = Find(key);
  if (value == nullptr) return texts;
  if (value->kind_case() != Value::kListValue) {
    Refuse(key, R"(is not a list of texts: ["…"])");
    return texts;
  }
  for (const Value& entry : value->list_value().values()) {
    if (entry.kind_case() != Value::kStringValue) {
      Refuse(key, "has an entry that is not a text");
    } else {
      texts.push_back(entry.string_value());
    }
  }
  return texts;
}

std::vector<std::pair<std::string, const Value*>> JsonObject::Entries(const std::string& key) {
  std::vector<std::pair<std::string, const Value*>> entries;
  const Value* value = Find(key);
  if (value == nullptr) return entries;
  if (value->kind_case() != Value::kStructValue) {
    Refuse(key, "is not an object: {…}");
    return entries;
  }
  for (const auto& [name, entry] : value->struct_value().fields())
    entries.emplace_back(name, &entry);
  std::sort(entries.begin(), entries.end());
  return entries;
}

void JsonObject::RefuseOthers() {
  std::vector<std::string> others;
  for (const auto& [key, value] : fields_.fields()) {
    if (!known_.contains(key)) others.push_back(key);
  }
  std::sort(others.begin(), others.end());
  for (const std::string& key : others)
    Refuse(key, absl::StrCat("is not known here; there are ", absl::StrJoin(known_, ", ")));
}

}  // namespace taizhang::cli
