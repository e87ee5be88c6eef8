#include "common/values/decimal.h"

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

/// Digits that a uint64_t holds whatever they are.
constexpr int kNarrowDigits = 18;

absl::Status Unreadable(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("not a number: \"",
                                                 absl::string_view(text.data(), text.size()), "\" ",
                                                 absl::string_view(why.data(), why.size())));
}

absl::Status BeyondRange() {
  return absl::OutOfRangeError(absl::StrCat("a number has at most ", Decimal::kMaxDigits,
                                            " digits, of them ", Decimal::kMaxScale,
                                            " after the point"));
}

/// Reads the characters that a number is made of, in either width.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  [[nodiscard]] bool done() const { return at_ == end_; }

  /// The value of the digit that is next, which is taken; -1 where none is.
  int TakeDigit() {
    if (at_ == end_) return -1;
    const int ascii = *at_ - '0';
    if (ascii >= 0 && ascii <= 9) {
      ++at_;
      return ascii;
    }
    const int wide = WideCharacter() - 0x90;  // U+FF10 is EF BC 90
    if (wide < 0 || wide > 9) return -1;
    at_ += 3;
    return wide;
  }

  bool TakeSeparator() {
    if (Take(',')) return true;
    if (WideCharacter() != 0x8C) return false;  // U+FF0C is EF BC 8C
    at_ += 3;
    return true;
  }

  bool Take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

 private:
  /// The last byte of a character U+FF00 to U+FF3F, otherwise -1.
  [[nodiscard]] int WideCharacter() const {
    if (end_ - at_ < 3 || at_[0] != '\xEF' || at_[1] != '\xBC') return -1;
    return static_cast<unsigned char>(at_[2]);
  }

  const char* at_;
  const char* end_;
};

/// The digits read so far; narrow arithmetic for as long as it suffices.
class Digits {
 public:
  /// False where they are too many.
  bool Append(int digit) {
    if (count_ == 0 && digit == 0) return true;  // leading zeros are free
    if (count_ == Decimal::kMaxDigits) return false;
    if (count_ < kNarrowDigits) {
      narrow_ = narrow_ * 10 + static_cast<uint64_t>(digit);
    } else {
      if (count_ == kNarrowDigits) wide_ = static_cast<Int128>(narrow_);
      wide_ = wide_ * 10 + digit;
    }
    ++count_;
    return true;
  }

  [[nodiscard]] Int128 value() const {
    return count_ <= kNarrowDigits ? static_cast<Int128>(narrow_) : wide_;
  }

 private:
  int count_ = 0;
  uint64_t narrow_ = 0;
  Int128 wide_ = 0;
};

/// Reads `digits` with separators in front of the point.
absl::Status ReadWhole(std::string_view text, Cursor& cursor, Digits& digits) {
  int in_group = 0;
  bool grouped = false;
  while (true) {
    const int digit = cursor.TakeDigit();
    if (digit >= 0) {
      if (!digits.Append(digit)) return BeyondRange();
      ++in_group;
      continue;
    }
    const bool group_ends_well = grouped ? in_group == 3 : in_group >= 1;
    if (!group_ends_well) {
      return Unreadable(
          text, grouped ? "needs three digits between separators" : "needs a digit in front");
    }
    if (!cursor.TakeSeparator()) return absl::OkStatus();
    if (!grouped && in_group > 3) {
      return Unreadable(text, "needs three digits between separators");
    }
    grouped = true;
    in_group = 0;
  }
}

absl::StatusOr<int> ReadFraction(std::string_view text, Cursor& cursor, Digits& digits) {
  int scale = 0;
  for (int digit = cursor.TakeDigit(); digit >= 0; digit = cursor.TakeDigit()) {
    if (++scale > Decimal::kMaxScale || !digits.Append(digit)) return BeyondRange();
  }
  if (scale == 0) return Unreadable(text, "needs a digit after the point");
  return scale;
}

bool IsWithinDigits(Int128 coefficient) {
  const Int128 limit = PowerOfTen(Decimal::kMaxDigits);
  return -limit < coefficient && coefficient < limit;
}

/// The coefficient of `value` at a scale that is at least its own.
std::optional<Int128> Raised(const Decimal& value, int scale) {
  return CheckedMultiply(value.coefficient(), PowerOfTen(scale - value.scale()));
}

std::optional<Int128> SumAt(const Decimal& a, const Decimal& b, int scale) {
  const std::optional<Int128> x = Raised(a, scale);
  const std::optional<Int128> y = Raised(b, scale);
  if (!x || !y) return std::nullopt;
  return CheckedAdd(*x, *y);
}

}  // namespace

