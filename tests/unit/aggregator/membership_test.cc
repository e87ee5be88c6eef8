#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(Membership, R5_AFlowCountsWholeWhereTheMemberIsOnThePeriodsLastDay) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, Days("", "2025-03-31")}, {kTangkou, Days("2025-03-31", "")}});
  world.Observe(kMill, "sales", "2025-02", Exactly(10));
  world.Observe(kMill, "sales", "2025-03", Exactly(20));
  world.Observe(kMill, "sales", "2025-04", Exactly(30));
  EXPECT_EQ(world.Text(kChishui, "sales", "2025"), "10");
  EXPECT_EQ(world.Text(kTangkou, "sales", "2025"), "50");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "60");
}

TEST(Membership, R5_AFlowOfTheLastActivePeriodIsDecidedOnTheLastActiveDay) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  Record& mill = world.Enterprise(
      kMill, {{kChishui, Days("", "2025-03-05")}, {kTangkou, Days("2025-03-05", "")}});
  mill.active = Days("", "2025-03-10");
  world.Observe(kMill, "sales", "2025-03", Exactly(20));
  world.Observe(kMill, "sales", "2025-04", Exactly(30));
  EXPECT_EQ(world.Text(kTangkou, "sales", "2025"), "20");
  EXPECT_EQ(world.Get(kTangkou, "sales", "2025").completeness.expected, 1);
  EXPECT_EQ(world.Text(kChishui, "sales", "2025"), "none");
}

TEST(Membership, R5_AStockCountsOnTheLastDayOfThePeriodAskedFor) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}},
                   {{kRice, Role::kMember, Days("2025-03-01", "2025-05-31")}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-02"), "none");
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-03"), "40") << "carried into the membership";
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-04"), "40");
  EXPECT_EQ(world.Text(kRice, "jobs", "2025-05"), "none") << "left on its last day";
}

TEST(Membership, R5_ACountIsReadOnTheLastDayOfTheQuery) {
  Kaiping world;
  world.Put("indicators/enterprises", Count(RecordKind::kEnterprise));
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}}).active = Days("2024-05-01", "2025-06-30");
  EXPECT_EQ(world.Text(kCounty, "enterprises", "2024-04"), "1");
  EXPECT_EQ(world.Text(kCounty, "enterprises", "2024"), "2");
  EXPECT_EQ(world.Text(kCounty, "enterprises", "2025-05"), "2");
  EXPECT_EQ(world.Text(kCounty, "enterprises", "2025-06"), "1");
  EXPECT_EQ(world.Text(kTangkou, "enterprises", "2025-06"), "0");
}

TEST(Membership, R5_ACancelledProjectIsInactiveACompletedOneIsNot) {
  Kaiping world;
  world.Put("indicators/projects", Count(RecordKind::kProject));
  Record& plant = world.Project(kPlant, {{kChishui, {}}});
  std::get<Project>(plant.details).stages = {{Stage::kSigned, Days("", "2025-02-01")},
                                             {Stage::kCancelled, Days("2025-02-01", "")}};
  Record& other = world.Project("divisions/440783/projects/other", {{kChishui, {}}});
  std::get<Project>(other.details).stages = {{Stage::kCompleted, Days("2025-02-01", "")}};
  EXPECT_EQ(world.Text(kCounty, "projects", "2025-01"), "2");
  EXPECT_EQ(world.Text(kCounty, "projects", "2025-02"), "1");
}

TEST(Membership, R5_ARetroactiveMoveMovesWhatWasReported) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  for (const char* month : {"2025-01", "2025-02", "2025-03"}) {
    world.Observe(kMill, "sales", month, Exactly(10));
  }
  EXPECT_EQ(world.Text(kChishui, "sales", "2025"), "30");
  world.Enterprise(kMill, {{kChishui, Days("", "2025-02-01")}, {kTangkou, Days("2025-02-01", "")}});
  EXPECT_EQ(world.Text(kChishui, "sales", "2025"), "10");
  EXPECT_EQ(world.Text(kTangkou, "sales", "2025"), "20");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "30");
}

TEST(Membership, R5_APlanIsSharedAndLeftByOneSubjectAlone) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Put("indicators/enterprises", Count(RecordKind::kEnterprise));
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(1));
  world.Observe(kFarm, "sales", "2025", Exactly(2));
  world.Commit();
  world.Enterprise(kMill, {{kTangkou, {}}});
  EXPECT_EQ(world.Text(kChishui, "sales", "2025"), "2");
  EXPECT_EQ(world.Text(kTangkou, "sales", "2025"), "1");
  EXPECT_EQ(world.Text(kChishui, "enterprises", "2025"), "1");
  EXPECT_EQ(world.Text(kCounty, "enterprises", "2025"), "2");
}

