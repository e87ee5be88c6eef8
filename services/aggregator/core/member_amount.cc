#include "services/aggregator/core/member_amount.h"

#include <algorithm>

namespace taizhang::aggregator {
namespace {

Int128 FloorOf(const SmallFraction& fraction) {
  const Int128 quotient = fraction.numerator / fraction.denominator;
  return quotient * fraction.denominator > fraction.numerator ? quotient - 1 : quotient;
}

int Compare(Int128 a, Int128 b) { return a < b ? -1 : static_cast<int>(b < a); }

std::optional<SmallEnd> Over(const std::optional<End>& end, int32_t divisor) {
  if (!end) return std::nullopt;
  return SmallEnd{.value = {.numerator = end->value, .denominator = divisor}, .open = end->open};
}

/// `counters`, `times` over.
void AddTimes(Counters& into, const Counters& counters, int times) {
  into.sum += counters.sum * times;
  into.count += counters.count * times;
  if (counters.bounded == 0) return;
  into.lower_shift += counters.lower_shift * times;
  into.upper_shift += counters.upper_shift * times;
  into.bounded += counters.bounded * times;
  into.about += counters.about * times;
  into.no_lower += counters.no_lower * times;
  into.open_lower += counters.open_lower * times;
  into.no_upper += counters.no_upper * times;
  into.open_upper += counters.open_upper * times;
}

/// A mean is one amount, however many measure-periods it is of.
MemberAmount AsOne(MemberAmount mean) {
  Counters& counters = mean.counters;
  for (int32_t* number : {&counters.count, &counters.bounded, &counters.about, &counters.no_lower,
                          &counters.open_lower, &counters.no_upper, &counters.open_upper}) {
    *number = std::min(*number, 1);
  }
  return mean;
}

}  // namespace

int CompareFractions(const SmallFraction& a, const SmallFraction& b) {
  if (a.denominator == b.denominator) return Compare(a.numerator, b.numerator);
  const auto left = CheckedMultiply(a.numerator, b.denominator);
  const auto right = CheckedMultiply(b.numerator, a.denominator);
  if (left && right) return Compare(*left, *right);
  const Int128 whole_a = FloorOf(a);
  const Int128 whole_b = FloorOf(b);
  if (whole_a != whole_b) return Compare(whole_a, whole_b);
  return Compare((a.numerator - whole_a * a.denominator) * b.denominator,
                 (b.numerator - whole_b * b.denominator) * a.denominator);
}

void Extreme::Add(const Counters& counters, int32_t divisor) {
  const SmallFraction value{.numerator = counters.sum, .denominator = divisor};
  if (is_empty_ || sign_ * CompareFractions(value, value_) < 0) value_ = value;
  is_empty_ = false;
  std::optional<SmallEnd> outer = SmallEnd{.value = value, .open = false};
  std::optional<SmallEnd> inner = outer;
  if (counters.bounded != 0) {
    is_bounded_ = true;
    if (counters.about > 0) is_about_ = true;
    const Interval interval = counters.ToInterval();
    outer = Over(sign_ > 0 ? interval.lower : interval.upper, divisor);
    inner = Over(sign_ > 0 ? interval.upper : interval.lower, divisor);
  }
  if (!outer) {
    is_outer_open_ended_ = true;
  } else {
    const int order = outer_ ? sign_ * CompareFractions(outer->value, outer_->value) : -1;
    if (order < 0 || (order == 0 && !outer->open)) outer_ = outer;
  }
  if (!inner) return;
  const int order = inner_ ? sign_ * CompareFractions(inner->value, inner_->value) : -1;
  if (order < 0 || (order == 0 && inner->open)) inner_ = inner;
}

void TimeFolding::Clear() {
  is_empty_ = true;
  amount_ = {};
  if (IsExtreme()) extreme_.Clear();
}

void TimeFolding::Add(const PeriodAmount& amount, int times) {
  const Counters& counters = amount.counters;
  switch (fold_) {
    case TimeFold::kNatural:
    case TimeFold::kSum:
    case TimeFold::kFirst:
    case TimeFold::kLast:
      amount_.counters.Add(counters, 1);
      amount_.is_sum = amount_.counters.count > 1;
      break;
    case TimeFold::kMean:
      AddTimes(amount_.counters, counters, times);
      amount_.divisor = is_empty_ ? times : amount_.divisor + times;
      amount_.is_sum = amount_.is_sum || counters.count > 1;
      break;
    case TimeFold::kMin:
    case TimeFold::kMax:
      extreme_.Add(counters, 1);
      amount_.is_sum = amount_.is_sum || counters.count > 1;
      break;
  }
  is_empty_ = false;
}

MemberAmount TimeFolding::Result() const {
  if (fold_ == TimeFold::kMean) return AsOne(amount_);
  if (!IsExtreme()) return amount_;
  MemberAmount out{.is_sum = amount_.is_sum};
  const auto end_of = [](const std::optional<SmallEnd>& end) -> std::optional<End> {
    if (!end) return std::nullopt;
    return End{.value = end->value.numerator, .open = end->open};
  };
  const Interval interval{.lower = end_of(extreme_.lower()), .upper = end_of(extreme_.upper())};
  out.counters.AddAmount(extreme_.value().numerator, interval, extreme_.is_bounded(),
                         extreme_.is_about(), 1);
  return out;
}

}  // namespace taizhang::aggregator
