#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace taizhang {

/// Checks a unified social credit code (GB 32100-2015): 18 characters of 0-9 and A-Z without I, O,
/// S, V, Z, the last being the check character. The error says which character is wrong or what the
/// check character would be.
absl::Status CheckCreditCode(std::string_view code);

}  // namespace taizhang
