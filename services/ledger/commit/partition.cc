#include "services/ledger/commit/partition.h"

#include "services/ledger/commit/replay.h"

namespace taizhang::ledger {
namespace {

/// Turns until a strand lets others have the thread.
constexpr int kTurnsMax = 16;

}  // namespace

Partition::Partition(std::string name, const CommitEnvironment& environment,
                     PublishedStructure& structure, CommitLimits limits)
    : name_(std::move(name)),
      is_structure_(name_ == kStructurePartition),
      environment_(environment),
      published_(structure),
      limits_(limits),
      speculative_(Structure::Empty()),
      facts_(std::make_unique<Facts>(name_)) {}

absl::Status Partition::Recover(const DurableHead& stored) {
  absl::StatusOr<FoldedLog> folded = ReplayLog(*environment_.store, name_);
  if (!folded.ok()) {
    const MutexLock lock(mutex_);
    state_ = folded.status();
    unread_ = stored;
    return state_;
  }
  Adopt(*std::move(folded));
  if (is_structure_) published_.Set(speculative_);
  const MutexLock lock(mutex_);
  durable_ = posted_;
  return absl::OkStatus();
}

void Partition::Adopt(FoldedLog folded) {
  posted_ = {.revision = folded.facts->revision(),
             .hash = folded.hash,
             .commit_time_us = folded.commit_time_us,
             .facts_digest = folded.facts->digest()};
  if (is_structure_) speculative_ = StructureOf(*folded.facts);
  const MutexLock lock(facts_mutex_);
  facts_ = std::move(folded.facts);
  commits_ = std::move(folded.commits);
}

std::optional<CommitMark> Partition::FindCommit(uint64_t revision) const {
  if (revision == 0 || revision > head().revision) return std::nullopt;
  const MutexLock lock(facts_mutex_);
  return commits_[revision - 1];
}

DurableHead Partition::head() const {
  const MutexLock lock(mutex_);
  return durable_;
}

absl::Status Partition::state() const {
  const MutexLock lock(mutex_);
  return state_;
}

PartitionStatus Partition::status() const {
  const MutexLock lock(mutex_);
  return {.name = name_, .head = unread_.revision > 0 ? unread_ : durable_, .state = state_};
}

void Partition::Write(WriteRequest request, WriteDone done) {
  Enqueue({.request = std::move(request), .done = std::move(done)});
}

void Partition::Enqueue(Waiting waiting) {
  {
    const MutexLock lock(mutex_);
    waiting_.push_back(std::move(waiting));
    if (running_ || !CanProceed()) return;
    running_ = true;
  }
  RunStrand();
}

bool Partition::CanProceed() const {
  if (!state_.ok()) return !waiting_.empty();
  if (in_doubt_) return in_flight_.all_returned();
  if (!waiting_.empty() && waiting_.front().erasure != nullptr) return in_flight_.empty();
  return !waiting_.empty() && in_flight_.blocks() < limits_.uncommitted_blocks_max &&
         in_flight_.bytes() < limits_.uncommitted_bytes_max;
}

Partition::Turn Partition::NextTurn(Waiting& next) {
  const MutexLock lock(mutex_);
  if (!CanProceed()) {
    running_ = false;
    return Turn::kRest;
  }
  if (in_doubt_) return Turn::kResolve;
  next = std::move(waiting_.front());
  waiting_.pop_front();
  if (next.erasure != nullptr) erasure_waits_ = false;
  return Turn::kPost;
}

void Partition::RunStrand() {
  for (int turn = 0; turn < kTurnsMax; ++turn) {
    Waiting next;
    switch (NextTurn(next)) {
      case Turn::kRest:
        return;
      case Turn::kResolve:
        Resolve();
        break;
      case Turn::kPost:
        if (next.erasure != nullptr) {
          ProcessErasure(std::move(*next.erasure));
        } else {
          Process(std::move(next));
        }
        break;
    }
  }
  Schedule();
}

void Partition::Schedule() {
  environment_.executor([self = shared_from_this()] { self->RunStrand(); });
}

}  // namespace taizhang::ledger
