#include "common/log/sqlite_appender.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"

namespace taizhang {
namespace {

std::string_view BytesOfHash(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteAppender>> SqliteAppender::Create(
    SqliteConnection connection) {
  std::unique_ptr<SqliteAppender> appender(new SqliteAppender(std::move(connection)));
  Statements& s = appender->statements_;
  const std::pair<SqliteStatement*, std::string_view> texts[] = {
      {&s.begin, "BEGIN IMMEDIATE"},
      {&s.commit, "COMMIT"},
      {&s.rollback, "ROLLBACK"},
      {&s.savepoint, "SAVEPOINT batch"},
      {&s.release, "RELEASE batch"},
      {&s.rollback_to, "ROLLBACK TO batch"},
      {&s.find_head, "SELECT id, revision, hash FROM heads WHERE partition = ?"},
      {&s.create_head,
       "INSERT INTO heads (partition, revision, hash) VALUES (?, 0, zeroblob(32)) RETURNING id"},
      {&s.move_head, "UPDATE heads SET revision = ?, hash = ? WHERE id = ?"},
      {&s.insert_block,
       "INSERT INTO blocks (partition_id, revision, hash, header, body_bytes, texts, body) VALUES "
       "(?, ?, ?, ?, ?, ?, ?)"},
      {&s.insert_request,
       "INSERT INTO requests (partition_id, request_id, fingerprint, revision, outcome) VALUES (?, "
       "?, ?, ?, ?)"},
      {&s.replace_texts,
       "UPDATE blocks SET texts = ? WHERE partition_id = ? AND revision = ? RETURNING id"},
      // A request that was forgotten before is not written again.
      {&s.forget_fingerprints,
       "UPDATE requests INDEXED BY requests_by_revision SET fingerprint = zeroblob(32) WHERE "
       "partition_id = ? AND revision BETWEEN ? AND ? AND fingerprint <> zeroblob(32)"},
  };
  for (const auto& [statement, sql] : texts) {
    absl::StatusOr<SqliteStatement> prepared = appender->connection_.Prepare(sql);
    if (!prepared.ok()) return prepared.status();
    *statement = *std::move(prepared);
  }
  absl::StatusOr<SqliteStatement> page_size = appender->connection_.Prepare("PRAGMA page_size");
  if (!page_size.ok()) return page_size.status();
  if (const absl::StatusOr<bool> row = page_size->Step(); !row.ok()) return row.status();
  appender->page_bytes_ = page_size->Integer(0);
  return appender;
}

absl::Status SqliteAppender::Commit(const std::vector<AppendBatch>& batches,
                                    std::vector<AppendOutcome>& outcomes) {
  absl::Status status = CommitGroup(batches, outcomes);
  if (status.ok()) return status;
  outcomes.assign(batches.size(), AppendOutcome::kUnknown);
  // Some errors have rolled back already.
  if (!connection_.in_autocommit()) statements_.rollback.Run().IgnoreError();
  return status;
}

absl::Status SqliteAppender::CommitGroup(const std::vector<AppendBatch>& batches,
                                         std::vector<AppendOutcome>& outcomes) {
  outcomes.clear();
  if (absl::Status status = statements_.begin.Run(); !status.ok()) return status;
  for (const AppendBatch& batch : batches) {
    const absl::StatusOr<AppendOutcome> outcome = Append(batch);
    if (!outcome.ok()) return outcome.status();
    outcomes.push_back(*outcome);
  }
  return statements_.commit.Run();
}

absl::StatusOr<AppendOutcome> SqliteAppender::Append(const AppendBatch& batch) {
  if (!IsContiguous(batch) || !ReplacesOlderTexts(batch)) return AppendOutcome::kConflict;
  if (absl::Status status = statements_.savepoint.Run(); !status.ok()) return status;
  const absl::Status written = Write(batch);
  const bool is_conflict = absl::IsAlreadyExists(written) || absl::IsFailedPrecondition(written);
  if (!written.ok() && !is_conflict) return written;
  if (is_conflict) {
    if (absl::Status status = statements_.rollback_to.Run(); !status.ok()) return status;
  }
  if (absl::Status status = statements_.release.Run(); !status.ok()) return status;
  return is_conflict ? AppendOutcome::kConflict : AppendOutcome::kAppended;
}

absl::Status SqliteAppender::Write(const AppendBatch& batch) {
  const absl::StatusOr<StoredHead> head = FindHead(batch.partition);
  if (!head.ok()) return head.status();
  if (head->revision != batch.expected_revision || head->hash != batch.expected_hash) {
    return absl::FailedPreconditionError("another head");
  }
  for (const TextReplacement& replacement : batch.text_replacements) {
    if (absl::Status status = ReplaceTexts(head->id, replacement); !status.ok()) return status;
  }
  if (!batch.forgotten_fingerprints.empty()) {
    absl::Status status = ForgetFingerprints(head->id, batch.forgotten_fingerprints);
    if (!status.ok()) return status;
  }
  for (const StoredBlock& block : batch.blocks) {
    if (absl::Status status = InsertBlock(head->id, block); !status.ok()) return status;
  }
  for (const RequestEntry& request : batch.requests) {
    if (absl::Status status = InsertRequest(head->id, request); !status.ok()) return status;
  }
  if (batch.blocks.empty()) return absl::OkStatus();
  SqliteStatement& move = statements_.move_head;
  move.BindInteger(1, static_cast<int64_t>(batch.blocks.back().revision));
  move.BindBlob(2, BytesOfHash(batch.blocks.back().hash));
  move.BindInteger(3, head->id);
  return move.Run();
}

absl::StatusOr<SqliteAppender::StoredHead> SqliteAppender::FindHead(const std::string& partition) {
  StoredHead head;
  SqliteStatement& find = statements_.find_head;
  const SqliteReset reset_find(find);
  find.BindText(1, partition);
  const absl::StatusOr<bool> found = find.Step();
  if (!found.ok()) return found.status();
  if (*found) {
    head.id = find.Integer(0);
    head.revision = static_cast<uint64_t>(find.Integer(1));
    const std::string_view hash = find.Bytes(2);
    if (hash.size() != head.hash.size()) return absl::DataLossError("heads.hash");
    std::copy(hash.begin(), hash.end(), head.hash.begin());
    return head;
  }
  SqliteStatement& create = statements_.create_head;
  const SqliteReset reset_create(create);
  create.BindText(1, partition);
  if (const absl::StatusOr<bool> row = create.Step(); !row.ok()) return row.status();
  head.id = create.Integer(0);
  return head;
}

absl::Status SqliteAppender::InsertBlock(int64_t partition_id, const StoredBlock& block) {
  SqliteStatement& insert = statements_.insert_block;
  insert.BindInteger(1, partition_id);
  insert.BindInteger(2, static_cast<int64_t>(block.revision));
  insert.BindBlob(3, BytesOfHash(block.hash));
  insert.BindBlob(4, block.header);
  insert.BindInteger(5, block.body_bytes);
  insert.BindBlob(6, block.texts);
  insert.BindBlob(7, block.body);
  return insert.Run();
}

absl::Status SqliteAppender::InsertRequest(int64_t partition_id, const RequestEntry& request) {
  SqliteStatement& insert = statements_.insert_request;
  insert.BindInteger(1, partition_id);
  insert.BindText(2, request.request_id);
  insert.BindBlob(3, BytesOfHash(request.fingerprint));
  insert.BindInteger(4, static_cast<int64_t>(request.revision));
  insert.BindBlob(5, request.outcome);
  return insert.Run();
}

absl::Status SqliteAppender::ReplaceTexts(int64_t partition_id,
                                          const TextReplacement& replacement) {
  SqliteStatement& replace = statements_.replace_texts;
  const SqliteReset reset(replace);
  replace.BindBlob(1, replacement.texts);
  replace.BindInteger(2, partition_id);
  replace.BindInteger(3, static_cast<int64_t>(replacement.revision));
  const absl::StatusOr<bool> found = replace.Step();
  if (!found.ok()) return found.status();
  return *found ? absl::OkStatus() : absl::FailedPreconditionError("no such block");
}

absl::Status SqliteAppender::ForgetFingerprints(int64_t partition_id,
                                                const std::vector<RevisionRange>& ranges) {
  SqliteStatement& forget = statements_.forget_fingerprints;
  for (const RevisionRange& range : ranges) {
    forget.BindInteger(1, partition_id);
    forget.BindInteger(2, static_cast<int64_t>(range.first));
    forget.BindInteger(3, static_cast<int64_t>(range.last));
    if (absl::Status status = forget.Run(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status SqliteAppender::TruncateWal(int64_t bytes_max) {
  if (connection_.wal_pages() * page_bytes_ <= bytes_max) return absl::OkStatus();
  return EmptyWal(kBusyTimeout).status();
}

absl::StatusOr<bool> SqliteAppender::EmptyWal(std::chrono::milliseconds wait) {
  connection_.SetBusyTimeout(wait);
  absl::StatusOr<SqliteStatement> checkpoint =
      connection_.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  absl::StatusOr<bool> row = checkpoint.ok() ? checkpoint->Step() : checkpoint.status();
  connection_.SetBusyTimeout(kBusyTimeout);
  if (absl::IsUnavailable(row.status())) return false;
  if (!row.ok()) return row.status();
  return checkpoint->Integer(0) == 0;  // otherwise it was kept from finishing
}

}  // namespace taizhang
