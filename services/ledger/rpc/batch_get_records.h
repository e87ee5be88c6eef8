#pragma once

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// LedgerService.BatchGetRecords.
absl::Status BatchGetRecordsInto(const Ledger& ledger, const v1::BatchGetRecordsRequest& request,
                                 v1::BatchGetRecordsResponse& response);

}  // namespace taizhang::ledger
