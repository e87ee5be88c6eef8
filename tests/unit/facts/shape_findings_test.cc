// What is wrong with definitions, each with where it stands.

#include <string>
#include <vector>

#include "common/facts/indicator_shape.h"
#include "tests/unit/facts/shape_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string ProblemName(ShapeProblem problem) {
  constexpr const char* kNames[] = {"required", "not allowed", "invalid",   "name",
                                    "unknown",  "unit",        "too large", "cycle"};
  return kNames[static_cast<size_t>(problem)];
}

/// "field: problem" of each finding.
std::vector<std::string> Findings(const ShapeReport& report) {
  std::vector<std::string> lines;
  for (const ShapeFinding& finding : report.findings)
    lines.push_back(finding.field + ": " + ProblemName(finding.problem));
  return lines;
}

TEST(ShapeFindings, ASoundDefinitionHasNone) {
  const ShapeWorld world;
  const ShapeReport report = world.Check(Made(Growth{.like_for_like = true}, TotalNode("sales")));
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.shape->unit, "%");
}

TEST(ShapeFindings, AllThatIsWrongIsToldAtOnce) {
  const ShapeWorld world;
  const Expression quotient = Made(
      Operation::kQuotient, {Made(Shift{.count = 0}, TotalNode("none")),
                             Made(Operation::kSum, {TotalNode("sales"), TotalNode("households")})});
  const ShapeReport report = world.Check(quotient);
  EXPECT_THAT(Findings(report),
              ElementsAre("expression.quotient.operands[0].shift.operand.total.measure: unknown",
                          "expression.quotient.operands[0].shift.count: invalid",
                          "expression.quotient.operands[1].sum.operands[1]: unit"));
  EXPECT_FALSE(report.shape.has_value());
}

TEST(ShapeFindings, NamesMustBeOfTheirKind) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Leaf(TotalOf{}))),
              ElementsAre("expression.total.measure: required"));
  EXPECT_THAT(Findings(world.Check(Indicator{.definition = TotalOf{.measure = "indicators/x"}})),
              ElementsAre("total.measure: name"));
  EXPECT_THAT(Findings(world.Check(Leaf(IndicatorOf{"measures/sales"}))),
              ElementsAre("expression.indicator: name"));
  EXPECT_THAT(Findings(world.Check(Leaf(IndicatorOf{"sales"}))),
              ElementsAre("expression.indicator: name"));
  EXPECT_THAT(Findings(world.Check(Named("none"))), ElementsAre("expression.indicator: unknown"));
}

TEST(ShapeFindings, ANodeMustStandSomewhere) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Expression{})), ElementsAre("expression: required"));
  EXPECT_THAT(Findings(world.Check(Made(Rank{}, Expression{}))),
              ElementsAre("expression.rank.operand: required"));
}

TEST(ShapeFindings, EachNodeHasItsOperands) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Expression{Growth{}, {}})),
              ElementsAre("expression.growth.operand: required"));
  EXPECT_THAT(Findings(world.Check(Made(Operation::kSum, {}))),
              ElementsAre("expression.sum.operands: required"));
  EXPECT_THAT(Findings(world.Check(Made(Operation::kDifference, {TotalNode("sales")}))),
              ElementsAre("expression.difference.operands: required"));
  const std::vector<Expression> three(3, TotalNode("sales"));
  EXPECT_THAT(Findings(world.Check(Made(Operation::kQuotient, three))),
              ElementsAre("expression.quotient.operands: not allowed"));
  const std::vector<Expression> many(17, TotalNode("sales"));
  EXPECT_THAT(Findings(world.Check(Made(Operation::kProduct, many))),
              ElementsAre("expression.product.operands: too large"));
}

