#pragma once

#include <cstdint>
#include <gmpxx.h>
#include <optional>

#include "services/aggregator/core/figure.h"

namespace taizhang::aggregator {

/// An exact fraction in its lowest terms (GMP).
using Fraction = mpq_class;

struct FractionEnd {
  Fraction value;
  bool open = false;

  friend bool operator==(const FractionEnd&, const FractionEnd&) = default;
};

/// What is known of a true value; a missing end is unbounded (R1).
struct FractionInterval {
  std::optional<FractionEnd> lower;
  std::optional<FractionEnd> upper;

  friend bool operator==(const FractionInterval&, const FractionInterval&) = default;
};

/// A number with what is known of it, before it is rounded to the decimals of an indicator; in
/// units, not in counts of 10^-decimals.
struct ExactQuantity {
  Fraction value;  ///< from stated values
  FractionInterval interval;
  bool about = false;  ///< an ABOUT amount is part of it

  friend bool operator==(const ExactQuantity&, const ExactQuantity&) = default;
};

Fraction ToFraction(Int128 value, int decimals);
ExactQuantity ToExact(const Quantity& quantity, int decimals);
/// A point, known exactly.
ExactQuantity PointOf(const Fraction& value);

/// How much there is to calculate with: words of 64 bits in the fractions that it is made of, each
/// once.
int64_t SizeOf(const ExactQuantity& quantity);

/// To counts of 10^-decimals (R1): the ends of a true interval outward, a point half-even, so that
/// it stays one; `value` half-even. An end that moves becomes closed where that claims less.
/// Nothing where more than 37 digits would be needed.
std::optional<Quantity> RoundTo(const ExactQuantity& quantity, int decimals);

// Each holds every result that values in the operands' intervals can have.
ExactQuantity Add(const ExactQuantity& a, const ExactQuantity& b);
ExactQuantity Subtract(const ExactQuantity& a, const ExactQuantity& b);
ExactQuantity Multiply(const ExactQuantity& a, const ExactQuantity& b);
/// Nothing where `b` may be 0.
std::optional<ExactQuantity> Divide(const ExactQuantity& a, const ExactQuantity& b);
/// Of [a, b] and [c, d]: [min(a, c), min(b, d)]; Greatest likewise (R14).
ExactQuantity Least(const ExactQuantity& a, const ExactQuantity& b);
ExactQuantity Greatest(const ExactQuantity& a, const ExactQuantity& b);

/// Whether 0 can be its true value; whether only what is above 0 can.
bool MayBeZero(const FractionInterval& interval);
bool IsPositive(const FractionInterval& interval);
/// Whether it is certainly 0.
bool IsZero(const FractionInterval& interval);
/// Whether `inner` lies wholly within `outer`.
bool LiesWithin(const FractionInterval& inner, const FractionInterval& outer);
/// Whether every value of `a` is below every one of `b`; whether none is above any.
bool LiesBelow(const FractionInterval& a, const FractionInterval& b);
bool IsAtMost(const FractionInterval& a, const FractionInterval& b);

}  // namespace taizhang::aggregator
