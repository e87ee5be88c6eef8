#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/facts/block_content.h"

namespace taizhang {

std::string EncodeTextSection(const std::vector<TextEntry>& texts);

/// Fills in salt and text of `texts`, whose digests the body has given, and checks them. DATA_LOSS,
/// naming the entry.
absl::Status DecodeTextSection(std::string_view section, std::vector<TextEntry>& texts);

}  // namespace taizhang
