#pragma once

#include "absl/status/statusor.h"
#include "services/ledger/rpc/follow_call.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// What to follow; cursors are judged by the feed. The epoch is for the caller to fill in.
absl::StatusOr<FollowCall::Options> ParseFollowRequest(const v1::FollowBlocksRequest& request);

}  // namespace taizhang::ledger
