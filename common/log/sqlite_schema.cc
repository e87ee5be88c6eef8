#include "common/log/sqlite_schema.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

// "TZLG": tells a store from any other SQLite file, to us and to file(1).
constexpr int64_t kApplicationId = 0x545A4C47;

// Not in kTables: stores from before it get it when they are opened. Only erasures ask by it.
constexpr char kRequestsByRevision[] =
    "CREATE INDEX IF NOT EXISTS requests_by_revision ON requests (partition_id, revision)";

// Rowid tables with an index: rows of 36 KB are appended at the end of the table, and only the
// small index is written where the key belongs.
constexpr char kTables[] = R"sql(
CREATE TABLE meta (
  name TEXT NOT NULL UNIQUE,
  value ANY NOT NULL
) STRICT;
CREATE TABLE heads (
  id INTEGER PRIMARY KEY,
  partition TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE blocks (
  id INTEGER PRIMARY KEY,
  partition_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  hash BLOB NOT NULL,
  header BLOB NOT NULL,
  body_bytes INTEGER NOT NULL,
  texts BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX blocks_by_revision ON blocks (partition_id, revision);
CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  partition_id INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  revision INTEGER NOT NULL,
  outcome BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX requests_by_id ON requests (partition_id, request_id);
)sql";

absl::StatusOr<int64_t> ReadInteger(SqliteConnection& connection, std::string_view sql) {
  absl::StatusOr<SqliteStatement> statement = connection.Prepare(sql);
  if (!statement.ok()) return statement.status();
  const absl::StatusOr<bool> row = statement->Step();
  if (!row.ok()) return row.status();
  return *row ? statement->Integer(0) : 0;
}

absl::StatusOr<std::string> ReadMeta(SqliteConnection& connection, std::string_view name) {
  absl::StatusOr<SqliteStatement> statement =
      connection.Prepare("SELECT value FROM meta WHERE name = ?");
  if (!statement.ok()) return statement.status();
  statement->BindText(1, name);
  const absl::StatusOr<bool> row = statement->Step();
  if (!row.ok()) return row.status();
  if (!*row) return absl::DataLossError("the store's table meta is incomplete");
  return std::string(statement->Bytes(0));
}

absl::Status CreateTables(SqliteConnection& connection, const std::string& new_epoch,
                          int64_t created_us) {
  absl::Status status =
      connection.Execute(absl::StrCat("BEGIN IMMEDIATE; PRAGMA application_id = ", kApplicationId,
                                      ";", kTables, "INSERT INTO meta VALUES ('format', ",
                                      kSqliteFormat, "), ('created_us', ", created_us, ");"));
  if (!status.ok()) return status;
  absl::StatusOr<SqliteStatement> insert =
      connection.Prepare("INSERT INTO meta VALUES ('epoch', ?)");
  if (!insert.ok()) return insert.status();
  insert->BindText(1, new_epoch);
  if (status = insert->Run(); !status.ok()) return status;
  return connection.Execute("COMMIT");
}

}  // namespace

absl::Status CheckSchema(SqliteConnection& connection) {
  const absl::StatusOr<int64_t> application = ReadInteger(connection, "PRAGMA application_id");
  if (!application.ok()) return application.status();
  if (*application != kApplicationId)
    return absl::FailedPreconditionError("the database is of another program");
  const absl::StatusOr<int64_t> format =
      ReadInteger(connection, "SELECT value FROM meta WHERE name = 'format'");
  if (!format.ok()) return format.status();
  if (*format > kSqliteFormat) {
    return absl::FailedPreconditionError(absl::StrCat("the store has format ", *format,
                                                      "; this program knows up to ", kSqliteFormat,
                                                      ": upgrade it"));
  }
  return *format == kSqliteFormat ? absl::OkStatus()
                                  : absl::DataLossError("the store has no format");
}

absl::Status ConfigureWriter(SqliteConnection& connection) {
  // What is replaced is overwritten with zeros, and no copy of it goes to a temporary file.
  return connection.Execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; "
      "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;");
}

absl::StatusOr<std::string> OpenSchema(SqliteConnection& connection, const std::string& new_epoch,
                                       int64_t created_us) {
  const absl::StatusOr<int64_t> tables =
      ReadInteger(connection, "SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  absl::Status status =
      *tables == 0 ? CreateTables(connection, new_epoch, created_us) : CheckSchema(connection);
  if (!status.ok()) return status;
  if (status = connection.Execute(kRequestsByRevision); !status.ok()) return status;
  return ReadMeta(connection, "epoch");
}

}  // namespace taizhang
