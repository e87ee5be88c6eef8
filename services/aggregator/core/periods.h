#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

#include "common/values/period.h"

namespace taizhang::aggregator {

/// A measure-period on the axis of its frequency: first month / months in one.
using PeriodIndex = int32_t;

/// Half-open.
struct PeriodRange {
  PeriodIndex from = 0;
  PeriodIndex to = 0;

  [[nodiscard]] bool IsEmpty() const { return to <= from; }
  [[nodiscard]] bool Contains(PeriodIndex k) const { return from <= k && k < to; }
  [[nodiscard]] int length() const { return std::max(0, to - from); }
  friend bool operator==(const PeriodRange&, const PeriodRange&) = default;
};

inline PeriodRange Intersect(const PeriodRange& a, const PeriodRange& b) {
  return {.from = std::max(a.from, b.from), .to = std::min(a.to, b.to)};
}

constexpr int MonthsIn(Frequency frequency) { return static_cast<int>(frequency); }
constexpr int PeriodsInYear(Frequency frequency) { return 12 / MonthsIn(frequency); }
constexpr PeriodIndex IndexOf(MonthIndex month, Frequency frequency) {
  return month / MonthsIn(frequency);
}
constexpr PeriodRange WholeAxis(Frequency frequency) {
  return {.from = IndexOf(kMonthMin, frequency), .to = IndexOf(kMonthMax, frequency)};
}
/// `period` must be whole measure-periods.
inline PeriodRange RangeOf(const Period& period, Frequency frequency) {
  return {.from = IndexOf(period.first_month(), frequency),
          .to = IndexOf(period.end_month(), frequency)};
}

/// Years, both ends included.
struct YearRange {
  int32_t first = 0;
  int32_t last = -1;

  [[nodiscard]] bool IsEmpty() const { return last < first; }
  void Include(int year) {
    const bool was_empty = IsEmpty();
    first = was_empty ? year : std::min(first, year);
    last = was_empty ? year : std::max(last, year);
  }
};

/// A measure-period by its year and its place in it. (A division by a constant is cheap, one by a
/// variable is not.)
struct YearSlot {
  int32_t year = 0;
  int32_t slot = 0;

  friend auto operator<=>(const YearSlot&, const YearSlot&) = default;
};
constexpr YearSlot YearSlotOf(PeriodIndex k, Frequency frequency) {
  switch (frequency) {
    case Frequency::kMonth:
      return {.year = k / 12, .slot = k % 12};
    case Frequency::kQuarter:
      return {.year = k / 4, .slot = k % 4};
    case Frequency::kHalfYear:
      return {.year = k / 2, .slot = k % 2};
    case Frequency::kYear:
      return {.year = k, .slot = 0};
  }
  return {};
}

/// Bits of the measure-periods of `year` that lie in `periods`, which reach into it.
inline uint32_t SlotsIn(const PeriodRange& periods, int year, Frequency frequency) {
  const YearSlot first = YearSlotOf(periods.from, frequency);
  const YearSlot last = YearSlotOf(periods.to - 1, frequency);
  uint32_t slots = ~uint32_t{0};
  if (first.year == year) slots <<= static_cast<unsigned>(first.slot);
  if (last.year == year) slots &= (uint32_t{2} << static_cast<unsigned>(last.slot)) - 1;
  return slots;
}

/// The four frequencies in the order in which tables hold them.
inline constexpr Frequency kFrequencies[] = {Frequency::kMonth, Frequency::kQuarter,
                                             Frequency::kHalfYear, Frequency::kYear};
constexpr unsigned FrequencyPlace(Frequency frequency) {
  switch (frequency) {
    case Frequency::kMonth:
      return 0;
    case Frequency::kQuarter:
      return 1;
    case Frequency::kHalfYear:
      return 2;
    case Frequency::kYear:
      return 3;
  }
  return 3;
}

/// On which day of a measure-period membership is tested (R5).
enum class DayRule : uint8_t {
  kLastActiveDay = 0,  ///< FLOW, YEAR_TO_DATE: its last day on which the subject is active
  kLastDay = 1,        ///< STOCK, counts: its last day, on which the subject must be active
};

}  // namespace taizhang::aggregator
