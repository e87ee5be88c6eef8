#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/facts/block_content.h"
#include "common/log/hash.h"
#include "common/log/mutex.h"
#include "common/log/store.h"
#include "common/log/stored_block.h"
#include "services/aggregator/view/views.h"

namespace taizhang::aggregator {

/// Bytes of blocks that wait for the structure revision that they name.
inline constexpr size_t kWaitingBytesMax = 64U << 20U;

/// What the ledger's facts of a partition come to at a revision.
struct LedgerDigest {
  std::string partition;
  uint64_t revision = 0;
  uint64_t facts_digest = 0;
};

/// What the ledger sends at once.
struct FeedPage {
  std::string epoch;
  std::vector<StoredBlock> blocks;
  /// Where the ledger says that it has sent everything: its durable heads.
  std::optional<std::vector<Head>> heads;
  /// Of the heads of which it knows them.
  std::vector<LedgerDigest> digests = {};
};

/// How often facts were compared with the ledger's, and how often they were others.
struct DigestCounts {
  uint64_t comparisons = 0;
  uint64_t mismatches = 0;
};

/// A seam for tests: changes what a block says before it is applied, as a defect in memory or in
/// folding would.
using BlockFault =
    std::function<void(const std::string& partition, uint64_t revision, BlockContent& content)>;

/// Hears what happens to a follower, on the thread that feeds it.
class FollowerObserver {
 public:
  virtual ~FollowerObserver() = default;
  /// Once: all that the first progress told of is applied.
  virtual void CaughtUp() = 0;
  /// A partition is damaged and will not be followed any further.
  virtual void PartitionStopped(const std::string& partition, const absl::Status& why) = 0;
  /// The ledger is no longer the one that was followed; nothing is served from now on.
  virtual void Refused(const absl::Status& why) = 0;
};

/// Follows a ledger: takes its pages, verifies, and applies them to views. A state machine without
/// transport, clock and threads; whoever feeds it calls from one thread.
///
/// Guarantees: a partition's blocks are applied in order, each once, none skipped; one that does
/// not follow its predecessor by revision and hash stops its partition for good and no other. A
/// block waits until the structure revision that it names is applied. A ledger with another epoch,
/// or behind what was applied, is refused for good: what is served would not be what it says. Where
/// the ledger tells what its facts come to at just the revision that is applied, they are compared:
/// a partition that folded to other facts is stopped, too.
class Follower {
 public:
  Follower(Views& views, FollowerObserver& observer, BlockFault fault = nullptr);

  /// Where the next stream begins. Blocks that were still waiting are forgotten, as they come
  /// again.
  std::vector<Head> Resume();

  /// An error ends the stream: RESOURCE_EXHAUSTED (too many blocks wait; begin again) or that the
  /// ledger is refused.
  absl::Status Receive(FeedPage page);

  /// A stream ended with an error of the ledger's. Whether to try again: not where it does not know
  /// our cursors.
  bool StreamEnded(const absl::Status& status);

  /// Durable heads as the ledger told of them last. Any thread's.
  [[nodiscard]] std::map<std::string, uint64_t> ledger_heads() const TAIZHANG_EXCLUDES(mutex_);
  /// Empty before the first page. Any thread's.
  [[nodiscard]] std::string epoch() const TAIZHANG_EXCLUDES(mutex_);
  /// Any thread's.
  [[nodiscard]] DigestCounts digest_counts() const TAIZHANG_EXCLUDES(mutex_);

 private:
  struct Log {
    uint64_t revision = 0;
    Hash hash{};
    bool stopped = false;
    std::deque<StoredBlock> waiting;      ///< in order, after revision
    std::optional<BlockContent> decoded;  ///< of the first that waits
  };

  absl::Status TakeEpoch(const std::string& epoch) TAIZHANG_EXCLUDES(mutex_);
  absl::Status TakeHeads(const std::vector<Head>& heads) TAIZHANG_EXCLUDES(mutex_);
  void CompareDigests(const std::vector<LedgerDigest>& digests) TAIZHANG_EXCLUDES(mutex_);
  void Enqueue(StoredBlock block);
  /// Applies what waits at the front of a log, as far as its structure is there.
  void Advance(const std::string& partition, Log& log);
  void AdvanceAll();
  [[nodiscard]] bool HasStructureFor(const std::string& partition,
                                     const BlockContent& content) const;
  void Stop(const std::string& partition, Log& log, const absl::Status& why);
  absl::Status Refuse(const absl::Status& why);
  void CheckCaughtUp();

  Views& views_;
  FollowerObserver& observer_;
  const BlockFault fault_;
  std::map<std::string, Log> logs_;
  size_t waiting_bytes_ = 0;
  absl::Status refused_;
  std::optional<std::vector<Head>> first_heads_;  ///< to be reached before serving
  bool caught_up_ = false;

  mutable Mutex mutex_;
  std::map<std::string, uint64_t> ledger_heads_ TAIZHANG_GUARDED_BY(mutex_);
  std::string epoch_ TAIZHANG_GUARDED_BY(mutex_);
  DigestCounts digest_counts_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::aggregator
