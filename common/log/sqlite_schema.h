#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/log/sqlite_connection.h"

namespace taizhang {

inline constexpr int64_t kSqliteFormat = 1;

/// The writer's settings: write-ahead log, a sync at every commit, nothing left of what is
/// replaced.
absl::Status ConfigureWriter(SqliteConnection& connection);

/// Creates the tables where the database is empty, otherwise checks that they are of a format that
/// this program knows; adds an index that older stores lack, which costs their requests once.
/// Returns the store's epoch, which is `new_epoch` for a created one.
/// FAILED_PRECONDITION for a newer format and for a database of another program.
absl::StatusOr<std::string> OpenSchema(SqliteConnection& connection, const std::string& new_epoch,
                                       int64_t created_us);

/// Whether the tables are there, of a format that this program knows. Changes nothing.
absl::Status CheckSchema(SqliteConnection& connection);

}  // namespace taizhang
