#include "services/ledger/rpc/change_pages.h"

#include "common/status/reason.h"
#include "services/ledger/rpc/format_partition.h"

namespace taizhang::ledger {
namespace {

/// Whether it is the log itself that cannot be read any further; anything else may pass.
bool IsOfTheLog(const absl::Status& status) {
  return ReasonOf(status) == Reason::kLogDamaged ||
         status.code() == absl::StatusCode::kUnimplemented;
}

}  // namespace

void ChangePages::Begin(const std::vector<Head>& heads) {
  for (const Head& head : heads) last_[head.partition] = head;
}

void ChangePages::Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) {
  blocks_ = std::move(blocks);
  next_ = 0;
}

void ChangePages::Stop(const std::string& partition, const absl::Status& why) {
  gaps_.emplace_back(partition, why);
}

absl::Status ChangePages::Open() {
  const StoredBlock& block = *blocks_[next_];
  // A partition that the reader has nothing of begins at the zero hash.
  Head& last = last_[block.partition];
  absl::StatusOr<NamedCommit> commit = ledger_.ReadCommit(block, &last.hash);
  if (!commit.ok()) return commit.status();
  last = {.partition = block.partition, .revision = block.revision, .hash = block.hash};
  commit_.emplace(*std::move(commit));
  blocks_[next_] = nullptr;
  ++next_;
  return absl::OkStatus();
}

absl::Status ChangePages::EndPartition(const std::string& partition, const absl::Status& why,
                                       v1::FollowChangesResponse& response) {
  if (at_damage_ == AtDamage::kEndStream || !IsOfTheLog(why)) return why;
  if (!stopped_.emplace(partition, why).second) return absl::OkStatus();
  Head& last = last_[partition];
  last.partition = partition;
  newly_stopped_.push_back(last);
  ledger::FormatStopped(partition, why, *response.add_stopped());
  return absl::OkStatus();
}

absl::Status ChangePages::Advance(v1::FollowChangesResponse& response) {
  if (next_ == blocks_.size()) {
    const auto [partition, why] = gaps_.front();
    if (absl::Status status = EndPartition(partition, why, response); !status.ok()) return status;
    gaps_.erase(gaps_.begin());
    return absl::OkStatus();
  }
  const std::string partition = blocks_[next_]->partition;
  if (!stopped_.contains(partition)) {
    const absl::Status opened = Open();
    if (opened.ok()) return absl::OkStatus();
    if (absl::Status status = EndPartition(partition, opened, response); !status.ok())
      return status;
  }
  blocks_[next_] = nullptr;
  ++next_;
  return absl::OkStatus();
}

absl::Status ChangePages::Fill(v1::FollowChangesResponse& response) {
  size_t bytes = 0;
  while (bytes < message_bytes_max_ && !is_told()) {
    if (!commit_) {
      // What is filled already is sent first; the next call meets the error again.
      if (absl::Status status = Advance(response); !status.ok())
        return response.commits_size() + response.stopped_size() > 0 ? absl::OkStatus() : status;
      if (!commit_) continue;
    }
    const size_t added = commit_->AppendTo(response, message_bytes_max_ - bytes);
    // The message is full.
    if (!commit_->is_told()) return absl::OkStatus();
    commit_.reset();
    bytes += added;
  }
  return absl::OkStatus();
}

void ChangePages::FormatStopped(v1::FollowChangesResponse& response) const {
  response.clear_stopped();
  for (const auto& [partition, why] : stopped_) {
    ledger::FormatStopped(partition, why, *response.add_stopped());
  }
}

}  // namespace taizhang::ledger
