#pragma once

#include "absl/status/statusor.h"
#include "services/ledger/rpc/follow_call.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// What to follow; cursors are judged by the feed. The epoch is for the caller to fill in. Request
/// is FollowBlocksRequest or FollowChangesRequest, which have the same fields.
template <typename Request>
absl::StatusOr<FollowOptions> ParseFollowRequest(const Request& request);

extern template absl::StatusOr<FollowOptions> ParseFollowRequest(const v1::FollowBlocksRequest&);
extern template absl::StatusOr<FollowOptions> ParseFollowRequest(const v1::FollowChangesRequest&);

}  // namespace taizhang::ledger
