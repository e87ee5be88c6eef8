#include "services/aggregator/core/amount_rules.h"
#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(Bounds, R1_ALowerBoundStaysOneInASum) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  world.Observe(kMill, "sales", "2024", MoreThan(50));
  world.Observe(kFarm, "sales", "2024", Exactly(13));

  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "> 63");
  EXPECT_EQ(world.Text(kChishui, "sales", "2024"), "> 50");
  EXPECT_EQ(world.Text(kTangkou, "sales", "2024"), "13");
}

TEST(Bounds, R1_CountersGiveAnExactStockAfterABoundedOne) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-06", AtLeast(3500));
  world.Observe(kMill, "jobs", "2025-09", Exactly(3612));

  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-06"), "≥ 3500");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-08"), "≥ 3500");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-09"), "3612");
}

TEST(Bounds, R1_LowerAndUpperBoundsTogetherLeaveNothingKnown) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024", AtLeast(5));
  world.Observe(kFarm, "sales", "2024", AtMost(3));

  const Figure figure = world.Get(kCounty, "sales", "2024");
  EXPECT_EQ(TextOf(figure), "?");
  EXPECT_EQ(figure.computed->value, 8);
}

TEST(Bounds, R1_NonNegativeMeasuresClipTheLowerEndAtZero) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024", AtLeast(5));
  world.Observe(kFarm, "sales", "2024", AtMost(3));

  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "≥ 5");
  world.Observe(kMill, "sales", "2024", Exactly(5));
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "5..8");
}

TEST(Bounds, R1_OneAboutAmountMakesTheSumAbout) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024", About(20));
  world.Observe(kFarm, "sales", "2024", Exactly(9));

  const Figure figure = world.Get(kCounty, "sales", "2024");
  EXPECT_EQ(TextOf(figure), "≈ 29");
  EXPECT_EQ(figure.computed->interval.lower, (End{.value = 9}));
  EXPECT_EQ(figure.computed->interval.upper, std::nullopt);
}

TEST(Bounds, R1_ACorrectionToAnExactAmountTakesItsBoundAway) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024", LessThan(50));
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "< 50");

  world.Observe(kMill, "sales", "2024", LessThan(40));
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "< 40");
  world.Observe(kMill, "sales", "2024", Exactly(45));
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "45");
  EXPECT_EQ(world.Get(kCounty, "sales", "2024").completeness.bounded, 0);
}

TEST(Bounds, R1_OpenEndsAreShown) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024", LessThan(7));
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "0..<7");
}

TEST(Bounds, R1_AToleranceGivesAboutItsEnds) {
  Kaiping world;
  Measure& sales = world.DefineFlow(Frequency::kYear);
  sales.non_negative = true;
  sales.about_tolerance = 500;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  world.Observe(kMill, "sales", "2024", About(20));
  world.Observe(kFarm, "sales", "2024", Exactly(9));

  const Figure figure = world.Get(kCounty, "sales", "2024");
  EXPECT_EQ(TextOf(figure), "28..30");
  EXPECT_FALSE(figure.computed->about);
  EXPECT_EQ(figure.computed->value, 29);
  EXPECT_EQ(figure.completeness.bounded, 1);
}

TEST(Bounds, R1_AToleranceIsRoundedOutward) {
  const AmountRules rules{.non_negative = false, .about_tolerance = 500};
  const auto ends = [&rules](int64_t value) { return rules.IntervalOf(value, Bound::kAbout); };
  EXPECT_EQ(ends(13), (Interval{.lower = End{.value = 12}, .upper = End{.value = 14}}));
  EXPECT_EQ(ends(-40), (Interval{.lower = End{.value = -42}, .upper = End{.value = -38}}));
  EXPECT_EQ(ends(0), (Interval{.lower = End{.value = 0}, .upper = End{.value = 0}}));
  const Int128 largest = PowerOfTen(kMaxAmountDigits) - 1;
  EXPECT_EQ(rules.IntervalOf(largest, Bound::kAbout).upper->value,
            largest + PowerOfTen(kMaxAmountDigits) / 20);
}

TEST(Bounds, R1_AToleranceIsClippedAtZeroLikeOtherEnds) {
  const AmountRules rules{.non_negative = true, .about_tolerance = 9999};
  EXPECT_EQ(rules.IntervalOf(1, Bound::kAbout),
            (Interval{.lower = End{.value = 0}, .upper = End{.value = 2}}));
  EXPECT_EQ(rules.IntervalOf(-100, Bound::kAbout),
            (Interval{.lower = End{.value = 0}, .upper = End{.value = 0}}));
  // Clipped, nothing would be left of it.
  const AmountRules half{.non_negative = true, .about_tolerance = 5000};
  EXPECT_EQ(half.IntervalOf(-100, Bound::kAbout),
            (Interval{.lower = End{.value = -150}, .upper = End{.value = -50}}));
  EXPECT_EQ(rules.IntervalOf(7, Bound::kAtMost),
            (Interval{.lower = End{.value = 0}, .upper = End{.value = 7}}));
}

TEST(Bounds, R1_ChangingAToleranceChangesWhatStands) {
  for (const TemporalKind kind :
       {TemporalKind::kFlow, TemporalKind::kStock, TemporalKind::kYearToDate}) {
    Kaiping world;
    world.Define("sales", kind, Frequency::kYear, kEnterprises);
    world.Enterprise(kMill, {{kChishui, {}}});
    world.Observe(kMill, "sales", "2024", About(200));
    EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "≈ 200");

    world.Define("sales", kind, Frequency::kYear, kEnterprises).about_tolerance = 100;
    EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "198..202");
    world.Observe(kMill, "sales", "2024", About(100));
    EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "99..101");
    world.Define("sales", kind, Frequency::kYear, kEnterprises);
    EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "≈ 100");
  }
}

TEST(Bounds, R14_AmountsThatDoNotAddUpHaveNoTotalOfMoreThanOne) {
  Kaiping world;
  world.Define("days", TemporalKind::kFlow, Frequency::kYear, kProjects).additive = false;
  world.Project(kPlant, {{kChishui, {}}});
  world.Observe(kPlant, "days", "2024", Exactly(5));
  EXPECT_EQ(world.Text(kCounty, "days", "2024"), "5");

  const std::string other = "divisions/440783/projects/other";
  world.Project(other, {{kTangkou, {}}});
  world.Observe(other, "days", "2024", Exactly(7));
  const Figure figure = world.Get(kCounty, "days", "2024");
  EXPECT_EQ(figure.computed, std::nullopt);
  EXPECT_EQ(figure.no_value, NoValue::kNotAdditive);
  EXPECT_EQ(figure.completeness.received, 2);
  EXPECT_EQ(world.Text(kTangkou, "days", "2024"), "7");
}

}  // namespace
}  // namespace taizhang::aggregator
