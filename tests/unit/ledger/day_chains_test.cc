#include "services/ledger/core/day_chains.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

Day On(const char* text) { return ParseDay(text).value(); }
DayRange Until(const char* day) { return {.end = On(day)}; }
DayRange From(const char* day) { return {.start = On(day)}; }

/// A town that moved from one county to another in 2020, a village in it, clusters in clusters.
class DayChainsTest : public testing::Test {
 protected:
  DayChainsTest() {
    Add("divisions/CN", Division{});
    Add("divisions/44", Division{}).placements = {{"divisions/CN", {}}};
    Add("divisions/440783", Division{}).placements = {{"divisions/44", {}}};
    Add("divisions/440784", Division{}).placements = {{"divisions/44", {}}};
    Add("divisions/440783107", Division{}).placements = {{"divisions/440783", Until("2020-01-01")},
                                                         {"divisions/440784", From("2020-01-01")}};
    Add(kVillage, Village{}).placements = {{"divisions/440783107", {}}};
    Add("divisions/440783/clusters/a", Cluster{}).memberships = {
        {"divisions/440783/clusters/b", Role::kUnspecified, Until("2020-01-01")},
        {"divisions/440784/clusters/c", Role::kUnspecified, From("2019-01-01")}};
    Add("divisions/440783/clusters/b", Cluster{}).memberships = {
        {"divisions/440783/clusters/top", Role::kUnspecified, {}}};
    Add("divisions/440784/clusters/c", Cluster{});
    Add("divisions/440783/clusters/top", Cluster{});
  }

  static constexpr const char* kVillage = "divisions/440783/villages/440783107236";

  template <typename Details>
  Record& Add(const std::string& name, Details details) {
    auto record = std::make_shared<Record>();
    record->details = details;
    records_[name] = record;
    return *record;
  }

  DayChains To(const std::string& target, const char* day) {
    return {target, On(day), [this](std::string_view name) -> std::shared_ptr<const Record> {
              ++finds_;
              const auto found = records_.find(std::string(name));
              return found == records_.end() ? nullptr : found->second;
            }};
  }
  bool LiesIn(const std::string& name, const std::string& scope, const char* day = "2019-06-30") {
    return To(scope, day).LiesIn(name, *records_.at(name));
  }
  bool BelongsTo(const std::string& name, const std::string& cluster,
                 const char* day = "2019-06-30") {
    return To(cluster, day).BelongsTo(name, *records_.at(name));
  }
  Record& AddMill(std::vector<Placement> placements) {
    Record& mill = Add("mill", Enterprise{});
    mill.placements = std::move(placements);
    return mill;
  }

  std::map<std::string, std::shared_ptr<Record>> records_;
  int finds_ = 0;
};

TEST_F(DayChainsTest, ADivisionLiesInItselfAndWhereItsParentsLie) {
  EXPECT_TRUE(LiesIn("divisions/440783107", "divisions/440783107"));
  EXPECT_TRUE(LiesIn("divisions/440783107", "divisions/440783"));
  EXPECT_TRUE(LiesIn("divisions/440783107", "divisions/CN"));
  EXPECT_FALSE(LiesIn("divisions/440783", "divisions/440783107"));
  EXPECT_FALSE(LiesIn("divisions/440783107", "divisions/440784"));
}

TEST_F(DayChainsTest, ParentsAreThoseOfTheDay) {
  EXPECT_FALSE(LiesIn(kVillage, "divisions/440784", "2019-12-31"));
  EXPECT_TRUE(LiesIn(kVillage, "divisions/440784", "2020-01-01"));
  EXPECT_TRUE(LiesIn(kVillage, "divisions/440783", "2019-12-31"));
  EXPECT_FALSE(LiesIn(kVillage, "divisions/440783", "2020-01-01"));
}

TEST_F(DayChainsTest, WhatIsPlacedInAVillageLiesInItAndInherits) {
  AddMill({{"divisions/440783", Until("2018-01-01")}, {kVillage, From("2018-01-01")}});
  EXPECT_TRUE(LiesIn("mill", kVillage));
  EXPECT_TRUE(LiesIn("mill", "divisions/440783107"));
  EXPECT_TRUE(LiesIn("mill", "divisions/440784", "2020-01-01"));
  EXPECT_FALSE(LiesIn("mill", kVillage, "2017-12-31"));
  EXPECT_TRUE(LiesIn(kVillage, kVillage));
}

TEST_F(DayChainsTest, NoChainLeadsThroughWhatIsNotKnown) {
  AddMill({{kVillage, {}}});
  records_.erase(kVillage);
  EXPECT_FALSE(LiesIn("mill", kVillage));
  EXPECT_FALSE(LiesIn("mill", "divisions/44"));
}

TEST_F(DayChainsTest, ASubjectWithoutAPlaceOnTheDayLiesNowhere) {
  AddMill({{"divisions/440783", Until("2018-01-01")}});
  EXPECT_FALSE(LiesIn("mill", "divisions/440783", "2018-01-01"));
}

TEST_F(DayChainsTest, AClusterLiesWhereItsHomeDoes) {
  EXPECT_TRUE(LiesIn("divisions/440784/clusters/c", "divisions/440784"));
  EXPECT_TRUE(LiesIn("divisions/440784/clusters/c", "divisions/44"));
  EXPECT_FALSE(LiesIn("divisions/440784/clusters/c", "divisions/440783"));
}

