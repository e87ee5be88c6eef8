#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/facts/facts.h"
#include "common/log/mutex.h"
#include "services/ledger/commit/commit_environment.h"
#include "services/ledger/commit/erase_request.h"
#include "services/ledger/commit/in_flight.h"
#include "services/ledger/commit/published_structure.h"
#include "services/ledger/commit/replay.h"
#include "services/ledger/commit/write_request.h"
#include "services/ledger/core/posting.h"

namespace taizhang::ledger {

/// A partition's durable head, and whether it serves.
struct PartitionStatus {
  std::string name;
  /// Where the log did not fold at the start: revision and hash as the store has them, no time.
  DurableHead head;
  absl::Status state;  ///< OK, or why it stopped
};

/// One log, its facts, and the requests under way to it.
///
/// A strand: requests are posted one after the other, on whatever thread gives or resumes them,
/// ahead of the disk within CommitLimits. The durable head moves when the store has synced, and
/// gates what leaves: answers, tokens, reads, the feed. Where the store's log turns out to be
/// another one than ours (CONFLICT, UNKNOWN), what it has decides: the requests that are not in it
/// get a retryable error, and the facts are folded anew.
///
/// Thread-safe. Owned by shared_ptr, as the store calls back.
class Partition : public std::enable_shared_from_this<Partition> {
 public:
  /// All arguments outlive it. `structure` is read, or set by the partition "structure".
  Partition(std::string name, const CommitEnvironment& environment, PublishedStructure& structure,
            CommitLimits limits);

  /// Folds the log, whose head in the store is `stored`; before any other call. On an error the
  /// partition stays, stopped: every request gets the error.
  absl::Status Recover(const DurableHead& stored) TAIZHANG_EXCLUDES(mutex_, facts_mutex_);

  /// `done` is called once, perhaps before this returns.
  void Write(WriteRequest request, WriteDone done) TAIZHANG_EXCLUDES(mutex_, facts_mutex_);
  /// The same for an erasure. It waits until all before it is durable: what it changes of older
  /// versions is seen by readers of the durable head at once. What comes behind it waits with it,
  /// so one erasure may wait, and a further one is OVERLOADED. With `validate_only` it is a reading
  /// of the durable head, one at a time, that holds up nobody.
  void Erase(EraseRequest request, EraseDone done) TAIZHANG_EXCLUDES(mutex_, facts_mutex_);

  [[nodiscard]] DurableHead head() const TAIZHANG_EXCLUDES(mutex_);
  /// OK, or why it stopped.
  [[nodiscard]] absl::Status state() const TAIZHANG_EXCLUDES(mutex_);
  /// Both as of one moment.
  [[nodiscard]] PartitionStatus status() const TAIZHANG_EXCLUDES(mutex_);

  /// A commit up to the durable head; nothing for any other revision.
  [[nodiscard]] std::optional<CommitMark> FindCommit(uint64_t revision) const
      TAIZHANG_EXCLUDES(mutex_, facts_mutex_);

  /// Calls `read(facts, durable head)`; what it looks up is to be as of that head's revision. It
  /// must be short.
  template <typename Read>
  auto ReadFacts(const Read& read) const TAIZHANG_EXCLUDES(mutex_, facts_mutex_) {
    const DurableHead as_of = head();
    const MutexLock lock(facts_mutex_);
    return read(*facts_, as_of);
  }

 private:
  struct WaitingErasure {
    EraseRequest request;
    EraseDone done;
  };
  struct Waiting {
    WriteRequest request;
    WriteDone done;
    std::unique_ptr<WaitingErasure> erasure = nullptr;  ///< instead of the above
  };
  // The strand (partition.cc).
  void Enqueue(Waiting waiting) TAIZHANG_EXCLUDES(mutex_, facts_mutex_);
  void RunStrand();
  /// The next thing to do; nothing: the strand rests.
  enum class Turn : uint8_t { kRest, kResolve, kPost };
  Turn NextTurn(Waiting& next) TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] bool CanProceed() const TAIZHANG_REQUIRES(mutex_);
  void Schedule();

