#include "common/log/folded_block.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/log/block_body.h"
#include "common/log/block_header.h"
#include "common/log/unpack.h"

namespace taizhang {
namespace {

absl::Status AtBlock(const std::string& partition, uint64_t revision, const absl::Status& status) {
  return {status.code(), absl::StrCat("block ", partition, "@", revision, ": ", status.message())};
}

absl::Status ReadParts(std::string_view body, uint32_t format, uint64_t revision,
                       const Dictionaries& dictionaries, BlockContent& content) {
  BodyReader reader;
  if (absl::Status status = reader.Split(body); !status.ok()) return status;
  if (absl::Status status = reader.ReadChanges(revision, dictionaries, content); !status.ok())
    return status;
  return CheckHeaderFits(format, content);
}

}  // namespace

absl::StatusOr<FoldedBlock> FoldedBlock::Open(const StoredBlock& block, const Hash* previous_hash) {
  BlockContent content;
  const absl::StatusOr<UnpackedBlock> unpacked = UnpackBlock(block, previous_hash, content);
  if (!unpacked.ok()) return AtBlock(block.partition, block.revision, unpacked.status());
  return FoldedBlock(block, unpacked->format, std::move(content), std::string(unpacked->body));
}

absl::Status FoldedBlock::ReadChanges(const Dictionaries& dictionaries) {
  absl::Status status = ReadParts(body_, format_, revision_, dictionaries, content_);
  return status.ok() ? status : AtBlock(partition_, revision_, status);
}

}  // namespace taizhang
