#include "services/aggregator/core/member_amount.h"
#include "tests/unit/aggregator/computed_total.h"

namespace taizhang::aggregator {
namespace {

TEST(Folds, R14_OverTimeFirstThenOverMembers) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  world.Observe(kMill, "sales", "2024-01", Exactly(10));
  world.Observe(kMill, "sales", "2024-02", Exactly(20));
  world.Observe(kFarm, "sales", "2024-01", Exactly(14));
  world.Observe(kFarm, "sales", "2024-03", Exactly(15));

  const auto over = [&](TimeFold time, MemberFold members) {
    return Compute(world, {.scope = kCounty,
                           .measure_id = "sales",
                           .period = "2024-Q1",
                           .over_time = time,
                           .over_members = members})
        .Text();
  };
  EXPECT_EQ(over(TimeFold::kMean, MemberFold::kMax), "15");
  EXPECT_EQ(over(TimeFold::kMean, MemberFold::kMin), "14.5");
  EXPECT_EQ(over(TimeFold::kMax, MemberFold::kMin), "15");
  EXPECT_EQ(over(TimeFold::kMin, MemberFold::kMax), "14");
  EXPECT_EQ(over(TimeFold::kNatural, MemberFold::kMax), "30");
  EXPECT_EQ(over(TimeFold::kNatural, MemberFold::kMean), "29.5");
}

TEST(Folds, R14_AMeanOverTimeDividesByThePeriodsThatHaveAValue) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  world.Observe(kMill, "sales", "2024-01", Exactly(1));
  world.Observe(kMill, "sales", "2024-02", NotAvailable());
  world.Observe(kMill, "sales", "2024-04", Exactly(2));
  world.Observe(kFarm, "sales", "2024-01", Exactly(1));
  world.Observe(kFarm, "sales", "2024-02", Exactly(1));
  world.Observe(kFarm, "sales", "2024-03", Exactly(2));

  const GivenTotal sum = Compute(
      world,
      {.scope = kCounty, .measure_id = "sales", .period = "2024", .over_time = TimeFold::kMean});
  EXPECT_EQ(sum.FractionText(), "17/6");
  EXPECT_EQ(sum.tally.expected, 24);
  EXPECT_EQ(sum.tally.received, 5);
  EXPECT_EQ(Compute(world, {.scope = kCounty,
                            .measure_id = "sales",
                            .period = "2024",
                            .over_time = TimeFold::kMean,
                            .over_members = MemberFold::kMean})
                .FractionText(),
            "17/12");
}

TEST(Folds, R14_FirstAndLastOfAFlowReadThatPeriodAlone) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, Days("", "2024-11-15")}, {kTangkou, Days("2024-11-15", "")}});
  world.Observe(kMill, "sales", "2024-01", Exactly(10));
  world.Observe(kMill, "sales", "2024-12", Exactly(40));

  const AskedTotal first{
      .scope = kChishui, .measure_id = "sales", .period = "2024", .over_time = TimeFold::kFirst};
  EXPECT_EQ(Compute(world, first).Text(), "10");
  EXPECT_EQ(Compute(world, first).tally.expected, 1);
  AskedTotal last = first;
  last.over_time = TimeFold::kLast;
  EXPECT_EQ(Compute(world, last).number.no_value, NoValue::kMissing);
  EXPECT_EQ(Compute(world, last).tally.expected, 0);
  last.scope = kTangkou;
  EXPECT_EQ(Compute(world, last).Text(), "40");
}

TEST(Folds, R14_AStockIsFoldedOverThePeriodsInWhichItStands) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth).carry_forward = 1;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2023-12", Exactly(6));
  world.Observe(kMill, "jobs", "2024-02", Exactly(20));
  world.Observe(kMill, "jobs", "2024-05", Exactly(50));

  const auto over = [&](TimeFold time) {
    return Compute(
        world, {.scope = kCounty, .measure_id = "jobs", .period = "2024-H1", .over_time = time});
  };
  // January is carried, February observed, March carried; May observed, June carried.
  const GivenTotal mean = over(TimeFold::kMean);
  EXPECT_EQ(mean.FractionText(), "146/5");
  EXPECT_EQ(mean.tally.expected, 6);
  EXPECT_EQ(mean.tally.received, 2);
  EXPECT_EQ(mean.tally.carried, 3);
  EXPECT_EQ(mean.tally.carried_age, 3);
  EXPECT_FALSE(mean.is_complete);
  EXPECT_EQ(over(TimeFold::kMin).Text(), "6");
  EXPECT_EQ(over(TimeFold::kMax).Text(), "50");
  EXPECT_EQ(over(TimeFold::kFirst).Text(), "6");
  EXPECT_EQ(over(TimeFold::kFirst).tally.expected, 1);
  EXPECT_EQ(over(TimeFold::kLast).Text(), "50");
}

