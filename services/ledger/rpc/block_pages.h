#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/ledger/rpc/page_formatter.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// FollowBlocks: a page is a message, blocks as they are stored. Its readers verify the blocks;
/// where the store has lost one the stream ends, once what came before is sent.
class BlockPages final : public PageFormatter<v1::FollowBlocksResponse> {
 public:
  void Begin(const std::vector<Head>&) override {}
  void Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) override;
  absl::Status Fill(v1::FollowBlocksResponse& response) override;
  void Stop(const std::string& partition, const absl::Status& why) override;
  [[nodiscard]] bool is_told() const override { return blocks_.empty() && end_.ok(); }

 private:
  std::vector<std::shared_ptr<const StoredBlock>> blocks_;
  absl::Status end_;  ///< what to end with
};

}  // namespace taizhang::ledger
