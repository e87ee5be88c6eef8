// Bytes as a block: decoding ends with content or with an error, and content that is accepted can
// be written and read again. Inputs are block files (tests/support/block_file.h), so that changes
// reach behind hash and compression.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/facts/dictionaries.h"
#include "common/log/block_codec.h"
#include "tests/fuzz/require.h"
#include "tests/support/block_file.h"
#include "tests/support/random_history.h"
#include <google/protobuf/stubs/logging.h>

namespace taizhang {
namespace {

void CheckBlock(std::string_view bytes) {
  const std::optional<BlockOfFile> file = FromBlockFile(bytes);
  if (!file) return;
  const Dictionaries dictionaries;
  const StoredBlock& block = file->block;
  const absl::StatusOr<BlockContent> content =
      DecodeBlock(block, file->previous_hash, dictionaries);
  if (!content.ok()) return;
  const absl::StatusOr<StoredBlock> again =
      EncodeBlock(block.partition, block.revision, file->previous_hash, *content, dictionaries);
  Require(again.ok(), "content that was read can be written");
  const absl::StatusOr<BlockContent> second =
      DecodeBlock(*again, file->previous_hash, dictionaries);
  Require(second.ok() && DifferenceOf(*content, *second).empty(), "it reads the same again");
}

}  // namespace
}  // namespace taizhang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  google::protobuf::SetLogHandler(nullptr);  // it reports text that is not UTF-8
  taizhang::CheckBlock({reinterpret_cast<const char*>(data), size});
  return 0;
}
