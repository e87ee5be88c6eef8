#include "services/aggregator/core/year_to_date.h"

#include <algorithm>
#include <array>

namespace taizhang::aggregator {
namespace {

constexpr int kSpansMax = 19;

struct Layout {
  int spans = 0;
  std::array<YearSpan, kSpansMax> at{};
  std::array<uint32_t, 12> reading{};
};

constexpr Layout LayoutOf(Frequency frequency) {
  Layout layout;
  const int in_year = PeriodsInYear(frequency);
  for (const Frequency span : kFrequencies) {
    const int length = MonthsIn(span) / MonthsIn(frequency);
    if (length == 0) continue;
    for (int first = 0; first < in_year; first += length) {
      layout.at[static_cast<size_t>(layout.spans++)] = {.first = first, .length = length};
    }
  }
  for (int index = 0; index < in_year; ++index) {
    for (int place = 0; place < layout.spans; ++place) {
      const YearSpan& span = layout.at[static_cast<size_t>(place)];
      const bool holds = span.first <= index && index < span.first + span.length;
      const bool holds_next = span.first <= index + 1 && index + 1 < span.first + span.length;
      if (holds || holds_next) {
        layout.reading[static_cast<size_t>(index)] |= 1U << static_cast<unsigned>(place);
      }
    }
  }
  return layout;
}

constexpr std::array<Layout, 4> kLayouts = {
    LayoutOf(Frequency::kMonth), LayoutOf(Frequency::kQuarter), LayoutOf(Frequency::kHalfYear),
    LayoutOf(Frequency::kYear)};

const Layout& LayoutFor(Frequency frequency) { return kLayouts[FrequencyPlace(frequency)]; }

/// A true difference of intervals: what is uncertain on both sides does not cancel.
Counters DifferenceOf(const Counters& end, const Counters& start, bool non_negative) {
  Counters run;
  if (end.bounded + start.bounded == 0) {
    run.sum = end.sum - start.sum;
  } else {
    Interval interval = Subtract(end.ToInterval(), start.ToInterval()).value_or(Interval{});
    Int128 worth = end.sum - start.sum;
    if (non_negative) {
      interval = ClipAtZero(interval);
      if (interval.lower && interval.lower->value == 0) worth = std::max<Int128>(worth, 0);
    }
    run.AddAmount(worth, interval, true, end.about + start.about > 0, 1);
  }
  run.count = end.count + start.count;
  return run;
}

bool CertainlyFell(const Counters& run) {
  const std::optional<End> upper = run.ToInterval().upper;
  return upper && (upper->value < 0 || (upper->value == 0 && upper->open));
}

void AddRun(const Counters& run, RunsWorth& worth) {
  ++worth.contributing;
  if (CertainlyFell(run)) ++worth.falls;
  if (run.bounded > 0) ++worth.bounded;
  worth.amounts.Add(run, 1);
}

}  // namespace

void AddRunInYear(Series& series, int year, PeriodRange run, RunsWorth& worth) {
  if (run.IsEmpty()) return;
  ++worth.runs;
  const int from = run.from - year * PeriodsInYear(series.frequency());
  const uint32_t wanted = ((1U << static_cast<unsigned>(run.length())) - 1)
                          << static_cast<unsigned>(from);
  const uint32_t observed = series.ObservedIn(year) & wanted;
  const PeriodAmount* start = nullptr;
  if (from > 0) {
    start = &series.AtSlot(from - 1);
    if (start->observed ? !start->has_amount : observed != 0) worth.gap = true;
    if (!start->has_amount) return;
  }
  if (observed == 0) {
    if (start != nullptr) ++worth.missing;
    return;
  }
  const int last = 31 - __builtin_clz(observed);
  const PeriodAmount& end = series.AtSlot(last);
  if (!end.has_amount) {
    ++worth.missing;
    return;
  }
  if (last == from + run.length() - 1) ++worth.received;
  AddRun(start == nullptr ? end.counters
                          : DifferenceOf(end.counters, start->counters, series.non_negative()),
         worth);
}

RunsWorth RunsOf(Series& series, PeriodRange window, absl::Span<const PeriodRange> periods) {
  RunsWorth worth;
  const int in_year = PeriodsInYear(series.frequency());
  for (const PeriodRange& member : periods) {
    PeriodRange left = Intersect(member, window);
    while (!left.IsEmpty()) {
      const int year = YearSlotOf(left.from, series.frequency()).year;
      const PeriodIndex turn = (year + 1) * in_year;
      AddRunInYear(series, year, {.from = left.from, .to = std::min(left.to, turn)}, worth);
      left.from = turn;
    }
  }
  worth.Settle();
  return worth;
}

int SpansInYear(Frequency frequency) { return LayoutFor(frequency).spans; }

YearSpan SpanAt(Frequency frequency, int place) {
  return LayoutFor(frequency).at[static_cast<size_t>(place)];
}

int PlaceOfSpan(Frequency frequency, int first, int length) {
  const Layout& layout = LayoutFor(frequency);
  for (int place = 0; place < layout.spans; ++place) {
    const YearSpan& span = layout.at[static_cast<size_t>(place)];
    if (span.first == first && span.length == length) return place;
  }
  return -1;
}

uint32_t SpansReading(Frequency frequency, int index) {
  return LayoutFor(frequency).reading[static_cast<size_t>(index)];
}

}  // namespace taizhang::aggregator