  // One request (partition_posting.cc). Called by the strand alone.
  void Process(Waiting waiting);
  /// Whether `waiting` was answered by, or joined to, an earlier request of its id.
  bool AnswerRepeated(Waiting& waiting, const Hash& fingerprint);
  absl::StatusOr<Written> Recall(const RequestEntry& entry);
  /// Of a durable revision; all zero for 0.
  absl::StatusOr<Hash> HashOf(uint64_t revision);
  /// Gives `content`, of one request, what Post leaves open, and encodes it.
  absl::StatusOr<std::shared_ptr<const StoredBlock>> MakeBlock(BlockContent& content,
                                                               const std::string& request_id,
                                                               const std::string& principal);
  void Commit(Posted posted, const Hash& fingerprint, Waiting waiting);
  /// Folds a block that was just made into the facts and, of "structure", the speculative
  /// structure. `subjects_with_erased` as of Facts::Apply.
  absl::Status Apply(const BlockContent& content, const StoredBlock& block,
                     const std::vector<Ordinal>* subjects_with_erased = nullptr)
      TAIZHANG_EXCLUDES(facts_mutex_);
  /// `batch` may bring what is to be replaced in older blocks.
  void Append(InFlight entry, const DurableHead& predecessor, AppendBatch batch)
      TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] std::shared_ptr<const Structure> StructureNow() const;

  // An erasure (partition_erasing.cc). Called by the strand alone, with nothing in flight.
  void ProcessErasure(WaitingErasure waiting) TAIZHANG_EXCLUDES(mutex_, facts_mutex_);
  bool AnswerRepeatedErasure(WaitingErasure& waiting, bool is_there);
  absl::StatusOr<Erased> RecallErasure(const RequestEntry& entry);
  /// The older blocks' sections without the text, and what is to be forgotten with it.
  absl::StatusOr<AppendBatch> RewriteTexts(const TextUses& found);
  void CommitErasure(const TextUses& found, Erased erased, WaitingErasure waiting);
  /// Of any thread: what it would come to at the durable head.
  absl::StatusOr<Erased> TryErasure(const EraseRequest& request) const
      TAIZHANG_EXCLUDES(mutex_, facts_mutex_);

  // What the store answers (partition_settling.cc).
  void Returned(uint64_t number, AppendOutcome outcome) TAIZHANG_EXCLUDES(mutex_);
  /// Tells of all that is settled; one thread at a time does, so that it is told in order.
  void Deliver() TAIZHANG_EXCLUDES(mutex_);
  std::vector<InFlight> TakeSettled() TAIZHANG_REQUIRES(mutex_);
  void Tell(std::vector<InFlight>& settled);
  void Resolve() TAIZHANG_EXCLUDES(mutex_, facts_mutex_);
  struct Judgement {
    size_t ours = 0;    ///< of the blocks that the store has beyond the durable head
    bool lost = false;  ///< a block of ours is not there
  };
  /// Settles the fates of all in flight by what the store has.
  absl::StatusOr<Judgement> Judge(const std::vector<StoredBlock>& stored) TAIZHANG_EXCLUDES(mutex_);
  /// Blocks that somebody else wrote become durable like ours.
  void PushForeign(std::vector<StoredBlock> blocks) TAIZHANG_EXCLUDES(mutex_);
  /// From here on every request gets `status`.
  void Stop(const absl::Status& status) TAIZHANG_EXCLUDES(mutex_);
  /// Goes on from the head of a folded log.
  void Adopt(FoldedLog folded) TAIZHANG_EXCLUDES(facts_mutex_);

  /// The strand alone changes the facts, under facts_mutex_; it may read them without.
  [[nodiscard]] Facts& strand_facts() const TAIZHANG_THREAD_ATTRIBUTE(no_thread_safety_analysis) {
    return *facts_;
  }

  const std::string name_;
  const bool is_structure_;
  const CommitEnvironment& environment_;
  PublishedStructure& published_;
  const CommitLimits limits_;

  // The strand's own.
  DurableHead posted_;                            ///< the newest block made, durable or not
  std::shared_ptr<const Structure> speculative_;  ///< of "structure": with all that is posted
  uint64_t next_number_ = 0;

  mutable Mutex facts_mutex_;
  std::unique_ptr<Facts> facts_ TAIZHANG_GUARDED_BY(facts_mutex_);
  std::deque<CommitMark> commits_ TAIZHANG_GUARDED_BY(facts_mutex_);  ///< FoldedLog::commits

  mutable Mutex mutex_;
  absl::Status state_ TAIZHANG_GUARDED_BY(mutex_);
  DurableHead durable_ TAIZHANG_GUARDED_BY(mutex_);
  DurableHead unread_ TAIZHANG_GUARDED_BY(mutex_);  ///< in the store, of a log that does not fold
  InFlightQueue in_flight_ TAIZHANG_GUARDED_BY(mutex_);
  std::deque<Waiting> waiting_ TAIZHANG_GUARDED_BY(mutex_);
  bool running_ TAIZHANG_GUARDED_BY(mutex_) = false;   ///< a thread runs the strand, or is about to
  bool in_doubt_ TAIZHANG_GUARDED_BY(mutex_) = false;  ///< the store answered other than kAppended
  bool delivering_ TAIZHANG_GUARDED_BY(mutex_) = false;  ///< a thread is in Deliver
  bool erasure_waits_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool trying_erasure_ TAIZHANG_GUARDED_BY(mutex_) = false;  ///< a thread is in TryErasure
};

}  // namespace taizhang::ledger