TEST(Membership, R10_LevelsThatDoNotExistAreSkipped) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Put("divisions/50", DivisionIn({{"divisions/CN", {}}}));
  world.Put("divisions/500113", DivisionIn({{"divisions/50", {}}}));
  world.Enterprise("divisions/500113/enterprises/bio", {{"divisions/500113", {}}});
  world.Observe("divisions/500113/enterprises/bio", "sales", "2025", Exactly(25));
  EXPECT_EQ(world.Text("divisions/50", "sales", "2025"), "25");
  EXPECT_EQ(world.Text("divisions/CN", "sales", "2025"), "25");
}

TEST(Membership, R10_RollUpFollowsTheParentsOfTheDay) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Put("divisions/440784", DivisionIn({{"divisions/4407", {}}}));
  world.Put(kChishui, DivisionIn({{kCounty, Days("", "2025-07-01")},
                                  {"divisions/440784", Days("2025-07-01", "")}}));
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025-06", Exactly(6));
  world.Observe(kMill, "sales", "2025-07", Exactly(7));
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "6");
  EXPECT_EQ(world.Text("divisions/440784", "sales", "2025"), "7");
  EXPECT_EQ(world.Text("divisions/4407", "sales", "2025"), "13");
}

TEST(Membership, R10_AVillageIsItselfAndWhatIsPlacedInIt) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kVillages | kEnterprises);
  world.Put("indicators/enterprises", Count(RecordKind::kEnterprise));
  world.Put("indicators/villages", Count(RecordKind::kVillage));
  world.Enterprise(kFarm, {{kVillage, {}}});
  world.Observe(kVillage, "sales", "2024", Exactly(100));
  world.Observe(kFarm, "sales", "2024", Exactly(11));
  EXPECT_EQ(world.Text(kVillage, "sales", "2024"), "111");
  EXPECT_EQ(world.Text(kVillage, "enterprises", "2024"), "1");
  EXPECT_EQ(world.Text(kVillage, "villages", "2024"), "1");
  // What is placed in it inherits its places.
  EXPECT_EQ(world.Text(kTangkou, "sales", "2024"), "111");
  EXPECT_EQ(world.Text(kTangkou, "enterprises", "2024"), "1");
}

TEST(Membership, R10_WhatIsPlacedInAVillageMovesWithIt) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kFarm, {{kVillage, {}}});
  world.Observe(kFarm, "sales", "2024", Exactly(11));
  EXPECT_EQ(world.Text(kTangkou, "sales", "2024"), "11");
  Record village = VillageIn({{kChishui, {}}});
  village.memberships = {{kRice, Role::kMember, {}}};
  world.Put(kVillage, village);
  EXPECT_EQ(world.Text(kTangkou, "sales", "2024"), "none");
  EXPECT_EQ(world.Text(kChishui, "sales", "2024"), "11");
  EXPECT_EQ(world.Text(kRice, "sales", "2024"), "none") << "not the village's clusters";
}

TEST(Membership, R10_ASingleEnterpriseIsAScope) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025-01", Exactly(3));
  world.Observe(kMill, "sales", "2025-02", Exactly(4));
  const Figure figure = world.Get(kMill, "sales", "2025-Q1");
  EXPECT_EQ(TextOf(figure), "7");
  EXPECT_EQ(figure.completeness.expected, 3);
  EXPECT_EQ(figure.completeness.received, 2);
}

TEST(Membership, R10_ADanglingPlaceCountsNowhereUntilItExists) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  const std::string town = "divisions/440783111";
  world.Enterprise(kMill, {{town, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "none");
  EXPECT_EQ(world.Text(kMill, "sales", "2025"), "5");
  world.Put(town, DivisionIn({{kCounty, {}}}));
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "5");
  world.Withdraw(town);
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "none");
}

TEST(Membership, AWithdrawnRecordCountsNowhereAndComesBackWithWhatItReported) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "5");
  world.Withdraw(kMill);
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "none");
  EXPECT_EQ(world.Get(kCounty, "sales", "2025").completeness.expected, 0);
  world.Enterprise(kMill, {{kTangkou, {}}});
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "5");
}

}  // namespace
}  // namespace taizhang::aggregator
