#include "services/aggregator/core/filter.h"
#include "tests/unit/aggregator/computed_total.h"

namespace taizhang::aggregator {
namespace {

/// A county in which the mill is food industry, the farm is not, and of the shop nobody knows.
class MeasureFilter : public ::testing::Test {
 protected:
  MeasureFilter() {
    world_.DefineFlow(Frequency::kMonth).filter.industries = {"C13"};
    std::get<Enterprise>(world_.Enterprise(kMill, {{kChishui, {}}}).details).industry = "C131";
    std::get<Enterprise>(world_.Enterprise(kFarm, {{kChishui, {}}}).details).industry = "A01";
    world_.Enterprise(shop_, {{kTangkou, {}}});
    world_.Observe(kMill, "sales", "2024-01", Exactly(10));
    world_.Observe(kFarm, "sales", "2024-01", Exactly(700));
    world_.Observe(shop_, "sales", "2024-01", Exactly(5000));
  }

  const std::string shop_ = "divisions/440783/enterprises/shop";
  Kaiping world_;
};

TEST_F(MeasureFilter, R2_WhoDoesNotPassIsNeitherExpectedNorInATotal) {
  const GivenTotal given =
      Compute(world_, {.scope = kChishui, .measure_id = "sales", .period = "2024-01"});
  EXPECT_EQ(given.Text(), "10");
  EXPECT_EQ(given.tally.expected, 1);
  EXPECT_EQ(given.subjects.expected, 1);
  EXPECT_TRUE(given.is_complete);
}

TEST_F(MeasureFilter, R7_OfWhomItIsNotKnownIsMissing) {
  const GivenTotal given =
      Compute(world_, {.scope = kCounty, .measure_id = "sales", .period = "2024-01"});
  EXPECT_EQ(given.Text(), "10");
  EXPECT_EQ(given.tally.expected, 2);
  EXPECT_EQ(given.tally.received, 1);
  EXPECT_EQ(given.tally.unknown, 1);
  EXPECT_FALSE(given.is_complete);
}

TEST_F(MeasureFilter, R2_WhatTheyReportIsNoStatement) {
  EXPECT_TRUE(world_.Get(kFarm, "sales", "2024-01").stated.empty());
  EXPECT_EQ(world_.Get(kFarm, "sales", "2024-01").no_value, NoValue::kMissing);
}

TEST_F(MeasureFilter, R2_AFilterOfTheQueryNarrowsItFurther) {
  AskedTotal asked{.scope = kCounty, .measure_id = "sales", .period = "2024-01"};
  asked.filter.industries = {"A"};
  EXPECT_EQ(Compute(world_, asked).Text(), "none");
  EXPECT_EQ(Compute(world_, asked).tally.expected, 1);  // the shop
  asked.filter.industries = {"C131"};
  EXPECT_EQ(Compute(world_, asked).Text(), "10");
  EXPECT_EQ(Compute(world_, asked).tally.expected, 2);
}

TEST_F(MeasureFilter, R2_WhomARemainderStandsForPassIt) {
  world_.Observe(kTangkou, "sales", "2024-01", Exactly(3).AsRemainder());
  EXPECT_EQ(world_.Text(kCounty, "sales", "2024-01"), "13");
}

TEST_F(MeasureFilter, R7_DatedFieldsAreReadOnTheDayThatDecides) {
  world_.Define("spent", TemporalKind::kFlow, Frequency::kMonth, kProjects).filter.stages = {
      Stage::kUnderConstruction};
  std::get<Project>(world_.Project(kPlant, {{kChishui, {}}}).details).stages = {
      {Stage::kPlanned, Days("2024-01-01", "2024-02-15")},
      {Stage::kUnderConstruction, Days("2024-02-15", "2024-03-20")},
      {Stage::kCompleted, Days("2024-03-20", "")}};
  for (const char* month : {"2024-01", "2024-02", "2024-03"}) {
    world_.Observe(kPlant, "spent", month, Exactly(1));
  }
  const GivenTotal given =
      Compute(world_, {.scope = kCounty, .measure_id = "spent", .period = "2024"});
  EXPECT_EQ(given.Text(), "1");
  EXPECT_EQ(given.tally.expected, 1);
}

TEST_F(MeasureFilter, R7_WhoComesToPassIsInWithWhatWasReported) {
  Record farm = EnterpriseIn({{kChishui, {}}});
  std::get<Enterprise>(farm.details).industry = "C137";
  world_.Put(kFarm, farm);
  EXPECT_EQ(world_.Text(kChishui, "sales", "2024-01"), "710");
}

TEST_F(MeasureFilter, NothingOfItIsFolded) {
  world_.Commit();
  const ViewState& state = world_.View("440783").state();
  const auto ordinal = state.facts.dictionaries().measures.Find("sales");
  ASSERT_TRUE(ordinal);
  EXPECT_TRUE(state.measures.At(*ordinal).IsKnown());
  EXPECT_FALSE(state.measures.At(*ordinal).HasCells());
}

TEST_F(MeasureFilter, PuttingAFilterCostsMoreTheMoreThereIsToCompare) {
  Filter filter;
  Record record = EnterpriseIn({});
  EXPECT_EQ(StepsOf(filter, record), 1);
  for (int i = 0; i < 64; ++i) record.labels.push_back({.key = std::to_string(i), .value = "x"});
  EXPECT_EQ(StepsOf(filter, record), 1) << "nothing is compared";
  filter.labels = record.labels;
  EXPECT_EQ(StepsOf(filter, record), 257);
}

}  // namespace
}  // namespace taizhang::aggregator