TEST(ShapeFindings, FoldsAreThoseOfTheTemporalKind) {
  const ShapeWorld world;
  const auto findings = [&](const TotalOf& total) {
    return Findings(world.Check(Indicator{.definition = total}));
  };
  EXPECT_THAT(findings(Folded("households", TimeFold::kSum)),
              ElementsAre("total.over_time: not allowed"));
  EXPECT_THAT(findings(Folded("output", TimeFold::kLast)),
              ElementsAre("total.over_time: not allowed"));
  EXPECT_THAT(findings(Folded("output", TimeFold::kSum)),
              ElementsAre("total.over_time: not allowed"));
  EXPECT_THAT(findings(Folded("households", TimeFold::kMean)), IsEmpty());
  EXPECT_THAT(findings(Folded("sales", TimeFold::kLast)), IsEmpty());
  EXPECT_THAT(findings(Folded("output", TimeFold::kNatural, MemberFold::kMax)), IsEmpty());
}

TEST(ShapeFindings, UnitsOfProductsAndQuotientsFit) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Made(Operation::kProduct,
                                        {Number("2"), TotalNode("tax"), TotalNode("households")}))),
              ElementsAre("expression.product.operands[2]: unit"));
  EXPECT_THAT(
      Findings(world.Check(Made(Operation::kQuotient, {Number("2"), TotalNode("households")}))),
      ElementsAre("expression.quotient.operands[1]: unit"));
  const Expression percent{Arithmetic{.operation = Operation::kQuotient, .in_percent = true},
                           {TotalNode("tax"), TotalNode("households")}};
  const ShapeReport report = world.Check(percent);
  EXPECT_THAT(Findings(report), ElementsAre("expression.quotient.in_percent: unit"));
  EXPECT_EQ(report.findings[0].description,
            "what is divided is in 元, what divides it in 户; only a quotient of one unit is in "
            "percent");
  EXPECT_THAT(Findings(world.Check(Leaf(Ratio{
                  .numerator = Total("tax"), .denominator = Total("rate"), .in_percent = true}))),
              ElementsAre("expression.ratio.in_percent: unit"));
}

TEST(ShapeFindings, FlagsStandWhereTheyBelong) {
  const ShapeWorld world;
  const std::vector<Expression> two(2, TotalNode("sales"));
  EXPECT_THAT(Findings(world.Check(Expression{
                  Arithmetic{.operation = Operation::kQuotient, .skip_missing = true}, two})),
              ElementsAre("expression.quotient.skip_missing: not allowed"));
  EXPECT_THAT(Findings(world.Check(
                  Expression{Arithmetic{.operation = Operation::kSum, .in_percent = true}, two})),
              ElementsAre("expression.sum.in_percent: not allowed"));
  EXPECT_THAT(Findings(world.Check(
                  Made(Growth{.like_for_like = true}, Made(Shift{.count = -1}, TotalNode("tax"))))),
              ElementsAre("expression.growth.like_for_like: not allowed"));
}

TEST(ShapeFindings, NothingIsDividedByZero) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Made(Operation::kQuotient, {TotalNode("tax"), Number("0.0")}))),
              ElementsAre("expression.quotient.operands[1].constant.value: invalid"));
}

TEST(ShapeFindings, WindowsReadWhatFlows) {
  ShapeWorld world;
  world.AddIndicator("average", Folded("households", TimeFold::kMean));
  const Window window{.trailing = 4, .length = Frequency::kQuarter};
  EXPECT_THAT(Findings(world.Check(Made(window, TotalNode("output")))), IsEmpty());
  EXPECT_THAT(Findings(world.Check(Made(window, Named("average")))),
              ElementsAre("expression.window.operand: not allowed"));
  EXPECT_THAT(Findings(world.Check(Made(window, Leaf(CountOf{RecordKind::kVillage, {}})))),
              ElementsAre("expression.window.operand: not allowed"));
}

