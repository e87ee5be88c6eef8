#include "services/aggregator/core/holding.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "services/aggregator/core/day_ranges.h"

namespace taizhang::aggregator {

HoldingRules HoldingRulesOf(const Measure& measure, PeriodRange active) {
  constexpr int64_t kNoLimit = std::numeric_limits<int32_t>::max();
  return {.active = active,
          .carry_forward = measure.carry_forward ? int64_t{*measure.carry_forward} : kNoLimit};
}

PeriodRange ActivePeriods(const Measure& measure, const DayRange& active) {
  if (active.IsEmpty()) return {};
  std::vector<PeriodRange> periods;
  AppendMemberPeriods({&active, 1}, active, DayRule::kLastDay, measure.frequency, periods);
  return periods.empty() ? PeriodRange{} : periods.front();
}

Holding HoldingFrom(Series& series, PeriodIndex k, const HoldingRules& rules) {
  Holding holding{.periods = {.from = k, .to = k}, .amount = {}};
  if (!rules.active.Contains(k)) return holding;
  holding.amount = series.At(k);
  const int64_t carried_to = k + rules.carry_forward + 1;
  int64_t end = std::min<int64_t>(rules.active.to, carried_to);
  if (const auto next = series.FirstAfter(k, static_cast<PeriodIndex>(end))) end = *next;
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
