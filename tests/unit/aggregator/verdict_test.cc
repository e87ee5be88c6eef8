#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

/// The verdict on one statement, with one subject that has reported (so that coverage is 1).
Verdict VerdictOn(const Said& computed, const Said& stated) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", computed);
  world.Observe(kRice, "sales", "2025", stated);
  return world.Get(kRice, "sales", "2025").stated.at(0).verdict;
}

TEST(Verdicts, R12_AgreesWithinDiffersApartOtherwiseUnknown) {
  EXPECT_EQ(VerdictOn(Exactly(5), Exactly(5)), Verdict::kAgrees);
  EXPECT_EQ(VerdictOn(Exactly(5), Exactly(6)), Verdict::kDiffers);
  EXPECT_EQ(VerdictOn(Exactly(5), AtLeast(5)), Verdict::kAgrees);
  EXPECT_EQ(VerdictOn(Exactly(5), MoreThan(5)), Verdict::kDiffers);
  EXPECT_EQ(VerdictOn(MoreThan(5), AtLeast(5)), Verdict::kAgrees);
  EXPECT_EQ(VerdictOn(AtLeast(5), Exactly(7)), Verdict::kUnknown);
  EXPECT_EQ(VerdictOn(AtLeast(5), AtMost(4)), Verdict::kDiffers);
  EXPECT_EQ(VerdictOn(AtMost(5), LessThan(5)), Verdict::kUnknown);
}

TEST(Verdicts, R12_AnExactStatementMeansHalfItsQuantumEitherWay) {
  EXPECT_EQ(VerdictOn(Exactly(6945), Exactly(6900).WithQuantum("100")), Verdict::kAgrees);
  EXPECT_EQ(VerdictOn(Exactly(6950), Exactly(6900).WithQuantum("100")), Verdict::kAgrees);
  EXPECT_EQ(VerdictOn(Exactly(6951), Exactly(6900).WithQuantum("100")), Verdict::kDiffers);
  // Of others the quantum says nothing.
  EXPECT_EQ(VerdictOn(Exactly(6951), AtMost(6900).WithQuantum("1000")), Verdict::kDiffers);
  // A quantum finer than the measure's decimals.
  EXPECT_EQ(VerdictOn(Exactly(30), Exactly(30).WithQuantum("0.0015")), Verdict::kAgrees);
}

TEST(Verdicts, R12_AboutIsUnknownOnEitherSide) {
  EXPECT_EQ(VerdictOn(Exactly(5), About(5)), Verdict::kUnknown);
  EXPECT_EQ(VerdictOn(About(5), Exactly(5)), Verdict::kUnknown);
}

TEST(Verdicts, R12_TheGapIsStatedMinusComputedWithoutTheQuantum) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", AtLeast(40));
  world.Observe(kRice, "sales", "2025", Exactly(100).WithQuantum("10"));
  const Figure figure = world.Get(kRice, "sales", "2025");
  EXPECT_EQ(TextOf(figure.stated[0].gap), "≤ 60");
  EXPECT_EQ(figure.stated[0].gap->value, 60);
}

/// A cluster of which `reported` of two members have reported 10 each; non-negative.
Figure HalfReported(const Said& stated, int reported) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(10));
  if (reported == 2) world.Observe(kFarm, "sales", "2025", Exactly(10));
  world.Observe(kRice, "sales", "2025", stated);
  return world.Get(kRice, "sales", "2025");
}

TEST(Verdicts, R12_IncompleteFiguresAreUnknown) {
  const Figure figure = HalfReported(Exactly(20), 1);
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 1, .denominator = 2}));
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);
  EXPECT_EQ(HalfReported(Exactly(20), 2).stated[0].verdict, Verdict::kAgrees);
}

TEST(Verdicts, R12_UnlessWhoeverIsMissingCannotChangeIt) {
  // The lower end lies above the stated upper end.
  EXPECT_EQ(HalfReported(Exactly(8), 1).stated[0].verdict, Verdict::kDiffers);
  EXPECT_EQ(HalfReported(AtMost(9), 1).stated[0].verdict, Verdict::kDiffers);
  // It lies inside a statement that has no upper end.
  EXPECT_EQ(HalfReported(AtLeast(10), 1).stated[0].verdict, Verdict::kAgrees);
  EXPECT_EQ(HalfReported(AtLeast(11), 1).stated[0].verdict, Verdict::kUnknown);
  EXPECT_EQ(HalfReported(Exactly(10), 1).stated[0].verdict, Verdict::kUnknown);
}

