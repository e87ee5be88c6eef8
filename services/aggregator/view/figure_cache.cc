#include "services/aggregator/view/figure_cache.h"

#include <iterator>

namespace taizhang::aggregator {
namespace {

/// A node of the list, one of the index, and what the allocator adds to them.
constexpr size_t kBytesAround = 128;

}  // namespace

FigureKey::FigureKey(const FigureQuery& query)
    : scope(query.scope.text()),
      indicator(query.indicator),
      first_month(query.period.first_month()),
      months(query.period.months()),
      members_on(query.members_on),
      distinct(query.distinct),
      fill_from_statements(query.fill_from_statements) {}

size_t CachedFigure::memory_bytes() const {
  size_t bytes = sizeof(CachedFigure) + figure.whole.capacity() + figure.unit.capacity() +
                 partitions.capacity() * sizeof(PartitionRead);
  for (const StatedFigure& stated : figure.stated) {
    bytes += sizeof(StatedFigure) + stated.source.capacity() + stated.remark.capacity();
  }
  for (const ScopeRead& read : scopes) bytes += sizeof(ScopeRead) + read.scope.capacity();
  for (const std::string& partition : absent) bytes += sizeof(partition) + partition.capacity();
  return bytes;
}

std::shared_ptr<const CachedFigure> FigureCache::Find(const FigureKey& key) {
  const MutexLock lock(mutex_);
  const auto found = index_.find(key);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->figure;
}

void FigureCache::Put(FigureKey key, CachedFigure figure) {
  // Both the list and the index have the key.
  const size_t bytes = figure.memory_bytes() + kBytesAround +
                       2 * (sizeof(FigureKey) + key.scope.capacity() + key.indicator.capacity());
  auto shared = std::make_shared<const CachedFigure>(std::move(figure));
  const MutexLock lock(mutex_);
  if (const auto known = index_.find(key); known != index_.end()) Drop(known->second);
  if (bytes > limits_.bytes_max) return;
  while (bytes_ + bytes > limits_.bytes_max) Drop(std::prev(entries_.end()));
  entries_.push_front({.key = key, .figure = std::move(shared), .bytes = bytes});
  index_.emplace(std::move(key), entries_.begin());
  bytes_ += bytes;
}

void FigureCache::Clear() {
  const MutexLock lock(mutex_);
  index_.clear();
  entries_.clear();
  bytes_ = 0;
}

size_t FigureCache::size() const {
  const MutexLock lock(mutex_);
  return entries_.size();
}

size_t FigureCache::memory_bytes() const {
  const MutexLock lock(mutex_);
  return bytes_;
}

void FigureCache::Drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  index_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace taizhang::aggregator
