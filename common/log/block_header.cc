#include "common/log/block_header.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "common/log/block_codec.h"
#include "common/log/definition_codec.h"
#include "common/values/record_name.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {
namespace {

absl::Status Damage(const char* what) { return absl::DataLossError(absl::StrCat("header.", what)); }

}  // namespace

Hash ChainHash(std::string_view header, std::string_view body) {
  std::array<char, 8> length{};
  for (size_t i = 0; i < length.size(); ++i)
    length[i] = static_cast<char>((header.size() >> (8 * i)) & 0xFFU);
  return Sha256({{length.data(), length.size()}, header, body});
}

uint32_t FormatOf(const std::vector<RecordChange>& records) {
  const auto is_of_format_2 = [](const std::shared_ptr<const Record>& record) {
    return record != nullptr && IsOfFormat2(*record);
  };
  return std::ranges::any_of(records,
                             [&](const RecordChange& change) {
                               return is_of_format_2(change.before) || is_of_format_2(change.after);
                             })
             ? 2
             : 1;
}

absl::StatusOr<std::string> EncodeHeader(const std::string& partition, uint64_t revision,
                                         const Hash& previous_hash, const BlockContent& content) {
  thread_local storage::v1::BlockHeader header;
  header.Clear();
  header.set_format(FormatOf(content.records));
  header.set_partition(partition);
  header.set_revision(revision);
  header.set_previous_hash(previous_hash.data(), previous_hash.size());
  header.set_structure_revision(content.structure_revision);
  header.set_commit_time_us(content.commit_time_us);
  for (const RequestSpan& request : content.requests) {
    storage::v1::RequestSpan& span = *header.add_requests();
    span.set_request_id(request.request_id);
    span.set_principal(request.principal);
    span.set_record_changes(request.record_changes);
    span.set_observation_changes(request.observation_changes);
  }
  std::string bytes = header.SerializeAsString();
  if (bytes.size() > kBlockHeaderBytesMax) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "a block's header of ", bytes.size(), " bytes; the limit is ", kBlockHeaderBytesMax));
  }
  return bytes;
}

absl::StatusOr<uint32_t> DecodeHeader(const StoredBlock& block, const Hash* previous_hash,
                                      BlockContent& content) {
  thread_local storage::v1::BlockHeader header;
  if (block.header.size() > kBlockHeaderBytesMax) return Damage("size");
  if (!header.ParseFromString(block.header)) return Damage("encoding");
  if (header.format() > kBlockFormatMax) {
    return absl::UnimplementedError(absl::StrCat("block format ", header.format(),
                                                 "; this program reads up to ", kBlockFormatMax,
                                                 ": upgrade it"));
  }
  if (header.format() == 0) return Damage("format");
  if (header.partition() != block.partition || !IsPartition(block.partition))
    return Damage("partition");
  if (header.revision() != block.revision || block.revision == 0) return Damage("revision");
  if (previous_hash != nullptr &&
      !std::ranges::equal(header.previous_hash(), *previous_hash,
                          [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; })) {
    return Damage("previous_hash");
  }
  if (static_cast<size_t>(header.requests_size()) > kBlockRequestsMax) return Damage("requests");
  content.structure_revision = header.structure_revision();
  content.commit_time_us = header.commit_time_us();
  content.requests.clear();
  for (const storage::v1::RequestSpan& span : header.requests()) {
    content.requests.push_back(
        {span.request_id(), span.principal(), span.record_changes(), span.observation_changes()});
  }
  return header.format();
}

bool RequestsCoverChanges(const BlockContent& content) {
  uint64_t records = 0;
  uint64_t observations = 0;
  for (const RequestSpan& request : content.requests) {
    records += request.record_changes;
    observations += request.observation_changes;
  }
  return records == content.records.size() && observations == content.observations.size();
}

absl::Status CheckHeaderFits(uint32_t format, const BlockContent& content) {
  if (format != FormatOf(content.records)) return Damage("format: not that of the body's records");
  if (!RequestsCoverChanges(content)) return Damage("requests: not the changes of the body");
  return absl::OkStatus();
}

}  // namespace taizhang