TEST(Verdicts, R12_ValuesThatMayBeNegativeCanStillChangeEverything) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(10));
  world.Observe(kRice, "sales", "2025", Exactly(8));
  EXPECT_EQ(world.Get(kRice, "sales", "2025").stated[0].verdict, Verdict::kUnknown);
}

TEST(Verdicts, R12_WhatIsMissingOfARunCanBeAFall) {
  Kaiping world;
  world.DefineToDate(Frequency::kMonth).non_negative = true;
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}}, {{kRice, Role::kMember, Days("2025-04-01", "")}});
  world.Observe(kMill, "tax", "2025-06", Exactly(60));
  world.Observe(kFarm, "tax", "2025-03", Exactly(30));
  world.Observe(kRice, "tax", "2025-06", Exactly(55));
  EXPECT_EQ(world.Get(kRice, "tax", "2025-H1").stated[0].verdict, Verdict::kUnknown);
  world.Observe(kFarm, "tax", "2025-06", Exactly(25));
  const Figure figure = world.Get(kRice, "tax", "2025-H1");
  EXPECT_EQ(TextOf(figure), "55");
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kAgrees);
}

/// The verdict on 100 of the county, where the mill has 60 at 2025-06 and a REMAINDER is `said`.
Verdict BesideARemainder(TemporalKind kind, const std::string& period, const Said& said) {
  Kaiping world;
  world.Define("amount", kind, Frequency::kMonth, kEnterprises);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "amount", "2025-06", Exactly(60));
  world.Observe(kCounty, "amount", period, Said(said).Of("rest").AsRemainder());
  world.Observe(kCounty, "amount", "2025-06", Exactly(100).Of("yearbook"));
  const std::string query = kind == TemporalKind::kYearToDate ? "2025-H1" : "2025-06";
  return world.Get(kCounty, "amount", query).stated.at(0).verdict;
}

TEST(Verdicts, R12_ARemainderThatLagsLeavesTheVerdictUnknown) {
  const auto to_date = TemporalKind::kYearToDate;
  EXPECT_EQ(BesideARemainder(to_date, "2025-05", Exactly(30)), Verdict::kUnknown);
  EXPECT_EQ(BesideARemainder(to_date, "2025-06", Exactly(30)), Verdict::kDiffers);
  EXPECT_EQ(BesideARemainder(to_date, "2025-06", Exactly(40)), Verdict::kAgrees);
}

TEST(Verdicts, R12_ARemainderThatIsNotAvailableLeavesTheVerdictUnknown) {
  for (const auto kind : {TemporalKind::kYearToDate, TemporalKind::kStock, TemporalKind::kFlow}) {
    EXPECT_EQ(BesideARemainder(kind, "2025-06", NotAvailable()), Verdict::kUnknown);
  }
  // One of another month says nothing of June's stock once it is replaced, nor of June's flow.
  EXPECT_EQ(BesideARemainder(TemporalKind::kFlow, "2025-05", NotAvailable()), Verdict::kDiffers);
}

TEST(Verdicts, R12_ARemainderThatIsNotAvailableIsInNoNumber) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "jobs", "2025-06", Exactly(60));
  world.Observe(kCounty, "jobs", "2025-06", NotAvailable().AsRemainder());
  const Figure figure = world.Get(kCounty, "jobs", "2025-06");
  EXPECT_TRUE(figure.completeness.complete);
  EXPECT_EQ(figure.remainders, 0);
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 1, .denominator = 1}));
}

TEST(Verdicts, R12_WithoutADivisorThereIsNoCoverageAndNoVerdict) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Observe(kRice, "sales", "2025", Exactly(3).Of("rest").AsRemainder());
  world.Observe(kRice, "sales", "2025", Exactly(3).Of("yearbook"));
  const Figure figure = world.Get(kRice, "sales", "2025");
  EXPECT_EQ(TextOf(figure), "3");
  EXPECT_EQ(figure.coverage, std::nullopt);
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);
}

TEST(Verdicts, R12_CarriedOnesCountAsReceived) {
  Kaiping world;
  world.DefineStock(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "jobs", "2025-01", Exactly(40));
  world.Observe(kRice, "jobs", "2025-02", Exactly(40));
  const Figure figure = world.Get(kRice, "jobs", "2025-02");
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 1, .denominator = 1}));
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kAgrees);
}

