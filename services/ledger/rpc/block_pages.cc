#include "services/ledger/rpc/block_pages.h"

#include <utility>

namespace taizhang::ledger {
namespace {

void FormatBlock(const StoredBlock& block, v1::Block& out) {
  out.set_partition(block.partition);
  out.set_revision(static_cast<int64_t>(block.revision));
  out.set_hash(block.hash.data(), block.hash.size());
  out.set_header(block.header);
  out.set_body(block.body);
  out.set_body_bytes(block.body_bytes);
  out.set_texts(block.texts);
}

}  // namespace

void BlockPages::Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) {
  blocks_ = std::move(blocks);
}

void BlockPages::Stop(const std::string&, const absl::Status& why) { end_ = why; }

absl::Status BlockPages::Fill(v1::FollowBlocksResponse& response) {
  if (blocks_.empty()) return end_;
  for (const std::shared_ptr<const StoredBlock>& block : blocks_) {
    FormatBlock(*block, *response.add_blocks());
  }
  blocks_.clear();
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
