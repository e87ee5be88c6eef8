#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/log/stored_block.h"

namespace taizhang {

struct UnpackedBlock {
  std::string_view body;  ///< valid until the next UnpackBlock on this thread
  uint32_t format = 0;
};

/// What can be verified of a block without the dictionaries of its log: sizes, header, hash, and
/// the predecessor where it is known (null: not looked at). Reads the header's part of `content`
/// and returns the body, unpacked. DATA_LOSS, naming the part; UNIMPLEMENTED for a newer format.
absl::StatusOr<UnpackedBlock> UnpackBlock(const StoredBlock& block, const Hash* previous_hash,
                                          BlockContent& content);

}  // namespace taizhang
