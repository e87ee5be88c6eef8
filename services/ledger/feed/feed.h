#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/feed/tail.h"

namespace taizhang::ledger {

/// The last block that a reader has.
struct FeedCursor {
  std::string partition;
  uint64_t revision = 0;
  std::string hash;  ///< at least the first 8 bytes
};

/// What a reader follows.
struct FeedRequest {
  std::vector<FeedCursor> cursors;
  std::vector<std::string>
      partitions;  ///< empty: all that begin with `prefix`, later ones included
  std::string prefix;
};

/// What the facts of a partition come to at a revision.
struct FeedDigest {
  std::string partition;
  uint64_t revision = 0;
  uint64_t facts_digest = 0;
  friend bool operator==(const FeedDigest&, const FeedDigest&) = default;
};

/// A partition of which nothing more is sent.
struct FeedStop {
  std::string partition;
  absl::Status why;
};

struct FeedPage {
  Blocks blocks;
  /// Partitions of which the store does not have the next block; each is told once, on the page
  /// with what comes before it.
  std::vector<FeedStop> stopped;
  bool caught_up = false;  ///< with this page all is sent that was durable when it was begun
};

/// One reader's way through the logs: every block after its cursors once, in order within a
/// partition, and blocks of "structure" before the blocks that were decided on them (where the
/// reader follows it). Never waits for news: an empty page means that there are none.
///
/// Partitions take turns within a page. What is to be sent is settled in rounds: the heads of one
/// instant, "structure" first and whole, then the others up to those heads. A head of that instant
/// names no later structure.
///
/// Not thread-safe; one caller at a time.
class Feed {
 public:
  static constexpr size_t kPageBytesMax = size_t{1} << 20U;
  static constexpr size_t kTurnBytesMax = size_t{256} << 10U;

  /// HISTORY_DIVERGED where a cursor's hash is not in this history, REVISION_UNKNOWN where it is
  /// beyond the head, INVALID_REQUEST for what cannot be a cursor. `tail` outlives it.
  static absl::StatusOr<Feed> Open(Tail& tail, const FeedRequest& request,
                                   size_t page_bytes_max = kPageBytesMax,
                                   size_t turn_bytes_max = kTurnBytesMax);

  absl::StatusOr<FeedPage> Next();

  /// The reader cannot go on in a partition: what was sent of it ends at `last` (revision 0: at
  /// nothing), and nothing more is.
  void Stop(const Head& last);

  /// Where the reader stands: what was sent of everything that it follows.
  [[nodiscard]] std::vector<Head> sent() const;
  /// What the facts come to there, of all that this round's heads or those before told it of.
  [[nodiscard]] std::vector<FeedDigest> digests() const;

 private:
  struct Following {
    Head sent;
    uint64_t target = 0;                   ///< revision up to which this round goes
    std::optional<uint64_t> facts_digest;  ///< at the target
    bool stopped = false;
  };

  Feed(Tail& tail, const FeedRequest& request, size_t page_bytes_max, size_t turn_bytes_max);

  absl::Status Start(const FeedCursor& cursor);
  [[nodiscard]] bool Follows(const std::string& partition) const;
  void BeginRound();

  Tail* tail_;
  std::set<std::string> partitions_;
  std::string prefix_;
  size_t page_bytes_max_;
  size_t turn_bytes_max_;
  std::map<std::string, Following> following_;
  std::vector<FeedStop> gaps_;    ///< met at the cursors, to be told
  std::deque<Following*> turns_;  ///< partitions with blocks left in this round
  uint64_t sequence_ = 0;
};

}  // namespace taizhang::ledger
