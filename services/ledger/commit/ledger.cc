#include "services/ledger/commit/ledger.h"

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::ledger {
namespace {

absl::Status NothingIn(const std::string& partition) {
  return MakeError(Reason::kNotFound, absl::StrCat("nothing was written to ", partition),
                   {{"name", partition}});
}

absl::Status BeyondHead(const std::string& partition, uint64_t revision, uint64_t head) {
  return MakeError(Reason::kRevisionUnknown,
                   absl::StrCat("revision ", revision, " of ", partition,
                                " is beyond the head, which is ", head),
                   {{"partition", partition},
                    {"revision", absl::StrCat(revision)},
                    {"head", absl::StrCat(head)}});
}

}  // namespace

Ledger::Ledger(CommitEnvironment environment, CommitLimits limits)
    : environment_(std::move(environment)), limits_(limits) {}

absl::Status Ledger::Recover() {
  const absl::StatusOr<std::vector<Head>> heads = environment_.store->Heads();
  if (!heads.ok()) return heads.status();
  const std::string structure(kStructurePartition);
  const absl::StatusOr<std::shared_ptr<Partition>> partition = GetPartition(structure);
  if (!partition.ok()) return partition.status();
  if (absl::Status status = (*partition)->Recover({}); !status.ok()) return status;
  for (const Head& head : *heads) {
    if (head.partition == structure) continue;
    const absl::StatusOr<std::shared_ptr<Partition>> division = GetPartition(head.partition);
    if (!division.ok()) return division.status();
    const absl::Status status =
        (*division)->Recover({.revision = head.revision, .hash = head.hash});
    if (!status.ok())
      environment_.warn(absl::StrCat(head.partition, " is stopped: ", status.message()));
  }
  return absl::OkStatus();
}

std::shared_ptr<Partition> Ledger::FindPartition(const std::string& name) const {
  const MutexLock lock(mutex_);
  const auto found = partitions_.find(name);
  return found == partitions_.end() ? nullptr : found->second;
}

absl::StatusOr<std::shared_ptr<Partition>> Ledger::GetPartition(const std::string& name) {
  const MutexLock lock(mutex_);
  if (const auto found = partitions_.find(name); found != partitions_.end()) return found->second;
  if (partitions_.size() >= limits_.partitions_max) {
    return MakeError(
        Reason::kOverloaded,
        absl::StrCat("there are ", partitions_.size(), " partitions; no more are served"),
        {{"limit", absl::StrCat(limits_.partitions_max)}});
  }
  auto partition = std::make_shared<Partition>(name, environment_, structure_, limits_);
  partitions_.emplace(name, partition);
  return partition;
}

void Ledger::Write(WriteRequest request, WriteDone done) {
  const absl::StatusOr<std::shared_ptr<Partition>> partition = GetPartition(request.partition);
  if (!partition.ok()) return done(partition.status());
  (*partition)->Write(std::move(request), std::move(done));
}

absl::StatusOr<std::shared_ptr<Partition>> Ledger::ServingPartition(const std::string& name) const {
  std::shared_ptr<Partition> partition = FindPartition(name);
  if (partition == nullptr) return NothingIn(name);
  if (absl::Status state = partition->state(); !state.ok()) return state;
  return partition;
}

absl::StatusOr<ReadPoint> Ledger::PointAt(const std::string& name, uint64_t revision) const {
  const absl::StatusOr<std::shared_ptr<Partition>> partition = ServingPartition(name);
  if (!partition.ok()) return partition.status();
  const uint64_t head = (*partition)->head().revision;
  if (head == 0) return NothingIn(name);
  if (revision > head) return BeyondHead(name, revision, head);
  const uint64_t at = revision == 0 ? head : revision;
  const std::optional<CommitMark> commit = (*partition)->FindCommit(at);
  if (!commit) return BeyondHead(name, at, head);
  uint64_t structure_revision = commit->structure_revision;
  if (name == kStructurePartition) structure_revision = at;
  // Read after the head: no older than what the head's block names.
  else if (revision == 0)
    structure_revision = structure_.Get()->revision();
  return ReadPoint{.partition = name,
                   .revision = at,
                   .hash = commit->hash,
                   .structure_revision = structure_revision};
}

absl::Status Ledger::CheckPoint(const ReadPoint& point) const {
  const absl::StatusOr<std::shared_ptr<Partition>> partition = ServingPartition(point.partition);
  if (!partition.ok()) return partition.status();
  const std::optional<CommitMark> commit = (*partition)->FindCommit(point.revision);
  if (!commit) return BeyondHead(point.partition, point.revision, (*partition)->head().revision);
  if (commit->hash != point.hash) {
    return MakeError(Reason::kHistoryDiverged,
                     absl::StrCat("revision ", point.revision, " of ", point.partition,
                                  " is another one here; begin again"),
                     {{"partition", point.partition}, {"revision", absl::StrCat(point.revision)}});
  }
  const std::string structure(kStructurePartition);
  if (point.structure_revision == 0) return absl::OkStatus();
  const std::shared_ptr<Partition> above = FindPartition(structure);
  const uint64_t head = above == nullptr ? 0 : above->head().revision;
  if (point.structure_revision > head) return BeyondHead(structure, point.structure_revision, head);
  return absl::OkStatus();
}

absl::Status Ledger::ReadAt(const ReadPoint& point,
                            absl::FunctionRef<void(const Facts&)> read) const {
  const absl::StatusOr<std::shared_ptr<Partition>> partition = ServingPartition(point.partition);
  if (!partition.ok()) return partition.status();
  (*partition)->ReadFacts([&](const Facts& facts, const DurableHead&) { read(facts); });
  return absl::OkStatus();
}

void Ledger::Erase(EraseRequest request, EraseDone done) {
  const std::shared_ptr<Partition> partition = FindPartition(request.partition);
  if (partition == nullptr) return done(NothingIn(request.partition));
  partition->Erase(std::move(request), std::move(done));
}

absl::StatusOr<RecordRead> Ledger::ReadRecord(const RecordName& name, uint64_t revision) const {
  const absl::StatusOr<ReadPoint> point = PointAt(name.RecordPartition(), revision);
  if (!point.ok()) return point.status();
  absl::StatusOr<RecordRead> found = NotFound(name.text());
  absl::Status status =
      ReadAt(*point, [&](const Facts& facts) { found = FindRecord(facts, *point, name); });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<ObservationRead> Ledger::ReadObservation(const ObservationQuery& query,
                                                        uint64_t revision) const {
  const absl::StatusOr<ReadPoint> point = PointAt(query.subject.ObservationPartition(), revision);
  if (!point.ok()) return point.status();
  const std::shared_ptr<const Record> measure = LastMeasure(query.measure);
  if (measure == nullptr) return NotFound(query.measure.text());
  const absl::StatusOr<ObservationKey> key =
      KeyOf(query, std::get<Measure>(measure->details), "observation");
  if (!key.ok()) return key.status();
  absl::StatusOr<ObservationRead> found = NotFound(query.subject.text());
  absl::Status status = ReadAt(
      *point, [&](const Facts& facts) { found = FindObservation(facts, *point, measure, *key); });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<DurableHead> Ledger::ReadHead(const std::string& name) const {
  const absl::StatusOr<std::shared_ptr<Partition>> partition = ServingPartition(name);
  if (!partition.ok()) return partition.status();
  const DurableHead head = (*partition)->head();
  if (head.revision == 0) return NothingIn(name);
  return head;
}

}  // namespace taizhang::ledger
