#include "common/log/sqlite_connection.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

// Mirrors SQLITE_STATIC, whose definition is an old-style cast.
constexpr sqlite3_destructor_type kBorrowed = nullptr;

absl::StatusCode CodeOf(int result) {
  switch (result & 0xFF) {  // the primary result code
    case SQLITE_CONSTRAINT:
      return absl::StatusCode::kAlreadyExists;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kUnavailable;
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_INTERRUPT:
      return absl::StatusCode::kCancelled;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status StatusOf(int result, sqlite3* connection) {
  if (result == SQLITE_OK) return absl::OkStatus();
  const int extended = connection == nullptr ? result : sqlite3_extended_errcode(connection);
  const char* message = connection == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(connection);
  return {CodeOf(result), absl::StrCat("SQLite: ", message, " (", extended, ")")};
}

/// What has a meaning in a URI is written as %XX.
std::string UriOf(const std::string& path, SqliteConnection::Mode mode) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      absl::StrAppend(&uri, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else {
      uri.push_back(c);
    }
  }
  return uri + (mode == SqliteConnection::Mode::kUnchanging ? "?immutable=1" : "?mode=ro");
}

int KeepWalPages(void* pages, sqlite3* /*connection*/, const char* /*database*/, int count) {
  *static_cast<int64_t*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

// A bind fails for a parameter that is not there or for lack of memory; SQLite then fails the step
// as well, or stores a NULL that the schema refuses.
void SqliteStatement::BindText(int parameter, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), kBorrowed,
                      SQLITE_UTF8);
}

void SqliteStatement::BindBlob(int parameter, std::string_view bytes) {
  // A null pointer would be a NULL instead of an empty blob.
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  sqlite3_bind_blob64(statement_.get(), parameter, data, bytes.size(), kBorrowed);
}

void SqliteStatement::BindInteger(int parameter, int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
}

absl::StatusOr<bool> SqliteStatement::Step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return StatusOf(result, sqlite3_db_handle(statement_.get()));
}

absl::Status SqliteStatement::Run() {
  absl::Status status = Step().status();
  Reset();
  return status;
}

void SqliteStatement::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

int64_t SqliteStatement::Integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view SqliteStatement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(bytes), bytes == nullptr ? 0 : static_cast<size_t>(size)};
}

void SqliteConnection::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

SqliteConnection::SqliteConnection(sqlite3* connection)
    : wal_pages_(std::make_unique<int64_t>(0)), connection_(connection) {}

void SqliteConnection::Interrupt() { sqlite3_interrupt(connection_.get()); }

absl::StatusOr<SqliteConnection> SqliteConnection::Open(const std::string& path, Mode mode) {
  const int flags = mode == Mode::kReadWriteCreate ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                   : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  const std::string name = mode == Mode::kReadWriteCreate ? path : UriOf(path, mode);
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  SqliteConnection connection(raw);
  if (result != SQLITE_OK) {
    const absl::Status status = StatusOf(result, raw);
    return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  }
  sqlite3_extended_result_codes(raw, 1);
  connection.SetBusyTimeout(kBusyTimeout);
  // In this order: setting automatic checkpoints, to none as well, takes the hook away.
  sqlite3_wal_autocheckpoint(raw, 0);
  sqlite3_wal_hook(raw, KeepWalPages, connection.wal_pages_.get());
  return connection;
}

absl::Status SqliteConnection::Execute(const std::string& sql) {
  const int result = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return StatusOf(result, connection_.get());
}

absl::StatusOr<SqliteStatement> SqliteConnection::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  SqliteStatement prepared(statement);
  if (result != SQLITE_OK) return StatusOf(result, connection_.get());
  return prepared;
}

void SqliteConnection::SetBusyTimeout(std::chrono::milliseconds timeout) {
  sqlite3_busy_timeout(connection_.get(), static_cast<int>(timeout.count()));
}

bool SqliteConnection::in_autocommit() const {
  return sqlite3_get_autocommit(connection_.get()) != 0;
}

}  // namespace taizhang
