#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/log/mutex.h"
#include "common/values/record_name.h"
#include "services/ledger/commit/history.h"
#include "services/ledger/commit/named_commit.h"
#include "services/ledger/commit/partition.h"
#include "services/ledger/commit/reading.h"

namespace taizhang::ledger {

/// Which page of the partitions.
struct PartitionPaging {
  std::string after;       ///< the last one of the page before; empty: from the first
  size_t count_max = 100;  ///< on the page, at least 1
  size_t examined_max =
      10'000;  ///< also such as nothing was written to; then the page is cut short
};

struct PartitionPage {
  std::vector<PartitionStatus> partitions;
  std::string next_after;  ///< PartitionPaging::after of the next page; empty: this is the last one
};

/// All partitions of one store. Thread-safe.
///
/// The store calls back: it is closed before the ledger, and before what its environment is made
/// of, is destroyed.
class Ledger {
 public:
  explicit Ledger(CommitEnvironment environment, CommitLimits limits = {});

  /// Folds every log, "structure" first. An error where the store or "structure" cannot be read;
  /// any other damaged partition is stopped and told of by `warn`, the rest serves.
  absl::Status Recover() TAIZHANG_EXCLUDES(mutex_);

  /// Decides on a request; `done` is called once, after the disk has what is acknowledged, on any
  /// thread.
  void Write(WriteRequest request, WriteDone done) TAIZHANG_EXCLUDES(mutex_);

  /// Where to read a partition: at `revision`, 0 being the durable head. An earlier revision goes
  /// with the structure on which it was decided, so that its readings stay the same; the head,
  /// where it is not asked for by number, with the newest one. NOT_FOUND where nothing was ever
  /// written; REVISION_UNKNOWN beyond the head.
  absl::StatusOr<ReadPoint> PointAt(const std::string& partition, uint64_t revision) const;
  /// OK for a point of this history: what a client kept may be of another. HISTORY_DIVERGED,
  /// REVISION_UNKNOWN.
  absl::Status CheckPoint(const ReadPoint& point) const;
  /// Calls `read` with the facts of the point's partition; what it looks up is to be as of the
  /// point. It must be short.
  absl::Status ReadAt(const ReadPoint& point, absl::FunctionRef<void(const Facts&)> read) const;

  /// Erases a text from a partition; `done` is called once, after the store has it no more, on any
  /// thread. NOT_FOUND where nothing was ever written to the partition.
  void Erase(EraseRequest request, EraseDone done) TAIZHANG_EXCLUDES(mutex_);

  /// Reads as of a revision, 0 being the durable head. NOT_FOUND where there is none, or it is
  /// withdrawn.
  absl::StatusOr<RecordRead> ReadRecord(const RecordName& name, uint64_t revision = 0) const;
  absl::StatusOr<ObservationRead> ReadObservation(const ObservationQuery& query,
                                                  uint64_t revision = 0) const;
  /// NOT_FOUND where nothing was ever written.
  absl::StatusOr<DurableHead> ReadHead(const std::string& partition) const;

  /// The partitions that anything was ever written to, stopped ones included, whose names begin
  /// with `prefix`: "structure" first, then by name. Each is as of a moment of the call.
  PartitionPage ListPartitions(const std::string& prefix, const PartitionPaging& paging) const
      TAIZHANG_EXCLUDES(mutex_);

  /// All of them at once: for the start, when nobody waits.
  [[nodiscard]] std::vector<PartitionStatus> AllPartitions() const TAIZHANG_EXCLUDES(mutex_);

  /// Decodes a durable block, and verifies it; its predecessor where it is known (null: not looked
  /// at). LOG_DAMAGED, with partition and revision, where it does not hold or the partition is
  /// stopped.
  absl::StatusOr<NamedCommit> ReadCommit(const StoredBlock& block, const Hash* previous_hash) const;

  /// A measure as of its newest version that was no withdrawal: what its observations are read by.
  /// Null where there never was one.
  [[nodiscard]] std::shared_ptr<const Record> LastMeasure(const RecordName& name) const;

  /// Who made a version, when, and with which request: see ReadOriginFrom.
  absl::StatusOr<VersionOrigin> ReadOrigin(const std::string& partition, uint64_t revision,
                                           Changed what, uint32_t row) const;

  [[nodiscard]] std::shared_ptr<const Structure> structure() const { return structure_.Get(); }
  [[nodiscard]] std::string epoch() const { return environment_.store->epoch(); }

 private:
  std::shared_ptr<Partition> FindPartition(const std::string& name) const TAIZHANG_EXCLUDES(mutex_);
  /// One that serves: NOT_FOUND where nothing was ever written, or why it stopped.
  absl::StatusOr<std::shared_ptr<Partition>> ServingPartition(const std::string& name) const
      TAIZHANG_EXCLUDES(mutex_);
  absl::StatusOr<std::shared_ptr<Partition>> GetPartition(const std::string& name)
      TAIZHANG_EXCLUDES(mutex_);
  /// Up to `count` partitions whose names begin with `prefix` and come after `after` (empty: all),
  /// in the order of ListPartitions.
  std::vector<std::shared_ptr<Partition>> PartitionsAfter(const std::string& prefix,
                                                          const std::string& after,
                                                          size_t count) const
      TAIZHANG_EXCLUDES(mutex_);

  const CommitEnvironment environment_;
  const CommitLimits limits_;
  PublishedStructure structure_;
  mutable Mutex mutex_;
  absl::btree_map<std::string, std::shared_ptr<Partition>> partitions_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::ledger
