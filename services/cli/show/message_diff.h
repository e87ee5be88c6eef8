#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace taizhang::cli {

/// What differs in one field: its path in words of the proto, and its values, empty where there is
/// none.
struct FieldChange {
  std::string path;  ///< "amount.value", "labels[contact]", "memberships"
  std::string before;
  std::string after;

  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

/// What differs between two versions of a record or observation, in the order of the proto's
/// fields; a missing version is one with nothing in it. Of a list: its elements that stand on one
/// side only; an element that came alone for one that went is one change. `etag` and `revision`,
/// which differ always, are left out.
std::vector<FieldChange> FieldChanges(const google::protobuf::Message* before,
                                      const google::protobuf::Message* after);

/// A message in one line, its fields without their names: "divisions/440783107, 2024-01-01..".
std::string CompactText(const google::protobuf::Message& message);

/// "MORE_THAN" of BOUND_MORE_THAN: without the name of its enum.
std::string EnumText(const google::protobuf::EnumValueDescriptor& value);

}  // namespace taizhang::cli
