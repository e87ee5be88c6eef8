#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"
#include "common/log/stored_block.h"

namespace taizhang {

// Limits are part of the format: a writer keeps to them, a reader refuses what passes them before
// it takes memory.
inline constexpr uint32_t kBlockFormatMax = 2;
inline constexpr size_t kBlockRowsMax = 50'000;  ///< record and observation changes together
inline constexpr size_t kBlockHeaderBytesMax = size_t{1} << 20U;
inline constexpr size_t kBlockBodyBytesMax = size_t{32} << 20U;  ///< before compression
inline constexpr size_t kBlockTextBytesMax = size_t{32} << 20U;
inline constexpr size_t kBlockSubjectsMax = 50'000;  ///< new ones
inline constexpr size_t kBlockTextsMax = 500'000;    ///< new ones
inline constexpr size_t kBlockRequestsMax = 1'000;
inline constexpr size_t kBlockErasedTextsMax = 50'000;
inline constexpr size_t kRecordChangeBytesMax = size_t{1}
                                                << 20U;  ///< of one record, before and after

/// Encodes `content` as the block that follows (revision − 1, previous_hash) of `partition`.
/// RESOURCE_EXHAUSTED names the limit that it passes; INTERNAL names what no reader would accept
/// (an ordinal without an entry, requests that do not cover the changes). `dictionaries` are those
/// of the log before this block; texts of records are found there or in content.new_texts. The same
/// input gives the same bytes.
absl::StatusOr<StoredBlock> EncodeBlock(const std::string& partition, uint64_t revision,
                                        const Hash& previous_hash, const BlockContent& content,
                                        const Dictionaries& dictionaries);

/// Verifies and decodes: DATA_LOSS, naming the part, where hash, predecessor, ordinals, sizes or
/// formats do not fit; UNIMPLEMENTED for a newer format. `dictionaries` are those of the log before
/// this block. Erased texts decode as "".
absl::StatusOr<BlockContent> DecodeBlock(const StoredBlock& block, const Hash& previous_hash,
                                         const Dictionaries& dictionaries);

/// The same into memory that is used again. On an error `content` is whatever was read so far.
absl::Status DecodeBlock(const StoredBlock& block, const Hash& previous_hash,
                         const Dictionaries& dictionaries, BlockContent& content);

}  // namespace taizhang
