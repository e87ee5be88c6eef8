#include "services/aggregator/core/evaluate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "services/aggregator/core/day_ranges.h"
#include "services/aggregator/core/filter.h"
#include "services/aggregator/core/holding.h"
#include "services/aggregator/core/scope_members.h"
#include "services/aggregator/core/series.h"
#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {
namespace {

DayRule RuleOf(const Measure& measure) {
  return measure.temporal_kind == TemporalKind::kStock ? DayRule::kLastDay
                                                       : DayRule::kLastActiveDay;
}

/// The measure-periods that a figure of `period` reads (R7): of a STOCK the last one.
PeriodRange WindowOf(const Measure& measure, const Period& period) {
  PeriodRange window = RangeOf(period, measure.frequency);
  if (measure.temporal_kind == TemporalKind::kStock) window.from = window.to - 1;
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

/// One member's part of a total.
class TotalEvaluation {
 public:
  TotalEvaluation(const TotalQuestion& question, const ViewState& state, const Structure& structure,
                  Tally& tally, SubjectCount& subjects)
      : question_(question),
        measure_(question.measure),
        state_(state),
        structure_(structure),
        window_(WindowOf(question.measure, question.period)),
        has_filter_(!question.filter.IsEmpty()),
        tally_(tally),
        subjects_(subjects) {
    for (const std::string& item : question.filter.items) {
      if (const auto ordinal = state.facts.dictionaries().ids.Find(item)) {
        items_.push_back(*ordinal);
      }
    }
    const auto ordinal = state.facts.dictionaries().measures.Find(question.measure_id);
    if (ordinal) {
      series_.emplace(state.facts.observations(), *ordinal, measure_,
                      question.filter.items.empty() ? nullptr : &items_);
    }
  }

  [[nodiscard]] int64_t steps() const { return steps_ + (series_ ? series_->years_read() : 0); }

  void Visit(const MemberInScope& member) {
    ++steps_;
    const Ordinal subject = member.member.subject();
    const uint32_t bit = state_.subjects[subject].reporter_bit;
    const bool is_reporter = (measure_.reporters & bit) != 0;
    if (is_reporter == member.member.is_remainder()) return;
    passing_.clear();
    unknown_.clear();
    if (!has_filter_) {
      AppendMemberPeriods(member.days, member.active, RuleOf(measure_), measure_.frequency,
                          passing_);
    } else {
      if (member.member.is_remainder()) return;
      ++steps_;
      const Filtered filtered = FilteredOf(subject, state_, structure_);
      if (filtered.record == nullptr) return;
      const PassingDays days = PassingDaysOf(question_.filter, *filtered.record, filtered.level,
                                             member.days, member.roles);
      AppendPeriods(days.passing, member.active, passing_);
      AppendPeriods(days.unknown, member.active, unknown_);
    }
    const bool counts_here = !member.member.is_remainder() && state_.PopulationBit(subject) != 0;
    const int64_t expected = PeriodsIn(passing_);
    const int64_t unknown = PeriodsIn(unknown_);
    if (counts_here) {
      tally_.expected += expected + unknown;
      tally_.unknown += unknown;
      if (expected + unknown > 0) ++subjects_.expected;
    }
    if (expected == 0 || !series_) return;
    series_->Select(member.member, state_.observed_years[subject]);
    const bool contributes = Add(member);
    if (contributes && !member.member.is_remainder()) ++subjects_.contributing;
  }

 private:
  void AppendPeriods(absl::Span<const DayRange> days, const DayRange& active,
                     std::vector<PeriodRange>& out) const {
    AppendMemberPeriods(days, active, RuleOf(measure_), measure_.frequency, out);
  }

  /// Subject-periods of the window: measure-periods, or runs.
  [[nodiscard]] int64_t PeriodsIn(absl::Span<const PeriodRange> periods) const {
    int64_t count = 0;
    const int in_year = PeriodsInYear(measure_.frequency);
    for (const PeriodRange& run : periods) {
      const PeriodRange part = Intersect(run, window_);
      if (part.IsEmpty()) continue;
      count += measure_.temporal_kind == TemporalKind::kYearToDate
                   ? (part.to - 1) / in_year - part.from / in_year + 1
                   : part.length();
    }
    return count;
  }

  bool Add(const MemberInScope& member) {
    switch (measure_.temporal_kind) {
      case TemporalKind::kFlow:
        return AddFlow(member.member);
      case TemporalKind::kStock:
        return AddStock(member);
      case TemporalKind::kYearToDate:
        return AddYearToDate(member.member);
      case TemporalKind::kUnspecified:
        return false;
    }
    return false;
  }

  bool AddFlow(Member member) {
    bool contributes = false;
    for (const PeriodRange& run : passing_) {
      const PeriodRange part = Intersect(run, window_);
      if (part.IsEmpty()) continue;
      for (auto k = series_->FirstAfter(part.from - 1, part.to); k;
           k = series_->FirstAfter(*k, part.to)) {
        const PeriodAmount& amount = series_->At(*k);
        if (!amount.has_amount) {
          NoteMissing(member);
          continue;
        }
        contributes = true;
        AddAmount(amount, member, false, 0);
      }
    }
    return contributes;
  }

  bool AddStock(const MemberInScope& member) {
    const HoldingRules rules = HoldingRulesOf(measure_, ActivePeriods(measure_, member.active));
    const auto holding = HoldingAt(*series_, window_.from, rules);
    if (!holding) return false;
    if (!holding->amount.has_amount) {
      NoteMissing(member.member);
      return false;
    }
    const int age = window_.from - holding->periods.from;
    AddAmount(holding->amount, member.member, age > 0, age);
    return true;
  }

  bool AddYearToDate(Member member) {
    const RunsWorth worth = RunsOf(*series_, window_, passing_);
    tally_.amounts.Add(worth.amounts, 1);
    tally_.falls += worth.falls;
    tally_.gaps += worth.gap ? 1 : 0;
    if (member.is_remainder()) {
      tally_.remainders += worth.contributing;
      tally_.partial_remainders += worth.contributing - worth.received;
      tally_.missing_remainders += worth.missing;
    } else {
      tally_.received += worth.received;
      tally_.bounded += worth.bounded;
      tally_.gap_runs += worth.gap ? worth.runs : 0;
    }
    return worth.contributing > 0;
  }

  /// A period that is stated to be not available.
  void NoteMissing(Member member) {
    if (member.is_remainder()) ++tally_.missing_remainders;
  }

  void AddAmount(const PeriodAmount& amount, Member member, bool is_carried, int age) {
    tally_.amounts.Add(amount.counters, 1);
    if (member.is_remainder()) {
      ++tally_.remainders;
      return;
    }
    ++(is_carried ? tally_.carried : tally_.received);
    tally_.carried_age += age;
    if (amount.bounded) ++tally_.bounded;
  }

  const TotalQuestion& question_;
  const Measure& measure_;
  const ViewState& state_;
  const Structure& structure_;
  PeriodRange window_;
  bool has_filter_;
  Tally& tally_;
  SubjectCount& subjects_;
  std::vector<Ordinal> items_;
  std::optional<Series> series_;
  std::vector<PeriodRange> passing_;
  std::vector<PeriodRange> unknown_;
  int64_t steps_ = 0;
};

}  // namespace

int64_t EvaluateTotal(const TotalQuestion& question, const ViewState& state,
                      const Structure& structure, Tally& tally, SubjectCount& subjects) {
  TotalEvaluation evaluation(question, state, structure, tally, subjects);
  ForEachMember(question.scope, state,
                [&](const MemberInScope& member) { evaluation.Visit(member); });
  return evaluation.steps();
}

int64_t EvaluateCount(const CountQuestion& question, const ViewState& state,
                      SubjectCount& subjects) {
  int64_t steps = 0;
  ForEachMember(question.scope, state, [&](const MemberInScope& member) {
    ++steps;
    const Ordinal subject = member.member.subject();
    if (member.member.is_remainder() || state.subjects[subject].kind != question.count.kind ||
        state.PopulationBit(subject) == 0 || !Contains(member.days, question.day)) {
      return;
    }
    const std::string_view name = state.facts.dictionaries().subjects.At(subject);
    std::optional<DivisionLevel> level;
    if (question.count.kind == RecordKind::kDivision) {
      // A division is in itself for what it reports, but counts only in those above.
      if (name == question.scope.text()) return;
      level = RecordName::Parse(name)->division().level();
    }
    const Record* record = state.facts.CurrentRecord(subject);
    if (record == nullptr) return;
    ++steps;
    const DayRange day{.start = question.day, .end = question.day + 1};
    const PassingDays days =
        PassingDaysOf(question.count.filter, *record, level, {&day, 1}, member.roles);
    if (days.passing.empty() && days.unknown.empty()) return;
    ++subjects.expected;
    if (!days.passing.empty()) ++subjects.contributing;
  });
  return steps;
}

}  // namespace taizhang::aggregator
