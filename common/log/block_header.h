#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/log/hash.h"
#include "common/log/stored_block.h"

namespace taizhang {

/// The hash that chains a block: over the length of the header, the header and the uncompressed
/// body.
Hash ChainHash(std::string_view header, std::string_view body);

/// The format of a block with these changes of records, as its header has it: 2 where one has what
/// readers of 1 do not know, 1 otherwise. A header with another one is damage.
uint32_t FormatOf(const std::vector<RecordChange>& records);

absl::StatusOr<std::string> EncodeHeader(const std::string& partition, uint64_t revision,
                                         const Hash& previous_hash, const BlockContent& content);

/// Checks that the header is the one of `block` and follows `previous_hash` (null: it is not known,
/// and not looked at), and reads its part of `content`. The hash of the block is not looked at.
/// Returns the format.
absl::StatusOr<uint32_t> DecodeHeader(const StoredBlock& block, const Hash* previous_hash,
                                      BlockContent& content);

/// Whether the requests of a block account for exactly its changes.
bool RequestsCoverChanges(const BlockContent& content);

/// Whether a header's format and requests are those of the changes that its body has; DATA_LOSS.
absl::Status CheckHeaderFits(uint32_t format, const BlockContent& content);

}  // namespace taizhang
