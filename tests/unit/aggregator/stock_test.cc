#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(Stock, R8_AValueHoldsUntilTheNextObservation) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2024-11", Exactly(40));
  world.Observe(kMill, "jobs", "2025-03", Exactly(50));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2024-10"), "none");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-02"), "40");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-Q1"), "50") << "of the last measure-period";
  EXPECT_EQ(world.Text(kCounty, "jobs", "2030"), "50");
}

TEST(Stock, R8_CarriedPeriodsAreCountedWithTheirAge) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  world.Observe(kFarm, "jobs", "2025-04", Exactly(5));
  const Figure figure = world.Get(kCounty, "jobs", "2025-04");
  EXPECT_EQ(TextOf(figure), "45");
  EXPECT_EQ(figure.completeness, (Completeness{.expected = 2,
                                               .received = 1,
                                               .carried = 1,
                                               .carried_age = 3,
                                               .bounded = 0,
                                               .complete = true}));
}

TEST(Stock, R8_CarryForwardLimitsHowLong) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth).carry_forward = 2;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-03"), "40");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-04"), "none");
}

TEST(Stock, R8_ChangingCarryForwardChangesWhatStands) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth).carry_forward = 0;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-02"), "none");
  world.DefineStock(Frequency::kMonth).carry_forward = 1;
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-02"), "40");
}

TEST(Stock, R8_NotAvailableEndsCarryingAndItMayBeObservedAgain) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  world.Observe(kMill, "jobs", "2025-03", NotAvailable());
  world.Observe(kMill, "jobs", "2025-05", Exactly(44));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-02"), "40");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-03"), "none");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-04"), "none");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-05"), "44");
}

TEST(Stock, R8_ItSurvivesLeavingAndRejoining) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}},
                   {{kRice, Role::kMember, Days("", "2025-02-01")},
                    {kRice, Role::kMember, Days("2025-04-01", "")}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-01"), "40");
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-03"), "none");
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-04"), "40");
}

TEST(Stock, R8_ItEndsForGoodWithActivity) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth, kProjects);
  Record& plant = world.Project(kPlant, {{kChishui, {}}});
  std::get<Project>(plant.details).stages = {{Stage::kCancelled, Days("2025-03-15", "")}};
  world.Observe(kPlant, "jobs", "2025-01", Exactly(40));
  world.Observe(kPlant, "jobs", "2025-05", Exactly(41));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-02"), "40");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-03"), "none");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-05"), "none") << "inactive on its last day";
}

TEST(Stock, R8_WhatIsObservedBeforeActivityHoldsNothingLater) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}}).active = Days("2025-03-01", "");
  world.Observe(kMill, "jobs", "2025-02", Exactly(40));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-03"), "none");
  EXPECT_EQ(world.Get(kCounty, "jobs", "2025-03").completeness.expected, 1);
}

TEST(Stock, R8_ALaterBeginningOfActivityTakesAwayWhatWasCarriedOverIt) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  const std::vector<Membership> memberships = {{kRice, Role::kMember, Days("2025-05-01", "")}};
  world.Enterprise(kMill, {{kChishui, {}}}, memberships).active = Days("2025-01-01", "");
  world.Observe(kMill, "jobs", "2025-02", Exactly(40));
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-05"), "40");
  world.Enterprise(kMill, {{kChishui, {}}}, memberships).active = Days("2025-03-01", "");
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-05"), "none");
}

TEST(Stock, R8_TheNextPeriodsItemsReplaceAll) {
  Kaiping world;
  world.DefineStock(Frequency::kQuarter).itemised = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-Q1", Exactly(30).Of("field"));
  world.Observe(kMill, "jobs", "2025-Q1", Exactly(12).Of("office"));
  world.Observe(kMill, "jobs", "2025-Q2", Exactly(33).Of("field"));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-Q1"), "42");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-Q2"), "33");
}

TEST(Stock, R8_OneItemThatIsNotAvailableMakesThePeriodMissing) {
  Kaiping world;
  world.DefineStock(Frequency::kQuarter).itemised = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-Q1", Exactly(30).Of("field"));
  world.Observe(kMill, "jobs", "2025-Q2", Exactly(33).Of("field"));
  world.Observe(kMill, "jobs", "2025-Q2", NotAvailable().Of("office"));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-Q1"), "30");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-Q2"), "none");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-Q3"), "none");
}

TEST(Stock, R8_AnObservationInBetweenTakesOverFromItsPeriodOn) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  world.Observe(kMill, "jobs", "2025-06", Exactly(60));
  world.Commit();
  world.Observe(kMill, "jobs", "2025-03", Exactly(50));
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-02"), "40");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-05"), "50");
  world.WithdrawObservation(kMill, "jobs", "2025-03");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-05"), "40");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-06"), "60");
}

}  // namespace
}  // namespace taizhang::aggregator
