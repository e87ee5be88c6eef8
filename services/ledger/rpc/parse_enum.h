#pragma once

#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// An enum whose numbers are the proto's own; VALUE_INVALID for a number without a meaning.
template <typename To>
To ParseEnum(int number, bool is_valid, const Origin& origin, std::string_view field,
             Violations& violations) {
  if (is_valid) return static_cast<To>(number);
  violations.Add(origin, field, Reason::kValueInvalid,
                 absl::StrCat("there is no value ", number, "; see the enum's comments"));
  return To{};
}

}  // namespace taizhang::ledger
