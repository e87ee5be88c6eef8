#include "tests/unit/aggregator/computed_total.h"

namespace taizhang::aggregator {
namespace {

TEST(Attribution, R5_WhoIsAMemberOnTheDayCountsWithAllPeriods) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, Days("", "2024-07-01")}, {kTangkou, Days("2024-07-01", "")}});
  world.Observe(kMill, "sales", "2024-03", Exactly(10));
  world.Observe(kMill, "sales", "2024-09", Exactly(7));

  AskedTotal asked{.scope = kTangkou,
                   .measure_id = "sales",
                   .period = "2024",
                   .members_on = DayOf("2024-12-31")};
  EXPECT_EQ(Compute(world, asked).Text(), "17");
  EXPECT_EQ(Compute(world, asked).tally.expected, 12);
  EXPECT_EQ(Compute(world, asked).tally.received, 2);
  EXPECT_EQ(Compute(world, asked).subjects.expected, 1);
  asked.scope = kChishui;
  EXPECT_EQ(Compute(world, asked).number.no_value, NoValue::kMissing);
  EXPECT_EQ(Compute(world, asked).tally.expected, 0);
  asked.members_on = DayOf("2024-06-30");
  EXPECT_EQ(Compute(world, asked).Text(), "17");
}

TEST(Attribution, R5_OnAFixedDayActivityInOtherPeriodsDoesNotMatter) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}}).active = Days("2024-03-01", "2024-06-01");
  world.Observe(kMill, "sales", "2024-01", Exactly(1));
  world.Observe(kMill, "sales", "2024-05", Exactly(10));
  world.Observe(kMill, "sales", "2024-08", Exactly(100));

  AskedTotal asked{.scope = kCounty, .measure_id = "sales", .period = "2024"};
  EXPECT_EQ(Compute(world, asked).Text(), "10");
  asked.members_on = DayOf("2024-04-01");
  EXPECT_EQ(Compute(world, asked).Text(), "111");
  EXPECT_EQ(Compute(world, asked).tally.expected, 12);
  asked.members_on = DayOf("2024-07-01");
  EXPECT_EQ(Compute(world, asked).Text(), "none");
}

TEST(Attribution, R5_OnAFixedDayAStockThatHasEndedIsMissing) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}}).active = Days("", "2024-06-01");
  world.Observe(kMill, "jobs", "2024-03", Exactly(40));

  AskedTotal asked{.scope = kCounty,
                   .measure_id = "jobs",
                   .period = "2024-05",
                   .members_on = DayOf("2024-02-01")};
  EXPECT_EQ(Compute(world, asked).Text(), "40");
  asked.period = "2024-12";
  const GivenTotal ended = Compute(world, asked);
  EXPECT_EQ(ended.Text(), "none");
  EXPECT_EQ(ended.tally.expected, 1);
  EXPECT_EQ(ended.tally.carried, 0);
}

TEST(Attribution, R5_OnAFixedDayAYearToDateIsOneRunAYear) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, Days("", "2024-07-01")}, {kTangkou, Days("2024-07-01", "")}});
  world.Observe(kMill, "tax", "2023-12", Exactly(50));
  world.Observe(kMill, "tax", "2024-06", Exactly(30));
  world.Observe(kMill, "tax", "2024-12", Exactly(100));

  AskedTotal asked{.scope = kTangkou, .measure_id = "tax", .period = "2023..2024"};
  EXPECT_EQ(Compute(world, asked).Text(), "70");
  asked.members_on = DayOf("2025-01-01");
  EXPECT_EQ(Compute(world, asked).Text(), "150");
  EXPECT_EQ(Compute(world, asked).tally.expected, 2);
  EXPECT_EQ(Compute(world, asked).tally.received, 2);
}

TEST(Attribution, R5_OnAFixedDayDatedFieldsAreFilteredOnIt) {
  Kaiping world;
  world.Define("spent", TemporalKind::kFlow, Frequency::kMonth, kProjects);
  Record& plant = world.Project(kPlant, {{kChishui, {}}});
  std::get<Project>(plant.details).stages = {
      {Stage::kPlanned, Days("2024-01-01", "2024-06-01")},
      {Stage::kUnderConstruction, Days("2024-06-01", "2024-10-01")}};
  world.Observe(kPlant, "spent", "2024-03", Exactly(3));
  world.Observe(kPlant, "spent", "2024-07", Exactly(70));

  AskedTotal asked{.scope = kCounty, .measure_id = "spent", .period = "2024"};
  asked.filter.stages = {Stage::kUnderConstruction};
  EXPECT_EQ(Compute(world, asked).Text(), "70");
  asked.members_on = DayOf("2024-08-01");
  EXPECT_EQ(Compute(world, asked).Text(), "73");
  asked.members_on = DayOf("2024-02-01");
  EXPECT_EQ(Compute(world, asked).tally.expected, 0);
  asked.members_on = DayOf("2024-11-01");  // no stage is recorded
  EXPECT_EQ(Compute(world, asked).tally.expected, 12);
  EXPECT_EQ(Compute(world, asked).tally.unknown, 12);
  EXPECT_EQ(Compute(world, asked).Text(), "none");
}

TEST(Attribution, R5_OnAFixedDayRemaindersCountWhereTheirScopesLie) {
  Kaiping world;
  const std::string shop = "divisions/440783/clusters/shop";
  world.DefineFlow(Frequency::kYear);
  world.Put(shop, ClusterOf(ClusterKind::kBrand, {{kRice, {}, Days("2024-01-01", "2024-06-01")},
                                                  {kBrand, {}, Days("2024-06-01", "")}}));
  world.Observe(shop, "sales", "2024", Exactly(9).AsRemainder());

  AskedTotal asked{.scope = kRice, .measure_id = "sales", .period = "2024"};
  EXPECT_EQ(Compute(world, asked).Text(), "none");
  asked.members_on = DayOf("2024-03-01");
  EXPECT_EQ(Compute(world, asked).Text(), "9");
  EXPECT_EQ(Compute(world, asked).tally.remainders, 1);
  asked.scope = kBrand;
  EXPECT_EQ(Compute(world, asked).Text(), "none");
}

TEST(Attribution, R5_OnAFixedDayACountCountsWhoIsInTheScopeThen) {
  Kaiping world;
  world.Enterprise(kMill, {{kChishui, {}}}).active = Days("2024-03-10", "");
  world.Enterprise(kFarm, {{kChishui, Days("", "2024-02-01")}, {kTangkou, Days("2024-02-01", "")}});
  world.Commit();
  const RecordName scope = *RecordName::Parse(kChishui);
  const auto count = [&](std::optional<Day> members_on) {
    return ComputeCount(scope, {.kind = RecordKind::kEnterprise, .filter = {}},
                        *Period::Parse("2024"), world.partitions(), members_on)
        .contributing;
  };
  EXPECT_EQ(count(std::nullopt), 1);
  EXPECT_EQ(count(DayOf("2024-03-10")), 1);
  EXPECT_EQ(count(DayOf("2024-03-09")), 0);
  EXPECT_EQ(count(DayOf("2024-01-15")), 1);
}

}  // namespace
}  // namespace taizhang::aggregator
