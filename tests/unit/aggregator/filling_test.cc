#include <optional>

#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

/// Two towns in a county; the mill lies in Chishui.
class Fillings : public ::testing::Test {
 protected:
  Fillings() {
    world_.DefineFlow(Frequency::kYear);
    world_.Enterprise(kMill, {{kChishui, {}}});
  }

  Figure Fill(const std::string& scope, const std::string& period,
              const std::string& indicator = "sales",
              std::optional<Day> members_on = std::nullopt) {
    world_.Commit();
    const FigureQuery query{.scope = *RecordName::Parse(scope),
                            .indicator = "indicators/" + indicator,
                            .period = *Period::Parse(period),
                            .members_on = members_on,
                            .fill_from_statements = true};
    const auto figure = Answer(query, world_.structure(), world_.partitions());
    EXPECT_TRUE(figure.ok()) << figure.status();
    return figure.value_or(Figure{});
  }

  Kaiping world_;
};

TEST_F(Fillings, R2_DivisionsThatReportNothingAreRepresentedByWhatIsStatedOfThem) {
  world_.Observe(kMill, "sales", "2024", Exactly(10));
  world_.Observe(kChishui, "sales", "2024", Exactly(500));  // the mill contributes there
  world_.Observe(kTangkou, "sales", "2024", AtLeast(30));
  const Figure figure = Fill(kCounty, "2024");
  EXPECT_EQ(TextOf(figure), "≥ 40");
  EXPECT_EQ(figure.filled, 1);
  EXPECT_EQ(figure.completeness.expected, 1);
  EXPECT_EQ(figure.completeness.received, 1);
  EXPECT_EQ(world_.Text(kCounty, "sales", "2024"), "10") << "where nobody asks for it";
}

TEST_F(Fillings, R2_NothingButStatementsIsAFigureToo) {
  world_.Observe(kTangkou, "sales", "2024", Exactly(30));
  EXPECT_EQ(TextOf(Fill(kCounty, "2024")), "30");
  EXPECT_EQ(Fill(kCounty, "2024").completeness.received, 0);
}

TEST_F(Fillings, R2_AFilledFigureHasNoVerdictButWhereItsLowerEndDecides) {
  world_.DefineFlow(Frequency::kYear).non_negative = true;
  world_.Observe(kMill, "sales", "2024", Exactly(10));
  world_.Observe(kTangkou, "sales", "2024", Exactly(30));
  world_.Observe(kCounty, "sales", "2024", Exactly(40));
  ASSERT_EQ(Fill(kCounty, "2024").stated.size(), 1U);
  EXPECT_EQ(Fill(kCounty, "2024").stated[0].verdict, Verdict::kUnknown);
  EXPECT_EQ(TextOf(Fill(kCounty, "2024").stated[0].gap), "0");
  world_.Observe(kCounty, "sales", "2024", Exactly(39));
  EXPECT_EQ(Fill(kCounty, "2024").stated[0].verdict, Verdict::kDiffers);
}

TEST_F(Fillings, R2_ARemainderIsEnough) {
  world_.Observe(kTangkou, "sales", "2024", Exactly(3).Of("a").AsRemainder());
  world_.Observe(kTangkou, "sales", "2024", Exactly(30).Of("b"));
  EXPECT_EQ(Fill(kCounty, "2024").filled, 0);
  EXPECT_EQ(TextOf(Fill(kCounty, "2024")), "3");
}

TEST_F(Fillings, R2_TheNewestStatementWithAnAmountFills) {
  world_.Observe(kTangkou, "sales", "2024", Exactly(7).Of("a"));
  world_.Commit();
  world_.Observe(kTangkou, "sales", "2024", Exactly(8).Of("b"));
  world_.Commit();
  world_.Observe(kTangkou, "sales", "2024", NotAvailable().Of("c"));
  EXPECT_EQ(TextOf(Fill(kCounty, "2024")), "8");
}

