#include <algorithm>
#include <string>

#include "common/values/decimal.h"
#include "gtest/gtest.h"
#include "tests/property/values/plain_number.h"
#include "tests/property/values/seeded.h"

namespace taizhang {
namespace {

constexpr int kRounds = 20'000;

std::string RandomDigits(Seeded& random, int64_t size) {
  // Runs of zeros and nines are where carries and trimming go wrong.
  const int64_t style = random.Between(0, 3);
  std::string digits;
  for (int64_t i = 0; i < size; ++i) {
    const bool edge = style == 0 || (style == 1 && random.OneIn(2));
    const int64_t digit = edge ? (random.OneIn(2) ? 0 : 9) : random.Between(0, 9);
    digits += static_cast<char>('0' + digit);
  }
  return digits;
}

/// A text that Decimal::Parse accepts.
std::string RandomNumber(Seeded& random) {
  const int64_t places = random.OneIn(3) ? 0 : random.Between(1, Decimal::kMaxScale);
  const int64_t most = random.OneIn(4) ? Decimal::kMaxDigits - places : 6;
  std::string text = random.OneIn(2) ? "-" : "";
  text += RandomDigits(random, random.Between(1, most));
  if (places > 0) text += "." + RandomDigits(random, places);
  return text;
}

bool Fits(const PlainNumber& number) {
  return number.digits() <= Decimal::kMaxDigits && number.scale() <= Decimal::kMaxScale;
}

TEST(DecimalProperty, ParseAndToStringKeepTheValue) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = RandomNumber(random);
    const Decimal decimal = Decimal::Parse(text).value();
    ASSERT_EQ(decimal.ToString(), PlainNumber(text).ToString()) << text;
    ASSERT_EQ(Decimal::Parse(decimal.ToString()).value(), decimal) << text;
    ASSERT_EQ(decimal.Normalized(), decimal) << text;
  }
}

TEST(DecimalProperty, SumsEqualTheModelOrDoNotFit) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const std::string a = RandomNumber(random);
    const std::string b = RandomNumber(random);
    const PlainNumber expected = PlainNumber(a).Plus(PlainNumber(b));
    const absl::StatusOr<Decimal> sum = Decimal::Parse(a).value().Add(Decimal::Parse(b).value());
    ASSERT_EQ(sum.ok(), Fits(expected)) << a << " + " << b;
    if (!sum.ok()) continue;
    ASSERT_EQ(sum->ToString(), expected.ToString()) << a << " + " << b;
  }
}

TEST(DecimalProperty, ProductsEqualTheModelOrDoNotFit) {
  Seeded random;
  int compared = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string a = RandomNumber(random);
    const std::string b = RandomNumber(random);
    const PlainNumber expected = PlainNumber(a).Times(PlainNumber(b));
    const absl::StatusOr<Decimal> product =
        Decimal::Parse(a).value().Multiply(Decimal::Parse(b).value());
    if (product.ok()) {
      ASSERT_EQ(product->ToString(), expected.ToString()) << a << " * " << b;
      ++compared;
    } else {
      // Coefficients of 39 digits together are the documented limit of the product itself.
      const size_t together = PlainNumber(a).digits() + PlainNumber(b).digits();
      ASSERT_TRUE(!Fits(expected) || together >= 39) << a << " * " << b;
    }
  }
  EXPECT_GT(compared, kRounds / 10);
}

TEST(DecimalProperty, OrderIsThatOfTheDifference) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const std::string a = RandomNumber(random);
    const std::string b =
        random.OneIn(5) ? Decimal::Parse(a).value().ToString() : RandomNumber(random);
    const auto order = Decimal::Parse(a).value() <=> Decimal::Parse(b).value();
    const int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
    ASSERT_EQ(sign, PlainNumber(a).Minus(PlainNumber(b)).Sign()) << a << " <=> " << b;
  }
}

TEST(DecimalProperty, ScalingIsExactOrRefused) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = RandomNumber(random);
    const int decimals = static_cast<int>(random.Between(0, Decimal::kMaxScale));
    const std::optional<Int128> scaled = Decimal::Parse(text).value().ScaledTo(decimals);
    const PlainNumber plain(text);
    if (scaled) {
      ASSERT_EQ(FormatScaledShort(*scaled, decimals), plain.ToString()) << text;
    } else {
      // Places that would be lost, or more than 128 bits.
      const bool loses = plain.scale() > static_cast<size_t>(decimals);
      ASSERT_TRUE(loses || plain.digits() + static_cast<size_t>(decimals) - plain.scale() >= 39)
          << text << " at " << decimals;
    }
  }
}

}  // namespace
}  // namespace taizhang
