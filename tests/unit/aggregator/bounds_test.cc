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
