#pragma once

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// LedgerService.ListPartitions.
absl::Status ListPartitionsInto(const Ledger& ledger, const v1::ListPartitionsRequest& request,
                                v1::ListPartitionsResponse& response);

}  // namespace taizhang::ledger
