#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/log/stored_block.h"

namespace taizhang {

// Blocks as files: parts, each behind its length as 4 bytes little-endian.

/// All that a store keeps of a block, byte for byte: the files of tests/data.
std::string ToStoredFile(const StoredBlock& block);
/// Nothing where the parts do not fit.
std::optional<StoredBlock> FromStoredFile(std::string_view bytes);

/// Header, uncompressed body and texts only: the fuzz corpus. Partition, revision, predecessor and
/// hash follow from the rest, so that a fuzzer's changes reach behind hash and compression.
std::string ToBlockFile(const StoredBlock& block);

struct BlockOfFile {
  StoredBlock block;
  Hash previous_hash{};
};
/// Nothing where the parts do not fit, or the header is none.
std::optional<BlockOfFile> FromBlockFile(std::string_view bytes);

/// Gives a block this header and this uncompressed body, with their hash.
void Seal(std::string header, std::string_view body, StoredBlock& block);

}  // namespace taizhang
