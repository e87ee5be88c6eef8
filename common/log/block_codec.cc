#include "common/log/block_codec.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/block_body.h"
#include "common/log/block_header.h"
#include "common/log/compression.h"
#include "common/log/text_section.h"
#include "common/log/unpack.h"

namespace taizhang {
namespace {

absl::Status PassesLimit(const char* what, size_t count, size_t limit) {
  return absl::ResourceExhaustedError(
      absl::StrCat("a block of ", count, " ", what, "; the limit is ", limit));
}

absl::Status CheckLimits(const BlockContent& content) {
  const size_t rows = content.records.size() + content.observations.size();
  if (rows > kBlockRowsMax) return PassesLimit("changes", rows, kBlockRowsMax);
  if (content.requests.size() > kBlockRequestsMax) {
    return PassesLimit("requests", content.requests.size(), kBlockRequestsMax);
  }
  if (content.new_subjects.size() > kBlockSubjectsMax) {
    return PassesLimit("new subjects", content.new_subjects.size(), kBlockSubjectsMax);
  }
  if (content.new_measures.size() > kBlockRowsMax) {
    return PassesLimit("new measures", content.new_measures.size(), kBlockRowsMax);
  }
  if (content.new_ids.size() > kBlockRowsMax)
    return PassesLimit("new ids", content.new_ids.size(), kBlockRowsMax);
  if (content.new_texts.size() > kBlockTextsMax) {
    return PassesLimit("new texts", content.new_texts.size(), kBlockTextsMax);
  }
  if (content.erased_texts.size() > kBlockErasedTextsMax) {
    return PassesLimit("erased texts", content.erased_texts.size(), kBlockErasedTextsMax);
  }
  return absl::OkStatus();
}

absl::Status DecodeParts(const StoredBlock& block, const Hash& previous_hash,
                         const Dictionaries& dictionaries, BlockContent& content) {
  const absl::StatusOr<UnpackedBlock> unpacked = UnpackBlock(block, &previous_hash, content);
  if (!unpacked.ok()) return unpacked.status();
  BodyReader reader;
  if (absl::Status status = reader.Split(unpacked->body); !status.ok()) return status;
  if (absl::Status status = reader.ReadEntries(dictionaries, content); !status.ok()) return status;
  if (absl::Status status = DecodeTextSection(block.texts, content.new_texts); !status.ok())
    return status;
  if (absl::Status status = reader.ReadChanges(block.revision, dictionaries, content); !status.ok())
    return status;
  return CheckHeaderFits(unpacked->format, content);
}

}  // namespace

absl::StatusOr<StoredBlock> EncodeBlock(const std::string& partition, uint64_t revision,
                                        const Hash& previous_hash, const BlockContent& content,
                                        const Dictionaries& dictionaries) {
  if (absl::Status status = CheckLimits(content); !status.ok()) return status;
  if (!RequestsCoverChanges(content))
    return absl::InternalError("requests do not cover the block's changes");
  absl::StatusOr<std::string> header = EncodeHeader(partition, revision, previous_hash, content);
  if (!header.ok()) return header.status();
  const absl::StatusOr<std::string> body = EncodeBody(revision, content, dictionaries);
  if (!body.ok()) return body.status();
  StoredBlock block;
  block.partition = partition;
  block.revision = revision;
  block.header = *std::move(header);
  block.hash = ChainHash(block.header, *body);
  block.body = Compress(*body);
  block.body_bytes = static_cast<uint32_t>(body->size());
  block.texts = EncodeTextSection(content.new_texts);
  if (block.texts.size() > kBlockTextBytesMax) {
    return PassesLimit("bytes of texts", block.texts.size(), kBlockTextBytesMax);
  }
  return block;
}

absl::Status DecodeBlock(const StoredBlock& block, const Hash& previous_hash,
                         const Dictionaries& dictionaries, BlockContent& content) {
  absl::Status status = DecodeParts(block, previous_hash, dictionaries, content);
  if (status.ok()) return status;
  return {status.code(), absl::StrCat("block ", block.partition, "@", block.revision, ": ",
                                      absl::string_view(status.message()))};
}

absl::StatusOr<BlockContent> DecodeBlock(const StoredBlock& block, const Hash& previous_hash,
                                         const Dictionaries& dictionaries) {
  BlockContent content;
  if (absl::Status status = DecodeBlock(block, previous_hash, dictionaries, content); !status.ok())
    return status;
  return content;
}

}  // namespace taizhang
