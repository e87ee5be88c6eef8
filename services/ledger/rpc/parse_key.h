#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/commit/reading.h"
#include "taizhang/type/v1/observation.pb.h"

namespace taizhang::ledger {

/// The key of an observation; nothing where there are violations, whose fields lie below `field`
/// ("observation").
std::optional<ObservationQuery> ParseKey(const type::v1::ObservationKey& key,
                                         const std::string& field,
                                         std::vector<Violation>& violations);

}  // namespace taizhang::ledger
