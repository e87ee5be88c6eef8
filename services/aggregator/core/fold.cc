#include "services/aggregator/core/fold.h"

#include <limits>

#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {
namespace {

constexpr PeriodIndex kNever = std::numeric_limits<PeriodIndex>::min();

bool Contains(absl::Span<const PeriodRange> periods, PeriodIndex k) {
  for (const PeriodRange& run : periods) {
    if (run.Contains(k)) return true;
  }
  return false;
}

/// Of what is observed: where it has no amount, of a REMAINDER.
Contribution ContributionOf(const PeriodAmount& amount, bool is_remainder) {
  if (!amount.has_amount) return Contribution::OfMissingRemainder();
  Contribution contribution = Contribution::Of(amount.counters);
  if (is_remainder) {
    contribution.side.remainders = 1;
    contribution.has_side = true;
  } else {
    contribution.plain.received = 1;
    contribution.side.bounded = amount.bounded ? 1 : 0;
  }
  return contribution;
}

Contribution ContributionOf(const RunsWorth& worth, bool is_remainder) {
  Contribution contribution = Contribution::Of(worth.amounts);
  contribution.side.falls = worth.falls;
  contribution.side.gaps = worth.gap ? 1 : 0;
  if (is_remainder) {
    contribution.side.remainders = worth.contributing;
    contribution.side.partial_remainders = worth.contributing - worth.received;
    contribution.side.missing_remainders = worth.missing;
  } else {
    contribution.plain.received = worth.received;
    contribution.side.bounded = worth.bounded;
    contribution.side.gap_runs = worth.gap ? worth.runs : 0;
  }
  contribution.has_side = contribution.has_side || worth.falls != 0 || worth.gap || is_remainder;
  return contribution;
}

}  // namespace

absl::Span<const Attendance::Group> CellFold::groups() const {
  return attendance_.GroupsOf(DayRuleOf(measure_), measure_.frequency);
}

void CellFold::Periods(const Attendance::Group& group, absl::Span<const PeriodIndex> periods,
                       int sign, SlotChanges& changes) {
  member_periods_ = attendance_.PeriodsOf(group);
  sign_ = sign;
  changes_ = &changes;
  switch (measure_.temporal_kind) {
    case TemporalKind::kFlow:
      for (const PeriodIndex k : periods) Flow(k);
      return;
    case TemporalKind::kStock: {
      const HoldingRules rules =
          HoldingRulesOf(measure_, attendance_.ActivePeriods(measure_.frequency));
      PeriodIndex done = kNever;
      for (const PeriodIndex k : periods) {
        const auto before = series_.LastBefore(k);
        if (before && *before > done) Stock(*before, rules);
        if (series_.IsObserved(k)) Stock(k, rules);
        done = k;
      }
      return;
    }
    case TemporalKind::kYearToDate: {
      for (size_t i = 0; i < periods.size();) {
        const int year = YearSlotOf(periods[i], measure_.frequency).year;
        uint32_t places = 0;
        for (; i < periods.size(); ++i) {
          const YearSlot at = YearSlotOf(periods[i], measure_.frequency);
          if (at.year != year) break;
          places |= SpansReading(measure_.frequency, at.slot);
        }
        YearToDate(year, places);
      }
      return;
    }
    case TemporalKind::kUnspecified:
      return;
  }
}

void CellFold::Whole(const Attendance::Group& group, int sign, SlotChanges& changes) {
  member_periods_ = attendance_.PeriodsOf(group);
  sign_ = sign;
  changes_ = &changes;
  const HoldingRules rules =
      HoldingRulesOf(measure_, attendance_.ActivePeriods(measure_.frequency));
  const int in_year = PeriodsInYear(measure_.frequency);
  for (int year = series_.first_year(); year <= series_.last_year(); ++year) {
    const uint32_t observed = series_.ObservedIn(year);
    uint32_t places = 0;
    for (uint32_t bits = observed; bits != 0; bits &= bits - 1) {
      const int index = __builtin_ctz(bits);
      if (measure_.temporal_kind == TemporalKind::kFlow) Flow(year * in_year + index);
      if (measure_.temporal_kind == TemporalKind::kStock) Stock(year * in_year + index, rules);
      if (measure_.temporal_kind == TemporalKind::kYearToDate) {
        places |= SpansReading(measure_.frequency, index);
      }
    }
    if (places != 0) YearToDate(year, places);
  }
  changes.Join();
}

