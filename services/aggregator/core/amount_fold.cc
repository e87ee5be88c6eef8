#include "services/aggregator/core/amount_fold.h"

#include <cstddef>
#include <optional>

namespace taizhang::aggregator {
namespace {

Quantity QuantityOf(const Counters& counters) {
  return {.value = counters.sum, .interval = counters.ToInterval(), .about = counters.about > 0};
}

ExactQuantity DividedBy(const Counters& counters, int64_t divisor, int decimals) {
  ExactQuantity out = ToExact(QuantityOf(counters), decimals);
  if (divisor == 1) return out;
  const Fraction by(divisor);
  out.value /= by;
  if (out.interval.lower) out.interval.lower->value /= by;
  if (out.interval.upper) out.interval.upper->value /= by;
  return out;
}

Fraction Unscaled(const SmallFraction& fraction, int decimals) {
  return ToFraction(fraction.numerator, decimals) / Fraction(fraction.denominator);
}

std::optional<FractionEnd> ToEnd(const std::optional<SmallEnd>& end, int decimals) {
  if (!end) return std::nullopt;
  return FractionEnd{.value = Unscaled(end->value, decimals), .open = end->open};
}

std::optional<End> ToEnd(const std::optional<SmallEnd>& end) {
  if (!end) return std::nullopt;
  return End{.value = end->value.numerator, .open = end->open};
}

}  // namespace

void AmountFold::Add(const MemberAmount& amount, bool is_remainder) {
  if (is_remainder && over_members_ != MemberFold::kSum) return;
  ++members_;
  has_sums_ = has_sums_ || amount.is_sum;
  switch (over_members_) {
    case MemberFold::kSum:
    case MemberFold::kMean: {
      if (amount.divisor == 1) {
        whole_.Add(amount.counters, 1);
        return;
      }
      const auto divisor = static_cast<size_t>(amount.divisor);
      if (divisor >= divided_.size()) divided_.resize(divisor + 1);
      divided_[divisor].Add(amount.counters, 1);
      return;
    }
    case MemberFold::kMin:
    case MemberFold::kMax:
      extreme_.Add(amount.counters, amount.divisor);
      return;
    case MemberFold::kCount:
      return;
  }
}

FoldedNumber AmountFold::Number() const {
  if (members_ == 0) return {.no_value = NoValue::kMissing};
  if (over_members_ == MemberFold::kCount) {
    const End end{.value = members_};
    return {.number = Quantity{.value = members_, .interval = {.lower = end, .upper = end}}};
  }
  const bool is_sum = over_members_ == MemberFold::kSum && members_ > 1;
  if (!additive_ && (has_sums_ || is_sum)) return {.no_value = NoValue::kNotAdditive};
  return Folded();
}

FoldedNumber AmountFold::Folded() const {
  const bool is_extreme = over_members_ == MemberFold::kMin || over_members_ == MemberFold::kMax;
  if (is_exact_) return {.number = is_extreme ? Extremum() : Sum()};
  if (!is_extreme) return {.number = QuantityOf(whole_), .decimals = decimals_};
  return {.number = Quantity{.value = extreme_.value().numerator,
                             .interval = {.lower = ToEnd(extreme_.lower()),
                                          .upper = ToEnd(extreme_.upper())},
                             .about = extreme_.is_about()},
          .decimals = decimals_};
}

ExactQuantity AmountFold::Sum() const {
  const int64_t among = over_members_ == MemberFold::kMean ? members_ : 1;
  ExactQuantity sum = DividedBy(whole_, among, decimals_);
  for (size_t divisor = 2; divisor < divided_.size(); ++divisor) {
    if (divided_[divisor].count == 0) continue;
    sum = aggregator::Add(
        sum, DividedBy(divided_[divisor], static_cast<int64_t>(divisor) * among, decimals_));
  }
  return sum;
}

ExactQuantity AmountFold::Extremum() const {
  return {.value = Unscaled(extreme_.value(), decimals_),
          .interval = {.lower = ToEnd(extreme_.lower(), decimals_),
                       .upper = ToEnd(extreme_.upper(), decimals_)},
          .about = extreme_.is_about()};
}

}  // namespace taizhang::aggregator
