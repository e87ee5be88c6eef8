#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/log/stored_block.h"

namespace taizhang {

/// What can be verified of a block without the dictionaries of its log: sizes, header, hash, and
/// the predecessor where it is known (null: not looked at). Reads the header's part of `content`
/// and returns the body, unpacked: valid until the next call on this thread. DATA_LOSS, naming the
/// part; UNIMPLEMENTED for a newer format.
absl::StatusOr<std::string_view> UnpackBlock(const StoredBlock& block, const Hash* previous_hash,
                                             BlockContent& content);

}  // namespace taizhang
