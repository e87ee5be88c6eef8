#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(Statements, R2_AStatementIsNeverPartOfASum) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2024", Exactly(40));
  world.Observe(kRice, "sales", "2024", Exactly(1300));

  const Figure figure = world.Get(kRice, "sales", "2024");
  EXPECT_EQ(TextOf(figure), "40");
  ASSERT_EQ(figure.stated.size(), 1U);
  EXPECT_EQ(TextOf(figure.stated[0].amount), "1300");
  EXPECT_EQ(TextOf(figure.stated[0].gap), "1260");
  // Neither above the cluster, nor stated there.
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "40");
  EXPECT_TRUE(world.Get(kCounty, "sales", "2024").stated.empty());
}

TEST(Statements, R2_AReporterOfTheMeasureContributesInItselfAndAbove) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kTowns);
  world.Observe(kChishui, "sales", "2024", Exactly(7));
  world.Observe(kTangkou, "sales", "2024", Exactly(5));

  const Figure town = world.Get(kChishui, "sales", "2024");
  EXPECT_EQ(TextOf(town), "7");
  EXPECT_TRUE(town.stated.empty());
  EXPECT_EQ(town.completeness.expected, 1);
  EXPECT_EQ(world.Text(kCounty, "sales", "2024"), "12");
  EXPECT_EQ(world.Text("divisions/CN", "sales", "2024"), "12");
  EXPECT_EQ(world.Get("divisions/CN", "sales", "2024").completeness.expected, 2);
}

TEST(Statements, R2_ARemainderAddsOnceToItsScopeAndThoseAbove) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kProjects);
  world.Put(kRice, ClusterOf(ClusterKind::kIndustry, {{kBrand, Role::kUnspecified, {}}}));
  world.Project(kPlant, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kPlant, "sales", "2025", Exactly(1));
  world.Observe(kRice, "sales", "2025", Exactly(3).AsRemainder());

  for (const std::string& scope : {kRice, kBrand, kCounty, std::string("divisions/CN")}) {
    const Figure figure = world.Get(scope, "sales", "2025");
    EXPECT_EQ(TextOf(figure), "4") << scope;
    EXPECT_EQ(figure.remainders, 1) << scope;
    EXPECT_TRUE(figure.stated.empty()) << scope;
    // It counts in none of the numbers.
    EXPECT_EQ(figure.completeness.expected, 1) << scope;
    EXPECT_EQ(figure.completeness.received, 1) << scope;
  }
  EXPECT_EQ(world.Text(kChishui, "sales", "2025"), "1");
}

TEST(Statements, R2_OfSeveralSourcesOnlyTheNewestRemainderAdds) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kProjects);
  world.Observe(kRice, "sales", "2025", Exactly(3).Of("yearbook").AsRemainder());
  world.Commit();
  world.Observe(kRice, "sales", "2025", Exactly(5).Of("bulletin").AsRemainder());
  EXPECT_EQ(world.Text(kRice, "sales", "2025"), "5");

  world.Observe(kRice, "sales", "2025", Exactly(4).Of("yearbook").AsRemainder());
  EXPECT_EQ(world.Text(kRice, "sales", "2025"), "4");
  world.WithdrawObservation(kRice, "sales", "2025", "yearbook");
  EXPECT_EQ(world.Text(kRice, "sales", "2025"), "5");
}

TEST(Statements, R2_ARemainderPassesNoFilter) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kProjects);
  Filter filter;
  filter.labels = {{"green", "yes"}};
  world.Put("indicators/green-sales", Total("sales", filter));
  world.Project(kPlant, {{kChishui, {}}}).labels = {{"green", "yes"}};
  world.Observe(kPlant, "sales", "2025", Exactly(1));
  world.Observe(kCounty, "sales", "2025", Exactly(3).AsRemainder());
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "4");
  EXPECT_EQ(world.Text(kCounty, "green-sales", "2025"), "1");
}

