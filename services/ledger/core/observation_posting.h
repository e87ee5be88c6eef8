#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/posting.h"
#include "services/ledger/core/record_posting.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Posts the observation rows of a request, after its records. A row without violations costs a few
/// hash lookups: no string is built for it.
void PostObservations(const KnownRecords& known, const Rows& rows, Interners& interners,
                      Posted& posted, Violations& violations);

}  // namespace taizhang::ledger
