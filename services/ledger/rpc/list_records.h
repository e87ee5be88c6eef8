#pragma once

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/commit/listing.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// LedgerService.ListRecords. `limits` with the page's size, where that is smaller. `today`: where
/// the request names no day.
absl::Status ListRecordsInto(const Ledger& ledger, const v1::ListRecordsRequest& request, Day today,
                             v1::ListRecordsResponse& response, const ListingLimits& limits = {});

}  // namespace taizhang::ledger
