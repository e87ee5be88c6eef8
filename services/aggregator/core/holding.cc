#include "services/aggregator/core/holding.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "services/aggregator/core/day_ranges.h"

namespace taizhang::aggregator {

HoldingRules HoldingRulesOf(const Measure& measure, const DayRange& active) {
  HoldingRules rules{.active = {},
                     .carry_forward = measure.carry_forward.has_value()
                                          ? int64_t{*measure.carry_forward}
                                          : std::numeric_limits<int32_t>::max()};
  if (active.IsEmpty()) return rules;
  std::vector<PeriodRange> periods;
  AppendMemberPeriods({&active, 1}, active, DayRule::kLastDay, measure.frequency, periods);
  if (!periods.empty()) rules.active = periods.front();
  return rules;
}

Holding HoldingFrom(Series& series, PeriodIndex k, const HoldingRules& rules) {
  Holding holding{.periods = {.from = k, .to = k}, .amount = {}};
  if (!rules.active.Contains(k)) return holding;
  holding.amount = series.At(k);
  const int64_t carried_to = k + rules.carry_forward + 1;
  int64_t end = std::min<int64_t>(rules.active.to, carried_to);
  if (const auto next = series.FirstAfter(k)) end = std::min<int64_t>(end, *next);
  holding.periods.to = static_cast<PeriodIndex>(end);
  return holding;
}

std::optional<Holding> HoldingAt(Series& series, PeriodIndex k, const HoldingRules& rules) {
  const auto from = series.LastBefore(k + 1);
  if (!from) return std::nullopt;
  Holding holding = HoldingFrom(series, *from, rules);
  if (!holding.periods.Contains(k)) return std::nullopt;
  return holding;
}

}  // namespace taizhang::aggregator
