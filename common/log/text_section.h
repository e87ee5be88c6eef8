#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/facts/block_content.h"

namespace taizhang {

std::string EncodeTextSection(const std::vector<TextEntry>& texts);

/// Fills in salt and text of `texts`, whose digests the body has given, and checks them. DATA_LOSS,
/// naming the entry.
absl::Status DecodeTextSection(std::string_view section, std::vector<TextEntry>& texts);

/// The section with salt and text of the entries at `indexes` (ascending) gone; all others are kept
/// byte for byte. An entry that was erased before stays so. DATA_LOSS where there is no such entry.
absl::StatusOr<std::string> EraseFromSection(std::string_view section,
                                             const std::vector<size_t>& indexes);

}  // namespace taizhang
