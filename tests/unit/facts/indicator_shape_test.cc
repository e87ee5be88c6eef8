#include "common/facts/indicator_shape.h"

#include <string>

#include "tests/unit/facts/shape_world.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

TEST(IndicatorShape, OfATotalIsItsMeasures) {
  const ShapeWorld world;
  const Shape shape = world.Of(Indicator{.definition = Total("sales")}).value();
  EXPECT_EQ(shape.unit, "元");
  EXPECT_EQ(shape.decimals, 2);
  EXPECT_EQ(shape.frequency, Frequency::kYear);
  EXPECT_EQ(shape.temporal_kind, TemporalKind::kFlow);
  EXPECT_TRUE(shape.is_total && shape.adds_up && shape.flows && shape.reads);
  EXPECT_EQ(shape.nodes, 1);
}

TEST(IndicatorShape, OfACountIsAMonthlyStock) {
  const ShapeWorld world;
  const Indicator count{.definition = CountOf{RecordKind::kEnterprise, {}}};
  const Shape shape = world.Of(count).value();
  EXPECT_EQ(shape.unit, "个");
  EXPECT_EQ(shape.decimals, 0);
  EXPECT_EQ(shape.frequency, Frequency::kMonth);
  EXPECT_EQ(shape.temporal_kind, TemporalKind::kStock);
  EXPECT_TRUE(shape.adds_up);
  EXPECT_FALSE(shape.is_total || shape.flows);
}

TEST(IndicatorShape, ACountHasTheUnitOfItsStatedFigures) {
  const ShapeWorld world;
  Indicator count{.definition = CountOf{RecordKind::kEnterprise, {}},
                  .stated_by = "measures/firms"};
  EXPECT_EQ(world.Of(count)->unit, "家");
  count.definition = Folded("sales", TimeFold::kNatural, MemberFold::kCount);
  EXPECT_EQ(world.Of(count)->unit, "家");
  count.stated_by.clear();
  EXPECT_EQ(world.Of(count)->unit, "个");
}

TEST(IndicatorShape, OfStatedFiguresAloneIsTheirMeasures) {
  const ShapeWorld world;
  EXPECT_EQ(world.Of(Indicator{.stated_by = "measures/rate"})->unit, "%");
  EXPECT_FALSE(world.Of(Indicator{.stated_by = "measures/none"}).has_value());
}

uint8_t DecimalsOf(const TotalOf& total) {
  return ShapeWorld().Of(Indicator{.definition = total})->decimals;
}

TEST(IndicatorShape, FoldsThatDivideHaveTwoDecimals) {
  EXPECT_EQ(DecimalsOf(Folded("tax", TimeFold::kMean)), 2);
  EXPECT_EQ(DecimalsOf(Folded("tax", TimeFold::kNatural, MemberFold::kMean)), 2);
  EXPECT_EQ(DecimalsOf(Folded("tax", TimeFold::kMax)), 0);
  EXPECT_EQ(DecimalsOf(Folded("rate", TimeFold::kFirst, MemberFold::kMin)), 1);
  EXPECT_EQ(DecimalsOf(Folded("rate", TimeFold::kMean, MemberFold::kCount)), 0);
}

TEST(IndicatorShape, OnlyWhatHasNoFoldsIsATotal) {
  const ShapeWorld world;
  EXPECT_FALSE(world.Of(Leaf(Folded("tax", TimeFold::kMean)))->is_total);
  EXPECT_FALSE(world.Of(Leaf(Folded("tax", TimeFold::kNatural, MemberFold::kMax)))->is_total);
  EXPECT_TRUE(world.Of(Leaf(Folded("tax", TimeFold::kSum)))->is_total);
}

TEST(IndicatorShape, DecimalsThatAreGivenStand) {
  const ShapeWorld world;
  const Expression growth = Made(Growth{}, TotalNode("sales"));
  EXPECT_EQ(world.Of(Indicator{.definition = growth})->decimals, 2);
  EXPECT_EQ(world.Of(Indicator{.definition = growth, .decimals = 0})->decimals, 0);
}

TEST(IndicatorShape, ArithmeticHasTheDecimalsOfItsTerms) {
  const ShapeWorld world;
  EXPECT_EQ(world.Of(Made(Operation::kSum, {TotalNode("tax"), TotalNode("sales")}))->decimals, 2);
  EXPECT_EQ(
      world.Of(Made(Operation::kDifference, {TotalNode("tax"), Number("0.125", "元")}))->decimals,
      3);
  EXPECT_EQ(world.Of(Made(Operation::kProduct, {TotalNode("sales"), Number("0.05")}))->decimals, 4);
  EXPECT_EQ(
      world
          .Of(Made(Operation::kProduct, {TotalNode("sales"), Number("0.00005"), Number("0.00005")}))
          ->decimals,
      9);
  EXPECT_EQ(world.Of(Made(Operation::kQuotient, {TotalNode("tax"), Number("3")}))->decimals, 2);
}

