#include "services/aggregator/core/member_total.h"

#include <algorithm>
#include <string>

#include "services/aggregator/core/day_ranges.h"
#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {
namespace {

PeriodRange WindowOf(const TotalQuestion& question) {
  PeriodRange window = RangeOf(question.period, question.measure.frequency);
  const bool is_stock = question.measure.temporal_kind == TemporalKind::kStock;
  const bool is_natural = question.IsNatural();
  if (is_natural ? is_stock : question.over_time == TimeFold::kLast) window.from = window.to - 1;
  if (!is_natural && question.over_time == TimeFold::kFirst) window.to = window.from + 1;
  return window;
}

/// A member's record and, of a division, its level: what filters read.
struct Filtered {
  const Record* record = nullptr;
  std::optional<DivisionLevel> level;
};

Filtered FilteredOf(Ordinal subject, const ViewState& state, const Structure& structure) {
  if (state.subjects[subject].kind != RecordKind::kDivision) {
    return {.record = state.facts.CurrentRecord(subject), .level = std::nullopt};
  }
  const std::string_view name = state.facts.dictionaries().subjects.At(subject);
  const auto parsed = RecordName::Parse(name);
  return {.record = structure.Find(name), .level = parsed->division().level()};
}

}  // namespace

MemberTotal::MemberTotal(const TotalQuestion& question, const ViewState& state,
                         const Structure& structure)
    : question_(question),
      measure_(question.measure),
      state_(state),
      structure_(structure),
      window_(WindowOf(question)),
      rule_(DayRuleOf(question.measure)),
      has_filter_(!question.filter.IsEmpty() || !question.measure.filter.IsEmpty()),
      folding_(question.IsNatural() ? TimeFold::kNatural : question.over_time) {
  for (const std::string& item : question.filter.items) {
    if (const auto ordinal = state.facts.dictionaries().ids.Find(item)) items_.push_back(*ordinal);
  }
  const auto ordinal = state.facts.dictionaries().measures.Find(question.measure_id);
  if (ordinal) {
    series_.emplace(state.facts.observations(), *ordinal, measure_,
                    question.filter.items.empty() ? nullptr : &items_);
  }
}

void MemberTotal::Select(const MemberInScope& member) {
  ++steps_;
  member_ = member.member;
  const Ordinal subject = member_.subject();
  const bool is_reporter = (measure_.reporters & state_.subjects[subject].reporter_bit) != 0;
  counts_ = is_reporter != member_.is_remainder();
  // A REMAINDER passes no filter of a question. Those that it stands for pass the measure's own.
  if (member_.is_remainder() && !question_.filter.IsEmpty()) counts_ = false;
  if (!counts_) return;
  is_expected_here_ = !member_.is_remainder() && state_.PopulationBit(subject) != 0;
  if (has_filter_ && !member_.is_remainder()) {
    SelectPassing(member);
  } else {
    SelectPeriods(member);
  }
  if (series_) series_->Select(member_, state_.observed_years[subject]);
}

void MemberTotal::SelectPeriods(const MemberInScope& member) {
  // Members of one plan come one after another, with the same days.
  const bool is_same = days_.data() == member.days.data() && days_.size() == member.days.size() &&
                       active_ == member.active;
  if (is_same) return;
  days_ = member.days;
  active_ = member.active;
  passing_.clear();
  unknown_.clear();
  if (!question_.members_on) {
    AppendPeriods(member.days, member.active, passing_);
  } else if (Contains(member.days, *question_.members_on)) {
    passing_.push_back(WholeAxis(measure_.frequency));
  }
  if (rule_ == DayRule::kLastDay) active_periods_ = ActivePeriods(measure_, member.active);
}

void MemberTotal::SelectPassing(const MemberInScope& member) {
  days_ = {};
  passing_.clear();
  unknown_.clear();
  const Filtered filtered = FilteredOf(member_.subject(), state_, structure_);
  if (filtered.record == nullptr) {
    ++steps_;
    counts_ = false;
    return;
  }
  steps_ +=
      StepsOf(measure_.filter, *filtered.record) + StepsOf(question_.filter, *filtered.record);
  const PassingDays days = PassingOf(member, *filtered.record, filtered.level);
  if (!question_.members_on) {
    AppendPeriods(days.passing, member.active, passing_);
    AppendPeriods(days.unknown, member.active, unknown_);
  } else {
    if (!days.passing.empty()) passing_.push_back(WholeAxis(measure_.frequency));
    if (!days.unknown.empty()) unknown_.push_back(WholeAxis(measure_.frequency));
  }
  if (rule_ == DayRule::kLastDay) active_periods_ = ActivePeriods(measure_, member.active);
}

PassingDays MemberTotal::PassingOf(const MemberInScope& member, const Record& record,
                                   std::optional<DivisionLevel> level) const {
  PassingDays days;
  if (!question_.members_on) {
    days.passing.assign(member.days.begin(), member.days.end());
  } else if (Contains(member.days, *question_.members_on)) {
    days.passing.push_back({.start = *question_.members_on, .end = *question_.members_on + 1});
  }
  ApplyFilter(measure_.filter, record, level, member.roles, days);
  ApplyFilter(question_.filter, record, level, member.roles, days);
  return days;
}

void MemberTotal::AppendPeriods(absl::Span<const DayRange> days, const DayRange& active,
                                std::vector<PeriodRange>& out) const {
  AppendMemberPeriods(days, active, rule_, measure_.frequency, out);
}

