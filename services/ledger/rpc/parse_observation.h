#pragma once

#include <deque>
#include <string>

#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"
#include "taizhang/type/v1/observation.pb.h"

namespace taizhang::ledger {

/// Rows that view the messages, which must outlive them, or `texts`. Everything that cannot be read
/// has a violation and its bit in `unread`.
ObservationRow ParseObservation(const type::v1::Observation& observation, const Origin& origin,
                                std::deque<std::string>& texts, Violations& violations);
ObservationRow ParseWithdrawal(const type::v1::ObservationKey& key, const Origin& origin,
                               Violations& violations);

}  // namespace taizhang::ledger