TEST(Folds, R14_AStockIsFoldedOverThePeriodsOfItsMembership) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, Days("", "2024-02-10")},
                           {kTangkou, Days("2024-02-10", "2024-04-10")},
                           {kChishui, Days("2024-04-10", "")}});
  world.Observe(kMill, "jobs", "2024-01", Exactly(10));
  world.Observe(kMill, "jobs", "2024-03", Exactly(30));

  const auto mean = [&](const std::string& scope) {
    return Compute(
        world,
        {.scope = scope, .measure_id = "jobs", .period = "2024-H1", .over_time = TimeFold::kMean});
  };
  EXPECT_EQ(mean(kChishui).Text(), "25");  // January; April to June, carried
  EXPECT_EQ(mean(kChishui).tally.carried, 3);
  EXPECT_EQ(mean(kChishui).tally.carried_age, 6);
  EXPECT_EQ(mean(kTangkou).Text(), "20");  // February, carried; March
}

TEST(Folds, R14_TheLeastOfIntervalsHasTheLeastEnds) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  const auto over = [&](MemberFold members) {
    return Compute(
               world,
               {.scope = kCounty, .measure_id = "sales", .period = "2024", .over_members = members})
        .Text();
  };
  world.Observe(kMill, "sales", "2024", AtLeast(5));
  world.Observe(kFarm, "sales", "2024", Exactly(8));
  EXPECT_EQ(over(MemberFold::kMin), "5..8");
  EXPECT_EQ(over(MemberFold::kMax), "≥ 8");
  EXPECT_EQ(over(MemberFold::kMean), "≥ 6.5");

  world.Observe(kMill, "sales", "2024", AtMost(5));
  EXPECT_EQ(over(MemberFold::kMin), "≤ 5");
  EXPECT_EQ(over(MemberFold::kMax), "8");

  world.Observe(kMill, "sales", "2024", AtLeast(5));
  world.Observe(kFarm, "sales", "2024", AtMost(3));
  EXPECT_EQ(over(MemberFold::kMin), "≤ 3");
  EXPECT_EQ(over(MemberFold::kMax), "≥ 5");
  EXPECT_EQ(over(MemberFold::kMean), "?");
}

TEST(Folds, R14_AtATieTheEndThatIsTrueOfTheFoldStands) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  const auto over = [&](MemberFold members) {
    return Compute(
               world,
               {.scope = kCounty, .measure_id = "sales", .period = "2024", .over_members = members})
        .Text();
  };
  world.Observe(kMill, "sales", "2024", LessThan(5));
  world.Observe(kFarm, "sales", "2024", Exactly(5));
  EXPECT_EQ(over(MemberFold::kMin), "< 5");
  EXPECT_EQ(over(MemberFold::kMax), "5");

  world.Observe(kMill, "sales", "2024", MoreThan(5));
  EXPECT_EQ(over(MemberFold::kMin), "5");
  EXPECT_EQ(over(MemberFold::kMax), "> 5");
}

TEST(Folds, R14_BoundsOverTimeAreFoldedLikewise) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024-01", AtLeast(5));
  world.Observe(kMill, "sales", "2024-02", LessThan(8));
  const auto over = [&](TimeFold time) {
    return Compute(world, {.scope = kCounty,
                           .measure_id = "sales",
                           .period = "2024-Q1",
                           .over_time = time,
                           .over_members = MemberFold::kMax})
        .Text();
  };
  EXPECT_EQ(over(TimeFold::kMin), "0..<8");
  EXPECT_EQ(over(TimeFold::kMax), "≥ 5");
  EXPECT_EQ(over(TimeFold::kMean), "≥ 2.5");

  world.Observe(kMill, "sales", "2024-02", About(8));
  EXPECT_EQ(over(TimeFold::kMax), "≈ 8");
  EXPECT_EQ(over(TimeFold::kMean), "≈ 6.5");
}