/// 135 stated projects, two of them itemised with 140 in all, against a stated total.
class StatedPopulation : public Kaiping {
 public:
  StatedPopulation() {
    DefineFlow(Frequency::kYear, kProjects).non_negative = true;
    Define("project-number", TemporalKind::kStock, Frequency::kMonth, 0).unit = "个";
    Record projects = Count(RecordKind::kProject);
    std::get<Indicator>(projects.details).stated_by = "measures/project-number";
    Put("indicators/projects", projects);
    Record sales = Total("sales");
    std::get<Indicator>(sales.details).population = "indicators/projects";
    Put("indicators/sales", sales);
    Project(kPlant, {{kChishui, {}}}, {{kBrand, Role::kMember, {}}});
    Project("divisions/440783/projects/hatchery", {{kChishui, {}}}, {{kBrand, Role::kMember, {}}});
    Observe(kPlant, "sales", "2025", Exactly(115));
    Observe("divisions/440783/projects/hatchery", "sales", "2025", Exactly(25));
  }
};

TEST(Verdicts, R12_AStatedPopulationIsTheDivisor) {
  StatedPopulation world;
  world.Observe(kBrand, "project-number", "2025-12", Exactly(135));
  world.Observe(kBrand, "sales", "2025", Exactly(6945).WithQuantum("1"));
  const Figure figure = world.Get(kBrand, "sales", "2025");
  EXPECT_EQ(TextOf(figure), "140");
  EXPECT_TRUE(figure.completeness.complete);
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 2, .denominator = 135}));
  EXPECT_EQ(figure.distinct, (DistinctSubjects{.expected = 2, .contributing = 2, .missing = 0}));
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);
  EXPECT_EQ(TextOf(figure.stated[0].gap), "6805");
}

TEST(Verdicts, R12_AStatedLowerBoundOfThePopulationMakesTheCoverageAtMost) {
  StatedPopulation world;
  world.Observe(kBrand, "project-number", "2025-12", AtLeast(2));
  world.Observe(kBrand, "sales", "2025", Exactly(140));
  const Figure figure = world.Get(kBrand, "sales", "2025");
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 2, .denominator = 2, .mark = Mark::kAtMost}));
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown) << "at most 1 counts as below 1";
  // Still at most: more than the three that are known may exist.
  world.Project("divisions/440783/projects/third", {{kChishui, {}}}, {{kBrand, Role::kMember, {}}});
  EXPECT_EQ(world.Get(kBrand, "sales", "2025").coverage,
            (Coverage{.numerator = 2, .denominator = 3, .mark = Mark::kAtMost}));
}

TEST(Verdicts, R12_AStatedUpperBoundOfThePopulationMakesTheCoverageAtLeast) {
  StatedPopulation world;
  world.Observe(kBrand, "project-number", "2025-12", LessThan(4));
  EXPECT_EQ(world.Get(kBrand, "sales", "2025").coverage,
            (Coverage{.numerator = 2, .denominator = 4, .mark = Mark::kAtLeast}));
}

TEST(Verdicts, R12_OfSeveralPopulationsTheLargestCounts) {
  StatedPopulation world;
  world.Observe(kBrand, "project-number", "2025-12", AtLeast(20).Of("a"));
  world.Observe(kBrand, "project-number", "2025-12", Exactly(25).Of("b"));
  world.Observe(kBrand, "project-number", "2025-12", NotAvailable().Of("c"));
  EXPECT_EQ(world.Get(kBrand, "sales", "2025").coverage,
            (Coverage{.numerator = 2, .denominator = 25, .mark = Mark::kExact}));
}

TEST(Verdicts, R12_ACountIsItsOwnPopulation) {
  StatedPopulation world;
  world.Observe(kBrand, "project-number", "2025-06", Exactly(2));
  Figure figure = world.Get(kBrand, "projects", "2025-06");
  EXPECT_EQ(TextOf(figure), "2");
  EXPECT_EQ(figure.unit, "个");
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 2, .denominator = 2}));
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kAgrees);

  world.Observe(kBrand, "project-number", "2025-06", Exactly(135));
  figure = world.Get(kBrand, "projects", "2025-06");
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 2, .denominator = 135}));
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);

  // "At least 2", and two are named.
  world.Observe(kBrand, "project-number", "2025-06", AtLeast(2));
  EXPECT_EQ(world.Get(kBrand, "projects", "2025-06").stated[0].verdict, Verdict::kAgrees);
  // More are known than are stated.
  world.Observe(kBrand, "project-number", "2025-06", Exactly(1));
  EXPECT_EQ(world.Get(kBrand, "projects", "2025-06").stated[0].verdict, Verdict::kDiffers);
}

