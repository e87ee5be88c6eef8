#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/rpc/commit_parts.h"
#include "services/ledger/rpc/page_formatter.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// FollowChanges: the blocks of a page as commits with decoded changes, in messages of about 1 MiB.
/// Decodes one block at a time, and verifies it against its predecessor.
///
/// A partition whose log is damaged ends where its log does, once all before is told: with the
/// stream, where that follows no other; otherwise the message says so, every progress repeats it,
/// and the others go on.
class ChangePages final : public PageFormatter<v1::FollowChangesResponse> {
 public:
  static constexpr size_t kMessageBytesMax = size_t{1} << 20U;
  enum class AtDamage : uint8_t { kEndStream, kStopPartition };

  /// `ledger` outlives it.
  explicit ChangePages(const Ledger& ledger, size_t message_bytes_max = kMessageBytesMax,
                       AtDamage at_damage = AtDamage::kEndStream)
      : ledger_(ledger), message_bytes_max_(message_bytes_max), at_damage_(at_damage) {}

  void Begin(const std::vector<Head>& heads) override;
  void Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) override;
  void Stop(const std::string& partition, const absl::Status& why) override;
  absl::Status Fill(v1::FollowChangesResponse& response) override;
  std::vector<Head> TakeStopped() override { return std::exchange(newly_stopped_, {}); }
  void FormatStopped(v1::FollowChangesResponse& response) const override;
  [[nodiscard]] bool is_told() const override {
    return !commit_ && next_ == blocks_.size() && gaps_.empty();
  }

 private:
  /// Goes on to the next commit or stopped partition. On an error the stream ends.
  absl::Status Advance(v1::FollowChangesResponse& response);
  /// Decodes the next block into commit_.
  absl::Status Open();
  /// Tells of a damaged partition, or returns `why`.
  absl::Status EndPartition(const std::string& partition, const absl::Status& why,
                            v1::FollowChangesResponse& response);

  const Ledger& ledger_;
  const size_t message_bytes_max_;
  const AtDamage at_damage_;
  std::map<std::string, Head> last_;  ///< what was told of each partition
  std::vector<std::shared_ptr<const StoredBlock>> blocks_;
  size_t next_ = 0;                                         ///< in blocks_
  std::optional<CommitParts> commit_;                       ///< one that is not told whole
  std::vector<std::pair<std::string, absl::Status>> gaps_;  ///< Stop, to be told behind blocks_
  std::map<std::string, absl::Status> stopped_;
  std::vector<Head> newly_stopped_;
};

}  // namespace taizhang::ledger
