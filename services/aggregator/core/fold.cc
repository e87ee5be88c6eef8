#include "services/aggregator/core/fold.h"

#include <limits>

#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {
namespace {

constexpr PeriodIndex kNever = std::numeric_limits<PeriodIndex>::min();

bool IsMember(const Attendance::Axis& axis, size_t entry, PeriodIndex k) {
  if (axis.always) return true;
  for (const PeriodRange& periods : axis.Of(entry)) {
    if (periods.Contains(k)) return true;
  }
  return false;
}

Contribution FlowContribution(const PeriodAmount& amount, bool is_remainder) {
  Contribution contribution{.amounts = amount.counters};
  if (is_remainder) {
    contribution.remainders = 1;
  } else {
    contribution.received = 1;
    contribution.bounded = amount.bounded ? 1 : 0;
  }
  return contribution;
}

Contribution RunsContribution(const RunsWorth& worth, bool is_remainder) {
  Contribution contribution{
      .amounts = worth.amounts, .falls = worth.falls, .gaps = worth.gap ? 1 : 0};
  if (is_remainder) {
    contribution.remainders = worth.contributing;
    contribution.partial_remainders = worth.contributing - worth.received;
  } else {
    contribution.received = worth.received;
    contribution.bounded = worth.bounded;
    contribution.gap_runs = worth.gap ? worth.runs : 0;
  }
  return contribution;
}

}  // namespace

void MemberFold::Periods(absl::Span<const PeriodIndex> periods) {
  switch (measure_.temporal_kind) {
    case TemporalKind::kFlow:
      for (const PeriodIndex k : periods) Flow(k);
      return;
    case TemporalKind::kStock: {
      const HoldingRules rules = HoldingRulesOf(measure_, attendance_.active());
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
      const int in_year = PeriodsInYear(measure_.frequency);
      for (size_t i = 0; i < periods.size();) {
        const int year = periods[i] / in_year;
        uint32_t places = 0;
        for (; i < periods.size() && periods[i] / in_year == year; ++i) {
          places |= SpansReading(measure_.frequency, periods[i] % in_year);
        }
        YearToDate(year, places);
      }
      return;
    }
    case TemporalKind::kUnspecified:
      return;
  }
}

void MemberFold::Whole() {
  const bool is_stock = measure_.temporal_kind == TemporalKind::kStock;
  const HoldingRules rules =
      is_stock ? HoldingRulesOf(measure_, attendance_.active()) : HoldingRules{};
  const int in_year = PeriodsInYear(measure_.frequency);
  for (int year = series_.first_year(); year <= series_.last_year(); ++year) {
    const uint32_t observed = series_.ObservedIn(year);
    uint32_t places = 0;
    for (uint32_t bits = observed; bits != 0; bits &= bits - 1) {
      const int index = __builtin_ctz(bits);
      if (measure_.temporal_kind == TemporalKind::kFlow) Flow(year * in_year + index);
      if (is_stock) Stock(year * in_year + index, rules);
      if (measure_.temporal_kind == TemporalKind::kYearToDate) {
        places |= SpansReading(measure_.frequency, index);
      }
    }
    if (places != 0) YearToDate(year, places);
  }
}

void MemberFold::Flow(PeriodIndex k) {
  const PeriodAmount amount = series_.At(k);
  if (!amount.has_amount) return;
  const Contribution contribution = FlowContribution(amount, member_.is_remainder());
  const auto& axis = attendance_.AxisOf(DayRule::kLastActiveDay, measure_.frequency);
  const auto entries = attendance_.cell_entries();
  const int in_year = PeriodsInYear(measure_.frequency);
  for (size_t entry = 0; entry < entries.size(); ++entry) {
    if (!IsMember(axis, entry, k)) continue;
    Slot* slots = cells_.Touch(entries[entry].scope, k / in_year);
    cells_.Add(slots[k % in_year], contribution, sign_);
  }
}

void MemberFold::Stock(PeriodIndex k, const HoldingRules& rules) {
  const Holding holding = HoldingFrom(series_, k, rules);
  if (holding.periods.IsEmpty() || !holding.amount.has_amount) return;
  const auto& axis = attendance_.AxisOf(DayRule::kLastDay, measure_.frequency);
  const auto entries = attendance_.cell_entries();
  for (size_t entry = 0; entry < entries.size(); ++entry) {
    if (axis.always) {
      StockPart(entries[entry].scope, holding.periods, holding);
      continue;
    }
    for (const PeriodRange& member : axis.Of(entry)) {
      const PeriodRange part = Intersect(member, holding.periods);
      if (!part.IsEmpty()) StockPart(entries[entry].scope, part, holding);
    }
  }
}

