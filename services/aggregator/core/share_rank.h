#pragma once

#include <cstdint>
#include <vector>

#include "services/aggregator/core/part.h"

namespace taizhang::aggregator {

/// In percent (R17).
Part ShareOf(const Part& part, const Part& whole);

/// The place of `own`, descending from 1, among it and `others`, who are all that are ranked with
/// it: from the best that bounds allow to the worst, and as its value the best (R17). `anywhere`:
/// how many more there are that bounds alone leave undefined.
ExactQuantity RankAmong(const ExactQuantity& own, const std::vector<ExactQuantity>& others,
                        int64_t anywhere);

}  // namespace taizhang::aggregator
