// What indicators and measures may say of how figures are made.

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string IndicatorRow(const std::string& id, const std::string& indicator) {
  return R"(rows { record { name: "indicators/)" + id + R"(" display_name: "I" indicator { )" +
         indicator + " } } }";
}

RecordCase IndicatorCase(const std::string& indicator, std::vector<std::string> complaints) {
  return {R"(name: "indicators/a" display_name: "A" indicator { )" + indicator + " }",
          std::move(complaints)};
}

const Indicator& IndicatorIn(const Posted& posted) {
  return std::get<Indicator>(posted.content.records.front().after->details);
}

TEST(DefinitionRules, GrowthsSharesRanksAndRatiosAreKept) {
  CheckRecords({
      IndicatorCase(R"(expression { growth { operand { total { measure: "measures/sales" } }
                       like_for_like: true } } decimals: 1)",
                    {}),
      IndicatorCase(R"(expression { share { operand { total { measure: "measures/sales" } }
                       whole: "divisions/440783/clusters/mushrooms" } })",
                    {}),
      IndicatorCase(R"(expression { rank { operand { count { kind: RECORD_KIND_ENTERPRISE } } } })",
                    {}),
      IndicatorCase(R"(expression { ratio { numerator { measure: "measures/sales" }
                       denominator { measure: "measures/output" } in_percent: true } })",
                    {}),
      IndicatorCase(R"(expression { window { operand { total { measure: "measures/balance" } }
                       trailing: 12 length: FREQUENCY_MONTH } })",
                    {}),
      IndicatorCase(R"(total { measure: "measures/balance" over_time: TIME_FOLD_MEAN
                       over_members: MEMBER_FOLD_MAX } decimals: 3)",
                    {}),
  });
}

TEST(DefinitionRules, OneRequestTellsAllThatIsWrong) {
  CheckRecords({IndicatorCase(
      R"(expression { quotient {
           operands { total { measure: "measures/none" filter { industries: "13" } } }
           operands { sum { operands { total { measure: "measures/sales" } }
                            operands { total { measure: "measures/land" filter { stages: STAGE_SIGNED } } } } }
           skip_missing: true } }
         stated_by: "measures/nor" population: "indicators/neither")",
      {"indicator.expression.quotient.skip_missing FIELD_NOT_ALLOWED",
       "indicator.expression.quotient.operands[0].total.measure REFERENCE_UNKNOWN",
       "indicator.expression.quotient.operands[1].sum.operands[1] UNIT_MISMATCH",
       "indicator.expression.quotient.operands[0].total.filter.industries[0] VALUE_INVALID",
       absl::StrCat("indicator.expression.quotient.operands[1].sum.operands[1].total.filter.stages",
                    " FIELD_NOT_ALLOWED"),
       "indicator.stated_by REFERENCE_UNKNOWN", "indicator.population FIELD_NOT_ALLOWED"})});
}

TEST(DefinitionRules, WhatCannotBeReadIsSaidOnce) {
  CheckRecords({
      IndicatorCase("expression {}", {"indicator.expression FIELD_REQUIRED"}),
      IndicatorCase("expression { rank {} }", {"indicator.expression.rank.operand FIELD_REQUIRED"}),
      IndicatorCase("expression { constant {} }",
                    {"indicator.expression.constant.value FIELD_REQUIRED"}),
      IndicatorCase(R"(expression { constant { value: "1e3" } })",
                    {"indicator.expression.constant.value VALUE_INVALID"}),
      IndicatorCase(R"(expression { window { operand { total { measure: "measures/sales" } }
                       to_date: 9 } })",
                    {"indicator.expression.window.to_date VALUE_INVALID"}),
      IndicatorCase(R"(expression { window { operand { total { measure: "measures/sales" } }
                       trailing: 3 } })",
                    {"indicator.expression.window.length FIELD_REQUIRED"}),
      IndicatorCase(R"(expression { window { operand { total { measure: "measures/sales" } }
                       to_date: FREQUENCY_YEAR length: FREQUENCY_MONTH } })",
                    {"indicator.expression.window.length FIELD_NOT_ALLOWED"}),
      IndicatorCase(R"(total { measure: "measures/sales" over_time: 9 over_members: 9 })",
                    {"indicator.total.over_time VALUE_INVALID",
                     "indicator.total.over_members VALUE_INVALID"}),
      IndicatorCase(R"(expression { growth { operand { total { measure: "measures/sales" } }
                       base: 9 } })",
                    {"indicator.expression.growth.base VALUE_INVALID"}),
      IndicatorCase(R"(expression { rank { operand { total { measure: "measures/sales" } } } }
                       decimals: 300)",
                    {"indicator.decimals VALUE_INVALID"}),
  });
}

