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
#include "common/log/folded_block.h"
#include "tests/fuzz/require.h"
#include "tests/support/block_file.h"
#include "tests/support/random_history.h"
#include <google/protobuf/stubs/logging.h>

namespace taizhang {
namespace {

/// Of a log that has texts already, so that a block can erase some.
void AppendEarlier(Dictionaries& dictionaries) {
  for (const char* text : {"first", "second", "third"}) dictionaries.texts.Append(text);
}

/// A block that was read reads the same with the dictionaries that come after it, its entries
/// apart.
void CheckFolded(const StoredBlock& block, BlockContent content) {
  Dictionaries after;
  AppendEarlier(after);
  after.Append(content);
  absl::StatusOr<FoldedBlock> folded = FoldedBlock::Open(block, nullptr);
  Require(folded.ok() && folded->ReadChanges(after).ok(), "what was read can be read again");
  content.new_subjects.clear();
  content.new_measures.clear();
  content.new_ids.clear();
  content.new_texts.clear();
  Require(DifferenceOf(content, folded->content()).empty(), "read again it is the same");
}

void CheckBlock(std::string_view bytes) {
  const std::optional<BlockOfFile> file = FromBlockFile(bytes);
  if (!file) return;
  Dictionaries dictionaries;
  AppendEarlier(dictionaries);
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
  CheckFolded(block, *content);
}

}  // namespace
}  // namespace taizhang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  google::protobuf::SetLogHandler(nullptr);  // it reports text that is not UTF-8
  taizhang::CheckBlock({reinterpret_cast<const char*>(data), size});
  return 0;
}
