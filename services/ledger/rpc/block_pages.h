#pragma once

#include <memory>
#include <vector>

#include "services/ledger/rpc/page_formatter.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// FollowBlocks: a page is a message, blocks as they are stored.
class BlockPages final : public PageFormatter<v1::FollowBlocksResponse> {
 public:
  void Begin(const std::vector<Head>&) override {}
  void Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) override;
  absl::Status Fill(v1::FollowBlocksResponse& response) override;
  [[nodiscard]] bool is_told() const override { return blocks_.empty(); }

 private:
  std::vector<std::shared_ptr<const StoredBlock>> blocks_;
};

}  // namespace taizhang::ledger
