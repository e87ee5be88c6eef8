#include "common/status/reason.h"
#include "tests/unit/aggregator/expressions.h"

namespace taizhang::aggregator {
namespace {

/// A yearly flow and its growth, "growth".
class Growths : public Definitions {
 public:
  explicit Growths(Growth growth = {}) {
    DefineFlow(Frequency::kYear);
    Made("growth", GrowthNode(TotalNode("sales"), growth));
    Enterprise(kMill, {{kChishui, {}}});
  }
  std::string Of(const Said& base, const Said& current) {
    Observe(kMill, "sales", "2024", base);
    Observe(kMill, "sales", "2025", current);
    return Text(kCounty, "growth", "2025");
  }
  NoValue WhyNot() { return Get(kCounty, "growth", "2025").no_value; }
};

TEST(Growth, R16_ByHowManyPercentItHasGrown) {
  Growths world;
  EXPECT_EQ(world.Of(Exactly(80), Exactly(100)), "25");
  EXPECT_EQ(world.Of(Exactly(100), Exactly(80)), "-20");
  EXPECT_EQ(world.Of(Exactly(3), Exactly(4)), "33.33");
  EXPECT_EQ(world.Of(Exactly(80), Exactly(-40)), "-150");
  EXPECT_EQ(world.Get(kCounty, "growth", "2025").unit, "%");
}

TEST(Growth, R16_ItsBoundsAreTight) {
  Growths world;
  // More than three times as much is a growth of more than 200 %.
  EXPECT_EQ(world.Of(Exactly(10), MoreThan(30)), "> 200");
  EXPECT_EQ(world.Of(AtLeast(10), Exactly(30)), ">-100..200");
  EXPECT_EQ(world.Of(AtLeast(10), AtMost(30)), "≤ 200");
  EXPECT_EQ(world.Of(AtLeast(10), Exactly(-30)), "-400..<-100");
  EXPECT_EQ(world.Of(MoreThan(10), AtLeast(0)), "≥ -100");
  EXPECT_EQ(world.Of(Exactly(10), About(20)), "≈ 100");
}

TEST(Growth, R16_ABaseThatIsNotCertainlyPositiveGivesNoValue) {
  Growths world;
  for (const Said& base : {Exactly(0), Exactly(-5), AtMost(5), AtLeast(0), About(5), MoreThan(0)}) {
    EXPECT_EQ(world.Of(base, Exactly(10)), "none");
    EXPECT_EQ(world.WhyNot(), NoValue::kBaseNotPositive);
  }
}

TEST(Growth, R16_WhatIsMissingOnASideLeavesIt) {
  Growths world;
  world.Observe(kMill, "sales", "2025", Exactly(10));
  EXPECT_EQ(world.WhyNot(), NoValue::kMissing);
  EXPECT_EQ(world.Of(Exactly(5), NotAvailable()), "none");
  EXPECT_EQ(world.WhyNot(), NoValue::kMissing);
  // Before the calendar begins.
  EXPECT_EQ(world.Get(kCounty, "growth", "1900").no_value, NoValue::kMissing);
}

TEST(Growth, R16_ItMayBeComparedWithThePeriodBefore) {
  Definitions world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025-02", Exactly(10));
  world.Observe(kMill, "sales", "2025-04", Exactly(12));
  world.Made("growth", GrowthNode(TotalNode("sales"), {.base = GrowthBase::kPeriodBefore}));
  EXPECT_EQ(world.Text(kCounty, "growth", "2025-Q2"), "20");
}

TEST(Growth, R16_OfAPercentageItIsInPercentagePoints) {
  Growths world;
  world.Define("costs", TemporalKind::kFlow, Frequency::kYear, kEnterprises);
  world.Made("rate", InPercent(QuotientNode(TotalNode("costs"), TotalNode("sales"))));
  world.Made("points", GrowthNode(Named("rate")));
  world.Observe(kMill, "costs", "2024", Exactly(10));
  world.Observe(kMill, "costs", "2025", Exactly(10));
  world.Of(Exactly(100), Exactly(80));
  const Figure figure = world.Get(kCounty, "points", "2025");
  EXPECT_EQ(TextOf(figure), "2.5");
  EXPECT_EQ(figure.unit, "百分点");
}

TEST(Growth, R16_EachSideHasItsOwnMembers) {
  Growths world;
  world.Enterprise(kFarm, {{kChishui, Days("2025-01-01", "")}});
  world.Observe(kFarm, "sales", "2024", Exactly(1000));
  world.Observe(kFarm, "sales", "2025", Exactly(20));
  EXPECT_EQ(world.Of(Exactly(100), Exactly(100)), "20");
}

TEST(Growth, R12_BothSidesAreCounted) {
  Growths world;
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kFarm, "sales", "2025", Exactly(20));
  world.Of(Exactly(100), Exactly(100));
  const Figure figure = world.Get(kCounty, "growth", "2025");
  EXPECT_EQ(figure.completeness.expected, 4);
  EXPECT_EQ(figure.completeness.received, 3);
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 1, .denominator = 2}));
}

/// A monthly YEAR_TO_DATE and its growth.
class ToDateGrowths : public Definitions {
 public:
  explicit ToDateGrowths(Growth growth = {}) {
    DefineToDate(Frequency::kMonth);
    Made("growth", GrowthNode(Named("tax"), growth));
    Enterprise(kMill, {{kChishui, {}}});
  }
};

