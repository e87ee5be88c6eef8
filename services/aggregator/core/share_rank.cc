#include "services/aggregator/core/share_rank.h"

#include <array>

namespace taizhang::aggregator {

Part ShareOf(const Part& part, const Part& whole) {
  const Arithmetic in_percent{.operation = Operation::kQuotient, .in_percent = true};
  const std::array<Part, 2> operands = {part, whole};
  return Combine(in_percent, operands);
}

ExactQuantity RankAmong(const ExactQuantity& own, const std::vector<ExactQuantity>& others,
                        int64_t anywhere) {
  int64_t best = 1;
  int64_t worst = 1 + anywhere;
  for (const ExactQuantity& other : others) {
    if (LiesBelow(own.interval, other.interval)) ++best;
    if (!IsAtMost(other.interval, own.interval)) ++worst;
  }
  ExactQuantity rank = PointOf(Fraction(best));
  rank.interval.upper->value = worst;
  return rank;
}

}  // namespace taizhang::aggregator
