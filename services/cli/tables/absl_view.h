#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace taizhang::cli {

/// Debian 12's absl::string_view is a type of its own.
inline absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace taizhang::cli