absl::StatusOr<Decimal> Decimal::Parse(std::string_view text) {
  Cursor cursor(text);
  const bool negative = cursor.Take('-');
  if (!negative) cursor.Take('+');
  Digits digits;
  if (absl::Status status = ReadWhole(text, cursor, digits); !status.ok()) return status;
  int scale = 0;
  if (cursor.Take('.')) {
    const absl::StatusOr<int> read = ReadFraction(text, cursor, digits);
    if (!read.ok()) return read.status();
    scale = *read;
  }
  if (!cursor.done()) return Unreadable(text, "has characters that belong to no number");
  return Decimal(negative ? -digits.value() : digits.value(), scale);
}

absl::StatusOr<Decimal> Decimal::FromCoefficient(Int128 coefficient, int scale) {
  if (scale < 0 || scale > kMaxScale || !IsWithinDigits(coefficient)) return BeyondRange();
  return Decimal(coefficient, scale);
}

Decimal Decimal::FromInteger(int64_t value) { return Decimal(value, 0); }

absl::StatusOr<Decimal> Decimal::Add(const Decimal& other) const {
  const int scale = scale_ > other.scale_ ? scale_ : other.scale_;
  if (const std::optional<Int128> sum = SumAt(*this, other, scale); sum && IsWithinDigits(*sum)) {
    return Decimal(*sum, scale);
  }
  // Zeros at the end of a fraction must not make a sum fail that fits.
  const Decimal a = Normalized();
  const Decimal b = other.Normalized();
  const int least_scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const std::optional<Int128> sum = SumAt(a, b, least_scale);
  if (!sum) return BeyondRange();
  const Decimal shortest = Decimal(*sum, least_scale).Normalized();
  if (!IsWithinDigits(shortest.coefficient_)) return BeyondRange();
  return shortest;
}

absl::StatusOr<Decimal> Decimal::Multiply(const Decimal& other) const {
  const std::optional<Int128> product = CheckedMultiply(coefficient_, other.coefficient_);
  if (product && scale_ + other.scale_ <= kMaxScale && IsWithinDigits(*product)) {
    return Decimal(*product, scale_ + other.scale_);
  }
  const Decimal a = Normalized();
  const Decimal b = other.Normalized();
  const std::optional<Int128> short_product = CheckedMultiply(a.coefficient_, b.coefficient_);
  if (!short_product) return BeyondRange();
  const Decimal shortest = Decimal(*short_product, a.scale_ + b.scale_).Normalized();
  return FromCoefficient(shortest.coefficient_, shortest.scale_);
}

Decimal Decimal::Negated() const { return Decimal(-coefficient_, scale_); }

std::optional<Int128> Decimal::ScaledTo(int decimals) const {
  if (decimals >= scale_) {
    return CheckedMultiply(coefficient_, PowerOfTen(decimals - scale_));
  }
  const Int128 divisor = PowerOfTen(scale_ - decimals);
  if (coefficient_ % divisor != 0) return std::nullopt;
  return coefficient_ / divisor;
}

std::string Decimal::ToString() const { return FormatScaledShort(coefficient_, scale_); }

Decimal Decimal::Normalized() const {
  Int128 coefficient = coefficient_;
  int scale = scale_;
  while (scale > 0 && coefficient % 10 == 0) {
    coefficient /= 10;
    --scale;
  }
  return Decimal(coefficient, scale);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.scale_ == b.scale_) return a.coefficient_ <=> b.coefficient_;
  // Whole parts first: raising both to one scale could overflow.
  const Int128 unit_a = PowerOfTen(a.scale_);
  const Int128 unit_b = PowerOfTen(b.scale_);
  const Int128 whole_a = a.coefficient_ / unit_a;
  const Int128 whole_b = b.coefficient_ / unit_b;
  if (whole_a != whole_b) return whole_a <=> whole_b;
  const Int128 fraction_a = a.coefficient_ % unit_a * PowerOfTen(Decimal::kMaxScale - a.scale_);
  const Int128 fraction_b = b.coefficient_ % unit_b * PowerOfTen(Decimal::kMaxScale - b.scale_);
  return fraction_a <=> fraction_b;
}

std::string FormatScaled(Int128 value, int decimals) {
  std::string text = ToString(value);
  if (decimals == 0) return text;
  const auto places = static_cast<size_t>(decimals);
  const size_t sign = value < 0 ? 1 : 0;
  const size_t digits = text.size() - sign;
  if (digits <= places) text.insert(sign, places + 1 - digits, '0');
  text.insert(text.size() - places, 1, '.');
  return text;
}

std::string FormatScaledShort(Int128 value, int decimals) {
  std::string text = FormatScaled(value, decimals);
  if (decimals == 0) return text;
  size_t end = text.find_last_not_of('0') + 1;
  if (text[end - 1] == '.') --end;
  text.resize(end);
  return text;
}

}  // namespace taizhang
