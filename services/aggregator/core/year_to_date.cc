#include "services/aggregator/core/year_to_date.h"

#include <algorithm>
#include <array>
#include <optional>

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

void AddRun(const PeriodAmount& end, const std::optional<PeriodAmount>& start, bool non_negative,
            RunsWorth& worth) {
  ++worth.contributing;
  Counters run = end.counters;
  bool bounded = end.bounded;
  if (start) {
    // A true difference of intervals: what is uncertain on both sides does not cancel.
    const Counters& before = start->counters;
    Interval interval =
        Subtract(end.counters.ToInterval(), before.ToInterval()).value_or(Interval{});
    if (non_negative) interval = ClipAtZero(interval);
    bounded = bounded || start->bounded;
    run = Counters{};
    run.AddAmount(end.counters.sum - before.sum, interval, bounded,
                  end.counters.about + before.about > 0, 1);
    run.count = end.counters.count + before.count;
  }
  if (run.sum < 0) ++worth.falls;
  if (bounded) ++worth.bounded;
  worth.amounts.Add(run, 1);
}

/// One run, within a year.
void ReadRun(Series& series, PeriodRange run, RunsWorth& worth) {
  ++worth.runs;
  const bool from_january = run.from % PeriodsInYear(series.frequency()) == 0;
  const std::optional<PeriodIndex> last = series.LastIn(run);
  std::optional<PeriodAmount> start;
  if (!from_january) {
    start = series.At(run.from - 1);
    if (start->observed ? !start->has_amount : last.has_value()) worth.gap = true;
    if (!start->has_amount) return;
  }
  if (!last) return;
  const PeriodAmount end = series.At(*last);
  if (!end.has_amount) return;
  if (*last == run.to - 1) ++worth.received;
  AddRun(end, start, series.non_negative(), worth);
}

}  // namespace

RunsWorth RunsOf(Series& series, PeriodRange window, absl::Span<const PeriodRange> periods) {
  RunsWorth worth;
  const int in_year = PeriodsInYear(series.frequency());
  for (const PeriodRange& member : periods) {
    PeriodRange left = Intersect(member, window);
    while (!left.IsEmpty()) {
      const PeriodIndex turn = (left.from / in_year + 1) * in_year;
      ReadRun(series, {.from = left.from, .to = std::min(left.to, turn)}, worth);
      left.from = turn;
    }
  }
  if (!worth.gap) return worth;
  return {.runs = worth.runs, .gap = true};
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
