#include "tests/support/reference_number.h"

#include <vector>

namespace taizhang::aggregator::reference {
namespace {

mpz_class TenTo(int exponent) {
  mpz_class out = 1;
  for (int i = 0; i < exponent; ++i) out *= 10;
  return out;
}

mpz_class Whole(Int128 value) {
  return value == static_cast<int64_t>(value) ? mpz_class(static_cast<int64_t>(value))
                                              : mpz_class(ToString(value));
}

mpz_class Floor(const mpq_class& value) {
  mpz_class out;
  mpz_fdiv_q(out.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return out;
}

mpz_class Ceiling(const mpq_class& value) { return -Floor(-value); }

mpq_class Scaled(const mpq_class& value, int decimals) { return value * TenTo(decimals); }

/// Nothing beyond 37 digits.
std::optional<Int128> ToInt128(const mpz_class& value) {
  if (abs(value) >= TenTo(37)) return std::nullopt;
  Int128 out = 0;
  for (const char digit : mpz_class(abs(value)).get_str()) out = out * 10 + (digit - '0');
  return value < 0 ? -out : out;
}

/// A place on the line with both infinities, and whether a value can stand at it.
struct Corner {
  int infinite = 0;  ///< −1, 0 or 1
  mpq_class value;
  bool reached = false;
};

Corner LowerOf(const Span& span) {
  if (!span.lower) return {.infinite = -1, .value = 0, .reached = false};
  return {.infinite = 0, .value = span.lower->value, .reached = !span.lower->open};
}

Corner UpperOf(const Span& span) {
  if (!span.upper) return {.infinite = 1, .value = 0, .reached = false};
  return {.infinite = 0, .value = span.upper->value, .reached = !span.upper->open};
}

int SignOf(const Corner& c) { return c.infinite != 0 ? c.infinite : sgn(c.value); }

/// What products near two corners come to; 0 × ∞ is 0: it is reached where the 0 is.
Corner Product(const Corner& a, const Corner& b) {
  const int sign = SignOf(a) * SignOf(b);
  if (sign == 0) {
    const bool reached = (SignOf(a) == 0 && a.reached) || (SignOf(b) == 0 && b.reached);
    return {.infinite = 0, .value = 0, .reached = reached};
  }
  if (a.infinite != 0 || b.infinite != 0) {
    return {.infinite = sign, .value = 0, .reached = false};
  }
  return {.infinite = 0, .value = a.value * b.value, .reached = a.reached && b.reached};
}

/// −1, 0, 1 as `a` stands before, at or behind `b`.
int Order(const Corner& a, const Corner& b) {
  if (a.infinite != b.infinite) return a.infinite < b.infinite ? -1 : 1;
  return a.infinite != 0 ? 0 : cmp(a.value, b.value);
}

/// From the first to the last of some corners; of several at one place one that is reached counts.
Span SpanOf(const std::vector<Corner>& corners) {
  Corner low = corners.front();
  Corner high = corners.front();
  for (const Corner& corner : corners) {
    const int below = Order(corner, low);
    if (below < 0 || (below == 0 && corner.reached)) low = corner;
    const int above = Order(corner, high);
    if (above > 0 || (above == 0 && corner.reached)) high = corner;
  }
  Span span;
  if (low.infinite == 0) span.lower = Edge{.value = low.value, .open = !low.reached};
  if (high.infinite == 0) span.upper = Edge{.value = high.value, .open = !high.reached};
  return span;
}

Span ProductOf(const Span& a, const Span& b) {
  std::vector<Corner> corners;
  for (const Corner& x : {LowerOf(a), UpperOf(a)}) {
    for (const Corner& y : {LowerOf(b), UpperOf(b)}) corners.push_back(Product(x, y));
  }
  return SpanOf(corners);
}

/// The reciprocal of one end of a span that lies on one side of 0.
std::optional<Edge> Inverse(const std::optional<Edge>& edge) {
  if (!edge) return Edge{.value = 0, .open = true};
  if (edge->value == 0) return std::nullopt;
  return Edge{.value = 1 / edge->value, .open = edge->open};
}

Span Negative(const Span& span) {
  Span out{.lower = span.upper, .upper = span.lower};
  if (out.lower) out.lower->value = -out.lower->value;
  if (out.upper) out.upper->value = -out.upper->value;
  return out;
}

std::optional<Edge> Added(const std::optional<Edge>& a, const std::optional<Edge>& b) {
  if (!a || !b) return std::nullopt;
  return Edge{.value = a->value + b->value, .open = a->open || b->open};
}

}  // namespace

mpq_class FractionOf(Int128 value, int decimals) {
  mpq_class out(Whole(value), TenTo(decimals));
  out.canonicalize();
  return out;
}

Number PointAt(const mpq_class& value) {
  return {.value = value, .span = {.lower = Edge{.value = value}, .upper = Edge{.value = value}}};
}

Number PointAt(const Decimal& value) {
  return PointAt(FractionOf(value.coefficient(), value.scale()));
}

Span Clipped(const Span& span) {
  const bool reaches_below = !span.lower || span.lower->value < 0;
  const bool nothing_left =
      span.upper && (span.upper->value < 0 || (span.upper->value == 0 && span.upper->open));
  if (!reaches_below || nothing_left) return span;
  return {.lower = Edge{}, .upper = span.upper};
}

Number AmountOf(Int128 value, Bound bound, const Measure& measure) {
  const mpq_class stated = FractionOf(value, measure.decimals);
  Number out{.value = stated, .span = {}};
  switch (bound) {
    case Bound::kExact:
      out.span = PointAt(stated).span;
      break;
    case Bound::kAtLeast:
    case Bound::kMoreThan:
      out.span.lower = Edge{.value = stated, .open = bound == Bound::kMoreThan};
      break;
    case Bound::kAtMost:
    case Bound::kLessThan:
      out.span.upper = Edge{.value = stated, .open = bound == Bound::kLessThan};
      break;
    case Bound::kAbout: {
      out.about = measure.about_tolerance == 0;
      if (out.about) break;
      const mpq_class away = abs(stated) * static_cast<int>(measure.about_tolerance) / 10000;
      const mpz_class unit = TenTo(measure.decimals);
      out.span.lower =
          Edge{.value = mpq_class(Floor(Scaled(stated - away, measure.decimals))) / unit};
      out.span.upper =
          Edge{.value = mpq_class(Ceiling(Scaled(stated + away, measure.decimals))) / unit};
      break;
    }
  }
  if (measure.non_negative) out.span = Clipped(out.span);
  return out;
}

Number Plus(const Number& a, const Number& b) {
  return {.value = a.value + b.value,
          .span = {.lower = Added(a.span.lower, b.span.lower),
                   .upper = Added(a.span.upper, b.span.upper)},
          .about = a.about || b.about};
}

Number Minus(const Number& a, const Number& b) {
  return Plus(a, {.value = -b.value, .span = Negative(b.span), .about = b.about});
}

Number Times(const Number& a, const Number& b) {
  return {
      .value = a.value * b.value, .span = ProductOf(a.span, b.span), .about = a.about || b.about};
}

std::optional<Number> Over(const Number& a, const Number& b) {
  if (Holds(b.span, 0) || b.value == 0) return std::nullopt;
  const Span inverse{.lower = Inverse(b.span.upper), .upper = Inverse(b.span.lower)};
  return Number{
      .value = a.value / b.value, .span = ProductOf(a.span, inverse), .about = a.about || b.about};
}

Number Smaller(const Number& a, const Number& b) {
  Number out{
      .value = a.value < b.value ? a.value : b.value, .span = {}, .about = a.about || b.about};
  const auto& [low_a, high_a] = a.span;
  const auto& [low_b, high_b] = b.span;
  if (low_a && low_b) {
    const mpq_class low = low_a->value < low_b->value ? low_a->value : low_b->value;
    // It is reached where either reaches it.
    const bool reached =
        (low_a->value == low && !low_a->open) || (low_b->value == low && !low_b->open);
    out.span.lower = Edge{.value = low, .open = !reached};
  }
  if (high_a && high_b) {
    const mpq_class high = high_a->value < high_b->value ? high_a->value : high_b->value;
    // It is reached where both may be there or above.
    const bool reached =
        (high_a->value > high || !high_a->open) && (high_b->value > high || !high_b->open);
    out.span.upper = Edge{.value = high, .open = !reached};
  } else {
    out.span.upper = high_a ? high_a : high_b;
  }
  return out;
}

Number Greater(const Number& a, const Number& b) {
  const auto mirrored = [](const Number& n) {
    return Number{.value = -n.value, .span = Negative(n.span), .about = n.about};
  };
  return mirrored(Smaller(mirrored(a), mirrored(b)));
}

bool Holds(const Span& span, const mpq_class& value) { return IsWithin(PointAt(value).span, span); }

bool IsPoint(const Span& span) {
  return span.lower && span.upper && span.lower->value == span.upper->value;
}

bool IsWithin(const Span& inner, const Span& outer) {
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

bool IsAbove(const Span& a, const Span& b) {
  if (!a.lower || !b.upper) return false;
  if (a.lower->value != b.upper->value) return a.lower->value > b.upper->value;
  return a.lower->open || b.upper->open;
}

bool IsApart(const Span& a, const Span& b) { return IsAbove(a, b) || IsAbove(b, a); }

mpz_class HalfEven(const mpq_class& value, int decimals) {
  const mpq_class scaled = Scaled(value, decimals);
  mpz_class below = Floor(scaled);
  const mpq_class rest = scaled - below;
  const mpq_class half(1, 2);
  if (rest < half) return below;
  if (rest > half) return below + 1;
  return mpz_even_p(below.get_mpz_t()) != 0 ? below : mpz_class(below + 1);
}

std::optional<Quantity> Rounded(const Number& number, int decimals) {
  Quantity out{.value = 0, .interval = {}, .about = number.about};
  const auto value = ToInt128(HalfEven(number.value, decimals));
  if (!value) return std::nullopt;
  out.value = *value;
  if (IsPoint(number.span)) {
    const auto point = ToInt128(HalfEven(number.span.lower->value, decimals));
    if (!point) return std::nullopt;
    out.interval.lower = out.interval.upper = End{.value = *point};
    return out;
  }
  const auto end = [decimals](const Edge& edge, const mpz_class& moved) -> std::optional<End> {
    const auto rounded = ToInt128(moved);
    if (!rounded) return std::nullopt;
    // One that moves claims less closed.
    const bool moves = Scaled(edge.value, decimals) != moved;
    return End{.value = *rounded, .open = edge.open && !moves};
  };
  if (const auto& lower = number.span.lower) {
    out.interval.lower = end(*lower, Floor(Scaled(lower->value, decimals)));
    if (!out.interval.lower) return std::nullopt;
  }
  if (const auto& upper = number.span.upper) {
    out.interval.upper = end(*upper, Ceiling(Scaled(upper->value, decimals)));
    if (!out.interval.upper) return std::nullopt;
  }
  return out;
}

Number NumberOf(const Quantity& quantity, int decimals) {
  Number out{.value = FractionOf(quantity.value, decimals), .span = {}, .about = quantity.about};
  if (const auto& lower = quantity.interval.lower) {
    out.span.lower = Edge{.value = FractionOf(lower->value, decimals), .open = lower->open};
  }
  if (const auto& upper = quantity.interval.upper) {
    out.span.upper = Edge{.value = FractionOf(upper->value, decimals), .open = upper->open};
  }
  return out;
}

std::string ToText(const Number& number) {
  const auto& [lower, upper] = number.span;
  const std::string low =
      lower ? (lower->open ? "(" : "[") + lower->value.get_str() : std::string("(-∞");
  const std::string high =
      upper ? upper->value.get_str() + (upper->open ? ")" : "]") : std::string("∞)");
  return number.value.get_str() + " in " + low + ", " + high + (number.about ? " about" : "");
}

}  // namespace taizhang::aggregator::reference
