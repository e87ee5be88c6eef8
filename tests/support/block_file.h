#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/log/stored_block.h"

namespace taizhang {

/// A block as the files of tests/data and of the fuzz corpus have it: header, uncompressed body and
/// texts, each behind its length as 4 bytes little-endian. Partition, revision, predecessor and
/// hash are not in it: they follow from the rest, so that a fuzzer's changes reach behind the hash.
std::string ToBlockFile(const StoredBlock& block);

/// Nothing where the lengths do not fit, or the header is none.
struct BlockOfFile {
  StoredBlock block;
  Hash previous_hash{};
};
std::optional<BlockOfFile> FromBlockFile(std::string_view bytes);

/// Puts hash and compressed body of a block to what `header` and `body` are.
void Seal(std::string header, std::string_view body, StoredBlock& block);

}  // namespace taizhang