TEST(ShapeFindings, WindowsAndShiftsHaveOneMeaning) {
  const ShapeWorld world;
  const Expression sales = TotalNode("sales");
  EXPECT_THAT(Findings(world.Check(Made(Window{}, sales))),
              ElementsAre("expression.window.to_date: required"));
  EXPECT_THAT(
      Findings(world.Check(Made(Window{.to_date = Frequency::kYear, .trailing = 1}, sales))),
      ElementsAre("expression.window.trailing: not allowed"));
  EXPECT_THAT(Findings(world.Check(Made(Window{.to_date = Frequency::kMonth}, sales))),
              ElementsAre("expression.window.to_date: invalid"));
  EXPECT_THAT(Findings(world.Check(Made(Window{.trailing = 1'201}, sales))),
              ElementsAre("expression.window.trailing: invalid"));
  EXPECT_THAT(Findings(world.Check(Made(Shift{.count = -1'201}, sales))),
              ElementsAre("expression.shift.count: invalid"));
}

TEST(ShapeFindings, RatiosAreOfWhatAddsUp) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Leaf(Ratio{Folded("tax", TimeFold::kMean), Total("sales")}))),
              ElementsAre("expression.ratio.numerator.over_time: not allowed"));
  EXPECT_THAT(Findings(world.Check(Leaf(
                  Ratio{Total("none"), Folded("sales", TimeFold::kNatural, MemberFold::kMax)}))),
              ElementsAre("expression.ratio.numerator.measure: unknown",
                          "expression.ratio.denominator.over_members: not allowed"));
}

TEST(ShapeFindings, TheWholeOfAShareIsAPlaceOrACluster) {
  const ShapeWorld world;
  const auto findings = [&](const char* whole) {
    return Findings(world.Check(Made(Share{whole}, TotalNode("sales"))));
  };
  EXPECT_THAT(findings(""), IsEmpty());
  EXPECT_THAT(findings("divisions/440783/clusters/c"), IsEmpty());
  EXPECT_THAT(findings("divisions/45"), ElementsAre("expression.share.whole: unknown"));
  EXPECT_THAT(findings("measures/sales"), ElementsAre("expression.share.whole: name"));
  EXPECT_THAT(findings("Guangdong"), ElementsAre("expression.share.whole: name"));
}

TEST(ShapeFindings, ConstantsAreShortAndInBaseUnits) {
  const ShapeWorld world;
  EXPECT_THAT(world.Check(Number("9999999999999999999999999999")).findings, IsEmpty());
  EXPECT_THAT(Findings(world.Check(Number("10000000000000000000000000000"))),
              ElementsAre("expression.constant.value: invalid"));
  EXPECT_THAT(Findings(world.Check(Number("0.0000000001"))),
              ElementsAre("expression.constant.value: invalid"));
  EXPECT_THAT(Findings(world.Check(Number("1", "万元"))),
              ElementsAre("expression.constant.unit: unit"));
}

TEST(ShapeFindings, NothingIsRoundedOfTotalsAndCounts) {
  const ShapeWorld world;
  EXPECT_THAT(Findings(world.Check(Indicator{.definition = Total("sales"), .decimals = 0})),
              ElementsAre("decimals: not allowed"));
  EXPECT_THAT(Findings(world.Check(Indicator{.definition = CountOf{}, .decimals = 0})),
              ElementsAre("decimals: not allowed"));
  EXPECT_THAT(Findings(world.Check(Indicator{.stated_by = "measures/sales", .decimals = 0})),
              ElementsAre("decimals: not allowed"));
  const TotalOf mean = Folded("sales", TimeFold::kMean);
  EXPECT_THAT(Findings(world.Check(Indicator{.definition = mean, .decimals = 10})),
              ElementsAre("decimals: invalid"));
  EXPECT_THAT(Findings(world.Check(Indicator{.definition = mean, .decimals = 9})), IsEmpty());
}

TEST(ShapeFindings, CyclesAreNamed) {
  ShapeWorld world;
  world.AddIndicator("a", Made(Growth{}, Named("b")));
  world.AddIndicator("b", Made(Rank{}, Named("own")));
  const ShapeReport report = world.Check(Made(Operation::kSum, {Number("1", "%"), Named("a")}));
  EXPECT_THAT(Findings(report), ElementsAre("expression.sum.operands[1].indicator: cycle"));
  EXPECT_THAT(
      report.findings[0].description,
      HasSubstr("of itself: indicators/own → indicators/a → indicators/b → indicators/own"));
  EXPECT_THAT(Findings(world.Check(Named("own"))), ElementsAre("expression.indicator: cycle"));
}

TEST(ShapeFindings, WhatIsWrongElsewhereStandsAtItsNameOnce) {
  ShapeWorld world;
  world.AddIndicator("bad", Made(Operation::kSum, {TotalNode("none"), TotalNode("nor")}));
  const ShapeReport report =
      world.Check(Made(Operation::kSum, {Named("bad"), Made(Growth{}, Named("bad"))}));
  EXPECT_THAT(Findings(report),
              ElementsAre("expression.sum.operands[0].indicator: unknown",
                          "expression.sum.operands[1].growth.operand.indicator: unknown"));
  EXPECT_EQ(report.findings[0].description,
            "indicators/bad is not sound: expression.sum.operands[0].total.measure: measures/none "
            "is not known; write it first");
}

TEST(ShapeFindings, WhatIsWrongElsewhereIsQuotedShort) {
  ShapeWorld world;
  world.AddIndicator("bad", Leaf(IndicatorOf{std::string(100'000, 'x')}));
  EXPECT_EQ(world.Check(Named("bad")).findings[0].description,
            "indicators/bad is not sound: expression.indicator: see there");
}

TEST(ShapeFindings, StatedFiguresAloneAreNothingToComputeWith) {
  ShapeWorld world;
  world.Add("indicators/stated", Indicator{.stated_by = "measures/sales"});
  EXPECT_THAT(Findings(world.Check(Named("stated"))), ElementsAre("expression.indicator: invalid"));
}

Expression Chain(int depth) {
  Expression node = TotalNode("sales");
  for (; depth > 1; --depth) node = Made(Rank{}, std::move(node));
  return node;
}

TEST(ShapeFindings, TreesHaveLimits) {
  const ShapeWorld world;
  EXPECT_THAT(world.Check(Chain(8)).findings, IsEmpty());
  const ShapeReport deep = world.Check(Chain(9));
  ASSERT_EQ(deep.findings.size(), 1U);
  EXPECT_EQ(deep.findings[0].problem, ShapeProblem::kTooLarge);
  const std::vector<Expression> seven(7, TotalNode("sales"));
  std::vector<Expression> sums(8, Made(Operation::kSum, seven));
  EXPECT_THAT(world.Check(Made(Operation::kSum, sums)).findings, testing::SizeIs(1));
  sums.back().operands.pop_back();
  EXPECT_EQ(world.Check(Made(Operation::kSum, sums)).shape->nodes, 64);
}

TEST(ShapeFindings, NamesLeadEightDeep) {
  ShapeWorld world;
  world.AddIndicator("i0", Total("sales"));
  for (int i = 1; i <= 8; ++i)
    world.AddIndicator("i" + std::to_string(i), Named("i" + std::to_string(i - 1)));
  EXPECT_THAT(world.Check(Named("i7")).findings, IsEmpty());
  EXPECT_THAT(Findings(world.Check(Named("i8"))), ElementsAre("expression.indicator: too large"));
}

// Each names the one before twice: without a limit the walk would take 2^8 times as long.
TEST(ShapeFindings, NamesBringNodesWithThem) {
  ShapeWorld world;
  world.AddIndicator("i0", Total("sales"));
  for (int i = 1; i <= 7; ++i) {
    const Expression before = Named("i" + std::to_string(i - 1));
    world.AddIndicator("i" + std::to_string(i), Made(Operation::kSum, {before, before}));
  }
  EXPECT_EQ(world.Check(Named("i5")).shape->nodes, 1 + 31 + 62 + 32);
  EXPECT_THAT(Findings(world.Check(Named("i7"))), ElementsAre("expression.indicator: too large"));
}

}  // namespace
}  // namespace taizhang
