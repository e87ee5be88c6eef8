#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/facts/block_content.h"
#include "common/log/hash.h"
#include "common/log/stored_block.h"

namespace taizhang {

/// The hash that chains a block: over the length of the header, the header and the uncompressed
/// body.
Hash ChainHash(std::string_view header, std::string_view body);

absl::StatusOr<std::string> EncodeHeader(const std::string& partition, uint64_t revision,
                                         const Hash& previous_hash, const BlockContent& content);

/// Checks that the header is the one of `block` and follows `previous_hash` (null: it is not known,
/// and not looked at), and reads its part of `content`. The hash of the block is not looked at.
absl::Status DecodeHeader(const StoredBlock& block, const Hash* previous_hash,
                          BlockContent& content);

/// Whether the requests of a block account for exactly its changes.
bool RequestsCoverChanges(const BlockContent& content);

}  // namespace taizhang
