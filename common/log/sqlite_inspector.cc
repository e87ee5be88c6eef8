#include "common/log/sqlite_inspector.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/log/mutex.h"
#include "common/log/sqlite_schema.h"

namespace taizhang {
namespace {

/// A write-ahead log that is not there was moved into the database when the store was closed: then
/// nothing is written any more, and SQLite needs to make no file of its own.
SqliteConnection::Mode ModeFor(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path + "-wal", error) ? SqliteConnection::Mode::kReadOnly
                                                       : SqliteConnection::Mode::kUnchanging;
}

/// Interrupts what a connection does once a time is over, or never, where it is destroyed before.
class Watch {
 public:
  Watch(SqliteConnection& connection, std::chrono::milliseconds time)
      : thread_([this, &connection, until = std::chrono::steady_clock::now() + time] {
          const MutexLock lock(mutex_);
          while (!over_ && std::chrono::steady_clock::now() < until)
            changed_.WaitUntil(mutex_, until);
          // Again and again: what has not begun yet does not notice.
          while (!over_) {
            connection.Interrupt();
            changed_.WaitUntil(mutex_, std::chrono::steady_clock::now() + kAgain);
          }
        }) {}
  ~Watch() {
    {
      const MutexLock lock(mutex_);
      over_ = true;
    }
    changed_.NotifyAll();
    thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  static constexpr std::chrono::milliseconds kAgain{10};

  Mutex mutex_;
  CondVar changed_;
  bool over_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteInspector>> SqliteInspector::Open(
    const std::string& directory) {
  const std::string path = directory + "/taizhang.db";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return absl::NotFoundError(absl::StrCat(directory, " holds no store: there is no ", path));
  }
  const SqliteConnection::Mode mode = ModeFor(path);
  absl::StatusOr<SqliteConnection> connection = SqliteConnection::Open(path, mode);
  if (!connection.ok()) return connection.status();
  if (absl::Status status = CheckSchema(*connection); !status.ok())
    return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  absl::StatusOr<std::unique_ptr<SqliteReader>> reader = SqliteReader::Open(path, mode);
  if (!reader.ok()) return reader.status();
  return std::unique_ptr<SqliteInspector>(new SqliteInspector(
      *std::move(connection), *std::move(reader), mode == SqliteConnection::Mode::kReadOnly));
}

absl::StatusOr<std::vector<std::string>> SqliteInspector::Partitions() {
  absl::StatusOr<SqliteStatement> list =
      connection_.Prepare("SELECT partition FROM heads ORDER BY partition");
  if (!list.ok()) return list.status();
  std::vector<std::string> names;
  for (;;) {
    const absl::StatusOr<bool> row = list->Step();
    if (!row.ok()) return row.status();
    if (!*row) return names;
    names.emplace_back(list->Bytes(0));
  }
}

absl::StatusOr<std::optional<PartitionRows>> SqliteInspector::Find(const std::string& partition) {
  // One statement: what it finds belongs together, whoever writes meanwhile.
  absl::StatusOr<SqliteStatement> find = connection_.Prepare(
      "SELECT h.revision, h.hash, "
      "(SELECT count(*) FROM blocks b WHERE b.partition_id = h.id), "
      "(SELECT max(b.revision) FROM blocks b WHERE b.partition_id = h.id), "
      "(SELECT r.request_id FROM requests r WHERE r.partition_id = h.id AND r.revision > "
      "h.revision LIMIT 1) FROM heads h WHERE h.partition = ?");
  if (!find.ok()) return find.status();
  find->BindText(1, partition);
  const absl::StatusOr<bool> row = find->Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::optional<PartitionRows>();
  PartitionRows rows;
  rows.head.partition = partition;
  rows.head.revision = static_cast<uint64_t>(find->Integer(0));
  const std::string_view hash = find->Bytes(1);
  if (hash.size() != rows.head.hash.size()) return absl::DataLossError("heads.hash");
  std::copy(hash.begin(), hash.end(), rows.head.hash.begin());
  rows.blocks = static_cast<uint64_t>(find->Integer(2));
  rows.newest_block = static_cast<uint64_t>(find->Integer(3));
  rows.stray_request = find->Bytes(4);
  return std::optional<PartitionRows>(std::move(rows));
}

absl::StatusOr<std::vector<StoredBlock>> SqliteInspector::Read(const std::string& partition,
                                                               uint64_t after, size_t bytes_max) {
  return reader_->Read(partition, after, bytes_max);
}

absl::StatusOr<FileDamage> SqliteInspector::FindFileDamage(
    std::chrono::milliseconds beside_writer_max) {
  FileDamage damage;
  {
    absl::StatusOr<SqliteStatement> check = connection_.Prepare("PRAGMA quick_check(1)");
    if (!check.ok()) return check.status();
    std::optional<Watch> watch;
    if (may_be_written_) watch.emplace(connection_, beside_writer_max);
    const absl::StatusOr<bool> checked = check->Step();
    watch.reset();
    damage.was_left_out = checked.status().code() == absl::StatusCode::kCancelled;
    if (!checked.ok() && !damage.was_left_out) return checked.status();
    if (checked.ok() && check->Bytes(0) != "ok") {
      damage.what = absl::StrCat("SQLite: ", std::string(check->Bytes(0)));
      return damage;
    }
  }
  absl::StatusOr<std::string> orphans = FindOrphans();
  if (!orphans.ok()) return orphans.status();
  damage.what = *std::move(orphans);
  return damage;
}

absl::StatusOr<std::string> SqliteInspector::FindOrphans() {
  absl::StatusOr<SqliteStatement> orphans = connection_.Prepare(
      "SELECT (SELECT count(*) FROM blocks WHERE partition_id NOT IN (SELECT id FROM heads)), "
      "(SELECT count(*) FROM requests WHERE partition_id NOT IN (SELECT id FROM heads))");
  if (!orphans.ok()) return orphans.status();
  if (const absl::StatusOr<bool> row = orphans->Step(); !row.ok()) return row.status();
  if (orphans->Integer(0) == 0 && orphans->Integer(1) == 0) return std::string();
  return absl::StrCat(orphans->Integer(0), " blocks and ", orphans->Integer(1),
                      " requests belong to no partition of the table heads");
}

}  // namespace taizhang
