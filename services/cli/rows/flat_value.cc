#include "services/cli/rows/flat_value.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/text.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace taizhang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::JsonPrintOptions;

absl::string_view Piece(std::string_view text) { return {text.data(), text.size()}; }

absl::Status Wrong(std::string_view cell, const std::string& expected) {
  return absl::InvalidArgumentError(absl::StrCat("\"", ShownText(cell), "\" is not ", expected));
}

absl::Status PutEnum(const FieldDescriptor& field, std::string_view cell, Message& message) {
  const auto& type = *field.enum_type();
  if (const auto* value = type.FindValueByName(std::string(cell)); value != nullptr) {
    message.GetReflection()->SetEnum(&message, &field, value);
    return absl::OkStatus();
  }
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(type.value_count()));
  for (int i = 1; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return Wrong(cell, absl::StrCat("one of ", absl::StrJoin(names, ", ")));
}

absl::Status PutBool(const FieldDescriptor& field, std::string_view cell, Message& message) {
  bool value = false;
  if (!absl::SimpleAtob(Piece(cell), &value)) return Wrong(cell, "true or false");
  message.GetReflection()->SetBool(&message, &field, value);
  return absl::OkStatus();
}

template <typename Number, typename Set>
absl::Status PutNumber(std::string_view cell, const char* expected, const Set& set) {
  Number number = 0;
  if (!absl::SimpleAtoi(Piece(cell), &number)) return Wrong(cell, expected);
  set(number);
  return absl::OkStatus();
}

absl::Status PutJson(const FieldDescriptor& field, std::string_view cell, Message& message) {
  const std::unique_ptr<Message> read(message.New());
  const std::string json = absl::StrCat("{\"", field.name(), "\":", Piece(cell), "}");
  const auto status = google::protobuf::util::JsonStringToMessage(json, read.get());
  if (!status.ok()) {
    const std::string what(status.message().data(), status.message().size());
    return absl::InvalidArgumentError(
        absl::StrCat("the cell is no JSON for it: ", what.substr(0, what.find('\n'))));
  }
  std::vector<const FieldDescriptor*> set;
  read->GetReflection()->ListFields(*read, &set);
  if (std::any_of(set.begin(), set.end(), [&](const auto* other) { return other != &field; })) {
    return absl::InvalidArgumentError("the cell is more than one JSON value");
  }
  message.MergeFrom(*read);
  return absl::OkStatus();
}

/// A map of texts by its keys, which protobuf's own printing leaves in any order.
std::string TextMap(const FieldDescriptor& field, const Message& message) {
  const Reflection* reflection = message.GetReflection();
  const auto& entry = *field.message_type();
  std::vector<std::pair<std::string, std::string>> entries;
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
    const Message& one = reflection->GetRepeatedMessage(message, &field, i);
    entries.emplace_back(one.GetReflection()->GetString(one, entry.map_key()),
                         one.GetReflection()->GetString(one, entry.map_value()));
  }
  std::sort(entries.begin(), entries.end());
  return absl::StrCat("{",
                      absl::StrJoin(entries, ",",
                                    [](std::string* out, const auto& pair) {
                                      absl::StrAppend(out, JsonString(pair.first), ":",
                                                      JsonString(pair.second));
                                    }),
                      "}");
}

bool IsTextMap(const FieldDescriptor& field) {
  return field.is_map() &&
         field.message_type()->map_key()->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         field.message_type()->map_value()->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

/// The JSON of one field: printed with the others left out, then taken out of its braces.
std::string Json(const FieldDescriptor& field, const Message& message) {
  if (IsTextMap(field)) return TextMap(field, message);
  const std::unique_ptr<Message> alone(message.New());
  alone->CopyFrom(message);
  std::vector<const FieldDescriptor*> set;
  alone->GetReflection()->ListFields(*alone, &set);
  for (const FieldDescriptor* other : set) {
    if (other != &field) alone->GetReflection()->ClearField(alone.get(), other);
  }
  JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*alone, &json, options).ok()) return "";
  const size_t begin = field.name().size() + 4;  // {"name":
  return json.size() > begin ? json.substr(begin, json.size() - begin - 1) : "";
}

}  // namespace

std::string ShownText(std::string_view text) {
  constexpr size_t kShownBytesMax = 120;
  if (text.size() <= kShownBytesMax) return std::string(text);
  size_t end = kShownBytesMax;
  const auto continues = [&](size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
  };
  while (end > 0 && continues(end)) --end;
  return absl::StrCat(Piece(text.substr(0, end)), "…");
}

std::string JsonString(std::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  std::string json;
  // Fails for what is no UTF-8 alone, which no field of a message holds.
  if (!google::protobuf::util::MessageToJsonString(value, &json).ok()) return "\"\"";
  return json;
}

absl::Status PutValue(const FieldDescriptor& field, std::string_view cell, Message& message) {
  if (!IsValidUtf8(cell)) return absl::InvalidArgumentError("the cell is not UTF-8");
  const absl::string_view trimmed = absl::StripAsciiWhitespace(Piece(cell));
  const std::string_view plain(trimmed.data(), trimmed.size());
  if (field.is_repeated()) return PutJson(field, plain, message);
  const Reflection* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection->SetString(&message, &field, std::string(cell));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      return PutEnum(field, plain, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return PutBool(field, plain, message);
    case FieldDescriptor::CPPTYPE_INT32:
      return PutNumber<int32_t>(plain, "a whole number", [&](int32_t number) {
        reflection->SetInt32(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_UINT32:
      return PutNumber<uint32_t>(plain, "a whole number from 0 on", [&](uint32_t number) {
        reflection->SetUInt32(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_INT64:
      return PutNumber<int64_t>(plain, "a whole number", [&](int64_t number) {
        reflection->SetInt64(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_UINT64:
      return PutNumber<uint64_t>(plain, "a whole number from 0 on", [&](uint64_t number) {
        reflection->SetUInt64(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return PutJson(field, plain, message);
}

std::string GetValue(const FieldDescriptor& field, const Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (field.is_repeated()) {
    return reflection->FieldSize(message, &field) == 0 ? "" : Json(field, message);
  }
  if (!reflection->HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection->GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection->GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection->GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return Json(field, message);
}

}  // namespace taizhang::cli
