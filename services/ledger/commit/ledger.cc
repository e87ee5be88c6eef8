#include "services/ledger/commit/ledger.h"

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::ledger {
namespace {

absl::Status NothingIn(const std::string& partition) {
  return MakeError(Reason::kNotFound, absl::StrCat("nothing was written to ", partition),
                   {{"name", partition}});
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
  if (absl::Status status = (*partition)->Recover(); !status.ok()) return status;
  for (const Head& head : *heads) {
    if (head.partition == structure) continue;
    const absl::StatusOr<std::shared_ptr<Partition>> division = GetPartition(head.partition);
    if (!division.ok()) return division.status();
    const absl::Status status = (*division)->Recover();
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

absl::StatusOr<RecordRead> Ledger::ReadRecord(const RecordName& name) const {
  const std::shared_ptr<Partition> partition = FindPartition(name.RecordPartition());
  if (partition == nullptr) return NothingIn(name.RecordPartition());
  if (absl::Status state = partition->state(); !state.ok()) return state;
  return partition->ReadFacts(
      [&](const Facts& facts, const DurableHead& head) { return FindRecord(facts, head, name); });
}

absl::StatusOr<ObservationRead> Ledger::ReadObservation(const ObservationQuery& query) const {
  const std::string name = query.subject.ObservationPartition();
  const std::shared_ptr<Partition> partition = FindPartition(name);
  if (partition == nullptr) return NothingIn(name);
  if (absl::Status state = partition->state(); !state.ok()) return state;
  const std::shared_ptr<const Structure> structure = structure_.Get();
  return partition->ReadFacts([&](const Facts& facts, const DurableHead& head) {
    return FindObservation(facts, head, *structure, query);
  });
}

absl::StatusOr<DurableHead> Ledger::ReadHead(const std::string& name) const {
  const std::shared_ptr<Partition> partition = FindPartition(name);
  if (partition == nullptr) return NothingIn(name);
  if (absl::Status state = partition->state(); !state.ok()) return state;
  const DurableHead head = partition->head();
  if (head.revision == 0) return NothingIn(name);
  return head;
}

}  // namespace taizhang::ledger
