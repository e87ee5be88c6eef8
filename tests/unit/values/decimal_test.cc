#include "common/values/decimal.h"

#include <string>

#include "common/values/int128.h"
#include "gtest/gtest.h"

namespace taizhang {
namespace {

Decimal Read(std::string_view text) {
  const absl::StatusOr<Decimal> decimal = Decimal::Parse(text);
  EXPECT_TRUE(decimal.ok()) << text << ": " << decimal.status();
  return decimal.value_or(Decimal());
}

struct AcceptedCase {
  std::string_view text;
  std::string_view plain;
  int scale;
};

TEST(DecimalParse, AcceptsWhatPeopleWrite) {
  constexpr AcceptedCase kCases[] = {
      {"0", "0", 0},
      {"84", "84", 0},
      {"69.45", "69.45", 2},
      {"5.10", "5.1", 2},  // the scale is what was written
      {"-12", "-12", 0},
      {"+12", "12", 0},
      {"-0", "0", 0},
      {"0.000000000000000001", "0.000000000000000001", 18},
      {"007", "7", 0},
      // Full-width digits, as Chinese input methods leave them.
      {"３５００", "3500", 0},
      {"３,５００", "3500", 0},
      // Separators of thousands.
      {"5,000", "5000", 0},
      {"1,234,567.89", "1234567.89", 2},
      {"5，000", "5000", 0},
      {"12,345", "12345", 0},
      // 37 digits are the most; zeros in front do not count.
      {"9999999999999999999999999999999999999", "9999999999999999999999999999999999999", 0},
      {"0009999999999999999999999999999999999999", "9999999999999999999999999999999999999", 0},
      {"9999999999999999999.999999999999999999", "9999999999999999999.999999999999999999", 18},
  };
  for (const AcceptedCase& c : kCases) {
    const Decimal decimal = Read(c.text);
    EXPECT_EQ(decimal.ToString(), c.plain) << c.text;
    EXPECT_EQ(decimal.scale(), c.scale) << c.text;
  }
}

TEST(DecimalParse, RefusesWhatIsNoPlainNumber) {
  constexpr std::string_view kRefused[] = {
      "",       " ",        " 1",   "1 ",     "1 000",  "-",        "+",       "--1",
      "+-1",    ".5",       "5.",   "1.2.3",  "1e6",    "0x10",     "1_000",   "NaN",
      "inf",    "一百",     "六成", "1.5万",  "−5",     "1/2",      "５．１",  "1,00",
      "1,0000", "1000,000", ",100", "1,,000", "1,000,", "1,000,00", "1.000,5", "1.000,000",
  };
  for (const std::string_view text : kRefused) {
    EXPECT_EQ(Decimal::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(DecimalParse, NeverRoundsWhatIsTooLong) {
  constexpr std::string_view kTooLong[] = {
      "10000000000000000000000000000000000000",  // 38 digits
      "0.0000000000000000001",                   // 19 places
      "1.0000000000000000000",                   // 19 places, though zeros
      "99999999999999999999.999999999999999999",
  };
  for (const std::string_view text : kTooLong) {
    EXPECT_EQ(Decimal::Parse(text).status().code(), absl::StatusCode::kOutOfRange) << text;
  }
}

TEST(DecimalParse, SaysWhatIsWrong) {
  EXPECT_EQ(Decimal::Parse("1,00").status().message(),
            "not a number: \"1,00\" needs three digits between separators");
  EXPECT_EQ(Decimal::Parse("5.").status().message(),
            "not a number: \"5.\" needs a digit after the point");
  EXPECT_EQ(Decimal::Parse("万").status().message(), "not a number: \"万\" needs a digit in front");
}

TEST(Decimal, IsComparedByValueAndNotByScale) {
  EXPECT_EQ(Read("5.10"), Read("5.1"));
  EXPECT_EQ(Read("-0.00"), Read("0"));
  EXPECT_LT(Read("-0.5"), Read("-0.49"));
  EXPECT_LT(Read("-0.5"), Read("0"));
  EXPECT_LT(Read("1.999999999999999999"), Read("2"));
}

TEST(Decimal, ComparesWhereOneScaleForBothWouldOverflow) {
  const Decimal large = Read("9999999999999999999999999999999999999");
  const Decimal small = Read("0.000000000000000001");
  EXPECT_GT(large, small);
  EXPECT_LT(large.Negated(), small.Negated());
}

TEST(Decimal, AddsExactly) {
  EXPECT_EQ(Read("0.1").Add(Read("0.2")).value().ToString(), "0.3");
  EXPECT_EQ(Read("9").Add(Read("0.000000000000000001")).value().ToString(), "9.000000000000000001");
  EXPECT_EQ(Read("1.5").Add(Read("-1.5")).value().ToString(), "0");
}

TEST(Decimal, AddsLargeNumbersWhoseFractionIsZero) {
  const Decimal large = Read("1000000000000000000000000000000000000");
  EXPECT_EQ(large.Add(Read("1.000")).value().ToString(), "1000000000000000000000000000000000001");
}

TEST(Decimal, ReportsASumThatDoesNotFit) {
  const Decimal largest = Read("9999999999999999999999999999999999999");
  EXPECT_EQ(largest.Add(Read("1")).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(largest.Add(Read("0.1")).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(Decimal, MultipliesExactly) {
  EXPECT_EQ(Read("69.45").Multiply(Read("100000000")).value().ToString(), "6945000000");
  EXPECT_EQ(Read("19700").Multiply(Read("0.0015")).value().ToString(), "29.55");
  EXPECT_EQ(Read("-0.5").Multiply(Read("-0.5")).value().ToString(), "0.25");
}

TEST(Decimal, ReportsAProductThatDoesNotFit) {
  const Decimal large = Read("10000000000000000000");
  EXPECT_EQ(large.Multiply(large).status().code(), absl::StatusCode::kOutOfRange);
  const Decimal small = Read("0.0000000001");
  EXPECT_EQ(small.Multiply(small).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(Decimal, ScalesToAWholeNumberOfPlacesOrNotAtAll) {
  EXPECT_EQ(Read("69.45").ScaledTo(2), Int128{6945});
  EXPECT_EQ(Read("69.45").ScaledTo(4), Int128{694500});
  EXPECT_EQ(Read("5.10").ScaledTo(1), Int128{51});
  EXPECT_EQ(Read("69.45").ScaledTo(1), std::nullopt);
  EXPECT_EQ(Read("9999999999999999999999999999999999999").ScaledTo(18), std::nullopt);
}

TEST(Decimal, NormalizesToOneFormPerValue) {
  const Decimal normal = Read("120.500").Normalized();
  EXPECT_EQ(normal.coefficient(), 1205);
  EXPECT_EQ(normal.scale(), 1);
  EXPECT_EQ(Read("0.000").Normalized().scale(), 0);
  EXPECT_EQ(Read("1200").Normalized().coefficient(), 1200);
}

TEST(Decimal, IsMadeOnlyFromCoefficientsWithinItsLimits) {
  EXPECT_EQ(Decimal::FromCoefficient(-12345, 2).value().ToString(), "-123.45");
  EXPECT_FALSE(Decimal::FromCoefficient(1, 19).ok());
  EXPECT_FALSE(Decimal::FromCoefficient(1, -1).ok());
  EXPECT_FALSE(Decimal::FromCoefficient(PowerOfTen(37), 0).ok());
  EXPECT_TRUE(Decimal::FromCoefficient(PowerOfTen(37) - 1, 0).ok());
}

TEST(FormatScaled, KeepsAllPlaces) {
  EXPECT_EQ(FormatScaled(12345, 2), "123.45");
  EXPECT_EQ(FormatScaled(12300, 2), "123.00");
  EXPECT_EQ(FormatScaled(5, 2), "0.05");
  EXPECT_EQ(FormatScaled(-5, 2), "-0.05");
  EXPECT_EQ(FormatScaled(-5, 0), "-5");
  EXPECT_EQ(FormatScaled(0, 1), "0.0");
}

TEST(FormatScaledShort, DropsZerosOfTheFractionOnly) {
  EXPECT_EQ(FormatScaledShort(12300, 2), "123");
  EXPECT_EQ(FormatScaledShort(12340, 2), "123.4");
  EXPECT_EQ(FormatScaledShort(100, 0), "100");
  EXPECT_EQ(FormatScaledShort(0, 4), "0");
}

TEST(Int128, IsWrittenInFullAtBothEndsOfItsRange) {
  const Int128 largest = ~(Int128{1} << 127);
  EXPECT_EQ(ToString(largest), "170141183460469231731687303715884105727");
  EXPECT_EQ(ToString(-largest - 1), "-170141183460469231731687303715884105728");
  EXPECT_EQ(ToString(Int128{0}), "0");
  EXPECT_EQ(ToString(PowerOfTen(38)), "1" + std::string(38, '0'));
}

TEST(Int128, ReportsWhatWouldWrap) {
  const Int128 largest = ~(Int128{1} << 127);
  EXPECT_EQ(CheckedAdd(largest, 1), std::nullopt);
  EXPECT_EQ(CheckedSubtract(-largest, 2), std::nullopt);
  EXPECT_EQ(CheckedMultiply(PowerOfTen(20), PowerOfTen(19)), std::nullopt);
  EXPECT_EQ(CheckedMultiply(PowerOfTen(19), PowerOfTen(19)), PowerOfTen(38));
}

}  // namespace
}  // namespace taizhang