TEST(Statements, R2_ARemainderOfAVillageCountsWhereTheVillageLies) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kProjects);
  world.Put(kVillage, [] {
    Record village = VillageIn({{kTangkou, {}}});
    village.memberships = {{kBrand, Role::kMember, {}}};
    return village;
  }());
  world.Observe(kVillage, "sales", "2025", Exactly(3).AsRemainder());
  EXPECT_EQ(world.Text(kVillage, "sales", "2025"), "3");
  EXPECT_EQ(world.Text(kTangkou, "sales", "2025"), "3");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "3");
  // What is placed in a village inherits its places, not its clusters.
  EXPECT_EQ(world.Text(kBrand, "sales", "2025"), "none");
}

TEST(Statements, R2_ARemainderMovesWithItsClustersParents) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth, kProjects);
  world.Put(kRice, ClusterOf(ClusterKind::kIndustry,
                             {{kBrand, Role::kUnspecified, Days("", "2025-03-15")}}));
  world.Observe(kRice, "sales", "2025-02", Exactly(3).AsRemainder());
  world.Observe(kRice, "sales", "2025-03", Exactly(5).AsRemainder());
  EXPECT_EQ(world.Text(kBrand, "sales", "2025-Q1"), "3");
  world.Put(kRice, ClusterOf(ClusterKind::kIndustry, {{kBrand, Role::kUnspecified, {}}}));
  EXPECT_EQ(world.Text(kBrand, "sales", "2025-Q1"), "8");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025-Q1"), "8");
}

TEST(Statements, R3_AStatementAnswersExactlyItsSpan) {
  Kaiping world;
  world.DefineFlow(Frequency::kQuarter);
  world.DefineToDate(Frequency::kQuarter);
  world.DefineStock(Frequency::kQuarter);
  for (const char* measure : {"sales", "tax", "jobs"}) {
    world.Observe(kRice, measure, "2025-Q2", Exactly(9));
  }
  const auto stated = [&](const char* indicator, const char* period) {
    return world.Get(kRice, indicator, period).stated.size();
  };
  // A FLOW its period.
  EXPECT_EQ(stated("sales", "2025-Q2"), 1U);
  EXPECT_EQ(stated("sales", "2025-H1"), 0U);
  // A YEAR_TO_DATE January to its period.
  EXPECT_EQ(stated("tax", "2025-Q2"), 0U);
  EXPECT_EQ(stated("tax", "2025-H1"), 1U);
  EXPECT_EQ(stated("tax", "2024..2025"), 0U);
  // A STOCK every query whose last measure-period it is.
  EXPECT_EQ(stated("jobs", "2025-Q2"), 1U);
  EXPECT_EQ(stated("jobs", "2025-H1"), 1U);
  EXPECT_EQ(stated("jobs", "2024-01..2025-06"), 1U);
  EXPECT_EQ(stated("jobs", "2025-Q3"), 0U);
}

TEST(Statements, R3_AFilteredTotalIsStatedByItsOwnMeasure) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Define("leading-sales", TemporalKind::kFlow, Frequency::kYear, 0);
  Filter filter;
  filter.roles = {Role::kLeading};
  world.Put("indicators/leading", Total("sales", filter));
  world.Observe(kRice, "sales", "2024", Exactly(9));
  world.Observe(kRice, "leading-sales", "2024", Exactly(6));
  EXPECT_TRUE(world.Get(kRice, "leading", "2024").stated.empty());

  Record leading = Total("sales", filter);
  std::get<Indicator>(leading.details).stated_by = "measures/leading-sales";
  world.Put("indicators/leading", leading);
  const Figure figure = world.Get(kRice, "leading", "2024");
  ASSERT_EQ(figure.stated.size(), 1U);
  EXPECT_EQ(TextOf(figure.stated[0].amount), "6");
}