TEST(Folds, R14_RemaindersAreInSumsAlone) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024", Exactly(10));
  world.Observe(kChishui, "sales", "2024", Exactly(90).AsRemainder());

  AskedTotal asked{.scope = kCounty, .measure_id = "sales", .period = "2024"};
  EXPECT_EQ(Compute(world, asked).Text(), "100");
  EXPECT_TRUE(Compute(world, asked).is_complete);
  for (const MemberFold fold : {MemberFold::kMean, MemberFold::kMin, MemberFold::kMax}) {
    asked.over_members = fold;
    const GivenTotal given = Compute(world, asked);
    EXPECT_EQ(given.Text(), "10");
    EXPECT_EQ(given.tally.remainders, 1);
    EXPECT_FALSE(given.is_complete);
  }
  asked.over_members = MemberFold::kCount;
  EXPECT_EQ(Compute(world, asked).Text(), "1");
  asked.over_members = MemberFold::kSum;
  asked.over_time = TimeFold::kMean;
  EXPECT_EQ(Compute(world, asked).Text(), "100");
}

TEST(Folds, R14_ACountIsOfWhoContributesAndOfNobodyHasNoValue) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  const AskedTotal asked{.scope = kCounty,
                         .measure_id = "sales",
                         .period = "2024",
                         .over_members = MemberFold::kCount};
  EXPECT_EQ(Compute(world, asked).number.no_value, NoValue::kMissing);
  world.Observe(kMill, "sales", "2024-01", Exactly(0));
  world.Observe(kMill, "sales", "2024-02", Exactly(7));
  EXPECT_EQ(Compute(world, asked).Text(), "1");
  EXPECT_EQ(Compute(world, asked).subjects.contributing, 1);
}

TEST(Folds, R14_AmountsThatDoNotAddUpHaveMeansAndExtremes) {
  Kaiping world;
  world.Define("days", TemporalKind::kFlow, Frequency::kMonth, kProjects).additive = false;
  const std::string other = "divisions/440783/projects/other";
  world.Project(kPlant, {{kChishui, {}}});
  world.Project(other, {{kTangkou, {}}});
  world.Observe(kPlant, "days", "2024-01", Exactly(5));
  world.Observe(kPlant, "days", "2024-02", Exactly(8));
  world.Observe(other, "days", "2024-02", Exactly(9));
  const auto over = [&](TimeFold time, MemberFold members) {
    const GivenTotal given = Compute(world, {.scope = kCounty,
                                             .measure_id = "days",
                                             .period = "2024",
                                             .over_time = time,
                                             .over_members = members});
    return given.number.no_value == NoValue::kNotAdditive ? "not additive" : given.Text();
  };
  EXPECT_EQ(over(TimeFold::kMean, MemberFold::kMean), "7.75");
  EXPECT_EQ(over(TimeFold::kMax, MemberFold::kMin), "8");
  EXPECT_EQ(over(TimeFold::kNatural, MemberFold::kCount), "2");
  EXPECT_EQ(over(TimeFold::kNatural, MemberFold::kMean), "not additive");
  EXPECT_EQ(over(TimeFold::kMean, MemberFold::kSum), "not additive");
  EXPECT_EQ(over(TimeFold::kFirst, MemberFold::kMean), "5");
}