TEST_F(DayChainsTest, MeasuresAndIndicatorsLieNowhere) {
  Add("measures/sales", Measure{});
  EXPECT_FALSE(LiesIn("measures/sales", "divisions/CN"));
}

TEST_F(DayChainsTest, BelongsToClustersThroughAnyChainOfTheDay) {
  AddMill({}).memberships = {{"divisions/440783/clusters/a", Role::kMember, Until("2021-01-01")}};
  EXPECT_TRUE(BelongsTo("mill", "divisions/440783/clusters/a"));
  EXPECT_TRUE(BelongsTo("mill", "divisions/440783/clusters/top"));
  EXPECT_TRUE(BelongsTo("mill", "divisions/440784/clusters/c"));
  EXPECT_FALSE(BelongsTo("mill", "divisions/440783/clusters/top", "2020-01-01"));
  EXPECT_TRUE(BelongsTo("mill", "divisions/440784/clusters/c", "2020-12-31"));
  EXPECT_FALSE(BelongsTo("mill", "divisions/440784/clusters/c", "2021-01-01"));
}

TEST_F(DayChainsTest, AClusterBelongsToItselfAndUpToThreeAbove) {
  EXPECT_TRUE(BelongsTo("divisions/440783/clusters/a", "divisions/440783/clusters/a"));
  EXPECT_TRUE(BelongsTo("divisions/440783/clusters/a", "divisions/440783/clusters/top"));
  EXPECT_FALSE(BelongsTo("divisions/440783/clusters/top", "divisions/440783/clusters/a"));
  Add("divisions/440783/clusters/zero", Cluster{}).memberships = {
      {"divisions/440783/clusters/a", Role::kUnspecified, {}}};
  Add("divisions/440783/clusters/minus", Cluster{}).memberships = {
      {"divisions/440783/clusters/zero", Role::kUnspecified, {}}};
  EXPECT_TRUE(BelongsTo("divisions/440783/clusters/zero", "divisions/440783/clusters/top"));
  EXPECT_FALSE(BelongsTo("divisions/440783/clusters/minus", "divisions/440783/clusters/top"));
}

TEST_F(DayChainsTest, EndsWhereParentsLeadInACircle) {
  records_["divisions/CN"]->placements = {{"divisions/44", {}}};
  records_["divisions/440783/clusters/top"]->memberships = {
      {"divisions/440783/clusters/b", Role::kUnspecified, {}}};
  EXPECT_FALSE(LiesIn("divisions/44", "divisions/440783"));
  EXPECT_FALSE(BelongsTo("divisions/440783/clusters/b", "divisions/440783/clusters/a"));
}

TEST_F(DayChainsTest, WalksWhatManyChainsShareOnce) {
  // Two hundred clusters in a hundred, which are all in each of fifty more: 5,000 entries above.
  const auto name = [](const char* level, int i) {
    return "divisions/440783/clusters/" + std::string(level) + std::to_string(i);
  };
  std::vector<Membership> upper;
  for (int i = 0; i < 50; ++i) {
    Add(name("upper", i), Cluster{});
    upper.push_back({name("upper", i), Role::kUnspecified, {}});
  }
  std::vector<Membership> middle;
  for (int i = 0; i < 100; ++i) {
    Add(name("middle", i), Cluster{}).memberships = upper;
    middle.push_back({name("middle", i), Role::kUnspecified, {}});
  }
  DayChains chains = To("divisions/440783/clusters/none", "2019-06-30");
  for (int i = 0; i < 200; ++i) {
    Record& lower = Add(name("lower", i), Cluster{});
    lower.memberships = middle;
    EXPECT_FALSE(chains.BelongsTo(name("lower", i), lower));
  }
  EXPECT_EQ(finds_, 200 + 100 + 50);
  // An entry of each of the lower ones, and of each of the middle ones once.
  EXPECT_EQ(chains.steps(), 200U + 200U * 100U + 100U * 50U);
}

TEST_F(DayChainsTest, AChainThatIsTooLongFromOneNameMayNotBeFromTheNext) {
  Add("divisions/440783/clusters/zero", Cluster{}).memberships = {
      {"divisions/440783/clusters/a", Role::kUnspecified, {}}};
  const Record& minus = Add("divisions/440783/clusters/minus", Cluster{});
  records_.at("divisions/440783/clusters/minus")->memberships = {
      {"divisions/440783/clusters/zero", Role::kUnspecified, {}}};
  DayChains chains = To("divisions/440783/clusters/top", "2019-06-30");
  EXPECT_FALSE(chains.BelongsTo("divisions/440783/clusters/minus", minus));
  EXPECT_TRUE(chains.BelongsTo("divisions/440783/clusters/zero",
                               *records_.at("divisions/440783/clusters/zero")));
}

TEST_F(DayChainsTest, WalksFromAPlaceOnce) {
  const Record& mill = AddMill({{kVillage, {}}});
  DayChains chains = To("divisions/44", "2019-06-30");
  EXPECT_TRUE(chains.LiesIn("mill", mill));
  const int finds = finds_;
  EXPECT_TRUE(chains.LiesIn("other", mill));
  EXPECT_EQ(finds_, finds);
}

}  // namespace
}  // namespace taizhang::ledger
