#include "services/aggregator/core/exact.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace taizhang::aggregator {
namespace {

/// "[1/2, 3)", "(-inf, inf)", with "~" before what is ABOUT.
std::string TextOf(const ExactQuantity& quantity) {
  const auto& [lower, upper] = quantity.interval;
  std::string text = quantity.about ? "~" : "";
  text += lower ? (lower->open ? "(" : "[") + lower->value.get_str() : "(-inf";
  text += ", ";
  text += upper ? upper->value.get_str() + (upper->open ? ")" : "]") : "inf)";
  return text;
}

std::string TextOf(const std::optional<ExactQuantity>& quantity) {
  return quantity ? TextOf(*quantity) : "none";
}

FractionEnd Closed(const std::string& value) { return {.value = Fraction(value), .open = false}; }
FractionEnd Open(const std::string& value) { return {.value = Fraction(value), .open = true}; }

ExactQuantity Between(const FractionEnd& lower, const FractionEnd& upper) {
  return {.value = lower.value, .interval = {.lower = lower, .upper = upper}};
}
ExactQuantity Above(const FractionEnd& lower) {
  return {.value = lower.value, .interval = {.lower = lower, .upper = std::nullopt}};
}
ExactQuantity Below(const FractionEnd& upper) {
  return {.value = upper.value, .interval = {.lower = std::nullopt, .upper = upper}};
}
ExactQuantity Point(const std::string& value) { return PointOf(Fraction(value)); }

TEST(Exact, CountsOfDecimalsBecomeFractions) {
  EXPECT_EQ(ToFraction(-1250, 3), Fraction("-5/4"));
  EXPECT_EQ(ToFraction(PowerOfTen(38), 38), 1);
  EXPECT_EQ(TextOf(ToExact({.value = 5,
                            .interval = {.lower = End{.value = 5, .open = true}, .upper = {}},
                            .about = true},
                           1)),
            "~(1/2, inf)");
}

TEST(Exact, R1_APointRoundsHalfEvenAndStaysAPoint) {
  const auto rounded = [](const std::string& value) {
    return FormatQuantity(*RoundTo(Point(value), 1), 1);
  };
  EXPECT_EQ(rounded("1/20"), "0");
  EXPECT_EQ(rounded("3/20"), "0.2");
  EXPECT_EQ(rounded("1/3"), "0.3");
  EXPECT_EQ(rounded("2/3"), "0.7");
  EXPECT_EQ(rounded("-1/20"), "0");
  EXPECT_EQ(rounded("-3/20"), "-0.2");
  EXPECT_EQ(rounded("-2/3"), "-0.7");
}

TEST(Exact, R1_EndsOfATrueIntervalRoundOutward) {
  const auto rounded = RoundTo(Between(Open("1/3"), Open("2/3")), 2);
  EXPECT_EQ(rounded->interval.lower, (End{.value = 33, .open = false}));
  EXPECT_EQ(rounded->interval.upper, (End{.value = 67, .open = false}));
  EXPECT_EQ(rounded->value, 33);
}

TEST(Exact, R1_AnEndThatStaysKeepsWhetherItBelongs) {
  const auto rounded = RoundTo(Between(Open("-1/2"), Closed("2/3")), 1);
  EXPECT_EQ(rounded->interval.lower, (End{.value = -5, .open = true}));
  EXPECT_EQ(rounded->interval.upper, (End{.value = 7, .open = false}));
}

TEST(Exact, ThirtySevenDigitsFitAndNoMore) {
  const ExactQuantity most = PointOf(ToFraction(PowerOfTen(37) - 1, 0));
  EXPECT_EQ(RoundTo(most, 0)->value, PowerOfTen(37) - 1);
  EXPECT_EQ(RoundTo(Subtract(Point("0"), most), 0)->value, 1 - PowerOfTen(37));
  EXPECT_EQ(RoundTo(most, 1), std::nullopt);
  EXPECT_EQ(RoundTo(PointOf(ToFraction(PowerOfTen(37), 0)), 0), std::nullopt);
}

TEST(Exact, SumsAndDifferencesOfEnds) {
  const ExactQuantity a = Between(Closed("1"), Open("2"));
  const ExactQuantity b = Between(Closed("1/2"), Closed("3"));
  EXPECT_EQ(TextOf(Add(a, b)), "[3/2, 5)");
  EXPECT_EQ(TextOf(Subtract(a, b)), "[-2, 3/2)");
  EXPECT_EQ(TextOf(Subtract(Above(Closed("5")), Above(Closed("3")))), "(-inf, inf)");
  EXPECT_EQ(TextOf(Subtract(Above(Closed("5")), Below(Open("3")))), "(2, inf)");
}

TEST(Exact, WhatIsAPointOnBothSidesStaysOne) {
  ExactQuantity about = Point("3");
  about.about = true;
  EXPECT_EQ(TextOf(Add(Point("1/2"), about)), "~[7/2, 7/2]");
  EXPECT_EQ(TextOf(Subtract(Point("1/2"), Point("3"))), "[-5/2, -5/2]");
  EXPECT_EQ(TextOf(Multiply(about, Point("-2/3"))), "~[-2, -2]");
  EXPECT_EQ(TextOf(Divide(Point("3"), Point("-2"))), "[-3/2, -3/2]");
  EXPECT_EQ(Divide(Point("3"), Point("-2"))->value, Fraction("-3/2"));
}

TEST(Exact, ItsSizeIsWhatThereIsToCalculateWith) {
  const std::string word = "18446744073709551615";
  EXPECT_EQ(SizeOf(Point("1/2")), 2);
  EXPECT_EQ(SizeOf(Point(word + "0")), 3) << "the ends are the value";
  EXPECT_EQ(SizeOf(Above(Closed("1/2"))), 4);
  EXPECT_EQ(SizeOf(Between(Closed("1/2"), Closed(word + "0"))), 7);
}

TEST(Exact, ProductsMindSigns) {
  EXPECT_EQ(TextOf(Multiply(Between(Closed("-2"), Open("3")), Between(Closed("-5"), Closed("1")))),
            "(-15, 10]");
  EXPECT_EQ(TextOf(Multiply(Above(Closed("2")), Above(Open("3")))), "(6, inf)");
  EXPECT_EQ(TextOf(Multiply(Above(Closed("-2")), Above(Open("3")))), "(-inf, inf)");
  EXPECT_EQ(TextOf(Multiply(Below(Closed("-2")), Above(Closed("3")))), "(-inf, -6]");
  EXPECT_EQ(TextOf(Multiply(Above(Closed("0")), Above(Open("3")))), "[0, inf)");
  EXPECT_EQ(TextOf(Multiply(Above(Open("0")), Between(Closed("0"), Closed("1")))), "[0, inf)");
  EXPECT_EQ(TextOf(Multiply(Between(Open("0"), Closed("1")), Above(Closed("1")))), "(0, inf)");
  EXPECT_EQ(TextOf(Multiply(Point("0"), Above(Closed("1")))), "[0, 0]");
}

TEST(Exact, R1_QuotientsMindSigns) {
  EXPECT_EQ(TextOf(Divide(Point("-10"), Above(Closed("4")))), "[-5/2, 0)");
  EXPECT_EQ(TextOf(Divide(Point("10"), Below(Closed("-4")))), "[-5/2, 0)");
  EXPECT_EQ(TextOf(Divide(Point("1"), Between(Closed("2"), Open("4")))), "(1/4, 1/2]");
  EXPECT_EQ(TextOf(Divide(Above(Closed("6")), Between(Closed("2"), Closed("3")))), "[2, inf)");
  ExactQuantity small = Between(Open("0"), Closed("3"));
  small.value = 1;
  EXPECT_EQ(TextOf(Divide(Point("6"), small)), "[2, inf)");
}

TEST(Exact, R1_ADenominatorThatMayBeZeroGivesNothing) {
  EXPECT_EQ(TextOf(Divide(Point("1"), Point("0"))), "none");
  EXPECT_EQ(TextOf(Divide(Point("1"), Above(Closed("0")))), "none");
  EXPECT_EQ(TextOf(Divide(Point("1"), Below(Closed("3")))), "none");
  EXPECT_EQ(TextOf(Divide(Point("0"), Between(Closed("-1"), Closed("1")))), "none");
  // It is above 0, but what is stated is 0.
  EXPECT_EQ(TextOf(Divide(Point("1"), Above(Open("0")))), "none");
}

TEST(Exact, R14_TheLeastOfIntervalsIsTheLeastOfEachEnd) {
  EXPECT_EQ(TextOf(Least(Between(Closed("1"), Closed("9")), Between(Closed("2"), Closed("3")))),
            "[1, 3]");
  // Whoever is unbounded above does not raise the upper end.
  EXPECT_EQ(TextOf(Least(Above(Closed("1")), Point("3"))), "[1, 3]");
  EXPECT_EQ(TextOf(Least(Below(Closed("1")), Point("3"))), "(-inf, 1]");
  EXPECT_EQ(TextOf(Least(Between(Closed("1"), Closed("3")), Between(Open("1"), Open("3")))),
            "[1, 3)");
}

TEST(Exact, R14_TheGreatestOfIntervalsIsTheGreatestOfEachEnd) {
  EXPECT_EQ(TextOf(Greatest(Between(Closed("1"), Closed("9")), Between(Closed("2"), Closed("3")))),
            "[2, 9]");
  EXPECT_EQ(TextOf(Greatest(Above(Closed("4")), Point("3"))), "[4, inf)");
  EXPECT_EQ(TextOf(Greatest(Below(Closed("1")), Point("3"))), "[3, 3]");
  EXPECT_EQ(TextOf(Greatest(Between(Closed("1"), Closed("3")), Between(Open("1"), Open("3")))),
            "(1, 3]");
}

TEST(Exact, KnowsWhetherZeroIsPossible) {
  EXPECT_TRUE(MayBeZero({}));
  EXPECT_TRUE(MayBeZero(Above(Closed("0")).interval));
  EXPECT_FALSE(MayBeZero(Above(Open("0")).interval));
  EXPECT_FALSE(MayBeZero(Below(Open("0")).interval));
  EXPECT_TRUE(IsPositive(Above(Open("0")).interval));
  EXPECT_FALSE(IsPositive(Above(Closed("0")).interval));
  EXPECT_FALSE(IsPositive(Below(Closed("1")).interval));
}

}  // namespace
}  // namespace taizhang::aggregator
