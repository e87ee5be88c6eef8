#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "common/facts/block_content.h"

namespace taizhang {

using Salt = std::array<uint8_t, 16>;

/// A text with its salted digest, as it first enters a log. `salt` comes from the caller's source
/// of randomness and must not be guessable: without it the digest of an erased name could be found
/// by trying names.
TextEntry MakeTextEntry(std::string text, const Salt& salt);

/// Whether salt and text are those that the digest was made of. An erased entry has neither.
bool VerifyTextEntry(const TextEntry& entry);

}  // namespace taizhang
