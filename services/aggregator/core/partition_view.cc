#include "services/aggregator/core/partition_view.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

#include "common/values/record_name.h"
#include "services/aggregator/core/fold.h"
#include "services/aggregator/core/plan_builder.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {
namespace {

bool IsRemainder(const ObservationChange& change) {
  return change.after.basis == Basis::kRemainder ||
         (change.previous_revision != 0 && change.before.basis == Basis::kRemainder);
}

/// FLOW without items: folded from before and after, see FoldFlowChange.
bool IsPlainFlow(const Measure& measure) {
  return measure.temporal_kind == TemporalKind::kFlow && !measure.itemised;
}

}  // namespace

PartitionView::PartitionView(std::string partition)
    : facts_(std::make_unique<Facts>(std::move(partition))),
      commits_(std::make_unique<Commits>()),
      state_(std::make_unique<ViewState>(FactsAt(*facts_), *commits_)) {}
PartitionView::~PartitionView() = default;
PartitionView::PartitionView(PartitionView&&) noexcept = default;
PartitionView& PartitionView::operator=(PartitionView&&) noexcept = default;

absl::Status PartitionView::Apply(uint64_t revision, const BlockContent& content,
                                  const Structure& structure, FoldBudget& budget) {
  if (absl::Status status = AppendSubjects(content); !status.ok()) return status;
  state_->measures.Append(content.new_measures, is_deferred_, structure);
  CollectTouched(content);
  block_.Retract(*state_);
  if (absl::Status status = facts_->Apply(revision, content); !status.ok()) return status;
  commits_->Append(content.commit_time_us, content.structure_revision, MovesMembers(content));
  block_.Add(*state_);
  FoldFlows(content);
  ReplanRecords(content, structure, budget);
  return absl::OkStatus();
}

void PartitionView::Restructure(const Structure& now, absl::Span<const std::string> changed,
                                FoldBudget& budget) {
  ReplanChains(state_->chains.Refresh(changed, state_->facts, now), budget);
  for (const Ordinal measure :
       state_->measures.Refresh(changed, state_->facts.dictionaries(), now)) {
    BuildRedefined(measure, budget);
  }
}

absl::Status PartitionView::AppendSubjects(const BlockContent& content) {
  for (const std::string& text : content.new_subjects) {
    const auto name = RecordName::Parse(text);
    if (!name.ok()) return absl::DataLossError("not a record's name: " + text);
    state_->subjects.push_back({.kind = name->kind(), .reporter_bit = ReporterBitOf(*name)});
  }
  is_observed_.resize(state_->subjects.size());
  state_->observed_years.resize(state_->subjects.size());
  state_->has_remainder.resize(state_->subjects.size());
  const size_t measures = state_->measures.size() + content.new_measures.size();
  for (const ObservationChange& change : content.observations) {
    if (change.subject >= state_->subjects.size() || change.measure >= measures) {
      return absl::DataLossError("observation of an unknown subject or measure");
    }
    is_observed_[change.subject] = true;
    state_->observed_years[change.subject].Include(change.period.first_year());
    if (IsRemainder(change)) state_->has_remainder[change.subject] = true;
  }
  return absl::OkStatus();
}

bool PartitionView::MovesMembers(const BlockContent& content) const {
  return std::any_of(content.records.begin(), content.records.end(),
                     [this](const RecordChange& change) {
                       const RecordKind kind = state_->subjects[change.subject].kind;
                       return kind != RecordKind::kMeasure && kind != RecordKind::kIndicator;
                     });
}

void PartitionView::CollectTouched(const BlockContent& content) {
  block_.Clear();
  for (const ObservationChange& change : content.observations) {
    const MeasureState& state = state_->measures.At(change.measure);
    if (!state.IsFolded(change.subject) || !change.period.IsOne(state.measure->frequency)) {
      continue;
    }
    const bool is_reporter = state.IsReporter(state_->subjects[change.subject].reporter_bit);
    if (is_reporter ? IsPlainFlow(*state.measure) : !IsRemainder(change)) continue;
    block_.Touch({.measure = change.measure,
                  .member = is_reporter ? Member::Subject(change.subject)
                                        : Member::Remainder(change.subject),
                  .period = IndexOf(change.period.first_month(), state.measure->frequency)});
  }
  block_.Sort();
}

void PartitionView::FoldFlows(const BlockContent& content) {
  for (const ObservationChange& change : content.observations) {
    MeasureState& state = state_->measures.At(change.measure);
    if (!state.IsFolded(change.subject) || !IsPlainFlow(*state.measure) ||
        !state.IsReporter(state_->subjects[change.subject].reporter_bit) ||
        !change.period.IsOne(state.measure->frequency)) {
      continue;
    }
    const PlanId plan = state_->plans.PlanOf(Member::Subject(change.subject));
    if (plan != kNoPlan) FoldFlowChange(change, state, state_->plans.AttendanceOf(plan));
  }
}

