#include "services/aggregator/core/exact.h"

#include <array>
#include <cstdint>
#include <utility>

namespace taizhang::aggregator {
namespace {

__extension__ using UnsignedInt128 = unsigned __int128;

constexpr int kDigitsMax = 37;
constexpr int kWordBits = 64;

mpz_class ToInteger(Int128 value) {
  const bool is_negative = value < 0;
  const UnsignedInt128 magnitude =
      is_negative ? -static_cast<UnsignedInt128>(value) : static_cast<UnsignedInt128>(value);
  const std::array<uint64_t, 2> words = {static_cast<uint64_t>(magnitude),
                                         static_cast<uint64_t>(magnitude >> kWordBits)};
  mpz_class out;
  mpz_import(out.get_mpz_t(), words.size(), -1, sizeof(uint64_t), 0, 0, words.data());
  return is_negative ? mpz_class(-out) : out;
}

/// Nothing where it has too many digits.
std::optional<Int128> FromInteger(const mpz_class& value) {
  static const mpz_class limit = ToInteger(PowerOfTen(kDigitsMax));
  if (mpz_cmpabs(value.get_mpz_t(), limit.get_mpz_t()) >= 0) return std::nullopt;
  std::array<uint64_t, 2> words{};
  size_t count = 0;
  mpz_export(words.data(), &count, -1, sizeof(uint64_t), 0, 0, value.get_mpz_t());
  const auto magnitude = static_cast<Int128>(static_cast<UnsignedInt128>(words[1]) << kWordBits |
                                             static_cast<UnsignedInt128>(words[0]));
  return sgn(value) < 0 ? -magnitude : magnitude;
}

mpz_class FloorOf(const Fraction& value) {
  mpz_class out;
  mpz_fdiv_q(out.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return out;
}

mpz_class CeilingOf(const Fraction& value) {
  mpz_class out;
  mpz_cdiv_q(out.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return out;
}

mpz_class HalfEvenOf(const Fraction& value) {
  mpz_class floor = FloorOf(value);
  const int side = cmp(Fraction((value - floor) * 2), 1);
  const bool is_odd = mpz_odd_p(floor.get_mpz_t()) != 0;
  if (side > 0 || (side == 0 && is_odd)) ++floor;
  return floor;
}

std::optional<FractionEnd> ToFractionEnd(const std::optional<End>& end, int decimals) {
  if (!end) return std::nullopt;
  return FractionEnd{.value = ToFraction(end->value, decimals), .open = end->open};
}

/// An end that moves becomes closed: what lies at it is not known to be outside.
std::optional<End> Moved(const FractionEnd& end, const Fraction& scaled, const mpz_class& to) {
  const std::optional<Int128> value = FromInteger(to);
  if (!value) return std::nullopt;
  return End{.value = *value, .open = end.open && scaled == to};
}

bool IsPoint(const FractionInterval& interval) {
  return interval.lower && interval.upper && !interval.lower->open && !interval.upper->open &&
         interval.lower->value == interval.upper->value;
}

/// Whether its interval is its value: then what is done to one of the three is done to all.
bool IsKnown(const ExactQuantity& quantity) {
  return IsPoint(quantity.interval) && quantity.interval.lower->value == quantity.value;
}

ExactQuantity KnownAs(const Fraction& value, bool about) {
  ExactQuantity out = PointOf(value);
  out.about = about;
  return out;
}

/// In words of 64 bits.
int64_t SizeOf(const Fraction& value) {
  return static_cast<int64_t>(mpz_size(value.get_num_mpz_t()) + mpz_size(value.get_den_mpz_t()));
}

/// One end of a product: at a finite value, or at an infinity. At one value the closed one wins,
/// since there the product is reached.
struct Corner {
  int infinity = 0;  ///< −1, 0, +1
  FractionEnd end;
};

Corner CornerOf(const std::optional<FractionEnd>& end, int infinity) {
  if (!end) return {.infinity = infinity, .end = {}};
  return {.infinity = 0, .end = *end};
}

bool IsZero(const Corner& corner) { return corner.infinity == 0 && sgn(corner.end.value) == 0; }

int SignOf(const Corner& corner) {
  return corner.infinity != 0 ? corner.infinity : sgn(corner.end.value);
}

/// A 0 that is reached makes the product 0, whatever the other is.
Corner Product(const Corner& a, const Corner& b) {
  if (IsZero(a) || IsZero(b)) {
    const bool reached = (IsZero(a) && !a.end.open) || (IsZero(b) && !b.end.open);
    return {.infinity = 0, .end = {.value = 0, .open = !reached}};
  }
  if (a.infinity != 0 || b.infinity != 0) {
    return {.infinity = SignOf(a) * SignOf(b), .end = {}};
  }
  return {.infinity = 0,
          .end = {.value = a.end.value * b.end.value, .open = a.end.open || b.end.open}};
}

/// Below 0 where `a` lies below `b`.
int Compare(const Corner& a, const Corner& b) {
  if (a.infinity != b.infinity) return a.infinity - b.infinity;
  return a.infinity != 0 ? 0 : cmp(a.end.value, b.end.value);
}

FractionInterval Product(const FractionInterval& a, const FractionInterval& b) {
  const std::array<Corner, 2> of_a = {CornerOf(a.lower, -1), CornerOf(a.upper, 1)};
  const std::array<Corner, 2> of_b = {CornerOf(b.lower, -1), CornerOf(b.upper, 1)};
  Corner least = Product(of_a[0], of_b[0]);
  Corner greatest = least;
  for (const Corner& x : of_a) {
    for (const Corner& y : of_b) {
      const Corner corner = Product(x, y);
      const int below = Compare(corner, least);
      if (below < 0 || (below == 0 && !corner.end.open)) least = corner;
      const int above = Compare(corner, greatest);
      if (above > 0 || (above == 0 && !corner.end.open)) greatest = corner;
    }
  }
  FractionInterval out;
  if (least.infinity == 0) out.lower = std::move(least.end);
  if (greatest.infinity == 0) out.upper = std::move(greatest.end);
  return out;
}

/// The end of 1 ÷ x at the end `end` of x, which has one sign throughout. At an infinity it comes
/// near 0, at an open 0 near an infinity.
std::optional<FractionEnd> ReciprocalEnd(const std::optional<FractionEnd>& end) {
  if (!end) return FractionEnd{.value = 0, .open = true};
  if (sgn(end->value) == 0) return std::nullopt;
  return FractionEnd{.value = 1 / end->value, .open = end->open};
}

/// Whether `a` counts before `b`, as the least or the greatest; at one value the open or the
/// closed.
bool Precedes(const std::optional<FractionEnd>& a, const std::optional<FractionEnd>& b, bool least,
              bool open_wins) {
  const int order = cmp(a->value, b->value);
  if (order != 0) return (order < 0) == least;
  return a->open == open_wins;
}

}  // namespace

Fraction ToFraction(Int128 value, int decimals) {
  Fraction out(ToInteger(value), ToInteger(PowerOfTen(decimals)));
  out.canonicalize();
  return out;
}

ExactQuantity ToExact(const Quantity& quantity, int decimals) {
  return {.value = ToFraction(quantity.value, decimals),
          .interval = {.lower = ToFractionEnd(quantity.interval.lower, decimals),
                       .upper = ToFractionEnd(quantity.interval.upper, decimals)},
          .about = quantity.about};
}

ExactQuantity PointOf(const Fraction& value) {
  const FractionEnd end{.value = value};
  return {.value = value, .interval = {.lower = end, .upper = end}};
}

std::optional<Quantity> RoundTo(const ExactQuantity& quantity, int decimals) {
  const Fraction factor = ToFraction(PowerOfTen(decimals), 0);
  const std::optional<Int128> value = FromInteger(HalfEvenOf(quantity.value * factor));
  if (!value) return std::nullopt;
  Quantity out{.value = *value, .interval = {}, .about = quantity.about};
  const FractionInterval& interval = quantity.interval;
  if (IsPoint(interval)) {
    const std::optional<Int128> point = FromInteger(HalfEvenOf(interval.lower->value * factor));
    if (!point) return std::nullopt;
    out.interval.lower = out.interval.upper = End{.value = *point, .open = false};
    return out;
  }
  if (interval.lower) {
    const Fraction scaled = interval.lower->value * factor;
    out.interval.lower = Moved(*interval.lower, scaled, FloorOf(scaled));
    if (!out.interval.lower) return std::nullopt;
  }
  if (interval.upper) {
    const Fraction scaled = interval.upper->value * factor;
    out.interval.upper = Moved(*interval.upper, scaled, CeilingOf(scaled));
    if (!out.interval.upper) return std::nullopt;
  }
  return out;
}

int64_t SizeOf(const ExactQuantity& quantity) {
  int64_t size = SizeOf(quantity.value);
  if (IsKnown(quantity)) return size;
  if (quantity.interval.lower) size += SizeOf(quantity.interval.lower->value);
  if (quantity.interval.upper) size += SizeOf(quantity.interval.upper->value);
  return size;
}

ExactQuantity Add(const ExactQuantity& a, const ExactQuantity& b) {
  if (IsKnown(a) && IsKnown(b)) return KnownAs(a.value + b.value, a.about || b.about);
  const auto sum = [](const std::optional<FractionEnd>& x, const std::optional<FractionEnd>& y) {
    std::optional<FractionEnd> out;
    if (x && y) out = FractionEnd{.value = x->value + y->value, .open = x->open || y->open};
    return out;
  };
  return {.value = a.value + b.value,
          .interval = {.lower = sum(a.interval.lower, b.interval.lower),
                       .upper = sum(a.interval.upper, b.interval.upper)},
          .about = a.about || b.about};
}

ExactQuantity Subtract(const ExactQuantity& a, const ExactQuantity& b) {
  if (IsKnown(a) && IsKnown(b)) return KnownAs(a.value - b.value, a.about || b.about);
  const auto difference = [](const std::optional<FractionEnd>& x,
                             const std::optional<FractionEnd>& y) {
    std::optional<FractionEnd> out;
    if (x && y) out = FractionEnd{.value = x->value - y->value, .open = x->open || y->open};
    return out;
  };
  return {.value = a.value - b.value,
          .interval = {.lower = difference(a.interval.lower, b.interval.upper),
                       .upper = difference(a.interval.upper, b.interval.lower)},
          .about = a.about || b.about};
}

ExactQuantity Multiply(const ExactQuantity& a, const ExactQuantity& b) {
  if (IsKnown(a) && IsKnown(b)) return KnownAs(a.value * b.value, a.about || b.about);
  return {.value = a.value * b.value,
          .interval = Product(a.interval, b.interval),
          .about = a.about || b.about};
}

std::optional<ExactQuantity> Divide(const ExactQuantity& a, const ExactQuantity& b) {
  if (MayBeZero(b.interval) || sgn(b.value) == 0) return std::nullopt;
  if (IsKnown(a) && IsKnown(b)) return KnownAs(a.value / b.value, a.about || b.about);
  const FractionInterval reciprocal{.lower = ReciprocalEnd(b.interval.upper),
                                    .upper = ReciprocalEnd(b.interval.lower)};
  return ExactQuantity{.value = a.value / b.value,
                       .interval = Product(a.interval, reciprocal),
                       .about = a.about || b.about};
}

ExactQuantity Least(const ExactQuantity& a, const ExactQuantity& b) {
  const auto& [a_low, a_high] = a.interval;
  const auto& [b_low, b_high] = b.interval;
  ExactQuantity out{
      .value = a.value < b.value ? a.value : b.value, .interval = {}, .about = a.about || b.about};
  if (a_low && b_low) out.interval.lower = Precedes(a_low, b_low, true, false) ? a_low : b_low;
  if (a_high && b_high) {
    out.interval.upper = Precedes(a_high, b_high, true, true) ? a_high : b_high;
  } else {
    out.interval.upper = a_high ? a_high : b_high;
  }
  return out;
}

ExactQuantity Greatest(const ExactQuantity& a, const ExactQuantity& b) {
  const auto& [a_low, a_high] = a.interval;
  const auto& [b_low, b_high] = b.interval;
  ExactQuantity out{
      .value = a.value < b.value ? b.value : a.value, .interval = {}, .about = a.about || b.about};
  if (a_high && b_high)
    out.interval.upper = Precedes(a_high, b_high, false, false) ? a_high : b_high;
  if (a_low && b_low) {
    out.interval.lower = Precedes(a_low, b_low, false, true) ? a_low : b_low;
  } else {
    out.interval.lower = a_low ? a_low : b_low;
  }
  return out;
}

bool MayBeZero(const FractionInterval& interval) {
  const auto& [lower, upper] = interval;
  const int above = lower ? sgn(lower->value) : -1;
  const int below = upper ? sgn(upper->value) : 1;
  if (above > 0 || (above == 0 && lower->open)) return false;
  return below > 0 || (below == 0 && !upper->open);
}

bool IsPositive(const FractionInterval& interval) {
  if (!interval.lower) return false;
  const int sign = sgn(interval.lower->value);
  return sign > 0 || (sign == 0 && interval.lower->open);
}

bool IsZero(const FractionInterval& interval) {
  return IsPoint(interval) && sgn(interval.lower->value) == 0;
}

bool LiesWithin(const FractionInterval& inner, const FractionInterval& outer) {
  if (outer.lower) {
    const int order = inner.lower ? cmp(inner.lower->value, outer.lower->value) : -1;
    if (order < 0 || (order == 0 && outer.lower->open && !inner.lower->open)) return false;
  }
  if (outer.upper) {
    const int order = inner.upper ? cmp(inner.upper->value, outer.upper->value) : 1;
    if (order > 0 || (order == 0 && outer.upper->open && !inner.upper->open)) return false;
  }
  return true;
}

bool LiesBelow(const FractionInterval& a, const FractionInterval& b) {
  if (!a.upper || !b.lower) return false;
  const int order = cmp(a.upper->value, b.lower->value);
  return order < 0 || (order == 0 && (a.upper->open || b.lower->open));
}

bool IsAtMost(const FractionInterval& a, const FractionInterval& b) {
  return a.upper && b.lower && a.upper->value <= b.lower->value;
}

}  // namespace taizhang::aggregator
