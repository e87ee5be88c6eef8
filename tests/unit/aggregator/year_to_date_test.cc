#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(YearToDate, R6_AMonthIsWorthTheDifference) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-01", Exactly(10));
  world.Observe(kMill, "tax", "2025-02", Exactly(25));
  world.Observe(kMill, "tax", "2025-03", Exactly(45));
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-01"), "10");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-02"), "15");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-Q1"), "45");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-02..2025-03"), "35");
}

TEST(YearToDate, R6_AJoinerInJulyContributesJulyMinusJune) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, Days("2025-07-10", "")}});
  world.Observe(kMill, "tax", "2025-06", Exactly(60));
  world.Observe(kMill, "tax", "2025-07", Exactly(75));
  EXPECT_EQ(world.Text(kRice, "tax", "2025-07"), "15");
  EXPECT_EQ(world.Text(kRice, "tax", "2025"), "15");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025"), "75");
}

TEST(YearToDate, R6_AMissingStartIsAGap) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, Days("2025-07-10", "")}});
  world.Observe(kMill, "tax", "2025-05", Exactly(50));
  world.Observe(kMill, "tax", "2025-12", Exactly(120));
  const Figure figure = world.Get(kRice, "tax", "2025", true);
  EXPECT_EQ(figure.computed, std::nullopt);
  EXPECT_EQ(figure.gaps, 1);
  EXPECT_EQ(figure.partials, 0);
  EXPECT_EQ(figure.completeness.expected, 1);
  EXPECT_EQ(figure.completeness.received, 0);
  EXPECT_EQ(figure.distinct, (DistinctSubjects{.expected = 1, .contributing = 0, .missing = 1}));
}

TEST(YearToDate, R6_AGapLeavesTheSubjectOutOfAllItsRunsOfThatQuery) {
  Kaiping world;
  world.DefineToDate(Frequency::kHalfYear);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, Days("2024-07-01", "")}});
  world.Observe(kMill, "tax", "2024-H2", Exactly(80));
  world.Observe(kMill, "tax", "2025-H2", Exactly(90));
  EXPECT_EQ(world.Text(kRice, "tax", "2025"), "90");
  EXPECT_EQ(world.Text(kRice, "tax", "2024"), "none");
  EXPECT_EQ(world.Text(kRice, "tax", "2024..2025"), "none") << "the gap of 2024 counts for both";
  EXPECT_EQ(world.Get(kRice, "tax", "2024..2025").gaps, 1);
}

TEST(YearToDate, R6_NotAvailableAtTheStartIsAGapAlsoWhereTheRunIsEmpty) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-03", NotAvailable());
  EXPECT_EQ(world.Get(kCounty, "tax", "2025-Q2").gaps, 1);
  EXPECT_EQ(world.Get(kCounty, "tax", "2025-04").gaps, 1);
  // An otherwise empty run contributes nothing and is partial.
  const Figure may = world.Get(kCounty, "tax", "2025-05");
  EXPECT_EQ(may.gaps, 0);
  EXPECT_EQ(may.partials, 1);
  EXPECT_EQ(may.no_value, NoValue::kMissing);
}

TEST(YearToDate, R6_ALaggingEndUsesTheLastObservationAndIsPartial) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-04", Exactly(40));
  const Figure figure = world.Get(kCounty, "tax", "2025-H1");
  EXPECT_EQ(TextOf(figure), "40");
  EXPECT_EQ(figure.partials, 1);
  EXPECT_EQ(figure.completeness.received, 0);
  EXPECT_FALSE(figure.completeness.complete);
}

TEST(YearToDate, R6_ANotAvailableEndContributesNothing) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-04", Exactly(40));
  world.Observe(kMill, "tax", "2025-06", NotAvailable());
  const Figure figure = world.Get(kCounty, "tax", "2025-H1");
  EXPECT_EQ(figure.computed, std::nullopt);
  EXPECT_EQ(figure.partials, 1);
}

