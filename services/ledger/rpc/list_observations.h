#pragma once

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/commit/listing.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// LedgerService.ListObservations. `limits` with the page's size, where that is smaller.
absl::Status ListObservationsInto(const Ledger& ledger, const v1::ListObservationsRequest& request,
                                  v1::ListObservationsResponse& response,
                                  const ListingLimits& limits = {});

}  // namespace taizhang::ledger
