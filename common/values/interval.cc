#include "common/values/interval.h"

namespace taizhang {
namespace {

std::optional<End> Difference(const End& a, const End& b) {
  const std::optional<Int128> value = CheckedSubtract(a.value, b.value);
  if (!value) return std::nullopt;
  return End{.value = *value, .open = a.open || b.open};
}

/// Whether everything below `upper` lies below everything above `lower`.
bool LiesBelow(const std::optional<End>& upper, const std::optional<End>& lower) {
  if (!upper || !lower) return false;
  return upper->value < lower->value ||
         (upper->value == lower->value && (upper->open || lower->open));
}

bool HoldsZeroOrMore(const Interval& interval) {
  if (!interval.upper) return true;
  return interval.upper->value > 0 || (interval.upper->value == 0 && !interval.upper->open);
}

}  // namespace

Interval IntervalOf(Int128 value, Bound bound, bool non_negative) {
  Interval interval;
  switch (bound) {
    case Bound::kExact:
      interval.lower = interval.upper = End{.value = value, .open = false};
      break;
    case Bound::kAbout:
      break;
    case Bound::kAtLeast:
    case Bound::kMoreThan:
      interval.lower = End{.value = value, .open = bound == Bound::kMoreThan};
      break;
    case Bound::kAtMost:
    case Bound::kLessThan:
      interval.upper = End{.value = value, .open = bound == Bound::kLessThan};
      break;
  }
  return non_negative ? ClipAtZero(interval) : interval;
}

Interval ClipAtZero(Interval interval) {
  const bool reaches_below = !interval.lower || interval.lower->value < 0;
  if (reaches_below && HoldsZeroOrMore(interval)) interval.lower = End{.value = 0, .open = false};
  return interval;
}

std::optional<Interval> Subtract(const Interval& a, const Interval& b) {
  Interval out;
  if (a.lower && b.upper) {
    out.lower = Difference(*a.lower, *b.upper);
    if (!out.lower) return std::nullopt;
  }
  if (a.upper && b.lower) {
    out.upper = Difference(*a.upper, *b.lower);
    if (!out.upper) return std::nullopt;
  }
  return out;
}

bool LiesWithin(const Interval& inner, const Interval& outer) {
  if (outer.lower) {
    if (!inner.lower || inner.lower->value < outer.lower->value) return false;
    const bool same = inner.lower->value == outer.lower->value;
    if (same && outer.lower->open && !inner.lower->open) return false;
  }
  if (outer.upper) {
    if (!inner.upper || inner.upper->value > outer.upper->value) return false;
    const bool same = inner.upper->value == outer.upper->value;
    if (same && outer.upper->open && !inner.upper->open) return false;
  }
  return true;
}

bool Disjoint(const Interval& a, const Interval& b) {
  return LiesBelow(a.upper, b.lower) || LiesBelow(b.upper, a.lower);
}

bool Contains(const Interval& interval, Int128 value) {
  const End point{.value = value, .open = false};
  return LiesWithin(Interval{.lower = point, .upper = point}, interval);
}

Mark MarkOf(const Interval& interval, bool about) {
  if (about) return Mark::kAbout;
  if (interval.lower && interval.upper) {
    const bool is_point = *interval.lower == *interval.upper && !interval.lower->open;
    return is_point ? Mark::kExact : Mark::kRange;
  }
  if (interval.lower) return interval.lower->open ? Mark::kMoreThan : Mark::kAtLeast;
  if (interval.upper) return interval.upper->open ? Mark::kLessThan : Mark::kAtMost;
  return Mark::kNone;
}

void Counters::AddAmount(Int128 value, const Interval& interval, bool is_bounded, bool is_about,
                         int sign) {
  sum += sign * value;
  count += sign;
  // An exact amount that is its own interval touches nothing else.
  if (!is_bounded) return;
  lower_shift += sign * ((interval.lower ? interval.lower->value : 0) - value);
  upper_shift += sign * ((interval.upper ? interval.upper->value : 0) - value);
  bounded += sign;
  if (is_about) about += sign;
  if (!interval.lower) no_lower += sign;
  if (interval.lower && interval.lower->open) open_lower += sign;
  if (!interval.upper) no_upper += sign;
  if (interval.upper && interval.upper->open) open_upper += sign;
}

void Counters::Add(const Counters& other, int sign) {
  sum += sign * other.sum;
  lower_shift += sign * other.lower_shift;
  upper_shift += sign * other.upper_shift;
  count += sign * other.count;
  bounded += sign * other.bounded;
  about += sign * other.about;
  no_lower += sign * other.no_lower;
  open_lower += sign * other.open_lower;
  no_upper += sign * other.no_upper;
  open_upper += sign * other.open_upper;
}

Interval Counters::ToInterval() const {
  Interval interval;
  if (no_lower <= 0) interval.lower = End{.value = sum + lower_shift, .open = open_lower > 0};
  if (no_upper <= 0) interval.upper = End{.value = sum + upper_shift, .open = open_upper > 0};
  return interval;
}

}  // namespace taizhang