TEST(YearToDate, R6_AFallStaysNegativeAndFlagged) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-05", Exactly(50));
  world.Observe(kMill, "tax", "2025-06", Exactly(44));
  const Figure june = world.Get(kCounty, "tax", "2025-06");
  EXPECT_EQ(TextOf(june), "-6");
  EXPECT_EQ(june.falls, 1);
  EXPECT_EQ(world.Get(kCounty, "tax", "2025-H1").falls, 0);
}

TEST(YearToDate, R6_BoundsAreATrueDifferencePerSubject) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-05", AtLeast(50));
  world.Observe(kMill, "tax", "2025-06", AtLeast(60));
  // No lower end (60 − ∞), no upper end (∞ − 50).
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-06"), "?");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-H1"), "≥ 60");
  world.Observe(kMill, "tax", "2025-06", Exactly(60));
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-06"), "≤ 10");
}

TEST(YearToDate, R6_OfNonNegativeMeasuresARunIsAtLeastZeroUnlessItCertainlyFell) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-05", AtLeast(50));
  world.Observe(kMill, "tax", "2025-06", Exactly(60));
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-06"), "0..10");
  world.Observe(kMill, "tax", "2025-06", Exactly(40));
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-06"), "≤ -10");
}

TEST(YearToDate, R6_ARunHasFallenOnlyWhereThatIsCertain) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2025-05", AtMost(50));
  world.Observe(kMill, "tax", "2025-06", Exactly(44));
  Figure june = world.Get(kCounty, "tax", "2025-06");
  EXPECT_EQ(TextOf(june), "0..44");
  EXPECT_EQ(june.computed->value, 0) << "44 − 50 is outside of what is known";
  EXPECT_EQ(june.falls, 0);
  world.Observe(kMill, "tax", "2025-05", MoreThan(44));
  june = world.Get(kCounty, "tax", "2025-06");
  EXPECT_EQ(TextOf(june), "< 0");
  EXPECT_EQ(june.falls, 1);
}

TEST(YearToDate, R6_AYearIsCutAtItsTurn) {
  Kaiping world;
  world.DefineToDate(Frequency::kQuarter);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "tax", "2024-Q3", Exactly(70));
  world.Observe(kMill, "tax", "2024-Q4", Exactly(90));
  world.Observe(kMill, "tax", "2025-Q1", Exactly(20));
  EXPECT_EQ(world.Text(kCounty, "tax", "2024-10..2025-03"), "40");
  EXPECT_EQ(world.Get(kCounty, "tax", "2024-10..2025-03").completeness.expected, 2) << "two runs";
}

TEST(YearToDate, R6_ARejoinerHasTwoRuns) {
  Kaiping world;
  world.DefineToDate(Frequency::kQuarter);
  world.Enterprise(kMill, {{kChishui, {}}},
                   {{kRice, Role::kMember, Days("", "2025-04-01")},
                    {kRice, Role::kMember, Days("2025-10-01", "")}});
  world.Observe(kMill, "tax", "2025-Q1", Exactly(10));
  world.Observe(kMill, "tax", "2025-Q3", Exactly(60));
  world.Observe(kMill, "tax", "2025-Q4", Exactly(75));
  const Figure figure = world.Get(kRice, "tax", "2025", true);
  EXPECT_EQ(TextOf(figure), "25");
  EXPECT_EQ(figure.completeness.expected, 2);
  EXPECT_EQ(figure.completeness.received, 2);
  EXPECT_EQ(figure.distinct->expected, 1);
}

TEST(YearToDate, R6_ACorrectedMonthMovesEverySpanThatReadsIt) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  for (int month = 1; month <= 9; ++month) {
    world.Observe(kMill, "tax", "2025-0" + std::to_string(month), Exactly(int64_t{month} * 10));
  }
  world.Commit();
  world.Observe(kMill, "tax", "2025-06", Exactly(63));
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-06"), "13");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-07"), "7");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-Q2"), "33");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-Q3"), "27");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-H1"), "63");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025-H2"), "27");
  EXPECT_EQ(world.Text(kCounty, "tax", "2025"), "90");
}

}  // namespace
}  // namespace taizhang::aggregator