int64_t MemberTotal::PeriodsIn(absl::Span<const PeriodRange> periods, PeriodRange window) const {
  int64_t count = 0;
  const int in_year = PeriodsInYear(measure_.frequency);
  for (const PeriodRange& run : periods) {
    const PeriodRange part = Intersect(run, window);
    if (part.IsEmpty()) continue;
    count += measure_.temporal_kind == TemporalKind::kYearToDate
                 ? (part.to - 1) / in_year - part.from / in_year + 1
                 : part.length();
  }
  return count;
}

const MemberOutcome& MemberTotal::Read(int length) {
  outcome_ = {.member = member_};
  if (!counts_) return outcome_;
  const PeriodRange window{.from = window_.from, .to = std::min(window_.to, window_.from + length)};
  outcome_.periods = passing_;
  outcome_.member_periods = PeriodsIn(passing_, window);
  outcome_.unknown_periods = PeriodsIn(unknown_, window);
  if (is_expected_here_) {
    outcome_.tally.expected = outcome_.member_periods + outcome_.unknown_periods;
    outcome_.tally.unknown = outcome_.unknown_periods;
  }
  if (outcome_.member_periods == 0 || !series_) return outcome_;
  switch (measure_.temporal_kind) {
    case TemporalKind::kFlow:
      Flow(window);
      break;
    case TemporalKind::kStock:
      Stock(window);
      break;
    case TemporalKind::kYearToDate:
      YearToDate(window);
      break;
    case TemporalKind::kUnspecified:
      break;
  }
  return outcome_;
}

bool MemberTotal::HasAmountAt(int offset) {
  if (!counts_ || !series_ || offset < 0 || offset >= window_.length()) return false;
  return series_->At(window_.from + offset).has_amount;
}

void MemberTotal::Flow(PeriodRange window) {
  folding_.Clear();
  FlowCount count;
  for (const PeriodRange& run : passing_) {
    const PeriodRange part = Intersect(run, window);
    if (!part.IsEmpty()) FlowIn(part, count);
  }
  Tally& tally = outcome_.tally;
  if (member_.is_remainder()) {
    tally.remainders = count.amounts;
    tally.missing_remainders = count.missing;
  } else {
    tally.received = count.amounts;
    tally.bounded = count.bounded;
  }
  outcome_.contributes = !folding_.IsEmpty();
  if (outcome_.contributes) outcome_.amount = folding_.Result();
}

void MemberTotal::FlowIn(PeriodRange part, FlowCount& count) {
  const Frequency frequency = measure_.frequency;
  const int first = std::max(series_->first_year(), YearSlotOf(part.from, frequency).year);
  const int last = std::min(series_->last_year(), YearSlotOf(part.to - 1, frequency).year);
  for (int year = first; year <= last; ++year) {
    const uint32_t observed = series_->ObservedIn(year) & SlotsIn(part, year, frequency);
    const uint32_t exact = observed & series_->exact();
    for (uint32_t bits = exact; bits != 0; bits &= bits - 1) {
      folding_.AddExact(series_->ExactAt(__builtin_ctz(bits)));
      ++count.amounts;
    }
    for (uint32_t bits = observed & ~exact; bits != 0; bits &= bits - 1) {
      const PeriodAmount& amount = series_->AtSlot(__builtin_ctz(bits));
      if (!amount.has_amount) {
        ++count.missing;
        continue;
      }
      folding_.Add(amount, 1);
      ++count.amounts;
      if (amount.bounded) ++count.bounded;
    }
  }
}

void MemberTotal::Stock(PeriodRange window) {
  folding_.Clear();
  const HoldingRules rules = HoldingRulesOf(measure_, active_periods_);
  for (const PeriodRange& run : passing_) {
    const PeriodRange part = Intersect(run, window);
    for (PeriodIndex k = part.from; k < part.to;) {
      const auto holding = HoldingAt(*series_, k, rules);
      if (!holding) {
        k = series_->FirstAfter(k, part.to).value_or(part.to);
        continue;
      }
      const PeriodRange standing = Intersect(holding->periods, {.from = k, .to = part.to});
      StockStanding(*holding, standing);
      k = standing.to;
    }
  }
  outcome_.contributes = !folding_.IsEmpty();
  if (outcome_.contributes) outcome_.amount = folding_.Result();
}

void MemberTotal::StockStanding(const Holding& holding, PeriodRange standing) {
  Tally& tally = outcome_.tally;
  const int periods = standing.length();
  if (!holding.amount.has_amount) {
    if (member_.is_remainder()) tally.missing_remainders += periods;
    return;
  }
  folding_.Add(holding.amount, periods);
  if (member_.is_remainder()) {
    tally.remainders += periods;
    return;
  }
  const int observed = standing.from == holding.periods.from ? 1 : 0;
  tally.received += observed;
  tally.carried += periods - observed;
  const int64_t first_age = standing.from - holding.periods.from;
  const int64_t last_age = standing.to - 1 - holding.periods.from;
  tally.carried_age += (first_age + last_age) * periods / 2;
  if (holding.amount.bounded) tally.bounded += periods;
}

void MemberTotal::YearToDate(PeriodRange window) {
  const RunsWorth worth = RunsOf(*series_, window, passing_);
  Tally& tally = outcome_.tally;
  tally.falls = worth.falls;
  tally.gaps = worth.gap ? 1 : 0;
  if (member_.is_remainder()) {
    tally.remainders = worth.contributing;
    tally.partial_remainders = worth.contributing - worth.received;
    tally.missing_remainders = worth.missing;
  } else {
    tally.received = worth.received;
    tally.bounded = worth.bounded;
    tally.gap_runs = worth.gap ? worth.runs : 0;
  }
  outcome_.contributes = worth.contributing > 0;
  outcome_.amount = {.counters = worth.amounts, .is_sum = worth.amounts.count > 1};
}

}  // namespace taizhang::aggregator
