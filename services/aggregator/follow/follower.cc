#include "services/aggregator/follow/follower.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/block_codec.h"
#include "common/status/reason.h"

namespace taizhang::aggregator {
namespace {

absl::Status Damaged(const std::string& partition, uint64_t revision, absl::string_view what) {
  return MakeError(Reason::kLogDamaged,
                   absl::StrCat(partition, " is stopped at revision ", revision, ": ", what),
                   {{"partition", partition}, {"revision", absl::StrCat(revision)}});
}

}  // namespace

Follower::Follower(Views& views, FollowerObserver& observer, BlockFault fault)
    : views_(views), observer_(observer), fault_(std::move(fault)) {}

std::vector<Head> Follower::Resume() {
  std::vector<Head> cursors;
  for (auto& [partition, log] : logs_) {
    log.waiting.clear();
    log.decoded.reset();
    if (log.revision > 0) {
      cursors.push_back({.partition = partition, .revision = log.revision, .hash = log.hash});
    }
  }
  waiting_bytes_ = 0;
  return cursors;
}

absl::Status Follower::Receive(FeedPage page) {
  if (!refused_.ok()) return refused_;
  if (absl::Status status = TakeEpoch(page.epoch); !status.ok()) return status;
  for (StoredBlock& block : page.blocks) Enqueue(std::move(block));
  if (waiting_bytes_ > kWaitingBytesMax) {
    return MakeError(Reason::kOverloaded, "too many blocks wait for the structure that they name",
                     {{"limit", absl::StrCat(kWaitingBytesMax)}});
  }
  if (page.heads.has_value()) {
    if (absl::Status status = TakeHeads(*page.heads); !status.ok()) return status;
  }
  CompareDigests(page.digests);
  CheckCaughtUp();
  return absl::OkStatus();
}

bool Follower::StreamEnded(const absl::Status& status) {
  if (!refused_.ok()) return false;
  const Reason reason = ReasonOf(status);
  if (reason != Reason::kHistoryDiverged && reason != Reason::kRevisionUnknown) return true;
  (void)Refuse(
      MakeError(Reason::kHistoryDiverged,
                absl::StrCat("the ledger no longer has what was followed: ", status.message(),
                             "; restart the aggregator to follow it from the beginning"),
                MetadataOf(status)));
  return false;
}

std::map<std::string, uint64_t> Follower::ledger_heads() const {
  const MutexLock lock(mutex_);
  return ledger_heads_;
}

std::string Follower::epoch() const {
  const MutexLock lock(mutex_);
  return epoch_;
}

DigestCounts Follower::digest_counts() const {
  const MutexLock lock(mutex_);
  return digest_counts_;
}

absl::Status Follower::TakeEpoch(const std::string& epoch) {
  std::string before;
  {
    const MutexLock lock(mutex_);
    if (epoch_.empty()) epoch_ = epoch;
    before = epoch_;
  }
  if (epoch.empty() || epoch == before) return absl::OkStatus();
  return Refuse(
      MakeError(Reason::kHistoryDiverged,
                absl::StrCat("the ledger has the epoch ", epoch, " and not ", before,
                             " any more; restart the aggregator to follow it from the beginning"),
                {{"epoch", epoch}}));
}

absl::Status Follower::TakeHeads(const std::vector<Head>& heads) {
  for (const Head& head : heads) {
    const auto log = logs_.find(head.partition);
    if (log == logs_.end() || head.revision >= log->second.revision) continue;
    return Refuse(
        MakeError(Reason::kHistoryDiverged,
                  absl::StrCat("the ledger is behind: its head of ", head.partition, " is ",
                               head.revision, ", but ", log->second.revision, " was applied"),
                  {{"partition", head.partition}, {"revision", absl::StrCat(head.revision)}}));
  }
  if (!first_heads_.has_value()) first_heads_ = heads;
  const MutexLock lock(mutex_);
  for (const Head& head : heads) ledger_heads_[head.partition] = head.revision;
  return absl::OkStatus();
}

void Follower::CompareDigests(const std::vector<LedgerDigest>& digests) {
  DigestCounts counts;
  for (const LedgerDigest& ledger : digests) {
    const auto log = logs_.find(ledger.partition);
    // What waits for its structure, or has come since, is compared at a later progress.
    if (log == logs_.end() || log->second.stopped || log->second.revision != ledger.revision) {
      continue;
    }
    const std::optional<uint64_t> ours = views_.FactsDigestOf(ledger.partition);
    if (!ours) continue;
    ++counts.comparisons;
    if (*ours == ledger.facts_digest) continue;
    ++counts.mismatches;
    Stop(ledger.partition, log->second,
         Damaged(ledger.partition, ledger.revision,
                 absl::StrCat("its facts differ from the ledger's there (digest ", absl::Hex(*ours),
                              ", not ", absl::Hex(ledger.facts_digest), ")")));
    // What waits for it waits in vain.
    if (ledger.partition == kStructurePartition) AdvanceAll();
  }
  const MutexLock lock(mutex_);
  digest_counts_.comparisons += counts.comparisons;
  digest_counts_.mismatches += counts.mismatches;
}

void Follower::Enqueue(StoredBlock block) {
  const std::string partition = block.partition;
  Log& log = logs_[partition];
  if (log.stopped) return;
  const uint64_t expected = log.revision + log.waiting.size() + 1;
  if (block.revision == expected) {
    waiting_bytes_ += BytesOf(block);
    log.waiting.push_back(std::move(block));
    Advance(partition, log);
  } else {
    Stop(partition, log,
         Damaged(partition, expected, absl::StrCat("revision ", block.revision, " came instead")));
  }
  if (partition == kStructurePartition) AdvanceAll();
}

void Follower::Advance(const std::string& partition, Log& log) {
  while (!log.stopped && !log.waiting.empty()) {
    const StoredBlock& block = log.waiting.front();
    if (!log.decoded.has_value()) {
      auto content = DecodeBlock(block, log.hash, views_.DictionariesOf(partition));
      if (!content.ok())
        return Stop(partition, log, Damaged(partition, block.revision, content.status().message()));
      log.decoded = *std::move(content);
      if (fault_) fault_(partition, block.revision, *log.decoded);
    }
    if (!HasStructureFor(partition, *log.decoded)) {
      if (!logs_[std::string(kStructurePartition)].stopped) return;
      return Stop(
          partition, log,
          Damaged(partition, block.revision, "the structure that it names cannot be applied"));
    }
    const absl::Status applied = views_.Apply({.partition = partition,
                                               .revision = block.revision,
                                               .hash = block.hash,
                                               .content = *log.decoded});
    if (!applied.ok()) return Stop(partition, log, applied);
    log.revision = block.revision;
    log.hash = block.hash;
    waiting_bytes_ -= BytesOf(block);
    log.waiting.pop_front();
    log.decoded.reset();
  }
}

bool Follower::HasStructureFor(const std::string& partition, const BlockContent& content) const {
  return partition == kStructurePartition ||
         content.structure_revision <= views_.structure_revision();
}

void Follower::AdvanceAll() {
  for (auto& [partition, log] : logs_) {
    if (log.waiting.empty() || log.stopped) continue;
    Advance(partition, log);
  }
}

void Follower::Stop(const std::string& partition, Log& log, const absl::Status& why) {
  log.stopped = true;
  for (const StoredBlock& block : log.waiting) waiting_bytes_ -= BytesOf(block);
  log.waiting.clear();
  log.decoded.reset();
  views_.Stop(partition, why);
  observer_.PartitionStopped(partition, why);
}

absl::Status Follower::Refuse(const absl::Status& why) {
  refused_ = why;
  views_.SetReadiness(why);
  observer_.Refused(why);
  return why;
}

void Follower::CheckCaughtUp() {
  if (caught_up_ || !first_heads_.has_value()) return;
  for (const Head& head : *first_heads_) {
    const auto log = logs_.find(head.partition);
    if (log == logs_.end()) return;
    if (!log->second.stopped && log->second.revision < head.revision) return;
  }
  caught_up_ = true;
  views_.SetReadiness(absl::OkStatus());
  observer_.CaughtUp();
}

}  // namespace taizhang::aggregator
