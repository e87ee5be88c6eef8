#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/rpc/commit_parts.h"
#include "services/ledger/rpc/page_formatter.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// FollowChanges: the blocks of a page as commits with decoded changes, in messages of about 1 MiB.
/// Decodes one block at a time, and verifies it against its predecessor.
class ChangePages final : public PageFormatter<v1::FollowChangesResponse> {
 public:
  static constexpr size_t kMessageBytesMax = size_t{1} << 20U;

  /// `ledger` outlives it.
  explicit ChangePages(const Ledger& ledger, size_t message_bytes_max = kMessageBytesMax)
      : ledger_(ledger), message_bytes_max_(message_bytes_max) {}

  void Begin(const std::vector<Head>& heads) override;
  void Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) override;
  absl::Status Fill(v1::FollowChangesResponse& response) override;
  [[nodiscard]] bool is_told() const override { return !commit_ && next_ == blocks_.size(); }

 private:
  /// Decodes the next block into commit_.
  absl::Status Open();

  const Ledger& ledger_;
  const size_t message_bytes_max_;
  std::map<std::string, Hash> last_;  ///< hash of the block before the next one, by partition
  std::vector<std::shared_ptr<const StoredBlock>> blocks_;
  size_t next_ = 0;                    ///< in blocks_
  std::optional<CommitParts> commit_;  ///< one that is not told whole
};

}  // namespace taizhang::ledger
