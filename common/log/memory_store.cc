#include "common/log/memory_store.h"

#include <utility>

namespace taizhang {

MemoryStore::MemoryStore(std::string epoch, Executor executor)
    : epoch_(std::move(epoch)), executor_(std::move(executor)) {}

void MemoryStore::FailNextAppend(Fault fault) {
  const MutexLock lock(mutex_);
  faults_.push_back(fault);
}

AppendOutcome MemoryStore::Write(AppendBatch batch) {
  std::optional<Fault> fault;
  if (!faults_.empty()) {
    fault = faults_.front();
    faults_.pop_front();
  }
  if (fault == Fault::kConflict) return AppendOutcome::kConflict;
  if (fault == Fault::kUnknownLost) return AppendOutcome::kUnknown;
  Log& log = logs_[batch.partition];
  const uint64_t revision = log.blocks.size();
  const Hash hash = log.blocks.empty() ? Hash{} : log.blocks.back().hash;
  if (batch.expected_revision != revision || batch.expected_hash != hash || !IsContiguous(batch) ||
      !ReplacesOlderTexts(batch)) {
    return AppendOutcome::kConflict;
  }
  std::map<std::string, RequestEntry> added;
  for (RequestEntry& request : batch.requests) {
    std::string id = request.request_id;
    if (log.requests.contains(id) || !added.try_emplace(std::move(id), std::move(request)).second) {
      return AppendOutcome::kConflict;
    }
  }
  for (TextReplacement& replacement : batch.text_replacements) {
    log.blocks[replacement.revision - 1].texts = std::move(replacement.texts);
  }
  for (auto& [id, request] : log.requests) {
    for (const RevisionRange& range : batch.forgotten_fingerprints) {
      if (range.first <= request.revision && request.revision <= range.last)
        request.fingerprint = Hash{};
    }
  }
  log.requests.merge(added);
  for (StoredBlock& block : batch.blocks) log.blocks.push_back(std::move(block));
  return fault == Fault::kUnknownWritten ? AppendOutcome::kUnknown : AppendOutcome::kAppended;
}

void MemoryStore::Append(AppendBatch batch, std::function<void(AppendOutcome)> done) {
  AppendOutcome outcome = AppendOutcome::kUnknown;
  {
    const MutexLock lock(mutex_);
    outcome = Write(std::move(batch));
  }
  if (executor_ == nullptr) {
    done(outcome);
    return;
  }
  executor_([done = std::move(done), outcome] { done(outcome); });
}

absl::StatusOr<std::vector<StoredBlock>> MemoryStore::Read(const std::string& partition,
                                                           uint64_t after, size_t bytes_max) {
  const MutexLock lock(mutex_);
  std::vector<StoredBlock> blocks;
  const auto log = logs_.find(partition);
  if (log == logs_.end()) return blocks;
  size_t bytes = 0;
  for (uint64_t revision = after; revision < log->second.blocks.size(); ++revision) {
    const StoredBlock& block = log->second.blocks[revision];
    bytes += BytesOf(block);
    if (!blocks.empty() && bytes > bytes_max) break;
    blocks.push_back(block);
  }
  return blocks;
}

absl::StatusOr<std::vector<Head>> MemoryStore::Heads() {
  const MutexLock lock(mutex_);
  std::vector<Head> heads;
  for (const auto& [partition, log] : logs_) {
    if (log.blocks.empty()) continue;
    heads.push_back({partition, log.blocks.size(), log.blocks.back().hash});
  }
  return heads;
}

absl::StatusOr<std::optional<RequestEntry>> MemoryStore::FindRequest(
    const std::string& partition, const std::string& request_id) {
  const MutexLock lock(mutex_);
  const auto log = logs_.find(partition);
  if (log == logs_.end()) return std::optional<RequestEntry>();
  const auto request = log->second.requests.find(request_id);
  if (request == log->second.requests.end()) return std::optional<RequestEntry>();
  return std::optional<RequestEntry>(request->second);
}

}  // namespace taizhang
