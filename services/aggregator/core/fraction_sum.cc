#include "services/aggregator/core/fraction_sum.h"

#include <utility>

namespace taizhang::aggregator {

void FractionSum::AddTo(Partial& into, const Partial& other) {
  if (into.denominator == other.denominator) {
    into.numerator += other.numerator;
  } else {
    into.numerator *= other.denominator;
    mpz_addmul(into.numerator.get_mpz_t(), other.numerator.get_mpz_t(),
               into.denominator.get_mpz_t());
    into.denominator *= other.denominator;
  }
}

void FractionSum::Add(const Fraction& fraction) {
  partials_.push_back(
      {.numerator = fraction.get_num(), .denominator = fraction.get_den(), .doublings = 0});
  while (partials_.size() > 1) {
    const Partial& last = partials_.back();
    Partial& before = partials_[partials_.size() - 2];
    if (before.doublings != last.doublings) break;
    AddTo(before, last);
    ++before.doublings;
    partials_.pop_back();
  }
}

Fraction FractionSum::Total() const {
  Partial total;
  for (size_t i = partials_.size(); i > 0; --i) AddTo(total, partials_[i - 1]);
  Fraction out(total.numerator, total.denominator);
  out.canonicalize();
  return out;
}

void QuantitySum::EndSum::Add(const std::optional<FractionEnd>& end) {
  if (!end) {
    is_missing = true;
    return;
  }
  is_open = is_open || end->open;
  sum.Add(end->value);
}

std::optional<FractionEnd> QuantitySum::EndSum::Total() const {
  if (is_missing) return std::nullopt;
  return FractionEnd{.value = sum.Total(), .open = is_open};
}

void QuantitySum::Add(const ExactQuantity& quantity) {
  const bool is_point = quantity == PointOf(quantity.value);
  if (is_point_ && !is_point) {
    // Until now the three sums were one.
    lower_.sum = value_;
    upper_.sum = value_;
    is_point_ = false;
  }
  value_.Add(quantity.value);
  about_ = about_ || quantity.about;
  if (is_point_) return;
  lower_.Add(quantity.interval.lower);
  upper_.Add(quantity.interval.upper);
}

ExactQuantity QuantitySum::Total() const {
  ExactQuantity out = PointOf(value_.Total());
  if (!is_point_) out.interval = {.lower = lower_.Total(), .upper = upper_.Total()};
  out.about = about_;
  return out;
}

}  // namespace taizhang::aggregator