bool CellFold::IsTold(const PeriodAmount& amount) const {
  return amount.has_amount || (amount.observed && member_.is_remainder());
}

void CellFold::Flow(PeriodIndex k) {
  if (!Contains(member_periods_, k)) return;
  const PeriodAmount& amount = series_.At(k);
  if (!IsTold(amount)) return;
  changes_->Add(YearSlotOf(k, measure_.frequency), ContributionOf(amount, member_.is_remainder()),
                sign_);
}

void CellFold::Stock(PeriodIndex k, const HoldingRules& rules) {
  const Holding holding = HoldingFrom(series_, k, rules);
  if (holding.periods.IsEmpty() || !IsTold(holding.amount)) return;
  for (const PeriodRange& run : member_periods_) {
    const PeriodRange part = Intersect(run, holding.periods);
    if (!part.IsEmpty()) StockPart(part, holding);
  }
}

void CellFold::AddStock(PeriodIndex at, const Contribution& contribution, int sign) {
  if (at < WholeAxis(measure_.frequency).to)
    changes_->Add(YearSlotOf(at, measure_.frequency), contribution, sign * sign_);
}

void CellFold::StockPart(PeriodRange part, const Holding& holding) {
  const PeriodIndex observed = holding.periods.from;
  const Contribution standing = ContributionOf(holding.amount, member_.is_remainder());
  if (member_.is_remainder()) {
    AddStock(part.from, standing, 1);
    AddStock(part.to, standing, -1);
    return;
  }
  Contribution carried = standing;
  carried.plain.received = 0;
  carried.plain.carried = 1;
  carried.plain.carried_from = observed;
  if (part.from != observed) {
    AddStock(part.from, carried, 1);
  } else {
    AddStock(part.from, standing, 1);
    if (part.to == observed + 1) {
      AddStock(part.to, standing, -1);
      return;
    }
    Contribution aging;
    aging.plain.received = -1;
    aging.plain.carried = 1;
    aging.plain.carried_from = observed;
    AddStock(observed + 1, aging, 1);
  }
  AddStock(part.to, carried, -1);
}

void CellFold::YearToDate(int year, uint32_t places) {
  const int in_year = PeriodsInYear(measure_.frequency);
  for (uint32_t bits = places; bits != 0; bits &= bits - 1) {
    const int place = __builtin_ctz(bits);
    const YearSpan span = SpanAt(measure_.frequency, place);
    const PeriodIndex first = year * in_year + span.first;
    const PeriodRange window{.from = first, .to = first + span.length};
    RunsWorth worth;
    for (const PeriodRange& run : member_periods_) {
      AddRunInYear(series_, year, Intersect(run, window), worth);
    }
    worth.Settle();
    const bool is_missing = member_.is_remainder() && worth.missing > 0;
    if (worth.contributing == 0 && !worth.gap && !is_missing) continue;
    changes_->Add({.year = year, .slot = place}, ContributionOf(worth, member_.is_remainder()),
                  sign_);
  }
}

void FoldFlowChange(const ObservationChange& change, MeasureState& state,
                    const Attendance& attendance) {
  const Measure& measure = *state.measure;
  PlainPart plain;
  SidePart side;
  bool has_side = false;
  const auto put = [&](Int128 value, const Stamp& stamp, int sign) {
    if (stamp.state != ObservationState::kAmount) return;
    if (stamp.bound == Bound::kExact) {
      plain.sum += sign * value;
      plain.amounts += sign;
      plain.received += sign;
      return;
    }
    PeriodAmount amount{.observed = true, .has_amount = true};
    AddVersion(amount, value, stamp.bound, AmountRules::Of(measure));
    const Contribution contribution = ContributionOf(amount, false);
    plain.sum += sign * contribution.plain.sum;
    plain.amounts += sign;
    plain.received += sign;
    side.Add(contribution.side, sign);
    has_side = true;
  };
  if (change.previous_revision != 0) put(change.before_value, change.before, -1);
  put(change.value, change.after, 1);
  const PeriodIndex k = IndexOf(change.period.first_month(), measure.frequency);
  const YearSlot at = YearSlotOf(k, measure.frequency);
  for (const auto& group : attendance.GroupsOf(DayRule::kLastActiveDay, measure.frequency)) {
    if (!Contains(attendance.PeriodsOf(group), k)) continue;
    for (const ScopeId scope : attendance.ScopesOf(group)) {
      state.cells->Add(scope, at, plain, has_side ? &side : nullptr);
    }
  }
}

}  // namespace taizhang::aggregator
