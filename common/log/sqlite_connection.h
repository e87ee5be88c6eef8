#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace taizhang {

/// A prepared statement. Not thread-safe; ends before its connection. Parameters and columns count
/// from 1 and from 0, as SQLite has them. Errors: ALREADY_EXISTS for a broken constraint,
/// UNAVAILABLE for a lock that was not had in time, RESOURCE_EXHAUSTED for a full disk, DATA_LOSS
/// for a damaged file, CANCELLED by Interrupt, otherwise INTERNAL; with SQLite's own message.
class SqliteStatement {
 public:
  SqliteStatement() = default;

  /// Bytes are borrowed until the statement is reset.
  void BindText(int parameter, std::string_view text);
  void BindBlob(int parameter, std::string_view bytes);
  void BindInteger(int parameter, int64_t value);

  /// True where there is a row.
  absl::StatusOr<bool> Step();
  /// Steps a statement that has no rows to its end, and resets it.
  absl::Status Run();
  /// Ends the statement: locks are let go, columns and parameters are no more.
  void Reset();

  [[nodiscard]] int64_t Integer(int column) const;
  /// Valid until the next Step or Reset.
  [[nodiscard]] std::string_view Bytes(int column) const;

 private:
  friend class SqliteConnection;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Resets a statement when the scope ends.
class SqliteReset {
 public:
  explicit SqliteReset(SqliteStatement& statement) : statement_(statement) {}
  ~SqliteReset() { statement_.Reset(); }
  SqliteReset(const SqliteReset&) = delete;
  SqliteReset& operator=(const SqliteReset&) = delete;

 private:
  SqliteStatement& statement_;
};

inline constexpr std::chrono::milliseconds kBusyTimeout{5'000};

/// A connection, used by one thread at a time.
class SqliteConnection {
 public:
  enum class Mode : uint8_t {
    kReadWriteCreate,
    kReadOnly,
    kUnchanging,  ///< read only, and nobody writes: no file is made or locked
  };

  static absl::StatusOr<SqliteConnection> Open(const std::string& path, Mode mode);

  /// Statements without parameters, rows discarded.
  absl::Status Execute(const std::string& sql);
  absl::StatusOr<SqliteStatement> Prepare(std::string_view sql);

  /// How long a statement waits for others' locks.
  void SetBusyTimeout(std::chrono::milliseconds timeout);
  /// A statement that is running ends with an error, and lets go of what it holds. Any thread's.
  void Interrupt();
  /// Whether no transaction is open.
  [[nodiscard]] bool in_autocommit() const;
  /// Pages in the write-ahead log after the last commit of this connection. Replaces automatic
  /// checkpoints.
  [[nodiscard]] int64_t wal_pages() const { return *wal_pages_; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  explicit SqliteConnection(sqlite3* connection);
  std::unique_ptr<int64_t> wal_pages_;
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace taizhang
