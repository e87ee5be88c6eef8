#pragma once

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// LedgerService.ListRecordRevisions. Reads one block for each version that it returns.
absl::Status ListRecordRevisionsInto(const Ledger& ledger,
                                     const v1::ListRecordRevisionsRequest& request,
                                     v1::ListRecordRevisionsResponse& response);

}  // namespace taizhang::ledger