TEST(Statements, R3_AnIndicatorMayHaveStatedFiguresOnly) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, 0);
  Record stated;
  stated.details = Indicator{.definition = {}, .stated_by = "measures/sales", .population = {}};
  world.Put("indicators/growth", stated);
  world.Observe(kVillage, "sales", "2024", MoreThan(200));

  const Figure figure = world.Get(kVillage, "growth", "2024");
  EXPECT_EQ(figure.computed, std::nullopt);
  EXPECT_EQ(figure.no_value, NoValue::kStatedOnly);
  EXPECT_EQ(figure.unit, "元");
  ASSERT_EQ(figure.stated.size(), 1U);
  EXPECT_EQ(TextOf(figure.stated[0].amount), "> 200");
  EXPECT_EQ(figure.stated[0].gap, std::nullopt);
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);
}

TEST(Statements, R4_AllSourcesAreKeptTheNewestFirst) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Observe(kRice, "sales", "2024", Exactly(1).Of("a"));
  world.Commit();
  // Of one commit, the later row first.
  world.Observe(kRice, "sales", "2024", Exactly(2).Of("b"));
  world.Observe(kRice, "sales", "2024", Exactly(3).Of("c"));
  const Figure figure = world.Get(kRice, "sales", "2024");
  ASSERT_EQ(figure.stated.size(), 3U);
  EXPECT_EQ(figure.stated[0].source, "c");
  EXPECT_EQ(figure.stated[1].source, "b");
  EXPECT_EQ(figure.stated[2].source, "a");
}

TEST(Statements, R4_SourcesConflictWhereTheirIntervalsAreDisjoint) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Observe(kBrand, "jobs", "2025-06", Exactly(25).Of("body"));
  world.Observe(kBrand, "jobs", "2025-06", Exactly(84).Of("opening"));
  world.Observe(kBrand, "jobs", "2025-06", AtLeast(20).Of("speech"));
  const Figure figure = world.Get(kBrand, "jobs", "2025-06");
  EXPECT_TRUE(figure.conflict);
  ASSERT_EQ(figure.stated.size(), 3U);
  EXPECT_FALSE(figure.stated[0].conflict) << "≥ 20 contradicts neither";
  EXPECT_TRUE(figure.stated[1].conflict);
  EXPECT_TRUE(figure.stated[2].conflict);
}

TEST(Statements, R4_RoundedNumbersThatMeetDoNotConflict) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Observe(kBrand, "jobs", "2025-06", Exactly(3500).WithQuantum("100").Of("rounded"));
  world.Observe(kBrand, "jobs", "2025-06", Exactly(3548).Of("full"));
  EXPECT_FALSE(world.Get(kBrand, "jobs", "2025-06").conflict);
  world.Observe(kBrand, "jobs", "2025-06", Exactly(3551).Of("full"));
  EXPECT_TRUE(world.Get(kBrand, "jobs", "2025-06").conflict);
}

TEST(Statements, R4_NotAvailableIsAStatementWithoutAmount) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Observe(kRice, "sales", "2024", NotAvailable());
  const Figure figure = world.Get(kRice, "sales", "2024");
  ASSERT_EQ(figure.stated.size(), 1U);
  EXPECT_EQ(figure.stated[0].amount, std::nullopt);
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);
  EXPECT_FALSE(figure.conflict);
}

TEST(Statements, R4_ItemsOfAPeriodAddUp) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kVillages).itemised = true;
  world.Observe(kVillage, "sales", "2024", Exactly(90).Of("granary"));
  world.Observe(kVillage, "sales", "2024", Exactly(70).Of("land"));
  world.Observe(kVillage, "sales", "2024", Exactly(120).Of("machinery"));
  const Figure figure = world.Get(kVillage, "sales", "2024");
  EXPECT_EQ(TextOf(figure), "280");
  EXPECT_EQ(figure.completeness.received, 1);
  EXPECT_TRUE(figure.completeness.complete);

  Filter filter;
  filter.items = {"land", "granary"};
  world.Put("indicators/rents", Total("sales", filter));
  EXPECT_EQ(world.Text(kVillage, "rents", "2024"), "160");
  EXPECT_EQ(world.Text(kCounty, "rents", "2024"), "160");
}

}  // namespace
}  // namespace taizhang::aggregator
