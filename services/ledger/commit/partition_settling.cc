#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ledger/commit/partition.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kReadBytesMax = size_t{8} << 20U;

absl::Status LostToAnotherWriter(const std::string& partition) {
  return MakeError(Reason::kNotReady, absl::StrCat("the log of ", partition,
                                                   " went on without this request; send it again"));
}

/// All blocks after a revision.
absl::StatusOr<std::vector<StoredBlock>> ReadAfter(Store& store, const std::string& partition,
                                                   uint64_t revision) {
  std::vector<StoredBlock> all;
  while (true) {
    absl::StatusOr<std::vector<StoredBlock>> blocks =
        store.Read(partition, revision, kReadBytesMax);
    if (!blocks.ok()) return blocks.status();
    if (blocks->empty()) return all;
    revision = blocks->back().revision;
    for (StoredBlock& block : *blocks) all.push_back(std::move(block));
  }
}

}  // namespace

void Partition::Returned(uint64_t number, AppendOutcome outcome) {
  {
    const MutexLock lock(mutex_);
    if (!in_flight_.Return(number, outcome)) in_doubt_ = true;
  }
  Deliver();
}

std::vector<InFlight> Partition::TakeSettled() {
  std::vector<InFlight> settled;
  while (std::optional<InFlight> entry = in_flight_.PopSettled())
    settled.push_back(*std::move(entry));
  return settled;
}

void Partition::Deliver() {
  bool resume = false;
  {
    MutexLock lock(mutex_);
    if (delivering_) return;
    delivering_ = true;
  }
  while (true) {
    std::vector<InFlight> settled;
    {
      const MutexLock lock(mutex_);
      settled = TakeSettled();
      for (const InFlight& entry : settled) {
        if (entry.fate == InFlight::Fate::kDurable) durable_ = entry.head;
      }
      if (settled.empty()) {
        delivering_ = false;
        resume = !running_ && CanProceed();
        running_ = running_ || resume;
        break;
      }
    }
    Tell(settled);
  }
  if (resume) Schedule();
}

void Partition::Tell(std::vector<InFlight>& settled) {
  std::vector<std::shared_ptr<const StoredBlock>> blocks;
  std::shared_ptr<const Structure> structure;
  uint64_t facts_digest = 0;
  for (const InFlight& entry : settled) {
    if (entry.fate != InFlight::Fate::kDurable || entry.block == nullptr) continue;
    blocks.push_back(entry.block);
    facts_digest = entry.head.facts_digest;
    if (entry.structure != nullptr) structure = entry.structure;
  }
  // First the feed: a division's block that names this structure must not be there before it.
  if (!blocks.empty()) environment_.on_durable(blocks, facts_digest);
  for (const InFlight& entry : settled) {
    if (entry.fate == InFlight::Fate::kDurable && entry.rewritten_through > 0 &&
        environment_.on_rewritten) {
      environment_.on_rewritten(name_, entry.rewritten_through);
    }
  }
  if (structure != nullptr) published_.Set(std::move(structure));
  for (InFlight& entry : settled) {
    for (WriteDone& done : entry.waiters) {
      if (entry.fate == InFlight::Fate::kDurable) {
        done(entry.written);
      } else {
        done(LostToAnotherWriter(name_));
      }
    }
  }
}

absl::StatusOr<Partition::Judgement> Partition::Judge(const std::vector<StoredBlock>& stored) {
  std::vector<InFlight> waiting;
  {
    const MutexLock lock(mutex_);
    for (const InFlight& entry : in_flight_.entries()) {
      if (entry.head.revision > durable_.revision || entry.block == nullptr) {
        waiting.push_back(entry.Outline());
      }
    }
  }
  Judgement judgement;
  for (InFlight& entry : waiting) {
    bool is_there = !judgement.lost;
    if (entry.block != nullptr) {
      const size_t at = judgement.ours;
      is_there = is_there && at < stored.size() && stored[at].hash == entry.block->hash;
      judgement.lost = !is_there;
      judgement.ours += is_there ? 1 : 0;
    } else if (entry.asks_store && is_there) {
      const auto found = environment_.store->FindRequest(name_, entry.request_id);
      if (!found.ok()) return found.status();
      // An erasure that came after it may have taken the fingerprint.
      is_there = found->has_value() &&
                 ((*found)->fingerprint == entry.fingerprint || (*found)->fingerprint == Hash{});
    }
    entry.fate = is_there ? InFlight::Fate::kDurable : InFlight::Fate::kFailed;
  }
  const MutexLock lock(mutex_);
  for (const InFlight& entry : waiting) in_flight_.Settle(entry.number, entry.fate);
  return judgement;
}

void Partition::Resolve() {
  environment_.warn(
      absl::StrCat(name_, ": the store did not confirm an append; asking it what it has"));
  const absl::StatusOr<std::vector<StoredBlock>> stored =
      ReadAfter(*environment_.store, name_, head().revision);
  const absl::StatusOr<Judgement> judgement =
      stored.ok() ? Judge(*stored) : absl::StatusOr<Judgement>(stored.status());
  if (!judgement.ok()) {
    return Stop(MakeError(Reason::kNotReady, absl::StrCat("the store cannot be read: ",
                                                          judgement.status().message())));
  }
  if (judgement->lost || judgement->ours < stored->size()) {
    // The facts are ahead of the log, or on another way: they do not fold back.
    absl::StatusOr<FoldedLog> folded = ReplayLog(*environment_.store, name_);
    if (!folded.ok()) return Stop(folded.status());
    Adopt(*std::move(folded));
    PushForeign({stored->begin() + static_cast<ptrdiff_t>(judgement->ours), stored->end()});
  }
  {
    const MutexLock lock(mutex_);
    in_doubt_ = false;
  }
  Deliver();
}

void Partition::PushForeign(std::vector<StoredBlock> blocks) {
  const MutexLock lock(mutex_);
  for (StoredBlock& block : blocks) {
    if (block.revision > posted_.revision) break;
    InFlight entry{.number = next_number_++, .asks_store = false};
    entry.head = {.revision = block.revision, .hash = block.hash};
    if (block.revision == posted_.revision) {
      entry.head = posted_;
      entry.rewritten_through = posted_.revision;  // whatever they have erased
      entry.structure = is_structure_ ? speculative_ : nullptr;
    }
    entry.block = std::make_shared<const StoredBlock>(std::move(block));
    in_flight_.Push(std::move(entry));
  }
}

void Partition::Stop(const absl::Status& status) {
  std::vector<WriteDone> refused;
  {
    const MutexLock lock(mutex_);
    state_ = status;
    in_doubt_ = false;
    for (InFlight& entry : in_flight_.entries()) {
      for (WriteDone& done : entry.waiters) refused.push_back(std::move(done));
      entry.waiters.clear();
    }
  }
  environment_.on_fatal(status);
  for (WriteDone& done : refused) done(status);
}

}  // namespace taizhang::ledger
