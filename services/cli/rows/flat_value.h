#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace taizhang::cli {

/// Reads one cell into a field of `message`: plain text for a text, a number, true or false, an
/// enum's name; JSON for repeated fields, maps and messages. INVALID_ARGUMENT says what would be
/// right.
absl::Status PutValue(const google::protobuf::FieldDescriptor& field, std::string_view cell,
                      google::protobuf::Message& message);

/// The cell that PutValue reads back; empty where the field is not set. The same content always
/// gives the same text, maps included.
std::string GetValue(const google::protobuf::FieldDescriptor& field,
                     const google::protobuf::Message& message);

/// `text` as a message quotes it: of a long one the beginning, with "…".
std::string ShownText(std::string_view text);

/// `text` as a JSON string, quotes included.
std::string JsonString(std::string_view text);

}  // namespace taizhang::cli
