#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/log/sqlite_connection.h"
#include "common/log/store.h"

namespace taizhang {

/// Writes groups of batches, a transaction each. Used by one thread.
class SqliteAppender {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteAppender>> Create(SqliteConnection connection);

  /// One transaction with a savepoint for each batch, so that a conflict fails alone. `outcomes`
  /// gets one for each batch; where the whole fails, all are unknown: a commit that reports an
  /// error may still be found on the disk.
  absl::Status Commit(const std::vector<AppendBatch>& batches,
                      std::vector<AppendOutcome>& outcomes);

  /// Moves the write-ahead log into the database and empties it, when it is larger than
  /// `bytes_max`. Readers that are at work put it off until the next call.
  absl::Status TruncateWal(int64_t bytes_max);
  /// The same whatever its size. False where readers were at work for longer than `wait`.
  absl::StatusOr<bool> EmptyWal(std::chrono::milliseconds wait);

 private:
  struct Statements {
    SqliteStatement begin, commit, rollback;
    SqliteStatement savepoint, release, rollback_to;
    SqliteStatement find_head, create_head, move_head;
    SqliteStatement insert_block, insert_request;
    SqliteStatement replace_texts, forget_fingerprints;
  };
  struct StoredHead {
    int64_t id = 0;
    uint64_t revision = 0;
    Hash hash{};
  };

  explicit SqliteAppender(SqliteConnection connection) : connection_(std::move(connection)) {}

  absl::Status CommitGroup(const std::vector<AppendBatch>& batches,
                           std::vector<AppendOutcome>& outcomes);
  absl::StatusOr<AppendOutcome> Append(const AppendBatch& batch);
  /// ALREADY_EXISTS for a request that was answered before.
  absl::Status Write(const AppendBatch& batch);
  absl::StatusOr<StoredHead> FindHead(const std::string& partition);
  absl::Status InsertBlock(int64_t partition_id, const StoredBlock& block);
  absl::Status InsertRequest(int64_t partition_id, const RequestEntry& request);
  absl::Status ReplaceTexts(int64_t partition_id, const TextReplacement& replacement);
  absl::Status ForgetFingerprints(int64_t partition_id, const std::vector<RevisionRange>& ranges);

  SqliteConnection connection_;
  Statements statements_;
  int64_t page_bytes_ = 0;
};

}  // namespace taizhang
