#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/log/hash.h"

namespace taizhang {

/// One commit as it is stored and sent: never re-encoded. `header` is an encoded
/// storage.v1.BlockHeader; `body` an LZ4 block of `body_bytes` bytes that is an encoded
/// storage.v1.BlockBody; `texts` an encoded storage.v1.TextSection, which erasure may change. The
/// hash covers header and uncompressed body, and through the header the predecessor's hash.
struct StoredBlock {
  std::string partition;
  uint64_t revision = 0;
  Hash hash{};
  std::string header;
  std::string body;
  uint32_t body_bytes = 0;
  std::string texts;

  friend bool operator==(const StoredBlock&, const StoredBlock&) = default;
};

/// What a block takes when it is stored or sent, in bytes.
inline size_t BytesOf(const StoredBlock& block) {
  return block.header.size() + block.body.size() + block.texts.size();
}

}  // namespace taizhang
