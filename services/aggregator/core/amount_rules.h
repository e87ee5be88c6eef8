#pragma once

#include <cstdint>

#include "common/facts/record.h"
#include "common/values/interval.h"

namespace taizhang::aggregator {

/// How a measure's amounts are read as intervals (R1).
struct AmountRules {
  bool non_negative = false;
  uint16_t about_tolerance = 0;  ///< in 1/10,000 of the value; 0: ABOUT says nothing of the ends

  static AmountRules Of(const Measure& measure) {
    return {.non_negative = measure.non_negative, .about_tolerance = measure.about_tolerance};
  }
  /// Whether nothing is known of how far the true value may be from the stated one.
  [[nodiscard]] bool IsAbout(Bound bound) const {
    return bound == Bound::kAbout && about_tolerance == 0;
  }
  /// Of an amount in counts of 10^-decimals. A tolerance's ends are rounded outward to them.
  [[nodiscard]] Interval IntervalOf(Int128 value, Bound bound) const;
};

}  // namespace taizhang::aggregator
