#include "services/ledger/feed/tail.h"

#include <algorithm>
#include <utility>

namespace taizhang::ledger {

size_t BytesOfBlock(const StoredBlock& block) {
  constexpr size_t kAround = 64;
  return block.header.size() + block.body.size() + block.texts.size() + kAround;
}

absl::Status Tail::Load() {
  const absl::StatusOr<std::vector<Head>> heads = store_.Heads();
  if (!heads.ok()) return heads.status();
  const MutexLock lock(mutex_);
  for (const Head& head : *heads) Change(head);
  return absl::OkStatus();
}

Tail::Entry& Tail::Change(const Head& head) {
  const auto [at, is_new] = entries_.try_emplace(head.partition);
  Entry& entry = at->second;
  if (!is_new) by_change_.erase(entry.place);
  entry.place = by_change_.insert(by_change_.begin(), &at->first);
  entry.head = head;
  entry.facts_digest.reset();
  entry.sequence = ++sequence_;
  return entry;
}

void Tail::Add(const Blocks& blocks, uint64_t facts_digest) {
  std::vector<std::shared_ptr<const Wake>> wakes;
  {
    const MutexLock lock(mutex_);
    for (const std::shared_ptr<const StoredBlock>& block : blocks) {
      Entry& entry =
          Change({.partition = block->partition, .revision = block->revision, .hash = block->hash});
      if (block == blocks.back()) entry.facts_digest = facts_digest;
      entry.blocks.push_back(block);
      by_age_.push_back(&entry);
      bytes_ += BytesOfBlock(*block);
    }
    Evict();
    wakes.reserve(wakes_.size());
    for (const auto& [subscription, wake] : wakes_) wakes.push_back(wake);
  }
  for (const std::shared_ptr<const Wake>& wake : wakes) (*wake)();
}

void Tail::NoteFacts(const std::vector<PartitionStatus>& partitions) {
  const MutexLock lock(mutex_);
  for (const PartitionStatus& partition : partitions) {
    const auto found = entries_.find(partition.name);
    if (found == entries_.end() || !partition.state.ok()) continue;
    if (found->second.head.revision != partition.head.revision) continue;
    found->second.facts_digest = partition.head.facts_digest;
  }
}

void Tail::Forget(const std::string& partition, uint64_t through) {
  const MutexLock lock(mutex_);
  const auto found = entries_.find(partition);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  size_t count = 0;
  for (; !entry.blocks.empty() && entry.blocks.front()->revision <= through; ++count) {
    bytes_ -= BytesOfBlock(*entry.blocks.front());
    entry.blocks.pop_front();
  }
  // Each of its places stands for its oldest block.
  std::erase_if(by_age_, [&](const Entry* of) {
    if (of != &entry || count == 0) return false;
    --count;
    return true;
  });
}

void Tail::Evict() {
  while (bytes_ > bytes_max_ && !by_age_.empty()) {
    Entry& entry = *by_age_.front();
    by_age_.pop_front();
    bytes_ -= BytesOfBlock(*entry.blocks.front());
    entry.blocks.pop_front();
  }
}

Tail::News Tail::HeadsSince(uint64_t sequence) const {
  const MutexLock lock(mutex_);
  News news{.heads = {}, .sequence = sequence_};
  for (const std::string* name : by_change_) {
    const Entry& entry = entries_.find(*name)->second;
    if (entry.sequence <= sequence) break;
    news.heads.push_back({.head = entry.head, .facts_digest = entry.facts_digest});
  }
  std::reverse(news.heads.begin(), news.heads.end());
  return news;
}

std::optional<Head> Tail::FindHead(const std::string& partition) const {
  const MutexLock lock(mutex_);
  const auto entry = entries_.find(partition);
  return entry == entries_.end() ? std::nullopt : std::optional<Head>(entry->second.head);
}

Blocks Tail::Remembered(const std::string& partition, uint64_t after, uint64_t through,
                        size_t bytes_max) const {
  Blocks found;
  const MutexLock lock(mutex_);
  const auto entry = entries_.find(partition);
  if (entry == entries_.end() || entry->second.blocks.empty()) return found;
  const auto& blocks = entry->second.blocks;
  const uint64_t first = blocks.front()->revision;
  if (after + 1 < first) return found;
  size_t bytes = 0;
  for (size_t i = after + 1 - first; i < blocks.size() && blocks[i]->revision <= through; ++i) {
    bytes += BytesOfBlock(*blocks[i]);
    if (!found.empty() && bytes > bytes_max) break;
    found.push_back(blocks[i]);
  }
  return found;
}

absl::StatusOr<Blocks> Tail::Read(const std::string& partition, uint64_t after, uint64_t through,
                                  size_t bytes_max) {
  Blocks found = Remembered(partition, after, through, bytes_max);
  if (!found.empty() || after >= through) return found;
  absl::StatusOr<std::vector<StoredBlock>> stored = store_.Read(partition, after, bytes_max);
  if (!stored.ok()) return stored.status();
  for (StoredBlock& block : *stored) {
    if (block.revision > through) break;
    found.push_back(std::make_shared<const StoredBlock>(std::move(block)));
  }
  return found;
}

uint64_t Tail::Subscribe(Wake wake) {
  const MutexLock lock(mutex_);
  wakes_.emplace(next_subscription_, std::make_shared<const Wake>(std::move(wake)));
  return next_subscription_++;
}

void Tail::Unsubscribe(uint64_t subscription) {
  const MutexLock lock(mutex_);
  wakes_.erase(subscription);
}

}  // namespace taizhang::ledger
