#include "services/ledger/rpc/parse_follow.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "common/values/record_name.h"

namespace taizhang::ledger {
namespace {

constexpr uint32_t kProgressIntervalMsDefault = 5'000;
constexpr uint32_t kProgressIntervalMsMin = 100;
constexpr uint32_t kProgressIntervalMsMax = 60'000;

/// Above the number of all divisions that may have a partition.
constexpr int kEntriesMax = 10'000;

absl::Status CheckSize(const char* list, int size) {
  if (size <= kEntriesMax) return absl::OkStatus();
  return MakeError(Reason::kTooLarge,
                   absl::StrCat(list, ": ", size, "; a request names up to ", kEntriesMax),
                   {{"limit", absl::StrCat(kEntriesMax)}});
}

Violation Wrong(std::string field, Reason reason, std::string description) {
  return {.row = -1,
          .field = std::move(field),
          .reason = reason,
          .description = std::move(description)};
}

}  // namespace

template <typename Request>
absl::StatusOr<FollowOptions> ParseFollowRequest(const Request& request) {
  if (absl::Status status = CheckSize("cursors", request.cursors_size()); !status.ok())
    return status;
  if (absl::Status status = CheckSize("partitions", request.partitions_size()); !status.ok())
    return status;
  std::vector<Violation> violations;
  FollowOptions options;
  for (int i = 0; i < request.cursors_size(); ++i) {
    const v1::Cursor& cursor = request.cursors(i);
    if (cursor.revision() < 0) {
      violations.push_back(Wrong(absl::StrCat("cursors[", i, "].revision"), Reason::kValueInvalid,
                                 "revisions count from 1; 0 is before the first"));
    }
    options.request.cursors.push_back({.partition = cursor.partition(),
                                       .revision = static_cast<uint64_t>(cursor.revision()),
                                       .hash = cursor.hash()});
  }
  for (int i = 0; i < request.partitions_size(); ++i) {
    if (!IsPartition(request.partitions(i))) {
      violations.push_back(Wrong(absl::StrCat("partitions[", i, "]"), Reason::kNameInvalid,
                                 "a partition is \"structure\" or a division code"));
    }
    options.request.partitions.push_back(request.partitions(i));
  }
  options.request.prefix = request.partition_prefix();
  if (request.partitions_size() > 0 && !request.partition_prefix().empty()) {
    violations.push_back(Wrong("partition_prefix", Reason::kFieldNotAllowed,
                               "give a list of partitions or a prefix, not both"));
  }
  uint32_t interval_ms = request.progress_interval_ms();
  if (interval_ms == 0) interval_ms = kProgressIntervalMsDefault;
  if (interval_ms < kProgressIntervalMsMin || interval_ms > kProgressIntervalMsMax) {
    violations.push_back(
        Wrong("progress_interval_ms", Reason::kValueInvalid, "100 to 60,000, or 0"));
  }
  options.progress_interval = std::chrono::milliseconds(interval_ms);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  return options;
}

template absl::StatusOr<FollowOptions> ParseFollowRequest(const v1::FollowBlocksRequest&);
template absl::StatusOr<FollowOptions> ParseFollowRequest(const v1::FollowChangesRequest&);

}  // namespace taizhang::ledger
