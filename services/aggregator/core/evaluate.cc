#include "services/aggregator/core/evaluate.h"

#include <optional>
#include <string_view>

#include "services/aggregator/core/day_ranges.h"
#include "services/aggregator/core/filter.h"
#include "services/aggregator/core/member_total.h"
#include "services/aggregator/core/scope_members.h"

namespace taizhang::aggregator {
namespace {

/// One for a member, and one for each year that is read of it: mostly its own and the one before.
constexpr int64_t kStepsOfAMember = 3;

void Count(const MemberOutcome& outcome, Tally& tally, SubjectCount& subjects) {
  tally.Add(outcome.tally);
  if (outcome.is_expected()) ++subjects.expected;
  if (outcome.contributes && !outcome.is_remainder()) ++subjects.contributing;
}

}  // namespace

int64_t EvaluateTotal(const TotalQuestion& question, const ViewState& state,
                      const Structure& structure, Tally& tally, SubjectCount& subjects) {
  MemberTotal total(question, state, structure);
  ForEachMember(question.scope, state, [&](const MemberInScope& member) {
    const MemberOutcome& outcome = total.Of(member);
    Count(outcome, tally, subjects);
    if (outcome.contributes) tally.amounts.Add(outcome.amount.counters, 1);
  });
  return total.steps();
}

int64_t StepsOfMembers(const ViewState& state, ScopeId scope) {
  int64_t members = 0;
  for (const PlanId plan : state.plans.PlansIn(scope)) {
    members += static_cast<int64_t>(state.plans.MembersOf(plan).size());
  }
  return members * kStepsOfAMember;
}

int64_t EvaluateFold(const TotalQuestion& question, const ViewState& state,
                     const Structure& structure, AmountFold& amounts, Tally& tally,
                     SubjectCount& subjects) {
  MemberTotal total(question, state, structure);
  ForEachMember(question.scope, state, [&](const MemberInScope& member) {
    const MemberOutcome& outcome = total.Of(member);
    Count(outcome, tally, subjects);
    if (outcome.contributes) amounts.Add(outcome.amount, outcome.is_remainder());
  });
  return total.steps();
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
    steps += StepsOf(question.count.filter, *record);
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
