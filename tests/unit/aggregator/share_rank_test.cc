#include "tests/unit/aggregator/expressions.h"

namespace taizhang::aggregator {
namespace {

const std::string kThird = "divisions/440783/enterprises/third";

/// A yearly flow with its "share" and "rank".
class SharesAndRanks : public Definitions {
 public:
  SharesAndRanks() {
    DefineFlow(Frequency::kYear);
    Made("share", ShareNode(TotalNode("sales")));
    Made("rank", RankNode(TotalNode("sales")));
    Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
    Enterprise(kFarm, {{kTangkou, {}}});
  }
  std::string Rank(const std::string& scope) { return Text(scope, "rank", "2025"); }
};

TEST(Share, R17_InPercentOfTheParent) {
  SharesAndRanks world;
  world.Observe(kMill, "sales", "2025", Exactly(1));
  world.Observe(kFarm, "sales", "2025", Exactly(2));
  const Figure figure = world.Get(kChishui, "share", "2025");
  EXPECT_EQ(TextOf(figure), "33.33");
  EXPECT_EQ(figure.unit, "%");
  EXPECT_EQ(figure.whole, kCounty);
}

TEST(Share, R17_TheWholeIsThePlaceOrTheHomeOrWhatIsNamed) {
  SharesAndRanks world;
  world.Observe(kMill, "sales", "2025", Exactly(1));
  world.Observe(kFarm, "sales", "2025", Exactly(3));
  EXPECT_EQ(world.Get(kRice, "share", "2025").whole, kCounty);
  EXPECT_EQ(world.Get(kMill, "share", "2025").whole, kChishui);
  world.Made("share", ShareNode(TotalNode("sales"), kTangkou));
  const Figure figure = world.Get(kChishui, "share", "2025");
  EXPECT_EQ(figure.whole, kTangkou);
  EXPECT_EQ(TextOf(figure), "33.33");
}

TEST(Share, R17_TheParentIsThatOfTheQuerysLastDay) {
  SharesAndRanks world;
  world.Put(kBrand, ClusterOf(ClusterKind::kBrand,
                              {{kRice, Role::kUnspecified, Days("2025-12-31", "2026-01-01")}}));
  world.Observe(kMill, "sales", "2025", Exactly(1));
  EXPECT_EQ(world.Get(kBrand, "share", "2025").whole, kRice);
  EXPECT_EQ(world.Get(kBrand, "share", "2026").whole, kCounty);
}

TEST(Share, R17_OfWhatHasNoParentItIsMissing) {
  SharesAndRanks world;
  world.Observe(kMill, "sales", "2025", Exactly(1));
  const Figure figure = world.Get("divisions/CN", "share", "2025");
  EXPECT_EQ(figure.no_value, NoValue::kMissing);
  EXPECT_EQ(figure.whole, "");
}

TEST(Share, R17_ItIsAPlainQuotient) {
  SharesAndRanks world;
  // What is uncertain in the part is uncertain in the whole, and nobody knows that it is the same.
  world.Observe(kMill, "sales", "2025", AtLeast(1));
  world.Observe(kFarm, "sales", "2025", Exactly(1));
  EXPECT_EQ(world.Text(kChishui, "share", "2025"), "> 0");
  world.Observe(kMill, "sales", "2025", Exactly(0));
  world.Observe(kFarm, "sales", "2025", AtMost(1));
  EXPECT_EQ(world.Get(kChishui, "share", "2025").no_value, NoValue::kDenominatorMayBeZero);
}

TEST(Rank, R17_DescendingAmongSiblingsAndTiesShareARank) {
  SharesAndRanks world;
  const std::string fourth = "divisions/440783109";
  const std::string fifth = "divisions/440783110";
  world.Put(fourth, DivisionIn({{kCounty, {}}}));
  world.Put(fifth, DivisionIn({{kCounty, {}}}));
  world.Enterprise(kThird, {{fourth, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kFarm, "sales", "2025", Exactly(7));
  world.Observe(kThird, "sales", "2025", Exactly(5));
  EXPECT_EQ(world.Rank(kTangkou), "1");
  EXPECT_EQ(world.Rank(kChishui), "2");
  EXPECT_EQ(world.Rank(fourth), "2");
  const Figure missing = world.Get(fifth, "rank", "2025");
  EXPECT_EQ(missing.no_value, NoValue::kMissing);
  EXPECT_EQ(world.Get(kChishui, "rank", "2025").ranked, 3);
  EXPECT_EQ(world.Get(kChishui, "rank", "2025").unit, "位");
  EXPECT_EQ(world.Get(kChishui, "rank", "2025").decimals, 0);
}

TEST(Rank, R17_UnderBoundsFromTheBestToTheWorst) {
  SharesAndRanks world;
  world.Observe(kFarm, "sales", "2025", Exactly(7));
  world.Observe(kMill, "sales", "2025", AtLeast(5));
  const Figure figure = world.Get(kChishui, "rank", "2025");
  EXPECT_EQ(TextOf(figure), "1..2");
  EXPECT_EQ(figure.computed->value, 1);
  world.Observe(kMill, "sales", "2025", LessThan(7));
  EXPECT_EQ(world.Rank(kChishui), "2");
  EXPECT_EQ(world.Rank(kTangkou), "1");
  world.Observe(kMill, "sales", "2025", AtLeast(7));
  EXPECT_EQ(world.Rank(kChishui), "1");
  EXPECT_EQ(world.Rank(kTangkou), "1..2");
}

TEST(Rank, R17_WhatBoundsAloneLeaveUndefinedMayStandAnywhere) {
  SharesAndRanks world;
  world.Made("rank", RankNode(QuotientNode(ConstantNode("10"), TotalNode("sales"))));
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kFarm, "sales", "2025", AtMost(5));
  const Figure figure = world.Get(kChishui, "rank", "2025");
  EXPECT_EQ(TextOf(figure), "1..2");
  EXPECT_EQ(figure.ranked, 1);
  // What is divided by 0 has no value, whatever is true.
  world.Observe(kFarm, "sales", "2025", Exactly(0));
  EXPECT_EQ(world.Rank(kChishui), "1");
}

TEST(Rank, R17_SubjectsAreRankedWhereTheyLie) {
  SharesAndRanks world;
  world.Enterprise(kThird, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kThird, "sales", "2025", Exactly(6));
  world.Observe(kFarm, "sales", "2025", Exactly(100));
  const Figure figure = world.Get(kMill, "rank", "2025");
  EXPECT_EQ(TextOf(figure), "2");
  EXPECT_EQ(figure.ranked, 2);
}

TEST(Rank, R17_ClustersAreRankedAmongThoseOfTheirKind) {
  SharesAndRanks world;
  const std::string tea = "divisions/440783/clusters/tea";
  world.Put(tea, ClusterOf(ClusterKind::kIndustry));
  world.Enterprise(kFarm, {{kTangkou, {}}},
                   {{tea, Role::kMember, {}}, {kBrand, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kFarm, "sales", "2025", Exactly(6));
  const Figure figure = world.Get(kRice, "rank", "2025");
  EXPECT_EQ(TextOf(figure), "2");
  EXPECT_EQ(figure.ranked, 2);
  EXPECT_EQ(world.Rank(kBrand), "1");
}

TEST(Rank, R17_SiblingsAreThoseOfTheQuerysLastDay) {
  SharesAndRanks world;
  const std::string other = "divisions/440784";
  world.Put(other, DivisionIn({{"divisions/4407", {}}}));
  world.Put(kTangkou,
            DivisionIn({{kCounty, Days("", "2025-12-31")}, {other, Days("2025-12-31", "")}}));
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kFarm, "sales", "2025", Exactly(6));
  EXPECT_EQ(world.Get(kChishui, "rank", "2025").ranked, 1);
  EXPECT_EQ(world.Get(kTangkou, "rank", "2025").ranked, 1);
}

TEST(Rank, R17_TheNationHasNoSiblings) {
  SharesAndRanks world;
  world.Observe(kMill, "sales", "2025", Exactly(5));
  EXPECT_EQ(world.Get("divisions/CN", "rank", "2025").no_value, NoValue::kMissing);
}

}  // namespace
}  // namespace taizhang::aggregator
