#include "services/aggregator/core/day_ranges.h"

#include <algorithm>
#include <cstddef>

namespace taizhang::aggregator {

DayRange Intersect(const DayRange& a, const DayRange& b) {
  return {.start = std::max(a.start, b.start), .end = std::min(a.end, b.end)};
}

void Normalize(std::vector<DayRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const DayRange& a, const DayRange& b) { return a.start < b.start; });
  size_t kept = 0;
  for (const DayRange range : ranges) {
    if (range.IsEmpty()) continue;
    if (kept > 0 && range.start <= ranges[kept - 1].end) {
      ranges[kept - 1].end = std::max(ranges[kept - 1].end, range.end);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
}

std::vector<DayRange> Intersect(absl::Span<const DayRange> a, absl::Span<const DayRange> b) {
  std::vector<DayRange> out;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const DayRange both = Intersect(a[i], b[j]);
    if (!both.IsEmpty()) out.push_back(both);
    if (a[i].end < b[j].end) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

std::vector<DayRange> Subtract(absl::Span<const DayRange> a, absl::Span<const DayRange> b) {
  std::vector<DayRange> out;
  size_t j = 0;
  for (DayRange left : a) {
    while (j < b.size() && b[j].end <= left.start) ++j;
    for (size_t i = j; i < b.size() && b[i].start < left.end; ++i) {
      if (left.start < b[i].start) out.push_back({.start = left.start, .end = b[i].start});
      left.start = std::max(left.start, b[i].end);
    }
    if (!left.IsEmpty()) out.push_back(left);
  }
  return out;
}

bool Contains(absl::Span<const DayRange> ranges, Day day) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [day](const DayRange& range) { return range.Contains(day); });
}

void AppendMemberPeriods(absl::Span<const DayRange> ranges, const DayRange& active, DayRule rule,
                         Frequency frequency, std::vector<PeriodRange>& out) {
  const size_t first = out.size();
  for (const DayRange& range : ranges) {
    // A period's last day is in [start, end) exactly where the period lies from the one that holds
    // `start` up to, without it, the one that holds `end`.
    PeriodRange periods{.from = IndexOf(MonthOf(range.start), frequency),
                        .to = IndexOf(MonthOf(range.end), frequency)};
    // The period in which activity ends is decided on the last active day.
    if (rule == DayRule::kLastActiveDay && range.end == active.end) {
      periods.to = IndexOf(MonthOf(range.end - 1), frequency) + 1;
    }
    if (periods.IsEmpty()) continue;
    if (out.size() > first && periods.from <= out.back().to) {
      out.back().to = std::max(out.back().to, periods.to);
    } else {
      out.push_back(periods);
    }
  }
}

}  // namespace taizhang::aggregator
