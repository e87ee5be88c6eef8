#include "services/aggregator/core/growth.h"

#include <algorithm>
#include <array>
#include <utility>

#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/two_totals.h"

namespace taizhang::aggregator {
namespace {

/// Whether one of the member's runs covers all of `range`: it is in the scope on every day that
/// decides.
bool IsThroughout(const MemberOutcome& outcome, const PeriodRange& range) {
  return std::any_of(
      outcome.periods.begin(), outcome.periods.end(),
      [&range](const PeriodRange& run) { return run.from <= range.from && range.to <= run.to; });
}

/// The last offset at which a member has an amount on both sides.
std::optional<int> LastCommon(MemberTotal& current, MemberTotal& base) {
  for (int offset = current.window().length() - 1; offset >= 0; --offset) {
    if (current.HasAmountAt(offset) && base.HasAmountAt(offset)) return offset;
  }
  return std::nullopt;
}

void Keep(const MemberOutcome& outcome, TotalSide& side) {
  if (outcome.contributes) side.kept.Add(outcome.amount.counters, 1);
}

}  // namespace

std::optional<Period> BaseOf(const Growth& growth, const Period& period) {
  const int back = growth.base == GrowthBase::kYearEarlier ? 12 : period.months();
  if (period.first_month() - back < kMonthMin) return std::nullopt;
  return Period::FromMonths(period.first_month() - back, period.months());
}

Part GrowthOf(const Part& current, const Part& base, bool is_percent) {
  const std::array<Part, 2> sides = {current, base};
  Part part = Together(sides);
  part.may_have = true;
  for (const Part& side : sides) {
    if (side.HasNumber()) continue;
    if (part.no_value == NoValue::kNone) part.no_value = side.no_value;
    part.may_have = part.may_have && side.may_have;
  }
  if (part.no_value != NoValue::kNone) return part;
  const ExactQuantity now = ExactNumberOf(current);
  const ExactQuantity then = ExactNumberOf(base);
  if (is_percent) {
    part.number = Subtract(now, then);
    return part;
  }
  const auto quotient = IsPositive(then.interval) ? Divide(now, then) : std::nullopt;
  if (!quotient) {
    part.no_value = NoValue::kBaseNotPositive;
    part.may_have = !then.interval.upper || sgn(then.interval.upper->value) > 0;
    return part;
  }
  part.number = Multiply(Subtract(*quotient, PointOf(1)), PointOf(100));
  return part;
}

bool ReadsMembers(const Growth& growth, const Measure& measure) {
  return growth.like_for_like || measure.temporal_kind == TemporalKind::kYearToDate;
}

Part PartOfGrowth(const Growth& growth, const TotalOf& total, const Measure& measure,
                  const Spot& current, const Spot& base, const Terms& terms) {
  const TotalQuestion now = QuestionOf(total, measure, current, terms);
  const TotalQuestion then = QuestionOf(total, measure, base, terms);
  const PeriodRange throughout{.from = RangeOf(base.period, measure.frequency).from,
                               .to = RangeOf(current.period, measure.frequency).to};
  TwoTotals totals;
  bool leaves_out = false;
  ForEachOfBoth(now, then, terms,
                [&](const MemberInScope& member, MemberTotal& of_now, MemberTotal& of_then) {
                  const MemberOutcome& first = of_now.Of(member);
                  const MemberOutcome& second = of_then.Of(member);
                  totals.Count(first, second);
                  if (growth.like_for_like) {
                    if (first.is_remainder() || !first.IsComplete() || !second.IsComplete() ||
                        !IsThroughout(first, throughout)) {
                      return;
                    }
                    Keep(first, totals.first);
                    Keep(second, totals.second);
                    return;
                  }
                  const std::optional<int> last = LastCommon(of_now, of_then);
                  if (!last) {
                    leaves_out = leaves_out || first.contributes || second.contributes;
                    return;
                  }
                  Keep(of_now.Read(*last + 1), totals.first);
                  Keep(of_then.Read(*last + 1), totals.second);
                });
  Part part = GrowthOf(PartOfSide(now, totals.first, growth.like_for_like),
                       PartOfSide(then, totals.second, growth.like_for_like), measure.unit == "%");
  if (leaves_out) part.is_complete = false;
  return part;
}

}  // namespace taizhang::aggregator