TEST(Folds, R14_ItemsOfAPeriodAreAddedUpWhateverTheFold) {
  Kaiping world;
  world.Define("days", TemporalKind::kFlow, Frequency::kMonth, kProjects).itemised = true;
  world.Project(kPlant, {{kChishui, {}}});
  world.Observe(kPlant, "days", "2024-01", Exactly(5).Of("permit"));
  world.Observe(kPlant, "days", "2024-01", Exactly(6).Of("survey"));
  world.Observe(kPlant, "days", "2024-02", Exactly(2).Of("permit"));
  AskedTotal asked{
      .scope = kCounty, .measure_id = "days", .period = "2024", .over_time = TimeFold::kMax};
  EXPECT_EQ(Compute(world, asked).Text(), "11");

  Record changed = *world.structure().Find("measures/days");
  std::get<Measure>(changed.details).additive = false;
  world.Put("measures/days", changed);
  EXPECT_EQ(Compute(world, asked).number.no_value, NoValue::kNotAdditive);
  asked.filter.items = {"permit"};
  EXPECT_EQ(Compute(world, asked).Text(), "5");
}

TEST(Folds, R14_RunsOfAYearToDateAreFoldedOverMembersAlone) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  world.Observe(kMill, "tax", "2024-03", Exactly(30));
  world.Observe(kMill, "tax", "2024-06", Exactly(100));
  world.Observe(kFarm, "tax", "2024-03", Exactly(5));
  world.Observe(kFarm, "tax", "2024-06", Exactly(6));

  const GivenTotal mean = Compute(world, {.scope = kCounty,
                                          .measure_id = "tax",
                                          .period = "2024-Q2",
                                          .over_members = MemberFold::kMean});
  EXPECT_EQ(mean.Text(), "35.5");
  EXPECT_EQ(mean.tally.expected, 2);
  EXPECT_TRUE(mean.is_complete);
}

TEST(Folds, R14_MembersOfAllPartitionsAreFoldedTogether) {
  Kaiping world;
  const std::string neighbour = "divisions/440781";
  const std::string port = "divisions/440781/enterprises/port";
  world.Put(neighbour, DivisionIn({{"divisions/4407", {}}}));
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(port, {{neighbour, {}}});
  world.Observe(kMill, "sales", "2024", Exactly(10));
  world.Observe(port, "sales", "2024", Exactly(25));
  const auto over = [&](MemberFold members) {
    return Compute(world, {.scope = "divisions/4407",
                           .measure_id = "sales",
                           .period = "2024",
                           .over_members = members})
        .Text();
  };
  EXPECT_EQ(over(MemberFold::kMax), "25");
  EXPECT_EQ(over(MemberFold::kMin), "10");
  EXPECT_EQ(over(MemberFold::kMean), "17.5");
  EXPECT_EQ(over(MemberFold::kCount), "2");
}

TEST(Folds, R14_OnlySumsOfWhatStandsInOnePeriodOrAddsUpGrow) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2024-01", Exactly(1));
  const auto grows = [&](TimeFold time, MemberFold members) {
    return Compute(world, {.scope = kCounty,
                           .measure_id = "sales",
                           .period = "2024",
                           .over_time = time,
                           .over_members = members})
        .only_grows;
  };
  EXPECT_TRUE(grows(TimeFold::kNatural, MemberFold::kSum));
  EXPECT_TRUE(grows(TimeFold::kLast, MemberFold::kSum));
  EXPECT_FALSE(grows(TimeFold::kMean, MemberFold::kSum));
  EXPECT_FALSE(grows(TimeFold::kMin, MemberFold::kSum));
  EXPECT_FALSE(grows(TimeFold::kNatural, MemberFold::kMean));
}

TEST(SmallFractions, AreComparedWhereTheirProductsDoNotFit) {
  const Int128 large = PowerOfTen(38);
  EXPECT_LT(CompareFractions({.numerator = large, .denominator = 7},
                             {.numerator = large, .denominator = 6}),
            0);
  EXPECT_GT(CompareFractions({.numerator = -large, .denominator = 7},
                             {.numerator = -large, .denominator = 6}),
            0);
  EXPECT_LT(CompareFractions({.numerator = large, .denominator = 7},
                             {.numerator = large + 1, .denominator = 7}),
            0);
  EXPECT_EQ(CompareFractions({.numerator = large / 2, .denominator = 3},
                             {.numerator = large, .denominator = 6}),
            0);
  EXPECT_LT(CompareFractions({.numerator = 3 * (large / 10) + 1, .denominator = 3},
                             {.numerator = 6 * (large / 10) + 3, .denominator = 6}),
            0);
}

}  // namespace
}  // namespace taizhang::aggregator
