#include "services/cli/figures/figures_table.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::aggregator::v1;

v1::Quantity Exactly(const std::string& value) {
  v1::Quantity quantity;
  quantity.set_value(value);
  quantity.set_mark(v1::MARK_EXACT);
  return quantity;
}

v1::FigureAnswer& AddAnswer(v1::QueryFiguresResponse& response, const std::string& indicator) {
  v1::FigureAnswer& answer = *response.add_answers();
  answer.set_scope("divisions/440783");
  answer.set_indicator(indicator);
  answer.set_period("2025-06");
  return answer;
}

std::string Printed(const v1::QueryFiguresResponse& response, bool leave_out_empty) {
  std::ostringstream out;
  PrintFigures(response,
               {{"divisions/440783", {"开平市", "Kaiping"}}, {"indicators/sites", {"项目数", ""}}},
               leave_out_empty, out);
  return out.str();
}

TEST(FiguresTable, ShowsComputedBesideStatedFiguresOneBelowTheOther) {
  v1::QueryFiguresResponse response;
  v1::Figure& figure = *AddAnswer(response, "indicators/sites").mutable_figure();
  *figure.mutable_computed() = Exactly("2");
  figure.set_unit("个");
  figure.mutable_coverage()->set_numerator(2);
  figure.mutable_coverage()->set_denominator(135);
  for (const char* value : {"135", "84"}) {
    v1::StatedFigure& stated = *figure.add_stated();
    *stated.mutable_amount() = Exactly(value);
    stated.set_verdict(v1::VERDICT_UNKNOWN);
    stated.set_conflict(true);
    stated.set_source(std::string("s") + value);
  }
  EXPECT_EQ(
      Printed(response, true),
      "开平市 Kaiping  (divisions/440783)  2025-06\n"
      "  指标 Indicator  计算 Computed  陈述 Stated  单位 Unit  覆盖 Coverage  判定 Verdict      "
      "备注 Notes\n"
      "  --------------  -------------  -----------  ---------  -------------  ----------------"
      "  ----------------\n"
      "  项目数                    = 2        = 135  个                 2/135  UNKNOWN CONFLICT"
      "  来源 source s135\n"
      "                                        = 84  个                        UNKNOWN CONFLICT"
      "  来源 source s84\n");
}

TEST(FiguresTable, LeavesOutWhatSaysNothingAndCountsIt) {
  v1::QueryFiguresResponse response;
  *AddAnswer(response, "indicators/sites").mutable_figure()->mutable_computed() = Exactly("7");
  AddAnswer(response, "indicators/a").mutable_figure()->set_no_value(v1::NO_VALUE_MISSING);
  *AddAnswer(response, "indicators/b").mutable_figure()->mutable_computed() = Exactly("0");
  const std::string printed = Printed(response, true);
  EXPECT_NE(printed.find("= 7"), std::string::npos);
  EXPECT_EQ(printed.find("indicators/a"), std::string::npos);
  EXPECT_NE(printed.find("(2 figures for which nothing is recorded or stated are not shown"),
            std::string::npos);
  EXPECT_NE(Printed(response, false).find("indicators/a"), std::string::npos);
}

TEST(FiguresTable, ShowsAPeriodInEachRowWhereThereAreSeveral) {
  v1::QueryFiguresResponse response;
  *AddAnswer(response, "indicators/sites").mutable_figure()->mutable_computed() = Exactly("7");
  v1::FigureAnswer& later = AddAnswer(response, "indicators/sites");
  later.set_period("2025-07");
  *later.mutable_figure()->mutable_computed() = Exactly("8");
  EXPECT_EQ(Printed(response, true),
            "开平市 Kaiping  (divisions/440783)\n"
            "  指标 Indicator  期间 Period  计算 Computed\n"
            "  --------------  -----------  -------------\n"
            "  项目数          2025-06                = 7\n"
            "  项目数          2025-07                = 8\n");
}

TEST(FiguresTable, ShowsRanksAmongHowManyAndFromTheBestToTheWorst) {
  v1::QueryFiguresResponse response;
  v1::Figure& figure = *AddAnswer(response, "indicators/sites").mutable_figure();
  *figure.mutable_computed() = Exactly("3");
  figure.set_ranked(20);
  EXPECT_NE(Printed(response, false).find("第3位 3 of 20"), std::string::npos);
  figure.mutable_computed()->set_mark(v1::MARK_RANGE);
  figure.mutable_computed()->set_lower("3");
  figure.mutable_computed()->set_upper("5");
  EXPECT_NE(Printed(response, false).find("第3至5位 3..5 of 20"), std::string::npos);
}

TEST(FiguresTable, NotesWhoIsOnWhichSideWhatTheWholeIsAndWhatWasFilled) {
  v1::QueryFiguresResponse response;
  v1::Figure& figure = *AddAnswer(response, "indicators/sites").mutable_figure();
  *figure.mutable_computed() = Exactly("12.5");
  figure.set_unit("%");
  figure.mutable_pairing()->set_paired(5);
  figure.mutable_pairing()->set_denominator_only(2);
  figure.set_whole("divisions/440783");
  figure.set_filled(3);
  const std::string printed = Printed(response, true);
  EXPECT_NE(printed.find("= 12.5  %"), std::string::npos);
  EXPECT_NE(printed.find("以陈述填补 filled 3; 配对 paired 5; 仅分母 denominator only 2; "
                         "整体 whole 开平市 Kaiping"),
            std::string::npos);
}

TEST(FiguresTable, SaysWhyThereIsNoValueInBothLanguages) {
  v1::QueryFiguresResponse response;
  v1::Figure& figure = *AddAnswer(response, "indicators/sites").mutable_figure();
  figure.set_no_value(v1::NO_VALUE_BASE_NOT_POSITIVE);
  figure.mutable_completeness()->set_received(2);
  EXPECT_NE(Printed(response, true).find("基数未必为正 base may not be above 0"),
            std::string::npos);
  figure.set_no_value(v1::NO_VALUE_DENOMINATOR_MAY_BE_ZERO);
  EXPECT_NE(Printed(response, true).find("分母可能为零 denominator may be 0"), std::string::npos);
}

TEST(FiguresTable, SaysWhoCountsWhereThatIsOfOneDay) {
  v1::QueryFiguresResponse response;
  *AddAnswer(response, "indicators/sites").mutable_figure()->mutable_computed() = Exactly("7");
  response.set_attribution(v1::ATTRIBUTION_FIXED);
  response.set_fixed_day("2025-06-30");
  EXPECT_NE(Printed(response, true).find("2025-06  当日成员 members on 2025-06-30\n"),
            std::string::npos);
}

TEST(FiguresTable, SaysWhyACombinationIsInvalid) {
  v1::QueryFiguresResponse response;
  AddAnswer(response, "indicators/none").mutable_error()->set_message("no such indicator");
  EXPECT_NE(Printed(response, false).find("no such indicator"), std::string::npos);
}

}  // namespace
}  // namespace taizhang::cli
