#include "services/aggregator/core/partition_view.h"

#include <algorithm>
#include <memory>

#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(PartitionView, NamesEachScopeThatItTouchesOnce) {
  Kaiping world;
  world.Commit();
  PartitionView view("440783");
  BlockContent content;
  content.new_subjects = {kMill};
  content.records.push_back({.subject = 0,
                             .after = std::make_shared<Record>(EnterpriseIn(
                                 {{kVillage, {}}, {kChishui, {}}}, {{kRice, Role::kMember, {}}}))});
  ASSERT_TRUE(view.Apply(1, content, world.structure()).ok());
  auto touched = view.TakeTouchedScopes();
  std::sort(touched.begin(), touched.end());
  // The village is unknown here, and its town with it.
  EXPECT_EQ(touched, (std::vector<std::string>{"divisions/44", "divisions/4407", kCounty, kRice,
                                               kChishui, "divisions/CN"}));
  EXPECT_TRUE(view.TakeTouchedScopes().empty());
}

TEST(PartitionView, DamagedBlocksAreRefused) {
  const auto structure = Structure::Empty();
  PartitionView view("440783");
  BlockContent content;
  content.observations.push_back({.subject = 7, .period = Period::FromMonths(24'000, 12)});
  EXPECT_EQ(view.Apply(1, content, *structure).code(), absl::StatusCode::kDataLoss);

  PartitionView other("440783");
  EXPECT_EQ(other.Apply(2, {}, *structure).code(), absl::StatusCode::kDataLoss);
}

TEST(PartitionView, ObservationsOfAMeasureThatIsDefinedLaterAreFoldedThen) {
  Kaiping world;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Commit();
  world.DefineFlow(Frequency::kYear);
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "5");
  world.Withdraw("measures/sales");
  EXPECT_FALSE(world.Ask(kCounty, "sales", "2025").ok());
  world.DefineFlow(Frequency::kYear);
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "5");
}

TEST(PartitionView, SaysHowMuchMemoryPlansAndCellsTake) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Commit();
  const size_t before = world.View("440783").memory_bytes();
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025-01", Exactly(5));
  world.Commit();
  EXPECT_GT(world.View("440783").memory_bytes(), before);
}

TEST(PartitionView, ManyChangesOfOneMemberInABlockAreFoldedTogether) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  for (int month = 1; month <= 9; ++month) {
    const std::string period = "2025-0" + std::to_string(month);
    world.Observe(kMill, "jobs", period, Exactly(month));
    world.Observe(kMill, "tax", period, Exactly(int64_t{month} * month));
  }
  world.Commit();
  for (int month = 2; month <= 9; month += 2) {
    const std::string period = "2025-0" + std::to_string(month);
    world.WithdrawObservation(kMill, "jobs", period);
    world.Observe(kMill, "tax", period, Exactly(int64_t{month} * month + 1));
  }
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-06"), "5");
  EXPECT_EQ(world.Text(kCounty, "jobs", "2025-07"), "7");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-06"), "12");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-07"), "12");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-Q3"), "44");
}

}  // namespace
}  // namespace taizhang::aggregator
