#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/log/sqlite_connection.h"
#include "common/log/sqlite_reader.h"
#include "common/log/store.h"

namespace taizhang {

/// What the tables say of one partition, at one instant.
struct PartitionRows {
  Head head;
  uint64_t blocks = 0;        ///< how many there are
  uint64_t newest_block = 0;  ///< its revision
  std::string stray_request;  ///< an id that is kept with a revision beyond the head; or ""
};

/// What is wrong with a file.
struct FileDamage {
  std::string what;           ///< or ""
  bool was_left_out = false;  ///< SQLite's own check took too long beside a writer
};

/// Reads a store as it is, to find out what is wrong with it. Takes no lock, writes nothing, and
/// may read beside the process that writes: no statement is open between calls. Used by one thread.
class SqliteInspector {
 public:
  /// NOT_FOUND where there is no store, FAILED_PRECONDITION for a newer format and for a database
  /// of another program.
  static absl::StatusOr<std::unique_ptr<SqliteInspector>> Open(const std::string& directory);

  /// By name; also those without a block.
  absl::StatusOr<std::vector<std::string>> Partitions();
  /// Nothing where there is no such partition.
  absl::StatusOr<std::optional<PartitionRows>> Find(const std::string& partition);
  /// As Store::Read.
  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max);
  /// What SQLite itself finds wrong with the file, and rows that belong to no partition. Reads all
  /// of the file as it was at one instant: as long as that takes, a writer's write-ahead log grows.
  /// Where there is such a log, it therefore ends after `beside_writer_max`, and says so.
  absl::StatusOr<FileDamage> FindFileDamage(std::chrono::milliseconds beside_writer_max);

 private:
  SqliteInspector(SqliteConnection connection, std::unique_ptr<SqliteReader> reader,
                  bool may_be_written)
      : connection_(std::move(connection)),
        reader_(std::move(reader)),
        may_be_written_(may_be_written) {}

  absl::StatusOr<std::string> FindOrphans();

  SqliteConnection connection_;
  std::unique_ptr<SqliteReader> reader_;
  bool may_be_written_;
};

}  // namespace taizhang
