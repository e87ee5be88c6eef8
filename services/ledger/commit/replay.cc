#include "services/ledger/commit/replay.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log/block_codec.h"
#include "common/status/reason.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kReadBytesMax = size_t{8} << 20U;

}  // namespace

absl::Status DamagedAt(const std::string& partition, uint64_t revision,
                       const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnimplemented) return status;
  return MakeError(Reason::kLogDamaged,
                   absl::StrCat("the log of ", partition, " is damaged at revision ", revision,
                                ": ", status.message()),
                   {{"partition", partition}, {"revision", absl::StrCat(revision)}});
}

absl::StatusOr<FoldedLog> ReplayLog(Store& store, const std::string& partition) {
  FoldedLog folded{.facts = std::make_unique<Facts>(partition)};
  BlockContent content;
  while (true) {
    const absl::StatusOr<std::vector<StoredBlock>> blocks =
        store.Read(partition, folded.facts->revision(), kReadBytesMax);
    if (!blocks.ok()) return blocks.status();
    if (blocks->empty()) return folded;
    for (const StoredBlock& block : *blocks) {
      const uint64_t revision = folded.facts->revision() + 1;
      if (block.revision != revision || block.partition != partition) {
        return DamagedAt(partition, revision, absl::DataLossError("the block is missing"));
      }
      absl::Status status = DecodeBlock(block, folded.hash, folded.facts->dictionaries(), content);
      if (status.ok()) status = folded.facts->Apply(revision, content);
      if (!status.ok()) return DamagedAt(partition, revision, status);
      folded.commits.push_back(
          {.hash = PrefixOf(block.hash), .structure_revision = content.structure_revision});
      folded.hash = block.hash;
      folded.commit_time_us = content.commit_time_us;
    }
  }
}

std::shared_ptr<const Structure> StructureOf(const Facts& facts) {
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> records;
  const Dictionary& subjects = facts.dictionaries().subjects;
  for (Ordinal subject = 0; subject < subjects.end(); ++subject) {
    const std::optional<RecordVersion> version = facts.FindRecord(subject);
    if (!version || version->record == nullptr) continue;
    records.emplace_back(std::string(subjects.At(subject)), version->record);
  }
  return Structure::Empty()->With(facts.revision(), records);
}

}  // namespace taizhang::ledger
