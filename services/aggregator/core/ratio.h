#pragma once

#include "absl/status/statusor.h"
#include "common/facts/indicator.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// A ratio of two totals (R14): of their sums, of the sums of those who are on both sides, or the
/// mean of their own ratios. The numbers of R7 are those of both totals, whoever is left out of
/// the sums.
absl::StatusOr<Part> PartOfRatio(const Ratio& ratio, const Spot& spot, const Terms& terms);

}  // namespace taizhang::aggregator