std::string Nested(int depth) {
  std::string node = R"(total { measure: "measures/sales" })";
  for (; depth > 1; --depth) node = "rank { operand { " + node + " } }";
  return "expression { " + node + " }";
}

std::string Repeated(int count, const std::string& node) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "operands { " + node + " } ";
  return text;
}

TEST(DefinitionRules, TreesHaveLimits) {
  const std::string sales = R"(total { measure: "measures/sales" })";
  const std::string seven = "sum { " + Repeated(7, sales) + "}";
  CheckRecords({
      IndicatorCase(Nested(8), {}),
      IndicatorCase(Nested(9), {"indicator.expression.rank.operand.rank.operand.rank.operand.rank."
                                "operand.rank.operand.rank.operand.rank.operand.rank.operand "
                                "TOO_LARGE"}),
      IndicatorCase("expression { sum { " + Repeated(17, sales) + "} }",
                    {"indicator.expression.sum.operands TOO_LARGE"}),
      IndicatorCase("expression { sum { " + Repeated(7, seven) + Repeated(7, sales) + "} }", {}),
      IndicatorCase("expression { sum { " + Repeated(7, seven) + Repeated(8, sales) + "} }",
                    {"indicator.expression.sum.operands[14] TOO_LARGE"}),
  });
}

TEST(DefinitionRules, FiltersOfATreeHaveALimitTogether) {
  const LedgerWorld world;
  const auto complaints = [&](int operands, int more) {
    v1::WriteRecordsRequest request = Request(IndicatorRow("a", "expression { sum {} }"));
    type::v1::Operands& sum = *request.mutable_rows(0)
                                   ->mutable_record()
                                   ->mutable_indicator()
                                   ->mutable_expression()
                                   ->mutable_sum();
    for (int i = 0; i < operands; ++i) {
      type::v1::TotalOf& total = *sum.add_operands()->mutable_total();
      total.set_measure("measures/sales");
      for (int k = 0; k < 64; ++k) total.mutable_filter()->add_industries("C");
    }
    for (int k = 0; k < more; ++k)
      sum.mutable_operands(0)->mutable_total()->mutable_filter()->add_roles(type::v1::ROLE_LEADING);
    return Complaints(world.Judge(request));
  };
  EXPECT_THAT(complaints(4, 0), IsEmpty());
  EXPECT_THAT(complaints(4, 1), ElementsAre("rows[0].record.indicator.expression TOO_LARGE"));
}

TEST(DefinitionRules, AHugeTreeIsRefusedWithoutWalkingIt) {
  const LedgerWorld world;
  v1::WriteRecordsRequest request = Request(IndicatorRow("a", "expression { sum {} }"));
  type::v1::Operands& sum = *request.mutable_rows(0)
                                 ->mutable_record()
                                 ->mutable_indicator()
                                 ->mutable_expression()
                                 ->mutable_sum();
  for (int i = 0; i < 10'000; ++i)
    sum.add_operands()->mutable_total()->set_measure("measures/none");
  EXPECT_THAT(Complaints(world.Judge(request)),
              ElementsAre("rows[0].record.indicator.expression.sum.operands TOO_LARGE"));
}

TEST(DefinitionRules, ACycleIsRefusedThroughRowsOfTheRequest) {
  LedgerWorld world;
  world.Write(IndicatorRow("b", R"(total { measure: "measures/sales" })"));
  const std::string a_of_b =
      IndicatorRow("a", R"(expression { rank { operand { indicator: "indicators/b" } } })");
  const std::string b_of_a =
      IndicatorRow("b", R"(expression { rank { operand { indicator: "indicators/a" } } })");
  const std::string field = ".record.indicator.expression.rank.operand.indicator HIERARCHY_INVALID";
  EXPECT_THAT(Complaints(world.Judge(a_of_b + b_of_a)),
              ElementsAre("rows[0]" + field, "rows[1]" + field));
  world.Write(a_of_b);
  const Posted posted = world.Judge(b_of_a);
  EXPECT_THAT(Complaints(posted), ElementsAre("rows[0]" + field));
  EXPECT_EQ(posted.violations[0].description,
            "an indicator cannot be made of itself: indicators/b → indicators/a → indicators/b");
  EXPECT_THAT(Complaints(world.Judge(IndicatorRow(
                  "c", R"(expression { rank { operand { indicator: "indicators/c" } } })"))),
              ElementsAre("rows[0]" + field));
}

TEST(DefinitionRules, RowsOfTheRequestAreKnownToOneAnother) {
  const LedgerWorld world;
  EXPECT_THAT(
      Complaints(world.Judge(
          IndicatorRow("a", R"(expression { rank { operand { indicator: "indicators/b" } } })") +
          IndicatorRow("b", R"(total { measure: "measures/sales" })"))),
      IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(IndicatorRow(
                  "a", R"(expression { rank { operand { indicator: "indicators/b" } } })"))),
              ElementsAre("rows[0].record.indicator.expression.rank.operand.indicator "
                          "REFERENCE_UNKNOWN"));
}

