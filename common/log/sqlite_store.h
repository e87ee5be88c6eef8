#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "common/log/directory_lock.h"
#include "common/log/mutex.h"
#include "common/log/sqlite_appender.h"
#include "common/log/sqlite_reader.h"
#include "common/log/store.h"

namespace taizhang {

/// Logs in one SQLite database, `<directory>/taizhang.db`, of one process.
///
/// One thread commits: it takes what waits, of all partitions, into one transaction with one sync.
/// Readers have connections of their own and never wait for it. The write-ahead log is emptied
/// between transactions once it is larger than kWalBytesMax, and after one that replaced texts:
/// what they were is in the write-ahead log until then. As long as a reader (of another process,
/// say) keeps the log from being emptied, only AwaitErased waits.
class SqliteStore final : public Store {
 public:
  static constexpr int64_t kWalBytesMax = int64_t{32} << 20U;
  static constexpr size_t kGroupBytesMax =
      size_t{16} << 20U;  ///< of the batches in one transaction, past the first
  static constexpr size_t kReaders = 4;
  /// How long an attempt to empty the write-ahead log waits for readers, and after how long the
  /// next one follows.
  static constexpr std::chrono::milliseconds kEmptyingWait{50};
  static constexpr std::chrono::milliseconds kEmptyingPause{500};

  struct Options {
    std::string directory;
    std::string new_epoch;   ///< the epoch of a store that is created: a random id
    int64_t created_us = 0;  ///< when that is: Unix microseconds
    size_t queue_bytes_max = size_t{256} << 20U;
    /// Called at most once, on the commit thread, when a commit fails for any other reason than a
    /// conflict: the disk has to decide what is written, so the process should end. All that waits
    /// or comes later is then answered kUnknown.
    std::function<void(absl::Status)> io_error;
  };

  /// FAILED_PRECONDITION where another process has the directory, or a newer program wrote it.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(Options options);

  /// Commits what is queued, answers it, and stops the thread. No other call may be under way.
  ~SqliteStore() override;

  /// Waits while the queue is full; a call from within a `done` does not.
  void Append(AppendBatch batch, std::function<void(AppendOutcome)> done) override;
  void AwaitErased(std::function<void(bool)> done) override;
  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max) override;
  absl::StatusOr<std::vector<Head>> Heads() override;
  absl::StatusOr<std::optional<RequestEntry>> FindRequest(const std::string& partition,
                                                          const std::string& request_id) override;
  std::string epoch() const override { return epoch_; }

 private:
  struct Waiting {
    AppendBatch batch;
    std::function<void(AppendOutcome)> done;
    size_t bytes = 0;
  };
  /// Batches and their callbacks side by side, as a transaction takes them.
  struct Group {
    std::vector<AppendBatch> batches;
    std::vector<std::function<void(AppendOutcome)>> callbacks;
  };

  SqliteStore(Options options, std::string epoch, std::unique_ptr<DirectoryLock> lock,
              std::unique_ptr<SqliteAppender> appender, std::unique_ptr<SqliteReaderPool> readers,
              bool wal_is_empty);

  void CommitLoop();
  /// False where the store stops and nothing waits.
  bool NextGroup(Group& group);
  void CommitGroup(Group& group);
  void Answer(Group& group, const std::vector<AppendOutcome>& outcomes);
  /// Empties the write-ahead log if it has to be and it is time to try; then answers who waits.
  void EmptyWal(std::chrono::milliseconds wait);
  void AnswerErased(bool is_gone);
  void ReportOnce(absl::Status status);

  const Options options_;
  const std::string epoch_;
  // Outlives the connections: another process may come in when it goes.
  const std::unique_ptr<DirectoryLock> lock_;
  const std::unique_ptr<SqliteAppender> appender_;  ///< of the commit thread
  const std::unique_ptr<SqliteReaderPool> readers_;
  bool failed_ = false;  ///< of the commit thread
  // The commit thread's.
  bool must_empty_wal_;
  std::chrono::steady_clock::time_point next_emptying_;

  Mutex mutex_;
  CondVar work_;
  CondVar room_;
  std::deque<Waiting> queue_ TAIZHANG_GUARDED_BY(mutex_);
  size_t queue_bytes_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  std::vector<std::function<void(bool)>> awaiting_erased_ TAIZHANG_GUARDED_BY(mutex_);
  bool stopping_ TAIZHANG_GUARDED_BY(mutex_) = false;

  std::thread commit_thread_;  ///< last: it uses all of the above
};

}  // namespace taizhang
