#include "common/status/reason.h"
#include "tests/unit/aggregator/expressions.h"
#include <gmock/gmock.h>

namespace taizhang::aggregator {
namespace {

using testing::HasSubstr;

/// Two flows of the mill in 2025, yearly, of which "costs" is observed only where a test does.
class Arithmetics : public Definitions {
 public:
  Arithmetics() {
    Define("sales", TemporalKind::kFlow, Frequency::kYear, kEnterprises);
    Define("costs", TemporalKind::kFlow, Frequency::kYear, kEnterprises);
    Enterprise(kMill, {{kChishui, {}}});
    Observe(kMill, "sales", "2025", Exactly(100));
  }
  std::string Of(Expression expression, const Said& sales, const Said& costs) {
    Observe(kMill, "sales", "2025", sales);
    Observe(kMill, "costs", "2025", costs);
    Made("made", std::move(expression));
    return TextOf(Get(kCounty, "made", "2025"));
  }
};

const Expression kSales = TotalNode("sales");
const Expression kCosts = TotalNode("costs");

TEST(Arithmetic, R17_SumsAndDifferencesOfFigures) {
  Arithmetics world;
  EXPECT_EQ(world.Of(SumNode({kSales, kCosts}), Exactly(100), Exactly(30)), "130");
  EXPECT_EQ(world.Of(DifferenceNode(kSales, kCosts), Exactly(100), Exactly(30)), "70");
  EXPECT_EQ(world.Of(DifferenceNode(kSales, ConstantNode("0.5")), Exactly(100), Exactly(30)),
            "99.5");
}

TEST(Arithmetic, R17_BoundsAreThoseOfEveryPossibleResult) {
  Arithmetics world;
  EXPECT_EQ(world.Of(SumNode({kSales, kCosts}), AtLeast(100), Exactly(30)), "≥ 130");
  EXPECT_EQ(world.Of(DifferenceNode(kSales, kCosts), AtLeast(100), LessThan(30)), "> 70");
  EXPECT_EQ(world.Of(DifferenceNode(kSales, kCosts), AtLeast(100), AtLeast(30)), "?");
  EXPECT_EQ(world.Of(DifferenceNode(kSales, kCosts), About(100), Exactly(30)), "≈ 70");
  EXPECT_EQ(world.Of(ProductNode({kSales, ConstantNode("-0.5", "")}), AtLeast(100), Exactly(30)),
            "≤ -50");
  EXPECT_EQ(world.Of(QuotientNode(kSales, kCosts), Exactly(-10), AtLeast(4)), "-2.5..<0");
}

TEST(Arithmetic, R17_TheSameFigureTwiceIsNotKnownToBeTheSame) {
  Arithmetics world;
  EXPECT_EQ(world.Of(DifferenceNode(kSales, kSales), AtLeast(100), Exactly(1)), "?");
}

TEST(Arithmetic, R17_AQuotientOfOneUnitMayBeInPercent) {
  Arithmetics world;
  EXPECT_EQ(world.Of(QuotientNode(kCosts, kSales), Exactly(8), Exactly(1)), "0.12");
  EXPECT_EQ(world.Of(InPercent(QuotientNode(kCosts, kSales)), Exactly(8), Exactly(1)), "12.5");
  EXPECT_EQ(world.Get(kCounty, "made", "2025").unit, "%");
}

TEST(Arithmetic, R1_WhatIsDividedIsRoundedToTwoDecimalsOrThoseOfTheIndicator) {
  Arithmetics world;
  EXPECT_EQ(world.Of(QuotientNode(kSales, kCosts), Exactly(2), Exactly(3)), "0.67");
  EXPECT_EQ(world.Of(QuotientNode(kSales, kCosts), AtMost(2), Exactly(3)), "≤ 0.67");
  EXPECT_EQ(world.Of(QuotientNode(kSales, kCosts), AtLeast(2), Exactly(3)), "≥ 0.66");
  EXPECT_EQ(world.Get(kCounty, "made", "2025").decimals, 2);
  world.Made("made", QuotientNode(kSales, kCosts)).decimals = 4;
  EXPECT_EQ(TextOf(world.Get(kCounty, "made", "2025")), "≥ 0.6666");
}

TEST(Arithmetic, R1_NothingIsRoundedOnTheWay) {
  Arithmetics world;
  world.Made("third", QuotientNode(kSales, ConstantNode("3", "")));
  EXPECT_EQ(world.Of(ProductNode({Named("third"), ConstantNode("3", "")}), Exactly(1), Exactly(1)),
            "1");
}

TEST(Arithmetic, R1_ADenominatorThatMayBeZeroGivesNoValue) {
  Arithmetics world;
  for (const Said& costs : {Exactly(0), AtMost(5), AtLeast(0), About(5), MoreThan(0)}) {
    EXPECT_EQ(world.Of(QuotientNode(kSales, kCosts), Exactly(1), costs), "none");
    EXPECT_EQ(world.Get(kCounty, "made", "2025").no_value, NoValue::kDenominatorMayBeZero);
  }
}

TEST(Arithmetic, R17_AMissingOperandGivesNoValueUnlessItIsSkipped) {
  Arithmetics world;
  world.Made("sum", SumNode({kSales, kCosts}));
  world.Made("skipping", SkippingMissing(SumNode({kSales, kCosts})));
  world.Made("first-skipped", SkippingMissing(DifferenceNode(kCosts, kSales)));
  world.Made("product", SkippingMissing(ProductNode({kSales, SumNode({kCosts})})));
  world.Made("none", SkippingMissing(SumNode({kCosts, kCosts})));
  EXPECT_EQ(world.Get(kCounty, "sum", "2025").no_value, NoValue::kMissing);
  EXPECT_EQ(world.Text(kCounty, "skipping", "2025"), "100");
  EXPECT_EQ(world.Text(kCounty, "first-skipped", "2025"), "-100");
  EXPECT_EQ(world.Get(kCounty, "none", "2025").no_value, NoValue::kMissing);
}

TEST(Arithmetic, R17_WhatIsUndefinedIsNotSkipped) {
  Arithmetics world;
  world.Observe(kMill, "costs", "2025", Exactly(0));
  world.Made("quotient", QuotientNode(kSales, kCosts));
  world.Made("made", SkippingMissing(SumNode({ConstantNode("1", ""), Named("quotient")})));
  EXPECT_EQ(world.Get(kCounty, "made", "2025").no_value, NoValue::kDenominatorMayBeZero);
}

TEST(Arithmetic, R17_AnOffsetReadsAnotherPeriod) {
  Arithmetics world;
  world.DefineToDate(Frequency::kMonth);
  world.Observe(kMill, "sales", "2023", Exactly(7));
  world.Made("two-years-ago", ShiftNode(kSales, -2));
  EXPECT_EQ(world.Text(kCounty, "two-years-ago", "2025"), "7");
  world.Observe(kMill, "tax", "2024-12", Exactly(12));
  world.Observe(kMill, "tax", "2024-11", Exactly(9));
  world.Made("month-before", ShiftNode(TotalNode("tax"), -1, Frequency::kMonth));
  EXPECT_EQ(world.Text(kCounty, "month-before", "2025-01"), "3");
}

TEST(Arithmetic, R17_BeyondTheCalendarEverythingIsMissing) {
  Arithmetics world;
  world.Made("far", ShiftNode(kSales, 200));
  world.Made("wide", TrailingNode(kSales, 200, Frequency::kYear));
  EXPECT_EQ(world.Get(kCounty, "far", "2025").no_value, NoValue::kMissing);
  EXPECT_EQ(world.Get(kCounty, "wide", "2025").no_value, NoValue::kMissing);
}

TEST(Arithmetic, R17_WindowsReachBackFromTheQuerysEnd) {
  Definitions world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  const char* const months[] = {"2024-12", "2025-01", "2025-02", "2025-03", "2025-04", "2025-05"};
  int64_t amount = 1;
  for (const char* month : months) {
    world.Observe(kMill, "sales", month, Exactly(amount));
    amount *= 2;
  }
  world.Made("year", ToDateNode(kSales, Frequency::kYear));
  world.Made("quarter", ToDateNode(kSales, Frequency::kQuarter));
  world.Made("trailing", TrailingNode(kSales, 4, Frequency::kMonth));
  EXPECT_EQ(world.Text(kCounty, "year", "2025-05"), "62");
  EXPECT_EQ(world.Text(kCounty, "year", "2025-01"), "2");
  EXPECT_EQ(world.Text(kCounty, "quarter", "2025-05"), "48");
  EXPECT_EQ(world.Text(kCounty, "quarter", "2025-03"), "14");
  EXPECT_EQ(world.Text(kCounty, "trailing", "2025-03"), "15");
}

TEST(Arithmetic, R7_APeriodThatIsTooFineForAPartIsRefused) {
  Arithmetics world;
  world.Made("made", SumNode({kSales, kCosts}));
  const auto figure = world.Ask(kCounty, "made", "2025-Q1");
  EXPECT_EQ(ReasonOf(figure.status()), Reason::kPeriodTooFine);
}

TEST(Arithmetic, R12_PartsAddUpTheirSubjectPeriodsAndThePoorestCovers) {
  Arithmetics world;
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kFarm, "sales", "2025", AtLeast(5));
  world.Observe(kMill, "costs", "2025", Exactly(5));
  world.Made("made", SumNode({kSales, kCosts, ConstantNode("1")}));
  const Figure figure = world.Get(kCounty, "made", "2025");
  EXPECT_EQ(figure.completeness,
            (Completeness{.expected = 4, .received = 3, .bounded = 1, .complete = false}));
  EXPECT_EQ(figure.coverage, (Coverage{.numerator = 1, .denominator = 2}));
  EXPECT_EQ(figure.distinct, std::nullopt);
}

TEST(Arithmetic, R12_StatedFiguresAreComparedWithWhatIsNotRounded) {
  Arithmetics world;
  world.Observe(kMill, "costs", "2025", Exactly(3));
  Measure stated =
      std::get<Measure>(MeasureRecord(TemporalKind::kFlow, Frequency::kYear, 0).details);
  stated.unit = "%";
  stated.decimals = 3;
  Record record;
  record.details = stated;
  world.Put("measures/rate", record);
  world.Made("made", InPercent(QuotientNode(kCosts, kSales))).stated_by = "measures/rate";
  world.Observe(kMill, "sales", "2025", Exactly(7));
  // 3 ÷ 7 is 42.857142… %.
  world.Observe(kCounty, "rate", "2025", Exactly(42857).WithQuantum("0.001").Of("a"));
  world.Observe(kCounty, "rate", "2025", Exactly(42858).WithQuantum("0.001").Of("b"));
  world.Observe(kCounty, "rate", "2025", AtLeast(42858).Of("c"));
  const Figure figure = world.Get(kCounty, "made", "2025");
  EXPECT_EQ(TextOf(figure), "42.86");
  ASSERT_EQ(figure.stated.size(), 3U);
  for (const StatedFigure& stated_figure : figure.stated) {
    EXPECT_EQ(stated_figure.verdict,
              stated_figure.source == "a" ? Verdict::kAgrees : Verdict::kDiffers);
  }
}

TEST(Arithmetic, R1_NumbersOfMoreThan37DigitsHaveNoPlace) {
  Arithmetics world;
  const Expression large = ConstantNode("9999999999999999999999999999", "");
  world.Made("made", ProductNode({large, large}));
  EXPECT_EQ(world.Get(kCounty, "made", "2025").no_value, NoValue::kTooLarge);
}

TEST(Arithmetic, WhatADefinitionNamesCanBeWithdrawnLater) {
  Arithmetics world;
  world.Made("made", SumNode({Named("sales"), kCosts}));
  world.Withdraw("indicators/sales");
  const auto figure = world.Ask(kCounty, "made", "2025");
  EXPECT_EQ(ReasonOf(figure.status()), Reason::kScopeUnknown);
  EXPECT_THAT(std::string(figure.status().message()), HasSubstr("indicators/sales"));
}

TEST(Arithmetic, WhatADefinitionNamesCanChangeItsUnitLater) {
  Arithmetics world;
  world.Made("made", SumNode({Named("sales"), kCosts}));
  world.Put("indicators/sales", Count(RecordKind::kEnterprise));
  EXPECT_EQ(ReasonOf(world.Ask(kCounty, "made", "2025").status()), Reason::kUnitMismatch);
}

TEST(Arithmetic, ACycleIsAnErrorInItsPlace) {
  Arithmetics world;
  world.Made("a", SumNode({Named("b"), kCosts}));
  world.Made("b", SumNode({Named("a"), kCosts}));
  EXPECT_EQ(ReasonOf(world.Ask(kCounty, "a", "2025").status()), Reason::kHierarchyInvalid);
}

TEST(Arithmetic, WhatADefinitionNamesCanComeToBeOnlyStated) {
  Arithmetics world;
  world.Made("made", SkippingMissing(SumNode({Named("sales"), kCosts})));
  Record stated_only;
  stated_only.details.emplace<Indicator>().stated_by = "measures/sales";
  world.Put("indicators/sales", stated_only);
  const auto figure = world.Ask(kCounty, "made", "2025");
  EXPECT_EQ(ReasonOf(figure.status()), Reason::kValueInvalid);
  EXPECT_THAT(std::string(figure.status().message()), HasSubstr("stated figures only"));
}

TEST(Arithmetic, R5_AllPartsCountTheMembersOfAFixedDay) {
  Arithmetics world;
  world.Enterprise(kFarm, {{kChishui, Days("", "2025-07-01")}, {kTangkou, Days("2025-07-01", "")}});
  world.Observe(kFarm, "sales", "2025", Exactly(11));
  world.Observe(kFarm, "costs", "2025", Exactly(1));
  world.Observe(kMill, "costs", "2025", Exactly(1));
  world.Made("made", DifferenceNode(kSales, kCosts));
  EXPECT_EQ(world.Text(kChishui, "made", "2025"), "99");
  const auto fixed = world.AskFor(kChishui, "made", "2025", false, DayOf("2025-03-01"));
  EXPECT_EQ(TextOf(fixed.value()), "109");
}

}  // namespace
}  // namespace taizhang::aggregator
