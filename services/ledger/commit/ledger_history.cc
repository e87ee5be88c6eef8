#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/folded_block.h"
#include "common/status/reason.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/commit/replay.h"

namespace taizhang::ledger {
namespace {

/// The newest version at or before `as_of` that was no withdrawal; null where there is none.
std::shared_ptr<const Record> LastStanding(const Facts& facts, std::string_view name,
                                           uint64_t as_of) {
  const std::optional<Ordinal> subject = facts.FindSubject(name);
  if (!subject) return nullptr;
  const std::span<const RecordVersion> versions = facts.RecordVersions(*subject, as_of);
  for (size_t i = versions.size(); i > 0; --i) {
    if (versions[i - 1].record != nullptr) return versions[i - 1].record;
  }
  return nullptr;
}

}  // namespace

std::shared_ptr<const Record> Ledger::LastMeasure(const RecordName& name) const {
  std::shared_ptr<const Record> record = structure_.Get()->Share(name.text());
  if (record == nullptr) {
    const std::shared_ptr<Partition> structure = FindPartition(std::string(kStructurePartition));
    if (structure == nullptr) return nullptr;
    record = structure->ReadFacts([&](const Facts& facts, const DurableHead& head) {
      return LastStanding(facts, name.text(), head.revision);
    });
  }
  const bool is_measure = record != nullptr && std::holds_alternative<Measure>(record->details);
  return is_measure ? record : nullptr;
}

absl::StatusOr<VersionOrigin> Ledger::ReadOrigin(const std::string& partition, uint64_t revision,
                                                 Changed what, uint32_t row) const {
  return ReadOriginFrom(*environment_.store, partition, revision, what, row);
}

absl::StatusOr<NamedCommit> Ledger::ReadCommit(const StoredBlock& block,
                                               const Hash* previous_hash) const {
  const std::shared_ptr<Partition> partition = FindPartition(block.partition);
  if (partition == nullptr) {
    return MakeError(Reason::kNotReady, absl::StrCat(block.partition, " is not served"));
  }
  if (absl::Status state = partition->state(); !state.ok()) return state;
  const auto damaged = [&block](const absl::Status& status) {
    return DamagedAt(block.partition, block.revision, status);
  };
  absl::StatusOr<FoldedBlock> folded = FoldedBlock::Open(block, previous_hash);
  if (!folded.ok()) return damaged(folded.status());
  NamedCommit commit{.partition = block.partition, .revision = block.revision, .hash = block.hash};
  const absl::Status read =
      partition->ReadFacts([&](const Facts& facts, const DurableHead&) -> absl::Status {
        if (absl::Status status = folded->ReadChanges(facts.dictionaries()); !status.ok())
          return status;
        commit.content = folded->TakeContent();
        return CopyNames(facts.dictionaries(), commit);
      });
  if (!read.ok()) return damaged(read);
  for (auto& [ordinal, measure] : commit.measures) {
    measure.record = LastMeasure(measure.name);
    if (measure.record == nullptr) {
      return damaged(
          absl::DataLossError(absl::StrCat(measure.name.text(), " never was a measure")));
    }
  }
  return commit;
}

}  // namespace taizhang::ledger
