#include "common/log/unpack.h"

#include <optional>

#include "common/log/block_codec.h"
#include "common/log/block_header.h"
#include "common/log/compression.h"

namespace taizhang {

absl::StatusOr<UnpackedBlock> UnpackBlock(const StoredBlock& block, const Hash* previous_hash,
                                          BlockContent& content) {
  if (block.body_bytes > kBlockBodyBytesMax) return absl::DataLossError("body_bytes");
  if (block.texts.size() > kBlockTextBytesMax) return absl::DataLossError("texts");
  const absl::StatusOr<uint32_t> format = DecodeHeader(block, previous_hash, content);
  if (!format.ok()) return format.status();
  const std::optional<std::string_view> body = Decompress(block.body, block.body_bytes);
  if (!body) return absl::DataLossError("body: not the LZ4 block of body_bytes bytes");
  if (ChainHash(block.header, *body) != block.hash) return absl::DataLossError("hash");
  return UnpackedBlock{.body = *body, .format = *format};
}

}  // namespace taizhang
