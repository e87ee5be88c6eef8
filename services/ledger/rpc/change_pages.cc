#include "services/ledger/rpc/change_pages.h"

#include <utility>

namespace taizhang::ledger {

void ChangePages::Begin(const std::vector<Head>& heads) {
  for (const Head& head : heads) last_[head.partition] = head.hash;
}

void ChangePages::Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) {
  blocks_ = std::move(blocks);
  next_ = 0;
}

absl::Status ChangePages::Open() {
  const StoredBlock& block = *blocks_[next_];
  // A partition that the reader has nothing of begins at the zero hash.
  Hash& last = last_[block.partition];
  absl::StatusOr<NamedCommit> commit = ledger_.ReadCommit(block, &last);
  if (!commit.ok()) return commit.status();
  last = block.hash;
  commit_.emplace(*std::move(commit));
  blocks_[next_] = nullptr;
  ++next_;
  return absl::OkStatus();
}

absl::Status ChangePages::Fill(v1::FollowChangesResponse& response) {
  size_t bytes = 0;
  while (bytes < message_bytes_max_ && !is_told()) {
    if (!commit_) {
      // What is filled already is sent first; the next call meets the error again.
      if (absl::Status status = Open(); !status.ok())
        return response.commits_size() > 0 ? absl::OkStatus() : status;
    }
    const size_t added = commit_->AppendTo(response, message_bytes_max_ - bytes);
    if (commit_->is_told()) {
      commit_.reset();
    } else {
      // The message is full.
      return absl::OkStatus();
    }
    bytes += added;
  }
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
