#include "services/aggregator/core/whole_fold.h"

#include "services/aggregator/core/fold.h"

namespace taizhang::aggregator {
namespace {

/// Slots that are changed in about the time in which a year is read.
constexpr size_t kSlotsInAStep = 16;

}  // namespace

int64_t WholeFold::Fold(Series& series, Member member, YearRange years,
                        const Attendance& attendance, int sign, MeasureState& state) {
  const int64_t read_before = series.years_read();
  size_t slots = 0;
  series.Select(member, years);
  CellFold fold(series, *state.measure, member, attendance);
  for (const Attendance::Group& group : fold.groups()) {
    changes_.Clear();
    fold.Whole(group, sign, changes_);
    const absl::Span<const ScopeId> scopes = attendance.ScopesOf(group);
    state.cells->Apply(changes_, scopes);
    slots += changes_.changes().size() * scopes.size();
  }
  return series.years_read() - read_before + static_cast<int64_t>(slots / kSlotsInAStep);
}

}  // namespace taizhang::aggregator
