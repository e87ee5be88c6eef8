#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/values/token.h"

namespace taizhang {

using Hash = std::array<uint8_t, 32>;

/// SHA-256 of the parts, one after the other.
Hash Sha256(std::initializer_list<std::string_view> parts);
HashPrefix PrefixOf(const Hash& hash);
std::string ToHex(const Hash& hash);

}  // namespace taizhang
