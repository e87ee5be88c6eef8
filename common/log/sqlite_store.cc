#include "common/log/sqlite_store.h"

#include <utility>

#include "common/log/sqlite_connection.h"
#include "common/log/sqlite_schema.h"

namespace taizhang {

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(Options options) {
  absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Acquire(options.directory);
  if (!lock.ok()) return lock.status();
  const std::string path = options.directory + "/taizhang.db";
  absl::StatusOr<SqliteConnection> writer =
      SqliteConnection::Open(path, SqliteConnection::Mode::kReadWriteCreate);
  if (!writer.ok()) return writer.status();
  if (absl::Status status = ConfigureWriter(*writer); !status.ok()) return status;
  absl::StatusOr<std::string> epoch = OpenSchema(*writer, options.new_epoch, options.created_us);
  if (!epoch.ok()) return epoch.status();
  if (absl::Status status = SyncDirectory(options.directory); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<SqliteAppender>> appender =
      SqliteAppender::Create(*std::move(writer));
  if (!appender.ok()) return appender.status();
  // What an earlier process left in it, an erased text perhaps.
  const absl::StatusOr<bool> emptied = (*appender)->EmptyWal(kEmptyingWait);
  if (!emptied.ok()) return emptied.status();
  absl::StatusOr<std::unique_ptr<SqliteReaderPool>> readers =
      SqliteReaderPool::Open(path, kReaders);
  if (!readers.ok()) return readers.status();
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(options), *std::move(epoch),
                                                      *std::move(lock), *std::move(appender),
                                                      *std::move(readers), *emptied));
}

SqliteStore::SqliteStore(Options options, std::string epoch, std::unique_ptr<DirectoryLock> lock,
                         std::unique_ptr<SqliteAppender> appender,
                         std::unique_ptr<SqliteReaderPool> readers, bool wal_is_empty)
    : options_(std::move(options)),
      epoch_(std::move(epoch)),
      lock_(std::move(lock)),
      appender_(std::move(appender)),
      readers_(std::move(readers)),
      must_empty_wal_(!wal_is_empty),
      commit_thread_([this] { CommitLoop(); }) {}

SqliteStore::~SqliteStore() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  work_.NotifyAll();
  commit_thread_.join();
}

void SqliteStore::Append(AppendBatch batch, std::function<void(AppendOutcome)> done) {
  const size_t bytes = BytesOf(batch);
  const bool may_wait = std::this_thread::get_id() != commit_thread_.get_id();
  {
    const MutexLock lock(mutex_);
    // A batch beyond the bound is let in alone.
    while (may_wait && queue_bytes_ > 0 && queue_bytes_ + bytes > options_.queue_bytes_max)
      room_.Wait(mutex_);
    queue_bytes_ += bytes;
    queue_.push_back({std::move(batch), std::move(done), bytes});
  }
  work_.NotifyOne();
}

bool SqliteStore::NextGroup(Group& group) {
  {
    const MutexLock lock(mutex_);
    while (queue_.empty() && !stopping_) {
      if (!must_empty_wal_) {
        if (!awaiting_erased_.empty()) return true;
        work_.Wait(mutex_);
      } else if (!work_.WaitUntil(mutex_, next_emptying_)) {
        return true;
      }
    }
    size_t bytes = 0;
    while (!queue_.empty() && (bytes == 0 || bytes + queue_.front().bytes <= kGroupBytesMax)) {
      Waiting& waiting = queue_.front();
      bytes += waiting.bytes;
      group.batches.push_back(std::move(waiting.batch));
      group.callbacks.push_back(std::move(waiting.done));
      queue_.pop_front();
    }
    queue_bytes_ -= bytes;
  }
  room_.NotifyAll();
  return !group.batches.empty();
}

void SqliteStore::CommitLoop() {
  Group group;
  while (NextGroup(group)) {
    if (!group.batches.empty()) CommitGroup(group);
    EmptyWal(kEmptyingWait);
  }
  next_emptying_ = {};
  EmptyWal(kBusyTimeout);
  AnswerErased(false);
}

void SqliteStore::CommitGroup(Group& group) {
  std::vector<AppendOutcome> outcomes(group.batches.size(), AppendOutcome::kUnknown);
  if (!failed_) {
    if (absl::Status status = appender_->Commit(group.batches, outcomes); !status.ok())
      ReportOnce(std::move(status));
  }
  Answer(group, outcomes);
  // What callbacks hold is let go before the next wait.
  group = Group{};
  if (failed_ || must_empty_wal_) return;
  if (absl::Status status = appender_->TruncateWal(kWalBytesMax); !status.ok())
    ReportOnce(std::move(status));
}

void SqliteStore::Answer(Group& group, const std::vector<AppendOutcome>& outcomes) {
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const AppendBatch& batch = group.batches[i];
    const bool erases = !batch.text_replacements.empty() || !batch.forgotten_fingerprints.empty();
    if (erases && outcomes[i] == AppendOutcome::kAppended) {
      next_emptying_ = {};
      must_empty_wal_ = true;
    }
    group.callbacks[i](outcomes[i]);
  }
}

void SqliteStore::AwaitErased(std::function<void(bool)> done) {
  {
    const MutexLock lock(mutex_);
    awaiting_erased_.push_back(std::move(done));
  }
  work_.NotifyOne();
}

void SqliteStore::EmptyWal(std::chrono::milliseconds wait) {
  if (must_empty_wal_ && !failed_) {
    if (std::chrono::steady_clock::now() < next_emptying_) return;
    const absl::StatusOr<bool> emptied = appender_->EmptyWal(wait);
    if (!emptied.ok()) {
      ReportOnce(emptied.status());
    } else if (*emptied) {
      must_empty_wal_ = false;
    } else {
      next_emptying_ = std::chrono::steady_clock::now() + kEmptyingPause;
      return;
    }
  }
  const bool is_gone = !must_empty_wal_;
  must_empty_wal_ = false;  // a store that failed tries no more
  AnswerErased(is_gone);
}

void SqliteStore::AnswerErased(bool is_gone) {
  std::vector<std::function<void(bool)>> answers;
  {
    const MutexLock lock(mutex_);
    answers.swap(awaiting_erased_);
  }
  for (const auto& answer : answers) answer(is_gone);
}

void SqliteStore::ReportOnce(absl::Status status) {
  failed_ = true;
  if (options_.io_error) options_.io_error(std::move(status));
}

absl::StatusOr<std::vector<StoredBlock>> SqliteStore::Read(const std::string& partition,
                                                           uint64_t after, size_t bytes_max) {
  return SqliteReaderPool::Lease(*readers_)->Read(partition, after, bytes_max);
}

absl::StatusOr<std::vector<Head>> SqliteStore::Heads() {
  return SqliteReaderPool::Lease(*readers_)->Heads();
}

absl::StatusOr<std::optional<RequestEntry>> SqliteStore::FindRequest(
    const std::string& partition, const std::string& request_id) {
  return SqliteReaderPool::Lease(*readers_)->FindRequest(partition, request_id);
}

}  // namespace taizhang