TEST_F(Fillings, R2_OnlyOneLevelDownOnTheLastDay) {
  world_.Observe(kTangkou, "sales", "2024", Exactly(30));
  EXPECT_EQ(Fill("divisions/4407", "2024").filled, 0);
  world_.Observe(kCounty, "sales", "2024", Exactly(90));
  EXPECT_EQ(TextOf(Fill("divisions/4407", "2024")), "90");
  // A town that lay elsewhere on the last day.
  world_.Put(kTangkou, DivisionIn({{kCounty, Days("", "2024-12-31")},
                                   {"divisions/4407", Days("2024-12-31", "")}}));
  EXPECT_EQ(Fill(kCounty, "2024").filled, 0);
  EXPECT_EQ(TextOf(Fill("divisions/4407", "2024")), "120");
  EXPECT_EQ(Fill("divisions/4407", "2024").filled, 2);
}

TEST_F(Fillings, R2_OnlyWhatStatesExactlyTheSpanFills) {
  world_.Observe(kTangkou, "sales", "2024", Exactly(30));
  world_.Observe(kTangkou, "sales", "2023", Exactly(20));
  EXPECT_EQ(Fill(kCounty, "2023..2024").filled, 0);
}

TEST_F(Fillings, R2_OnlyDivisionsAreFilled) {
  world_.Observe(kRice, "sales", "2024", Exactly(30));
  world_.Observe(kVillage, "sales", "2024", Exactly(30));
  EXPECT_EQ(Fill(kRice, "2024").filled, 0);
  EXPECT_EQ(Fill(kTangkou, "2024").filled, 0);
}

TEST_F(Fillings, R2_AnotherMeasureMayState) {
  Measure& stated = world_.Define("stated", TemporalKind::kFlow, Frequency::kYear, 0);
  stated.about_tolerance = 1000;
  stated.decimals = 1;
  Record total = Total("sales");
  std::get<Indicator>(total.details).stated_by = "measures/stated";
  world_.Put("indicators/sales", total);
  world_.Observe(kTangkou, "sales", "2024", Exactly(30));
  world_.Observe(kChishui, "stated", "2024", About(505));
  EXPECT_EQ(TextOf(Fill(kCounty, "2024")), "45.4..55.6");
  EXPECT_EQ(Fill(kCounty, "2024").filled, 1);
}

TEST_F(Fillings, R2_WhoCountsOnAFixedDayDecides) {
  world_.Enterprise(kMill,
                    {{kChishui, Days("", "2024-07-01")}, {kTangkou, Days("2024-07-01", "")}});
  world_.Observe(kMill, "sales", "2024", Exactly(10));
  world_.Observe(kChishui, "sales", "2024", Exactly(100));
  world_.Observe(kTangkou, "sales", "2024", Exactly(200));
  EXPECT_EQ(TextOf(Fill(kCounty, "2024")), "110");
  EXPECT_EQ(TextOf(Fill(kCounty, "2024", "sales", DayOf("2024-02-01"))), "210");
}

TEST_F(Fillings, R2_CountsAreFilledWhereNobodyIsKnown) {
  world_.Define("number", TemporalKind::kStock, Frequency::kYear, 0).unit = "家";
  Record count = Count(RecordKind::kEnterprise);
  std::get<Indicator>(count.details).stated_by = "measures/number";
  world_.Put("indicators/enterprises", count);
  world_.Observe(kChishui, "number", "2024", Exactly(50));
  world_.Observe(kTangkou, "number", "2024", AtLeast(84));
  const Figure figure = Fill(kCounty, "2024", "enterprises");
  EXPECT_EQ(TextOf(figure), "≥ 85");
  EXPECT_EQ(figure.filled, 1);
  EXPECT_EQ(figure.completeness.received, 1);
}

TEST_F(Fillings, R14_AmountsThatDoNotAddUpAreNotFilled) {
  world_.DefineFlow(Frequency::kYear).additive = false;
  world_.Observe(kMill, "sales", "2024", Exactly(10));
  world_.Observe(kTangkou, "sales", "2024", Exactly(30));
  EXPECT_EQ(Fill(kCounty, "2024").filled, 0);
  EXPECT_EQ(TextOf(Fill(kCounty, "2024")), "10");
}

}  // namespace
}  // namespace taizhang::aggregator
