#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// What one member's runs are worth together (R6).
struct RunsWorth {
  Counters amounts;  ///< `count`: amounts read for it, a start's included
  int32_t runs = 0;
  int32_t received = 0;  ///< runs whose end is observed with an amount
  int32_t bounded = 0;   ///< contributing runs with an amount that is not EXACT
  int32_t contributing = 0;
  int32_t missing = 0;  ///< other runs of which something is observed, or their start
  int32_t falls = 0;    ///< runs that certainly fell
  bool gap = false;     ///< a start is missing: nothing contributes

  /// After the last run: a gap leaves out all of them.
  void Settle() {
    if (gap) *this = {.runs = runs, .gap = true};
  }
  friend bool operator==(const RunsWorth&, const RunsWorth&) = default;
};

/// The runs of `window` (any measure-periods of the query) within the member's `periods`, which are
/// maximal runs: cut at the turn of each year.
RunsWorth RunsOf(Series& series, PeriodRange window, absl::Span<const PeriodRange> periods);

/// Adds one run, which lies in `year`, and is perhaps empty.
void AddRunInYear(Series& series, int year, PeriodRange run, RunsWorth& worth);

/// The spans of a year whose figures are kept in cells: its measure-periods, quarters, half-years
/// and the year, as far as they are not shorter than a measure-period. Their places are dense from
/// 0.
int SpansInYear(Frequency frequency);
struct YearSpan {
  int first = 0;   ///< measure-period within the year
  int length = 0;  ///< measure-periods
};
YearSpan SpanAt(Frequency frequency, int place);
/// The place of a span that begins with the year's measure-period `first`, or −1 where it is none
/// of them.
int PlaceOfSpan(Frequency frequency, int first, int length);
/// Bit n: the span at place n reads the year's measure-period `index`, in itself or as what came
/// before it.
uint32_t SpansReading(Frequency frequency, int index);

}  // namespace taizhang::aggregator
