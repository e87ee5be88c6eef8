#include "services/aggregator/core/amount_rules.h"

namespace taizhang::aggregator {

Interval AmountRules::IntervalOf(Int128 value, Bound bound) const {
  if (bound != Bound::kAbout || about_tolerance == 0) {
    return taizhang::IntervalOf(value, bound, non_negative);
  }
  constexpr Int128 kWhole = 10'000;
  const Int128 magnitude = value < 0 ? -value : value;
  const Int128 room = (magnitude * about_tolerance + kWhole - 1) / kWhole;
  const Interval interval{.lower = End{.value = value - room}, .upper = End{.value = value + room}};
  return non_negative ? ClipAtZero(interval) : interval;
}

}  // namespace taizhang::aggregator