TEST(Growth, R16_YearToDateComparesEqualSpansOfEachSubject) {
  ToDateGrowths world;
  world.Enterprise(kFarm, {{kChishui, {}}});
  // The mill has reported to June, a year earlier, too; the farm to May only.
  world.Observe(kMill, "tax", "2024-06", Exactly(100));
  world.Observe(kMill, "tax", "2025-06", Exactly(120));
  world.Observe(kFarm, "tax", "2024-05", Exactly(40));
  world.Observe(kFarm, "tax", "2024-06", Exactly(60));
  world.Observe(kFarm, "tax", "2025-05", Exactly(50));
  const Figure figure = world.Get(kCounty, "growth", "2025-H1");
  // (120 + 50) ÷ (100 + 40): May is the last month that both years of the farm have.
  EXPECT_EQ(TextOf(figure), "21.43");
  EXPECT_EQ(figure.partials, 1);
  EXPECT_EQ(figure.completeness.expected, 4);
  EXPECT_EQ(figure.completeness.received, 3);
}

TEST(Growth, R16_ASubjectWithoutACommonSpanIsOnNeitherSide) {
  ToDateGrowths world;
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2024-06", Exactly(100));
  world.Observe(kMill, "tax", "2025-06", Exactly(120));
  world.Observe(kFarm, "tax", "2025-06", Exactly(1000));
  EXPECT_EQ(world.Text(kCounty, "growth", "2025-H1"), "20");
}

TEST(Growth, R16_MonthsOfAYearToDateAreComparedAsDifferences) {
  ToDateGrowths world;
  for (const auto& [month, amount] : {std::pair("2024-05", 10), std::pair("2024-06", 14),
                                      std::pair("2025-05", 20), std::pair("2025-06", 25)}) {
    world.Observe(kMill, "tax", month, Exactly(amount));
  }
  EXPECT_EQ(world.Text(kCounty, "growth", "2025-06"), "25");
}

TEST(Growth, R16_LikeForLikeKeepsTheSubjectsThatAreThereThroughout) {
  Growths world({.like_for_like = true});
  world.Enterprise(kFarm, {{kChishui, Days("2025-02-01", "")}});
  world.Enterprise("divisions/440783/enterprises/idle", {{kChishui, {}}});
  world.Observe(kFarm, "sales", "2024", Exactly(10));
  world.Observe(kFarm, "sales", "2025", Exactly(1000));
  world.Observe("divisions/440783/enterprises/idle", "sales", "2025", Exactly(1000));
  world.Observe(kCounty, "sales", "2025", Exactly(1000).AsRemainder());
  EXPECT_EQ(world.Of(Exactly(100), Exactly(130)), "30");
}

TEST(Growth, R16_LikeForLikeWantsEveryMeasurePeriodOfBothSides) {
  Definitions world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  for (const char* month : {"2024-01", "2024-02", "2024-03", "2025-01", "2025-02", "2025-03"}) {
    world.Observe(kMill, "sales", month, Exactly(10));
    world.Observe(kFarm, "sales", month, Exactly(10));
  }
  world.WithdrawObservation(kFarm, "sales", "2024-02");
  world.Made("growth", GrowthNode(TotalNode("sales"), {.like_for_like = true}));
  EXPECT_EQ(world.Text(kCounty, "growth", "2025-Q1"), "0");
  world.Made("growth", GrowthNode(TotalNode("sales")));
  EXPECT_EQ(world.Text(kCounty, "growth", "2025-Q1"), "20");
}

TEST(Growth, R16_LikeForLikeLeavesOutWhatIsCarried) {
  Definitions world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  for (const char* month : {"2024-06", "2025-06"}) {
    world.Observe(kMill, "jobs", month, Exactly(month[3] == '4' ? 50 : 60));
  }
  world.Observe(kFarm, "jobs", "2024-06", Exactly(100));
  world.Made("growth", GrowthNode(TotalNode("jobs"), {.like_for_like = true}));
  world.Made("plain", GrowthNode(TotalNode("jobs")));
  EXPECT_EQ(world.Text(kCounty, "growth", "2025-06"), "20");
  EXPECT_EQ(world.Text(kCounty, "plain", "2025-06"), "6.67");
}

/// Above 0 whatever `of` grows by, and of twice its digits.
Expression OfTwiceTheDigits(Expression of) {
  Expression growth = GrowthNode(std::move(of), {.base = GrowthBase::kPeriodBefore});
  return QuotientNode(SumNode({std::move(growth), ConstantNode("101", "%")}),
                      ConstantNode("1", "%"));
}

TEST(Growth, OfTooManyDigitsItIsAnErrorInItsPlace) {
  Definitions world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  for (int month = 0; month < 24; ++month) {
    const Period period = Period::FromMonths(2024 * 12 + month, 1);
    world.Observe(kMill, "sales", period.ToString(), Exactly(1'000'003 + month * month * month));
  }
  Expression made = TotalNode("sales");
  for (const char* id : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
    world.Made(id, OfTwiceTheDigits(OfTwiceTheDigits(std::move(made))));
    made = Named(id);
  }
  EXPECT_EQ(TextOf(world.Get(kCounty, "3", "2025-12")), "101");
  EXPECT_EQ(ReasonOf(world.Ask(kCounty, "9", "2025-12").status()), Reason::kOverloaded);
}

}  // namespace
}  // namespace taizhang::aggregator