void MemberFold::AddStock(ScopeId scope, PeriodIndex at, Contribution& change, int sign) {
  if (at >= WholeAxis(measure_.frequency).to) return;
  const int in_year = PeriodsInYear(measure_.frequency);
  cells_.Add(cells_.Touch(scope, at / in_year)[at % in_year], change, sign * sign_);
}

void MemberFold::StockPart(ScopeId scope, PeriodRange part, const Holding& holding) {
  const PeriodIndex observed = holding.periods.from;
  Contribution standing = FlowContribution(holding.amount, member_.is_remainder());
  if (member_.is_remainder()) {
    AddStock(scope, part.from, standing, 1);
    AddStock(scope, part.to, standing, -1);
    return;
  }
  Contribution carried = standing;
  carried.received = 0;
  carried.carried = 1;
  carried.carried_from = observed;
  if (part.from != observed) {
    AddStock(scope, part.from, carried, 1);
  } else {
    AddStock(scope, part.from, standing, 1);
    if (part.to == observed + 1) {
      AddStock(scope, part.to, standing, -1);
      return;
    }
    Contribution aging{.received = -1, .carried = 1, .carried_from = observed};
    AddStock(scope, observed + 1, aging, 1);
  }
  AddStock(scope, part.to, carried, -1);
}

void MemberFold::YearToDate(int year, uint32_t places) {
  const auto& axis = attendance_.AxisOf(DayRule::kLastActiveDay, measure_.frequency);
  const PeriodRange whole = WholeAxis(measure_.frequency);
  const auto entries = attendance_.cell_entries();
  const int in_year = PeriodsInYear(measure_.frequency);
  for (uint32_t bits = places; bits != 0; bits &= bits - 1) {
    const int place = __builtin_ctz(bits);
    const YearSpan span = SpanAt(measure_.frequency, place);
    const PeriodIndex first = year * in_year + span.first;
    absl::Span<const PeriodRange> evaluated;
    Contribution contribution;
    bool is_nothing = true;
    for (size_t entry = 0; entry < entries.size(); ++entry) {
      const auto periods = axis.always ? absl::MakeConstSpan(&whole, 1) : axis.Of(entry);
      if (entry == 0 || periods != evaluated) {
        evaluated = periods;
        const RunsWorth worth =
            RunsOf(series_, {.from = first, .to = first + span.length}, periods);
        is_nothing = worth.contributing == 0 && !worth.gap;
        contribution = RunsContribution(worth, member_.is_remainder());
      }
      if (is_nothing) continue;
      cells_.Add(cells_.Touch(entries[entry].scope, year)[place], contribution, sign_);
    }
  }
}

void FoldFlowChange(const ObservationChange& change, MeasureState& state,
                    const Attendance& attendance) {
  const Measure& measure = *state.measure;
  const bool had =
      change.previous_revision != 0 && change.before.state == ObservationState::kAmount;
  const bool has = change.after.state == ObservationState::kAmount;
  if (!had && !has) return;
  Contribution contribution;
  const auto put = [&](Int128 value, Bound bound, int32_t sign) {
    PeriodAmount amount;
    AddVersion(amount, value, bound, measure.non_negative);
    contribution.amounts.Add(amount.counters, sign);
    contribution.received += sign;
    contribution.bounded += amount.bounded ? sign : 0;
  };
  if (had) put(change.before_value, change.before.bound, -1);
  if (has) put(change.value, change.after.bound, 1);
  const auto& axis = attendance.AxisOf(DayRule::kLastActiveDay, measure.frequency);
  const PeriodIndex k = IndexOf(change.period.first_month(), measure.frequency);
  const int in_year = PeriodsInYear(measure.frequency);
  const auto entries = attendance.cell_entries();
  for (size_t entry = 0; entry < entries.size(); ++entry) {
    if (!IsMember(axis, entry, k)) continue;
    Slot* slots = state.cells->Touch(entries[entry].scope, k / in_year);
    state.cells->Add(slots[k % in_year], contribution, 1);
  }
}

}  // namespace taizhang::aggregator
