#pragma once

#include <cstdint>
#include <optional>

#include "common/facts/record.h"
#include "common/values/period.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// A stock as it is observed once and holds until something ends it (R8).
struct Holding {
  PeriodRange
      periods;  ///< on whose last days it holds; begins with the observed one; empty: holds nowhere
  PeriodAmount amount;
};

/// When a subject's stock can hold, whatever is observed.
struct HoldingRules {
  PeriodRange active;     ///< measure-periods on whose last day the subject is active
  int64_t carry_forward;  ///< further measure-periods
};
/// `active`: measure-periods on whose last day the member is active.
HoldingRules HoldingRulesOf(const Measure& measure, PeriodRange active);
/// Of a member that is active on these days.
PeriodRange ActivePeriods(const Measure& measure, const DayRange& active);

/// The holding of the observation in `k`, which is observed.
Holding HoldingFrom(Series& series, PeriodIndex k, const HoldingRules& rules);

/// The holding in force on the last day of `k`, with or without an amount.
std::optional<Holding> HoldingAt(Series& series, PeriodIndex k, const HoldingRules& rules);

}  // namespace taizhang::aggregator