TEST(DefinitionRules, DefaultFoldsAreKeptAsDefaults) {
  const LedgerWorld world;
  const auto kept = [&](const std::string& indicator) {
    return std::get<TotalOf>(IndicatorIn(world.Judge(IndicatorRow("a", indicator))).definition);
  };
  EXPECT_TRUE(kept(R"(total { measure: "measures/sales" over_time: TIME_FOLD_SUM
                      over_members: MEMBER_FOLD_SUM })")
                  .IsTotal());
  EXPECT_TRUE(kept(R"(total { measure: "measures/land" over_time: TIME_FOLD_LAST })").IsTotal());
  EXPECT_EQ(kept(R"(total { measure: "measures/sales" over_time: TIME_FOLD_LAST })").over_time,
            TimeFold::kLast);
  const Posted posted = world.Judge(
      IndicatorRow("a", R"(expression { growth { operand { total { measure: "measures/sales"
              over_time: TIME_FOLD_SUM } } base: GROWTH_BASE_YEAR_EARLIER like_for_like: true } })"));
  EXPECT_THAT(Complaints(posted), IsEmpty());
  const auto& growth = std::get<Expression>(IndicatorIn(posted).definition);
  EXPECT_TRUE(std::get<TotalOf>(growth.operands[0].node).IsTotal());
  EXPECT_EQ(std::get<Growth>(growth.node).base, GrowthBase::kYearEarlier);
}

TEST(DefinitionRules, TheSameDefinitionOtherwiseSpeltIsUnchanged) {
  LedgerWorld world;
  const auto row = [](const std::string& value, const std::string& fold) {
    return IndicatorRow("a", R"(expression { product { operands { constant { value: ")" + value +
                                 R"(" } } operands { total { measure: "measures/sales" )" + fold +
                                 " } } } }");
  };
  world.Write(row("0.50", ""));
  EXPECT_THAT(world.Judge(row("0.5", "over_time: TIME_FOLD_SUM")).outcomes,
              ElementsAre(Outcome::kUnchanged));
  EXPECT_THAT(world.Judge(row("0.51", "")).outcomes, ElementsAre(Outcome::kUpdated));
}

TEST(DefinitionRules, FoldsAreThoseOfTheTemporalKind) {
  CheckRecords({
      IndicatorCase(R"(total { measure: "measures/land" over_time: TIME_FOLD_SUM })",
                    {"indicator.total.over_time FIELD_NOT_ALLOWED"}),
      IndicatorCase(R"(total { measure: "measures/output" over_time: TIME_FOLD_MEAN })",
                    {"indicator.total.over_time FIELD_NOT_ALLOWED"}),
      IndicatorCase(R"(total { measure: "measures/sales" } decimals: 1)",
                    {"indicator.decimals FIELD_NOT_ALLOWED"}),
  });
}

TEST(DefinitionRules, StatedFiguresAreInTheUnitOfTheFigures) {
  LedgerWorld world;
  const auto measure = [](const std::string& id, const std::string& unit) {
    return R"(rows { record { name: "measures/)" + id + R"(" display_name: "M" measure { unit: ")" +
           unit + R"(" temporal_kind: TEMPORAL_KIND_STOCK frequency: FREQUENCY_YEAR } } } )";
  };
  world.Write(measure("growth", "%") + measure("members", "家"));
  const auto complaints = [&](const std::string& indicator) {
    return Complaints(world.Judge(IndicatorRow("a", indicator)));
  };
  const std::string sales = R"(operand { total { measure: "measures/sales" } })";
  EXPECT_THAT(complaints("expression { growth { " + sales + R"( } } stated_by: "measures/growth")"),
              IsEmpty());
  EXPECT_THAT(complaints("expression { growth { " + sales + R"( } } stated_by: "measures/land")"),
              ElementsAre("rows[0].record.indicator.stated_by UNIT_MISMATCH"));
  EXPECT_THAT(
      complaints("expression { quotient { operands { total { measure: \"measures/sales\" } }"
                 " operands { total { measure: \"measures/output\" } } } }"
                 " stated_by: \"measures/growth\""),
      ElementsAre("rows[0].record.indicator.stated_by UNIT_MISMATCH"));
  EXPECT_THAT(complaints(R"(total { measure: "measures/sales" over_members: MEMBER_FOLD_COUNT }
                            stated_by: "measures/members")"),
              IsEmpty());
  EXPECT_THAT(complaints(R"(total { measure: "measures/sales" over_members: MEMBER_FOLD_COUNT }
                            stated_by: "measures/growth")"),
              ElementsAre("rows[0].record.indicator.stated_by UNIT_MISMATCH"));
}

