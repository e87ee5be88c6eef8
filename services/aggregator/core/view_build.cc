// Cells that are built some subjects at a time: the part of PartitionView that PartitionView::Apply
// and PartitionView::Restructure leave for later.

#include <algorithm>

#include "services/aggregator/core/partition_view.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

void PartitionView::EndDeferral() {
  if (!is_deferred_) return;
  is_deferred_ = false;
  for (Ordinal measure = 0; measure < state_->measures.size(); ++measure) {
    if (state_->measures.At(measure).IsBeingBuilt()) {
      begun_.push_back({.measure = measure, .reason = BuildReason::kReplay});
    }
  }
}

BuildSlice PartitionView::BuildSome(int64_t steps) {
  BuildSlice slice;
  for (Ordinal measure = 0; measure < state_->measures.size(); ++measure) {
    if (!state_->measures.At(measure).IsBeingBuilt()) continue;
    if (slice.steps >= steps && slice.steps > 0) {
      slice.has_more = true;
      return slice;
    }
    const BuildSlice part = BuildMeasure(measure, steps - slice.steps);
    slice.steps += part.steps;
    slice.folded += part.folded;
    slice.has_more = part.has_more;
    if (part.has_more) return slice;
  }
  return slice;
}

BuildSlice PartitionView::BuildMeasure(Ordinal measure, int64_t steps) {
  MeasureState& state = state_->measures.At(measure);
  Series series(state_->facts.observations(), measure, *state.measure);
  BuildSlice slice{.steps = 1};
  // The frontier moves behind each, so that a block that comes next finds what is in and what not.
  for (; state.folded < state_->subjects.size(); ++state.folded) {
    if (slice.steps >= steps && slice.steps > 1) {
      slice.has_more = true;
      return slice;
    }
    const Ordinal subject = state.folded;
    ++slice.steps;
    if (!is_observed_[subject]) continue;
    const bool is_reporter = state.IsReporter(state_->subjects[subject].reporter_bit);
    const Member member = is_reporter ? Member::Subject(subject) : Member::Remainder(subject);
    const PlanId plan = state_->plans.PlanOf(member);
    if (plan == kNoPlan) continue;
    ++slice.folded;
    slice.steps += whole_.Fold(series, member, state_->observed_years[subject],
                               state_->plans.AttendanceOf(plan), 1, state);
  }
  state.folded = kAllFolded;
  built_measures_ = IsBeingBuilt() ? built_measures_ + 1 : 0;
  return slice;
}

void PartitionView::BuildRedefined(Ordinal measure, FoldBudget& budget) {
  if (is_deferred_ || !state_->measures.At(measure).HasCells()) return;
  BuildSlice slice{.has_more = true};
  if (budget.steps > 0) slice = BuildMeasure(measure, budget.steps);
  budget.steps -= slice.steps;
  if (slice.has_more) {
    begun_.push_back({.measure = measure, .reason = BuildReason::kRedefinition});
  }
}

void PartitionView::BuildAnew(absl::Span<const Member> members) {
  for (Ordinal measure = 0; measure < state_->measures.size(); ++measure) {
    const MeasureState& state = state_->measures.At(measure);
    const bool holds_one = std::any_of(members.begin(), members.end(), [&](const Member member) {
      return is_observed_[member.subject()] && IsIn(state, member);
    });
    if (!holds_one) continue;
    if (!state.IsBeingBuilt()) {
      begun_.push_back({.measure = measure, .reason = BuildReason::kMove});
    }
    state_->measures.Void(measure);
  }
}

int64_t PartitionView::StepsOf(absl::Span<const Member> members) const {
  int64_t steps = 0;
  for (const Member member : members) {
    if (!is_observed_[member.subject()]) continue;
    const YearRange& years = state_->observed_years[member.subject()];
    int64_t measures = 0;
    for (Ordinal measure = 0; measure < state_->measures.size(); ++measure) {
      if (IsIn(state_->measures.At(measure), member)) ++measures;
    }
    steps += measures * (years.last - years.first + 1);
  }
  return steps;
}

BuildState PartitionView::build_state() const {
  BuildState out;
  const auto subjects = static_cast<int64_t>(state_->subjects.size());
  for (Ordinal measure = 0; measure < state_->measures.size(); ++measure) {
    const MeasureState& state = state_->measures.At(measure);
    if (!state.IsBeingBuilt()) continue;
    out.measures.push_back(measure);
    out.folded += state.folded;
    out.subjects += subjects;
  }
  out.folded += built_measures_ * subjects;
  out.subjects += built_measures_ * subjects;
  return out;
}

}  // namespace taizhang::aggregator
