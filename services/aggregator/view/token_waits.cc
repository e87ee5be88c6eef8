#include "services/aggregator/view/token_waits.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::aggregator {
namespace {

Metadata Place(const Token& token) {
  return {{"partition", token.partition}, {"revision", absl::StrCat(token.revision)}};
}

}  // namespace

std::optional<absl::Status> TokenWaits::Judge(const Token& token) const {
  if (token.revision == 0) return absl::OkStatus();
  const auto log = logs_.find(token.partition);
  if (log == logs_.end()) return std::nullopt;
  if (token.revision <= log->second.hashes.size()) {
    if (log->second.hashes[token.revision - 1] == token.hash) return absl::OkStatus();
    return MakeError(
        Reason::kHistoryDiverged,
        absl::StrCat("the token is of another history of ", token.partition, " at revision ",
                     token.revision, "; write or read the head again"),
        Place(token));
  }
  if (!log->second.stopped.ok()) return log->second.stopped;
  return std::nullopt;
}

std::optional<absl::Status> TokenWaits::Check(absl::Span<const Token> tokens) const {
  const MutexLock lock(mutex_);
  bool all = true;
  for (const Token& token : tokens) {
    std::optional<absl::Status> status = Judge(token);
    if (status.has_value() && !status->ok()) return status;
    all = all && status.has_value();
  }
  if (!all) return std::nullopt;
  return absl::OkStatus();
}

TokenWaits::WaitId TokenWaits::Wait(absl::Span<const Token> tokens, Done done) {
  absl::Status settled;
  {
    const MutexLock lock(mutex_);
    std::vector<Token> missing;
    for (const Token& token : tokens) {
      const std::optional<absl::Status> status = Judge(token);
      if (!status.has_value()) {
        missing.push_back(token);
      } else if (!status->ok()) {
        settled = *status;
        break;
      }
    }
    if (settled.ok() && !missing.empty()) settled = ended_;
    if (settled.ok() && !missing.empty() && pending_.size() >= kTokenWaitsMax) {
      settled = MakeError(Reason::kOverloaded, "too many queries wait for tokens; try again",
                          {{"limit", absl::StrCat(kTokenWaitsMax)}});
    }
    if (settled.ok() && !missing.empty()) {
      const WaitId id = next_id_++;
      for (const Token& token : missing) logs_[token.partition].waiting.emplace(token.revision, id);
      const size_t left = missing.size();
      pending_.emplace(
          id, Pending{.tokens = std::move(missing), .left = left, .done = std::move(done)});
      return id;
    }
  }
  done(settled);
  return kSettled;
}

void TokenWaits::Cancel(WaitId id, const absl::Status& why) {
  std::vector<Settled> settled;
  {
    const MutexLock lock(mutex_);
    Settle(id, why, settled);
  }
  Run(std::move(settled));
}

void TokenWaits::EndAll(const absl::Status& why) {
  std::vector<Settled> settled;
  {
    const MutexLock lock(mutex_);
    ended_ = why;
    std::vector<WaitId> ids;
    for (const auto& [id, pending] : pending_) ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    for (const WaitId id : ids) Settle(id, why, settled);
  }
  Run(std::move(settled));
}

void TokenWaits::Applied(const std::string& partition, uint64_t revision, const HashPrefix& hash) {
  std::vector<Settled> settled;
  {
    const MutexLock lock(mutex_);
    Log& log = logs_[partition];
    log.hashes.resize(revision);
    log.hashes.back() = hash;
    while (!log.waiting.empty() && log.waiting.begin()->first <= revision) {
      const WaitId id = log.waiting.begin()->second;
      log.waiting.erase(log.waiting.begin());
      Pending& pending = pending_.at(id);
      absl::Status status;
      for (const Token& token : pending.tokens) {
        if (token.partition == partition && token.revision <= revision && status.ok()) {
          status = Judge(token).value_or(absl::OkStatus());
        }
      }
      --pending.left;
      if (!status.ok() || pending.left == 0) Settle(id, status, settled);
    }
  }
  Run(std::move(settled));
}

void TokenWaits::Stopped(const std::string& partition, const absl::Status& why) {
  std::vector<Settled> settled;
  {
    const MutexLock lock(mutex_);
    Log& log = logs_[partition];
    log.stopped = why;
    while (!log.waiting.empty()) Settle(log.waiting.begin()->second, why, settled);
  }
  Run(std::move(settled));
}

size_t TokenWaits::size() const {
  const MutexLock lock(mutex_);
  return pending_.size();
}

void TokenWaits::Settle(WaitId id, absl::Status status, std::vector<Settled>& settled) {
  const auto pending = pending_.find(id);
  if (pending == pending_.end()) return;
  for (const Token& token : pending->second.tokens) {
    const auto log = logs_.find(token.partition);
    if (log == logs_.end()) continue;
    auto& waiting = log->second.waiting;
    const auto [begin, end] = waiting.equal_range(token.revision);
    for (auto it = begin; it != end;) it = it->second == id ? waiting.erase(it) : std::next(it);
    // Partitions that only a token named leave nothing behind.
    if (log->second.hashes.empty() && log->second.stopped.ok() && waiting.empty()) logs_.erase(log);
  }
  settled.push_back({.done = std::move(pending->second.done), .status = std::move(status)});
  pending_.erase(pending);
}

void TokenWaits::Run(std::vector<Settled> settled) {
  for (Settled& wait : settled) wait.done(std::move(wait.status));
}

}  // namespace taizhang::aggregator