TEST(DefinitionRules, OnlyTotalsHaveAPopulation) {
  LedgerWorld world;
  world.Write(IndicatorRow("firms", "count { kind: RECORD_KIND_ENTERPRISE }"));
  const auto complaints = [&](const std::string& definition) {
    return Complaints(
        world.Judge(IndicatorRow("a", definition + R"( population: "indicators/firms")")));
  };
  EXPECT_THAT(complaints(R"(total { measure: "measures/sales" })"), IsEmpty());
  EXPECT_THAT(complaints(R"(total { measure: "measures/sales" over_members: MEMBER_FOLD_MEAN })"),
              ElementsAre("rows[0].record.indicator.population FIELD_NOT_ALLOWED"));
  EXPECT_THAT(
      complaints(R"(expression { rank { operand { total { measure: "measures/sales" } } } })"),
      ElementsAre("rows[0].record.indicator.population FIELD_NOT_ALLOWED"));
}

RecordCase MeasureCase(const std::string& fields, std::vector<std::string> complaints) {
  return {R"(name: "measures/a" display_name: "A" measure { unit: "元"
             temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR )" +
              fields + " }",
          std::move(complaints)};
}

TEST(DefinitionRules, ToleranceIsAFraction) {
  CheckRecords({
      MeasureCase(R"(about_tolerance: "0.05")", {}),
      MeasureCase(R"(about_tolerance: "0.9999")", {}),
      MeasureCase(R"(about_tolerance: "0.0500")", {}),
      MeasureCase(R"(about_tolerance: "0")", {"measure.about_tolerance VALUE_INVALID"}),
      MeasureCase(R"(about_tolerance: "1")", {"measure.about_tolerance VALUE_INVALID"}),
      MeasureCase(R"(about_tolerance: "-0.1")", {"measure.about_tolerance VALUE_INVALID"}),
      MeasureCase(R"(about_tolerance: "0.00001")", {"measure.about_tolerance VALUE_INVALID"}),
      MeasureCase(R"(about_tolerance: "5%")", {"measure.about_tolerance VALUE_INVALID"}),
  });
}

TEST(DefinitionRules, AMeasureAsksItsReporters) {
  CheckRecords({
      MeasureCase(
          R"(reporters: REPORTER_ENTERPRISE filter { industries: "C13" roles: ROLE_LEADING })", {}),
      MeasureCase(R"(reporters: REPORTER_VILLAGE filter { industries: "C13" })",
                  {"measure.filter.industries FIELD_NOT_ALLOWED"}),
      MeasureCase(R"(reporters: REPORTER_ENTERPRISE filter { industries: "13" })",
                  {"measure.filter.industries[0] VALUE_INVALID"}),
      MeasureCase(R"(reporters: REPORTER_ENTERPRISE itemised: true filter { items: "rent" })",
                  {"measure.filter.items FIELD_NOT_ALLOWED"}),
      MeasureCase(R"(reporters: REPORTER_ENTERPRISE filter { items: "rent" })",
                  {"measure.filter.items FIELD_NOT_ALLOWED"}),
      MeasureCase(R"(filter { labels { key: "a" value: "b" } })",
                  {"measure.filter FIELD_NOT_ALLOWED"}),
  });
}

TEST(DefinitionRules, ToleranceMayChangeAndTheFilterNever) {
  LedgerWorld world;
  const auto row = [](const std::string& fields) {
    return R"(rows { record { name: "measures/a" display_name: "A" measure { unit: "元"
              temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR
              reporters: REPORTER_ENTERPRISE )" +
           fields + " } } }";
  };
  world.Write(row(R"(filter { industries: "C13" })"));
  EXPECT_THAT(
      Complaints(world.Judge(row(R"(filter { industries: "C13" } about_tolerance: "0.1")"))),
      IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(row(""))),
              ElementsAre("rows[0].record.measure.filter IMMUTABLE"));
}

}  // namespace
}  // namespace taizhang::ledger
