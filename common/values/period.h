#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace taizhang {

/// Days since 1970-01-01. Dates in records are from 1900-01-01 to 2199-12-31.
using Day = int32_t;
inline constexpr Day kDayMin = -25567;  ///< 1900-01-01, also "open start"
inline constexpr Day kDayMax = 84006;   ///< 2200-01-01, also "open end"

/// `YYYY-MM-DD`, a real day of the proleptic Gregorian calendar within the years above.
absl::StatusOr<Day> ParseDay(std::string_view text);
std::string FormatDay(Day day);

/// Half-open [start, end). Open ends are kDayMin and kDayMax.
struct DayRange {
  Day start = kDayMin;
  Day end = kDayMax;

  [[nodiscard]] bool Contains(Day day) const { return start <= day && day < end; }
  [[nodiscard]] bool Overlaps(const DayRange& o) const { return start < o.end && o.start < end; }
  [[nodiscard]] bool IsEmpty() const { return end <= start; }
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

enum class Frequency : uint8_t {
  kMonth = 1,
  kQuarter = 3,
  kHalfYear = 6,
  kYear = 12
};  ///< months in one

/// Months since January of year 0: year * 12 + month − 1.
using MonthIndex = int32_t;
inline constexpr MonthIndex kMonthMin = 1900 * 12;
inline constexpr MonthIndex kMonthMax = 2200 * 12;  ///< one past the last

/// A run of whole months. Written `2025`, `2025-H1`, `2025-Q2`, `2025-06`; any other run as
/// `2025-01..2025-05` (also between years: `2023..2024`). Years 1900 to 2199. Both sides of `..`
/// may be any of the four, if neither begins nor ends out of order: `2024-Q4..2025-02`.
class Period {
 public:
  constexpr Period() = default;
  /// INVALID_ARGUMENT says how periods are written.
  static absl::StatusOr<Period> Parse(std::string_view text);
  /// `first` and `months` must lie within the years above; months >= 1.
  static Period FromMonths(MonthIndex first, int months);

  [[nodiscard]] MonthIndex first_month() const { return first_; }
  [[nodiscard]] int months() const { return months_; }
  [[nodiscard]] MonthIndex end_month() const { return first_ + months_; }
  [[nodiscard]] int first_year() const { return first_ / 12; }
  [[nodiscard]] Day first_day() const;
  [[nodiscard]] Day last_day() const;

  /// Whether it is exactly one month, quarter, half-year or year of the calendar.
  [[nodiscard]] bool IsOne(Frequency frequency) const;
  /// Whether it is a whole number of calendar-aligned periods of `frequency`.
  [[nodiscard]] bool Covers(Frequency frequency) const;
  [[nodiscard]] bool Contains(const Period& other) const;

  /// One spelling per period: "2025-H1" rather than "2025-01..2025-06"; a run that has no name of
  /// its own by its years where it has whole ones, otherwise by its months.
  [[nodiscard]] std::string ToString() const;

  friend bool operator==(const Period&, const Period&) = default;
  /// By first month, then by length.
  friend auto operator<=>(const Period&, const Period&) = default;

 private:
  constexpr Period(MonthIndex first, int32_t months) : first_(first), months_(months) {}
  MonthIndex first_ = 0;
  int32_t months_ = 0;
};

Day FirstDayOfMonth(MonthIndex month);
/// The last day of the period of `frequency` that begins with `first`.
Day LastDayOfPeriod(MonthIndex first, Frequency frequency);
MonthIndex MonthOf(Day day);
/// The day in China (UTC+8) at an instant in Unix microseconds.
Day LocalDay(int64_t us);

std::string_view FrequencyName(Frequency frequency);  ///< "month", "quarter", "half-year", "year"

}  // namespace taizhang