TEST(Verdicts, R12_APopulationThatIsNotKnownAnyMoreGivesNoCoverage) {
  StatedPopulation world;
  world.Observe(kBrand, "project-number", "2025-12", Exactly(135));
  world.Observe(kBrand, "sales", "2025", Exactly(6945).WithQuantum("1"));
  world.Withdraw("indicators/projects");
  Figure figure = world.Get(kBrand, "sales", "2025");
  EXPECT_EQ(TextOf(figure), "140");
  EXPECT_EQ(figure.coverage, std::nullopt);
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kUnknown);
  world.Put("indicators/projects", Total("sales"));
  EXPECT_EQ(world.Get(kBrand, "sales", "2025").coverage, std::nullopt) << "it counts no more";
}

TEST(Verdicts, R12_APopulationWhoseStatementsAreNotKnownAnyMoreGivesNoCoverage) {
  StatedPopulation world;
  world.Observe(kBrand, "sales", "2025", Exactly(6945).WithQuantum("1"));
  world.Withdraw("measures/project-number");
  EXPECT_EQ(world.Get(kBrand, "sales", "2025").coverage, std::nullopt);
  EXPECT_EQ(world.Get(kBrand, "projects", "2025").coverage, std::nullopt);
}

TEST(Verdicts, R12_APopulationOfCoarserPeriodsGivesNoCoverage) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Define("mill-number", TemporalKind::kStock, Frequency::kYear, 0).unit = "个";
  Record mills = Count(RecordKind::kEnterprise);
  std::get<Indicator>(mills.details).stated_by = "measures/mill-number";
  world.Put("indicators/mills", mills);
  Record sales = Total("sales");
  std::get<Indicator>(sales.details).population = "indicators/mills";
  world.Put("indicators/sales", sales);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kRice, "mill-number", "2025", Exactly(135));
  world.Observe(kMill, "sales", "2025-06", Exactly(10));
  world.Observe(kRice, "sales", "2025-06", Exactly(10));
  const Figure june = world.Get(kRice, "sales", "2025-06");
  EXPECT_EQ(june.coverage, std::nullopt);
  EXPECT_EQ(june.stated[0].verdict, Verdict::kUnknown);
  EXPECT_EQ(world.Get(kRice, "mills", "2025-06").coverage, std::nullopt);
  EXPECT_EQ(world.Get(kRice, "mills", "2025").coverage,
            (Coverage{.numerator = 1, .denominator = 135}));
}

TEST(Verdicts, R19_UnitsNeverMix) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Define("dollars", TemporalKind::kFlow, Frequency::kYear, 0).unit = "美元";
  Record sales = Total("sales");
  std::get<Indicator>(sales.details).stated_by = "measures/dollars";
  world.Put("indicators/sales", sales);
  world.Observe(kRice, "dollars", "2025", Exactly(5));
  EXPECT_TRUE(world.Get(kRice, "sales", "2025").stated.empty());
}

TEST(Verdicts, StatementsAtOtherDecimalsAreComparedExactly) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Define("stated-sales", TemporalKind::kFlow, Frequency::kYear, 0).decimals = 2;
  Record sales = Total("sales");
  std::get<Indicator>(sales.details).stated_by = "measures/stated-sales";
  world.Put("indicators/sales", sales);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kRice, "stated-sales", "2025", Exactly(525).WithQuantum("0.01"));
  const Figure figure = world.Get(kRice, "sales", "2025");
  EXPECT_EQ(figure.decimals, 2);
  EXPECT_EQ(TextOf(figure), "5");
  EXPECT_EQ(TextOf(figure.stated[0].amount, figure.decimals), "5.25");
  EXPECT_EQ(TextOf(figure.stated[0].gap, figure.decimals), "0.25");
  EXPECT_EQ(figure.stated[0].verdict, Verdict::kDiffers);
}

}  // namespace
}  // namespace taizhang::aggregator
