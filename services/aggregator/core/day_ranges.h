#pragma once

#include <vector>

#include "absl/types/span.h"
#include "common/values/period.h"
#include "services/aggregator/core/periods.h"

namespace taizhang::aggregator {

DayRange Intersect(const DayRange& a, const DayRange& b);

/// Sorts, drops empty ranges, joins those that touch or overlap: each day counts once however many
/// ways lead to it.
void Normalize(std::vector<DayRange>& ranges);

/// Both normalised, as the result is.
std::vector<DayRange> Intersect(absl::Span<const DayRange> a, absl::Span<const DayRange> b);
/// Days of `a` that are not in `b`.
std::vector<DayRange> Subtract(absl::Span<const DayRange> a, absl::Span<const DayRange> b);
bool Contains(absl::Span<const DayRange> ranges, Day day);

/// The measure-periods in which a subject counts (R5): those whose deciding day lies in `ranges`,
/// which are normalised and within `active`. Appended to `out` in maximal runs.
void AppendMemberPeriods(absl::Span<const DayRange> ranges, const DayRange& active, DayRule rule,
                         Frequency frequency, std::vector<PeriodRange>& out);

}  // namespace taizhang::aggregator
