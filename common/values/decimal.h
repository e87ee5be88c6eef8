#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/values/int128.h"

namespace taizhang {

/// An exact decimal: coefficient × 10^-scale with 0 <= scale <= kMaxScale and at most kMaxDigits
/// digits.
///
/// Grammar of Parse: `[+-]? digits ( '.' digits )?`, where digits are ASCII or full-width; a
/// thousands separator (',' or '，') stands between groups of exactly three digits. No exponent,
/// no blanks, no bare point. More digits than fit is an error, never a rounding.
/// The scale is what was written ("5.10" has scale 2); comparison and equality are by value.
class Decimal {
 public:
  static constexpr int kMaxScale = 18;
  static constexpr int kMaxDigits = 37;

  constexpr Decimal() = default;

  static absl::StatusOr<Decimal> Parse(std::string_view text);
  /// Error OUT_OF_RANGE where the scale or the number of digits is beyond the limits.
  static absl::StatusOr<Decimal> FromCoefficient(Int128 coefficient, int scale);
  static Decimal FromInteger(int64_t value);

  [[nodiscard]] Int128 coefficient() const { return coefficient_; }
  [[nodiscard]] int scale() const { return scale_; }
  [[nodiscard]] bool is_zero() const { return coefficient_ == 0; }
  [[nodiscard]] bool is_negative() const { return coefficient_ < 0; }

  /// Exact, or OUT_OF_RANGE: where the result without trailing zeros is beyond the limits, or (in
  /// Multiply) where the product of the coefficients leaves 128 bits.
  [[nodiscard]] absl::StatusOr<Decimal> Add(const Decimal& other) const;
  [[nodiscard]] absl::StatusOr<Decimal> Multiply(const Decimal& other) const;
  [[nodiscard]] Decimal Negated() const;

  /// The count of 10^-decimals (0 to kMaxScale), if the value is a whole number of them and fits.
  [[nodiscard]] std::optional<Int128> ScaledTo(int decimals) const;

  /// Without trailing zeros of the fraction and without a scale: the same value gives the same
  /// text.
  [[nodiscard]] std::string ToString() const;
  /// Equal values get equal members (trailing zeros of the fraction dropped).
  [[nodiscard]] Decimal Normalized() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

 private:
  constexpr Decimal(Int128 coefficient, int scale) : coefficient_(coefficient), scale_(scale) {}

  Int128 coefficient_ = 0;
  int scale_ = 0;
};

/// A count of 10^-decimals as plain text, with all `decimals` places: (12345, 2) is "123.45".
std::string FormatScaled(Int128 value, int decimals);
/// As FormatScaled, without trailing zeros of the fraction: (12300, 2) is "123".
std::string FormatScaledShort(Int128 value, int decimals);

}  // namespace taizhang