TEST(IndicatorShape, UnitsAreCarriedThroughArithmetic) {
  const ShapeWorld world;
  const Expression each = Made(Operation::kQuotient, {TotalNode("tax"), TotalNode("households")});
  EXPECT_EQ(world.Of(each)->unit, "元/户");
  EXPECT_EQ(world.Of(Made(Operation::kProduct, {each, TotalNode("households")}))->unit, "元");
  EXPECT_EQ(world.Of(Made(Operation::kQuotient, {TotalNode("tax"), TotalNode("sales")}))->unit, "");
  const Expression percent{Arithmetic{.operation = Operation::kQuotient, .in_percent = true},
                           {TotalNode("tax"), TotalNode("sales")}};
  EXPECT_EQ(world.Of(percent)->unit, "%");
  EXPECT_EQ(world.Of(Leaf(Ratio{Total("sales"), Total("households")}))->unit, "元/户");
}

TEST(IndicatorShape, GrowthsSharesAndRanksHaveUnitsOfTheirOwn) {
  const ShapeWorld world;
  EXPECT_EQ(world.Of(Made(Growth{}, TotalNode("sales")))->unit, "%");
  EXPECT_EQ(world.Of(Made(Growth{}, TotalNode("rate")))->unit, "百分点");
  EXPECT_EQ(world.Of(Made(Share{"divisions/44"}, TotalNode("sales")))->unit, "%");
  const Shape rank = world.Of(Made(Rank{}, TotalNode("sales"))).value();
  EXPECT_EQ(rank.unit, "位");
  EXPECT_EQ(rank.decimals, 0);
}

TEST(IndicatorShape, ReadsTheCoarsestPeriodAndOneKind) {
  const ShapeWorld world;
  const Shape flows =
      world.Of(Made(Operation::kSum, {TotalNode("tax"), TotalNode("sales")})).value();
  EXPECT_EQ(flows.frequency, Frequency::kYear);
  EXPECT_EQ(flows.temporal_kind, TemporalKind::kFlow);
  EXPECT_TRUE(flows.flows);
  const Shape mixed =
      world.Of(Made(Operation::kQuotient, {TotalNode("tax"), TotalNode("households")})).value();
  EXPECT_EQ(mixed.temporal_kind, TemporalKind::kUnspecified);
  EXPECT_FALSE(mixed.flows);
  const Shape scaled =
      world.Of(Made(Operation::kProduct, {Number("2"), TotalNode("households")})).value();
  EXPECT_EQ(scaled.temporal_kind, TemporalKind::kStock);
}

TEST(IndicatorShape, AConstantReadsNothing) {
  const Shape shape = ShapeWorld().Of(Made(Operation::kSum, {Number("1.50"), Number("2")})).value();
  EXPECT_FALSE(shape.reads);
  EXPECT_EQ(shape.unit, "");
  EXPECT_EQ(shape.decimals, 1);
  EXPECT_EQ(shape.temporal_kind, TemporalKind::kUnspecified);
}

TEST(IndicatorShape, FollowsNames) {
  ShapeWorld world;
  world.AddIndicator("all-sales", Total("sales"));
  world.AddIndicator("half", Made(Operation::kProduct, {Named("all-sales"), Number("0.5")}));
  const Shape shape = world.Of(Made(Growth{}, Named("half"))).value();
  EXPECT_EQ(shape.unit, "%");
  EXPECT_EQ(shape.frequency, Frequency::kYear);
  // The growth, the name, the product and its two operands, the total behind the first.
  EXPECT_EQ(shape.nodes, 6);
  EXPECT_TRUE(world.Of(Named("all-sales"))->is_total);
}

TEST(IndicatorShape, WindowsAndShiftsKeepTheUnit) {
  const ShapeWorld world;
  const Shape window =
      world.Of(Made(Window{.to_date = Frequency::kYear}, TotalNode("tax"))).value();
  EXPECT_EQ(window.unit, "元");
  EXPECT_FALSE(window.is_total);
  EXPECT_EQ(world.Of(Made(Shift{.count = -1}, TotalNode("rate")))->decimals, 1);
}

}  // namespace
}  // namespace taizhang
