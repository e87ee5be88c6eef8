#include "services/aggregator/core/block_fold.h"

#include <algorithm>
#include <optional>

namespace taizhang::aggregator {

void BlockFold::Clear() {
  touched_.clear();
  parts_.clear();
  changes_.clear();
  sides_.clear();
}

void BlockFold::Sort() {
  if (!std::is_sorted(touched_.begin(), touched_.end())) {
    std::sort(touched_.begin(), touched_.end());
  }
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
}

template <typename Visit>
void BlockFold::ForEachMember(const ViewState& state, Visit visit) {
  std::optional<Series> series;
  for (size_t i = 0; i < touched_.size();) {
    const Ordinal measure = touched_[i].measure;
    const Measure& definition = *state.measures.At(measure).measure;
    series.emplace(state.facts.observations(), measure, definition);
    while (i < touched_.size() && touched_[i].measure == measure) {
      const Member member = touched_[i].member;
      periods_.clear();
      for (; i < touched_.size() && touched_[i].measure == measure && touched_[i].member == member;
           ++i) {
        periods_.push_back(touched_[i].period);
      }
      const Attendance& attendance = state.plans.AttendanceOf(state.plans.PlanOf(member));
      if (attendance.IsEmpty()) continue;
      series->Select(member, state.observed_years[member.subject()]);
      CellFold fold(*series, definition, member, attendance);
      for (const Attendance::Group& group : fold.groups()) {
        visit(measure, fold, group, attendance);
      }
    }
  }
}

void BlockFold::Retract(const ViewState& state) {
  ForEachMember(
      state, [this](Ordinal, CellFold& fold, const Attendance::Group& group, const Attendance&) {
        scratch_.Clear();
        fold.Periods(group, periods_, -1, scratch_);
        changes_.insert(changes_.end(), scratch_.changes().begin(), scratch_.changes().end());
        sides_.insert(sides_.end(), scratch_.sides().begin(), scratch_.sides().end());
        parts_.push_back({.changes_end = changes_.size(), .sides_end = sides_.size()});
      });
}

void BlockFold::Add(ViewState& state) {
  size_t next = 0;
  Part begin;
  ForEachMember(state, [&](Ordinal measure, CellFold& fold, const Attendance::Group& group,
                           const Attendance& attendance) {
    const Part& end = parts_[next++];
    scratch_.Assign(
        absl::MakeConstSpan(changes_).subspan(begin.changes_end,
                                              end.changes_end - begin.changes_end),
        absl::MakeConstSpan(sides_).subspan(begin.sides_end, end.sides_end - begin.sides_end));
    begin = end;
    fold.Periods(group, periods_, 1, scratch_);
    scratch_.Join();
    state.measures.At(measure).cells->Apply(scratch_, attendance.ScopesOf(group));
  });
}

}  // namespace taizhang::aggregator