void PartitionView::FoldWhole(absl::Span<const Member> members, const Attendance& attendance,
                              int sign) {
  if (attendance.cell_entries().empty()) return;
  std::vector<Member> observed;
  for (const Member member : members) {
    if (is_observed_[member.subject()]) observed.push_back(member);
  }
  if (observed.empty()) return;
  for (Ordinal measure = 0; measure < state_->measures.size(); ++measure) {
    MeasureState& state = state_->measures.At(measure);
    if (state.folded == 0) continue;
    Series series(state_->facts.observations(), measure, *state.measure);
    for (const Member member : observed) {
      if (!IsIn(state, member)) continue;
      whole_.Fold(series, member, state_->observed_years[member.subject()], attendance, sign,
                  state);
    }
  }
}

void PartitionView::ReplanRecords(const BlockContent& content, const Structure& structure,
                                  FoldBudget& budget) {
  std::vector<std::string> changed;
  changed.reserve(content.records.size());
  const Dictionary& names = state_->facts.dictionaries().subjects;
  for (const RecordChange& change : content.records) {
    changed.emplace_back(names.At(change.subject));
  }
  ReplanChains(state_->chains.Refresh(changed, state_->facts, structure), budget);
  for (const RecordChange& change : content.records) {
    Replan(Member::Subject(change.subject), structure, budget);
    if (state_->has_remainder[change.subject]) {
      Replan(Member::Remainder(change.subject), structure, budget);
    }
  }
  // A division or a scope with a REMAINDER has no record here: its first observation brings it in.
  for (const ObservationChange& change : content.observations) {
    const Member subject = Member::Subject(change.subject);
    if (state_->subjects[change.subject].kind == RecordKind::kDivision &&
        state_->plans.PlanOf(subject) == kNoPlan) {
      Replan(subject, structure, budget);
    }
    const Member remainder = Member::Remainder(change.subject);
    if (state_->has_remainder[change.subject] && state_->plans.PlanOf(remainder) == kNoPlan) {
      Replan(remainder, structure, budget);
    }
  }
}

void PartitionView::Replan(Member member, const Structure& structure, FoldBudget& budget) {
  const std::optional<PlanKey> key = PlanKeyOf(member, *state_, structure);
  const PlanId before = state_->plans.PlanOf(member);
  const PlanId after = key ? state_->plans.Intern(*key, state_->chains, state_->scopes) : kNoPlan;
  if (before == after) return;
  Move({&member, 1}, state_->plans.AttendanceOf(before), state_->plans.AttendanceOf(after), budget);
  state_->plans.Assign(member, after);
}

void PartitionView::ReplanChains(absl::Span<const ChainId> moved, FoldBudget& budget) {
  const std::vector<PlanId> plans = state_->plans.PlansWith(moved);
  // Told beforehand: to fold a part of them first would be in vain.
  std::vector<Member> members;
  for (const PlanId plan : plans) {
    const absl::Span<const Member> of_plan = state_->plans.MembersOf(plan);
    members.insert(members.end(), of_plan.begin(), of_plan.end());
  }
  if (2 * StepsOf(members) > budget.steps) BuildAnew(members);
  for (const PlanId plan : plans) {
    const Attendance before = state_->plans.Rebuild(plan, state_->chains, state_->scopes);
    Move(state_->plans.MembersOf(plan), before, state_->plans.AttendanceOf(plan), budget);
  }
}

void PartitionView::Move(absl::Span<const Member> members, const Attendance& before,
                         const Attendance& after, FoldBudget& budget) {
  const Attendance left = before.Without(after);
  const Attendance joined = after.Without(before);
  CountMoved(members, left, joined);
  const int64_t sides =
      (left.cell_entries().empty() ? 0 : 1) + (joined.cell_entries().empty() ? 0 : 1);
  if (sides == 0) return;
  const int64_t steps = sides * StepsOf(members);
  if (steps > budget.steps) return BuildAnew(members);
  budget.steps -= steps;
  FoldWhole(members, left, -1);
  FoldWhole(members, joined, 1);
}

void PartitionView::CountMoved(absl::Span<const Member> members, const Attendance& left,
                               const Attendance& joined) {
  // Whoever shares a plan is mostly of one kind.
  std::array<int, 32> counts{};
  uint32_t bits = 0;
  for (const Member member : members) {
    const uint32_t bit = member.is_remainder() ? 0 : state_->PopulationBit(member.subject());
    if (bit == 0) continue;
    bits |= bit;
    ++counts[static_cast<size_t>(std::countr_zero(bit))];
  }
  for (; bits != 0; bits &= bits - 1) {
    const int place = std::countr_zero(bits);
    const int count = counts[static_cast<size_t>(place)];
    state_->population.Add(left, uint32_t{1} << static_cast<unsigned>(place), -count);
    state_->population.Add(joined, uint32_t{1} << static_cast<unsigned>(place), count);
  }
}

size_t PartitionView::memory_bytes() const {
  return state_->scopes.memory_bytes() + state_->chains.memory_bytes() +
         state_->plans.memory_bytes() + state_->measures.memory_bytes() +
         state_->population.memory_bytes() + commits_->memory_bytes() +
         state_->subjects.capacity() * sizeof(SubjectKind) +
         state_->observed_years.capacity() * sizeof(YearRange);
}

std::vector<std::string> PartitionView::TakeTouchedScopes() { return state_->scopes.TakeTouched(); }

}  // namespace taizhang::aggregator
