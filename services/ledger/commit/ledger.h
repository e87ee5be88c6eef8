#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/log/mutex.h"
#include "common/values/record_name.h"
#include "services/ledger/commit/partition.h"
#include "services/ledger/commit/reading.h"

namespace taizhang::ledger {

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

  /// Reads as of the durable head. NOT_FOUND where there is none, or it is withdrawn.
  absl::StatusOr<RecordRead> ReadRecord(const RecordName& name) const;
  absl::StatusOr<ObservationRead> ReadObservation(const ObservationQuery& query) const;
  /// NOT_FOUND where nothing was ever written.
  absl::StatusOr<DurableHead> ReadHead(const std::string& partition) const;

  [[nodiscard]] std::shared_ptr<const Structure> structure() const { return structure_.Get(); }
  [[nodiscard]] std::string epoch() const { return environment_.store->epoch(); }

 private:
  std::shared_ptr<Partition> FindPartition(const std::string& name) const TAIZHANG_EXCLUDES(mutex_);
  absl::StatusOr<std::shared_ptr<Partition>> GetPartition(const std::string& name)
      TAIZHANG_EXCLUDES(mutex_);

  const CommitEnvironment environment_;
  const CommitLimits limits_;
  PublishedStructure structure_;
  mutable Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Partition>> partitions_
      TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::ledger
