#pragma once

#include "absl/functional/function_ref.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/stated_by.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// Adds what is stated of the divisions one level below a division on the last day that have
/// nothing of their own (R2): of each the newest statement with an amount that answers exactly this
/// period. `has_own`: whether a child contributes, or has a REMAINDER. The numbers of R7 stay as
/// they are. Of other scopes nothing.
void FillFromStatements(const Spot& spot, const Terms& terms, const StatedBy& stated_by, Part& part,
                        absl::FunctionRef<bool(const RecordName&)> has_own);

}  // namespace taizhang::aggregator
