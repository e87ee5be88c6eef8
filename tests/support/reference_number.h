#pragma once

#include <gmpxx.h>
#include <optional>
#include <string>

#include "common/facts/record.h"
#include "common/values/bound.h"
#include "common/values/decimal.h"
#include "services/aggregator/core/figure.h"

/// The arithmetic of the reference model: exact fractions and intervals, each operation as its
/// definition says, shared with nobody.
namespace taizhang::aggregator::reference {

/// One end of what is possible; a missing one (nullopt) is unbounded.
struct Edge {
  mpq_class value;
  bool open = false;
  friend bool operator==(const Edge&, const Edge&) = default;
};
struct Span {
  std::optional<Edge> lower;
  std::optional<Edge> upper;
  friend bool operator==(const Span&, const Span&) = default;
};
struct Number {
  mpq_class value;  ///< from stated values
  Span span;
  bool about = false;
  friend bool operator==(const Number&, const Number&) = default;
};

mpq_class FractionOf(Int128 value, int decimals);
Number PointAt(const mpq_class& value);
Number PointAt(const Decimal& value);
/// One amount of a measure: its bound's ends, its tolerance, its clip (R1).
Number AmountOf(Int128 value, Bound bound, const Measure& measure);

/// A missing or negative lower end becomes a closed 0, unless nothing would be left (R1).
Span Clipped(const Span& span);

Number Plus(const Number& a, const Number& b);
Number Minus(const Number& a, const Number& b);
Number Times(const Number& a, const Number& b);
/// Nothing where `b` may be 0, or is stated as 0.
std::optional<Number> Over(const Number& a, const Number& b);
/// Of [a, b] and [c, d]: [min(a, c), min(b, d)] (R14).
Number Smaller(const Number& a, const Number& b);
Number Greater(const Number& a, const Number& b);

bool Holds(const Span& span, const mpq_class& value);
bool IsPoint(const Span& span);
bool IsWithin(const Span& inner, const Span& outer);
/// Whether everything in `a` lies above everything in `b`.
bool IsAbove(const Span& a, const Span& b);
bool IsApart(const Span& a, const Span& b);

/// Rounded to counts of 10^-decimals (R1); nothing where that needs more than 37 digits.
std::optional<Quantity> Rounded(const Number& number, int decimals);
/// Half-even, in counts of 10^-decimals.
mpz_class HalfEven(const mpq_class& value, int decimals);

Number NumberOf(const Quantity& quantity, int decimals);
std::string ToText(const Number& number);

}  // namespace taizhang::aggregator::reference
