#include "common/log/sqlite_reader.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"

namespace taizhang {
namespace {

bool CopyHash(std::string_view bytes, Hash& hash) {
  if (bytes.size() != hash.size()) return false;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteReader>> SqliteReader::Open(const std::string& path,
                                                                 SqliteConnection::Mode mode) {
  absl::StatusOr<SqliteConnection> connection = SqliteConnection::Open(path, mode);
  if (!connection.ok()) return connection.status();
  std::unique_ptr<SqliteReader> reader(new SqliteReader(*std::move(connection)));
  const std::pair<SqliteStatement*, std::string_view> texts[] = {
      {&reader->read_,
       "SELECT b.revision, b.hash, b.header, b.body_bytes, b.texts, b.body FROM heads h "
       "JOIN blocks b ON b.partition_id = h.id WHERE h.partition = ? AND b.revision > ? ORDER BY "
       "b.revision"},
      {&reader->heads_,
       "SELECT partition, revision, hash FROM heads WHERE revision > 0 ORDER BY partition"},
      {&reader->find_request_,
       "SELECT r.fingerprint, r.revision, r.outcome FROM heads h "
       "JOIN requests r ON r.partition_id = h.id WHERE h.partition = ? AND r.request_id = ?"},
  };
  for (const auto& [statement, sql] : texts) {
    absl::StatusOr<SqliteStatement> prepared = reader->connection_.Prepare(sql);
    if (!prepared.ok()) return prepared.status();
    *statement = *std::move(prepared);
  }
  return reader;
}

absl::StatusOr<std::vector<StoredBlock>> SqliteReader::Read(const std::string& partition,
                                                            uint64_t after, size_t bytes_max) {
  std::vector<StoredBlock> blocks;
  if (after > INT64_MAX) return blocks;
  const SqliteReset reset(read_);
  read_.BindText(1, partition);
  read_.BindInteger(2, static_cast<int64_t>(after));
  size_t bytes = 0;
  for (;;) {
    const absl::StatusOr<bool> row = read_.Step();
    if (!row.ok()) return row.status();
    if (!*row) return blocks;
    const std::string_view header = read_.Bytes(2);
    const std::string_view texts = read_.Bytes(4);
    const std::string_view body = read_.Bytes(5);
    bytes += header.size() + texts.size() + body.size();
    if (!blocks.empty() && bytes > bytes_max) return blocks;
    StoredBlock& block = blocks.emplace_back();
    block.partition = partition;
    block.revision = static_cast<uint64_t>(read_.Integer(0));
    if (!CopyHash(read_.Bytes(1), block.hash)) return absl::DataLossError("blocks.hash");
    block.header = header;
    block.body_bytes = static_cast<uint32_t>(read_.Integer(3));
    block.texts = texts;
    block.body = body;
    if (bytes >= bytes_max) return blocks;
  }
}

absl::StatusOr<std::vector<Head>> SqliteReader::Heads() {
  std::vector<Head> heads;
  const SqliteReset reset(heads_);
  for (;;) {
    const absl::StatusOr<bool> row = heads_.Step();
    if (!row.ok()) return row.status();
    if (!*row) return heads;
    Head& head = heads.emplace_back();
    head.partition = heads_.Bytes(0);
    head.revision = static_cast<uint64_t>(heads_.Integer(1));
    if (!CopyHash(heads_.Bytes(2), head.hash)) return absl::DataLossError("heads.hash");
  }
}

absl::StatusOr<std::optional<RequestEntry>> SqliteReader::FindRequest(
    const std::string& partition, const std::string& request_id) {
  const SqliteReset reset(find_request_);
  find_request_.BindText(1, partition);
  find_request_.BindText(2, request_id);
  const absl::StatusOr<bool> row = find_request_.Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::optional<RequestEntry>();
  RequestEntry entry;
  entry.request_id = request_id;
  if (!CopyHash(find_request_.Bytes(0), entry.fingerprint))
    return absl::DataLossError("requests.fingerprint");
  entry.revision = static_cast<uint64_t>(find_request_.Integer(1));
  entry.outcome = find_request_.Bytes(2);
  return std::optional<RequestEntry>(std::move(entry));
}

absl::StatusOr<std::unique_ptr<SqliteReaderPool>> SqliteReaderPool::Open(const std::string& path,
                                                                         size_t readers) {
  std::unique_ptr<SqliteReaderPool> pool(new SqliteReaderPool());
  for (size_t i = 0; i < readers; ++i) {
    absl::StatusOr<std::unique_ptr<SqliteReader>> reader = SqliteReader::Open(path);
    if (!reader.ok()) return reader.status();
    pool->Give(*std::move(reader));
  }
  return pool;
}

std::unique_ptr<SqliteReader> SqliteReaderPool::Take() {
  const MutexLock lock(mutex_);
  while (idle_.empty()) returned_.Wait(mutex_);
  std::unique_ptr<SqliteReader> reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

void SqliteReaderPool::Give(std::unique_ptr<SqliteReader> reader) {
  {
    const MutexLock lock(mutex_);
    idle_.push_back(std::move(reader));
  }
  returned_.NotifyOne();
}

}  // namespace taizhang
