#include "services/cli/reporting/reporting_tables.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::aggregator::v1;

RecordsByName Names() {
  RecordsByName names;
  names["divisions/440783"].set_display_name("开平市");
  names["divisions/440783"].set_english_name("Kaiping");
  names["measures/sales"].set_display_name("销售额");
  return names;
}

v1::ReportingRates& AddRates(v1::GetReportingRatesResponse& response, const std::string& period) {
  v1::ReportingAnswer& answer = *response.add_answers();
  answer.set_scope("divisions/440783");
  answer.set_measure("measures/sales");
  answer.set_period(period);
  v1::ReportingRates& rates = *answer.mutable_rates();
  rates.set_expected(3);
  rates.set_received(2);
  rates.set_missing(1);
  rates.mutable_received_rate()->set_percent("66.66");
  return rates;
}

std::string Printed(const v1::GetReportingRatesResponse& response) {
  std::ostringstream out;
  PrintRates(response, Names(), out);
  return out.str();
}

TEST(ReportingTables, WhatAllAnswersHaveStandsInTheTitle) {
  v1::GetReportingRatesResponse response;
  v1::ReportingRates& rates = AddRates(response, "2025-06");
  rates.set_late(1);
  rates.mutable_on_time_rate()->set_numerator(1);
  rates.mutable_on_time_rate()->set_denominator(3);
  rates.mutable_on_time_rate()->set_percent("33.33");
  rates.set_due_day("2025-07-10");
  EXPECT_EQ(Printed(response),
            "销售额  (measures/sales)  2025-06\n"
            "  范围 Scope      应报 Expected  已报 Received  上报率 Rate  未报 Missing  迟报 Late  "
            "按时 On time  按时率 Rate  截止 Due\n"
            "  --------------  -------------  -------------  -----------  ------------  ---------  "
            "------------  -----------  ----------\n"
            "  开平市 Kaiping              3              2       66.66%             1          1  "
            "         1/3       33.33%  2025-07-10\n");
}

TEST(ReportingTables, PeriodsThatDifferStandInTheirLines) {
  v1::GetReportingRatesResponse response;
  AddRates(response, "2025-05");
  AddRates(response, "2025-06");
  EXPECT_EQ(
      Printed(response),
      "销售额  (measures/sales)\n"
      "  范围 Scope      期间 Period  应报 Expected  已报 Received  上报率 Rate  未报 Missing\n"
      "  --------------  -----------  -------------  -------------  -----------  ------------\n"
      "  开平市 Kaiping  2025-05                  3              2       66.66%             1\n"
      "  开平市 Kaiping  2025-06                  3              2       66.66%             1\n");
}

TEST(ReportingTables, AnErrorStandsInItsLine) {
  v1::GetReportingRatesResponse response;
  v1::ReportingAnswer& answer = *response.add_answers();
  answer.set_scope("divisions/3301");
  answer.set_measure("measures/sales");
  answer.set_period("2025-06");
  answer.mutable_error()->set_message("scope divisions/3301\nis unknown");
  EXPECT_EQ(Printed(response),
            "销售额  (measures/sales)  2025-06\n"
            "  范围 Scope      备注 Notes\n"
            "  --------------  --------------------------------\n"
            "  divisions/3301  scope divisions/3301\\nis unknown\n");
}

TEST(ReportingTables, AListNamesItsReporters) {
  v1::ListReportersRequest request;
  request.set_scope("divisions/440783");
  request.set_measure("measures/sales");
  request.set_period("2025-06");
  EXPECT_EQ(ListTitle(request, Names()),
            "开平市 Kaiping  (divisions/440783)  销售额  (measures/sales)  2025-06");
  ReportersTable table;
  v1::ReporterPeriod reporter;
  reporter.set_reporter("divisions/440783/enterprises/mill");
  reporter.set_display_name("金箩米业");
  reporter.set_period("2025-06");
  reporter.set_state(v1::REPORT_STATE_LATE);
  reporter.set_due_day("2025-07-10");
  reporter.mutable_first_report_time()->set_seconds(1'752'282'000);
  table.Add(reporter);
  std::ostringstream out;
  table.PrintPart(out);
  EXPECT_EQ(
      out.str(),
      "名称 Name  期间 Period  状态 State  截止 Due    首报 First reported        记录 Record\n"
      "---------  -----------  ----------  ----------  -------------------------  "
      "---------------------------------\n"
      "金箩米业   2025-06      迟报 late   2025-07-10  2025-07-12 09:00:00 UTC+8  "
      "divisions/440783/enterprises/mill\n");
}

}  // namespace
}  // namespace taizhang::cli
