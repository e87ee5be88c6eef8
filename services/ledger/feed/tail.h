#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/log/mutex.h"
#include "common/log/store.h"
#include "services/ledger/commit/partition.h"

namespace taizhang::ledger {

using Blocks = std::vector<std::shared_ptr<const StoredBlock>>;

/// Size of a block on the wire, about.
size_t BytesOfBlock(const StoredBlock& block);

/// The durable heads of all partitions, the newest blocks in memory, and who wants to be woken by
/// new ones. What is no longer in memory is read from the store, so that catching up and following
/// are one. Thread-safe.
class Tail {
 public:
  /// Called without a lock held and without a word of what is new; must not block.
  using Wake = std::function<void()>;

  Tail(Store& store, size_t bytes_max) : store_(store), bytes_max_(bytes_max) {}

  /// Takes the heads from the store; before any Add.
  absl::Status Load() TAIZHANG_EXCLUDES(mutex_);

  /// Blocks of one partition, in order, that became durable, and the digest of the facts behind the
  /// last one.
  void Add(const Blocks& blocks, uint64_t facts_digest) TAIZHANG_EXCLUDES(mutex_);
  /// Takes the digests of partitions as they were recovered, of heads that still are theirs.
  void NoteFacts(const std::vector<PartitionStatus>& partitions) TAIZHANG_EXCLUDES(mutex_);
  /// Drops what is in memory of a partition's blocks up to `through`: the store has them with other
  /// texts now.
  void Forget(const std::string& partition, uint64_t through) TAIZHANG_EXCLUDES(mutex_);

  /// A head, and what the facts there come to; nothing where the ledger has not folded it.
  struct PublishedHead {
    Head head;
    std::optional<uint64_t> facts_digest;
  };
  struct News {
    std::vector<PublishedHead> heads;  ///< the one that changed last at the end
    uint64_t sequence = 0;             ///< to ask for later news with
  };
  /// Heads that changed after `sequence` (0: all), as of one instant: what a block among them was
  /// decided on is among them or older. Costs as much as it returns.
  [[nodiscard]] News HeadsSince(uint64_t sequence) const TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] std::optional<Head> FindHead(const std::string& partition) const
      TAIZHANG_EXCLUDES(mutex_);

  /// Blocks with after < revision <= through, as many as together have at most `bytes_max`, and at
  /// least one, if any.
  absl::StatusOr<Blocks> Read(const std::string& partition, uint64_t after, uint64_t through,
                              size_t bytes_max) TAIZHANG_EXCLUDES(mutex_);

  uint64_t Subscribe(Wake wake) TAIZHANG_EXCLUDES(mutex_);
  /// A wake that is under way may still come.
  void Unsubscribe(uint64_t subscription) TAIZHANG_EXCLUDES(mutex_);

 private:
  struct Entry {
    Head head;
    std::optional<uint64_t> facts_digest;                   ///< at the head
    uint64_t sequence = 0;                                  ///< of its newest change
    std::deque<std::shared_ptr<const StoredBlock>> blocks;  ///< gap-free, up to the head
    std::list<const std::string*>::iterator place;          ///< in by_change_
  };

  Entry& Change(const Head& head) TAIZHANG_REQUIRES(mutex_);
  void Evict() TAIZHANG_REQUIRES(mutex_);
  [[nodiscard]] Blocks Remembered(const std::string& partition, uint64_t after, uint64_t through,
                                  size_t bytes_max) const TAIZHANG_EXCLUDES(mutex_);

  Store& store_;
  const size_t bytes_max_;
  mutable Mutex mutex_;
  std::map<std::string, Entry> entries_ TAIZHANG_GUARDED_BY(mutex_);
  std::list<const std::string*> by_change_
      TAIZHANG_GUARDED_BY(mutex_);  ///< keys, newest change first
  std::deque<Entry*> by_age_
      TAIZHANG_GUARDED_BY(mutex_);  ///< an element for each block in memory, oldest first
  size_t bytes_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  uint64_t sequence_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  uint64_t next_subscription_ TAIZHANG_GUARDED_BY(mutex_) = 1;
  absl::flat_hash_map<uint64_t, std::shared_ptr<const Wake>> wakes_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::ledger
