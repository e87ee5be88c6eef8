#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/values/amount.h"
#include "common/values/int128.h"

namespace taizhang {

/// One end of an interval; an open one does not belong to it.
struct End {
  Int128 value = 0;
  bool open = false;

  friend bool operator==(const End&, const End&) = default;
};

/// What is known of a true value; a missing end is unbounded (R1).
struct Interval {
  std::optional<End> lower;
  std::optional<End> upper;

  friend bool operator==(const Interval&, const Interval&) = default;
};

/// The interval of one amount. ABOUT has no ends. With `non_negative`, a lower end below 0 or a
/// missing one becomes a closed 0, unless that empties the interval.
Interval IntervalOf(Int128 value, Bound bound, bool non_negative);
Interval ClipAtZero(Interval interval);

/// a − b as true intervals: lower = a.lower − b.upper, upper = a.upper − b.lower. Nothing on
/// overflow.
std::optional<Interval> Subtract(const Interval& a, const Interval& b);

/// Whether `inner` lies wholly within `outer`; whether the two have no value in common.
bool LiesWithin(const Interval& inner, const Interval& outer);
bool Disjoint(const Interval& a, const Interval& b);
bool Contains(const Interval& interval, Int128 value);

/// The mark of a figure: = ≥ > ≤ < ≈ ? or .. for a two-sided range (R1). `about` is whether an
/// ABOUT amount without tolerance is part of it: then it is ≈, also where the clip gives an end.
enum class Mark : uint8_t {
  kNone,
  kExact,
  kAtLeast,
  kMoreThan,
  kAtMost,
  kLessThan,
  kAbout,
  kRange
};
Mark MarkOf(const Interval& interval, bool about);

/// Componentwise counters of a sum of amounts; they add and retract where intervals do not (R1).
/// All-exact sums use `sum` and `count` alone: the other members hold differences from it.
struct Counters {
  Int128 sum = 0;  ///< of stated values
  Int128 lower_shift =
      0;  ///< Σ (finite lower end − stated value), −stated value where there is none
  Int128 upper_shift = 0;  ///< likewise for upper ends
  int32_t count = 0;       ///< amounts in the sum
  int32_t bounded = 0;     ///< of them not EXACT
  int32_t about = 0;
  int32_t no_lower = 0;
  int32_t open_lower = 0;
  int32_t no_upper = 0;
  int32_t open_upper = 0;

  /// Adds one amount by its stated value and interval (sign +1 adds, −1 retracts). One that is not
  /// bounded is its own interval, and touches `sum` and `count` alone. What has been retracted
  /// wholly, in any order, leaves no trace (IsZero).
  void AddAmount(Int128 value, const Interval& interval, bool is_bounded, bool is_about, int sign);
  void Add(const Counters& other, int sign);

  /// The interval of the sum: it contains every sum of values that lie in the added intervals.
  [[nodiscard]] Interval ToInterval() const;
  [[nodiscard]] bool IsZero() const { return *this == Counters{}; }

  friend bool operator==(const Counters&, const Counters&) = default;
};

/// Values are limited so that counters of 2^31 amounts cannot overflow: |value| < 10^28.
inline constexpr int kMaxAmountDigits = 28;

}  // namespace taizhang
