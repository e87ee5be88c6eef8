#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "common/facts/indicator.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// The period that a growth compares with; nothing where it is beyond the axis.
std::optional<Period> BaseOf(const Growth& growth, const Period& period);

/// Current ÷ base − 1 in percent or, of what is in percent itself, the difference in percentage
/// points (R16).
Part GrowthOf(const Part& current, const Part& base, bool is_percent);

/// Whether a growth of this total reads its members one by one: equal spans of a YEAR_TO_DATE, or
/// like for like.
bool ReadsMembers(const Growth& growth, const Measure& measure);

/// The growth of a total whose members are read one by one. The numbers of R7 are those of both
/// totals, whoever is left out of the sums and wherever they are cut.
Part PartOfGrowth(const Growth& growth, const TotalOf& total, const Measure& measure,
                  const Spot& current, const Spot& base, const Terms& terms);

}  // namespace taizhang::aggregator
