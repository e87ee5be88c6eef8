#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/log/mutex.h"
#include "common/log/sqlite_connection.h"
#include "common/log/store.h"

namespace taizhang {

/// One reading connection with its statements. Used by one thread at a time. No call leaves a
/// statement open: a reader that rests on a snapshot would keep the write-ahead log from being
/// emptied.
class SqliteReader {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteReader>> Open(
      const std::string& path, SqliteConnection::Mode mode = SqliteConnection::Mode::kReadOnly);

  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max);
  absl::StatusOr<std::vector<Head>> Heads();
  absl::StatusOr<std::optional<RequestEntry>> FindRequest(const std::string& partition,
                                                          const std::string& request_id);

 private:
  explicit SqliteReader(SqliteConnection connection) : connection_(std::move(connection)) {}

  SqliteConnection connection_;
  SqliteStatement read_;
  SqliteStatement heads_;
  SqliteStatement find_request_;
};

/// A fixed number of readers. Thread-safe.
class SqliteReaderPool {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteReaderPool>> Open(const std::string& path,
                                                                size_t readers);

  /// A reader for the life of this object; waits until one is free.
  class Lease {
   public:
    explicit Lease(SqliteReaderPool& pool) : pool_(pool), reader_(pool.Take()) {}
    ~Lease() { pool_.Give(std::move(reader_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    SqliteReader* operator->() const { return reader_.get(); }

   private:
    SqliteReaderPool& pool_;
    std::unique_ptr<SqliteReader> reader_;
  };

 private:
  SqliteReaderPool() = default;
  std::unique_ptr<SqliteReader> Take();
  void Give(std::unique_ptr<SqliteReader> reader);

  Mutex mutex_;
  CondVar returned_;
  std::vector<std::unique_ptr<SqliteReader>> idle_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang
