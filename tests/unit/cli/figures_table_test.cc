#include "services/cli/figures_table.h"

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

TEST(FiguresTable, SaysWhyACombinationIsInvalid) {
  v1::QueryFiguresResponse response;
  AddAnswer(response, "indicators/none").mutable_error()->set_message("no such indicator");
  EXPECT_NE(Printed(response, false).find("no such indicator"), std::string::npos);
}

}  // namespace
}  // namespace taizhang::cli
