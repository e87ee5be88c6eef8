#include "services/cli/read/list_tables.h"

#include <sstream>
#include <string>

#include "google/protobuf/util/json_util.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

constexpr const char* kEnterprise = R"({
  "name": "divisions/440783/enterprises/e", "displayName": "开平米业", "englishName": "Kaiping Rice",
  "placements": [{"place": "divisions/440783107", "when": {"end": "2024-01-01"}},
                 {"place": "divisions/440783108", "when": {"start": "2024-01-01"}}],
  "memberships": [{"cluster": "divisions/440783/clusters/c", "role": "ROLE_LEADING"}],
  "active": {"start": "2020-01-01"}, "enterprise": {"industry": "C1311"}, "revision": "12"})";

RecordsByName Known() {
  RecordsByName names;
  for (const auto& [name, display] :
       {std::pair{"divisions/440783107", "月山镇"}, std::pair{"divisions/440783108", "沙塘镇"},
        std::pair{"divisions/440783/clusters/c", "开平优品"}}) {
    names[name].set_name(name);
    names[name].set_display_name(display);
  }
  auto& measure = names["measures/jobs"];
  measure.set_display_name("就业岗位");
  measure.mutable_measure()->set_unit("个");
  return names;
}

std::string Printed(const std::string& json, const std::string& day) {
  RecordsTable table(day);
  table.Add(FromJson<type::v1::Record>(json), Known());
  std::ostringstream out;
  table.PrintPart(out);
  return out.str();
}

TEST(ListTables, ShowsARecordWithWhatHoldsOnTheDay) {
  EXPECT_EQ(Printed(kEnterprise, "2025-06-30"),
            "名称 Name              种类 Kind   地点 Place  集群 Clusters       内容 Details  有效 "
            "Active   记录 Record                     版次 Revision\n"
            "---------------------  ----------  ----------  ------------------  ------------  "
            "------------  ------------------------------  -------------\n"
            "开平米业 Kaiping Rice  enterprise  沙塘镇      开平优品 (LEADING)  C1311         "
            "2020-01-01..  divisions/440783/enterprises/e             12\n");
  EXPECT_NE(Printed(kEnterprise, "2023-12-31").find("月山镇"), std::string::npos);
}

TEST(ListTables, ShowsDatesWhereNothingHoldsOnTheDay) {
  EXPECT_NE(Printed(R"({"name": "n", "placements": [{"place": "divisions/440783107",
              "when": {"start": "2026-01-01"}}], "village": {}})",
                    "2025-06-30")
                .find("月山镇 (2026-01-01..)"),
            std::string::npos);
}

TEST(ListTables, NamesOnlyWhatTheTableHas) {
  const RecordsTable table("2025-06-30");
  EXPECT_THAT(table.NamesIn({FromJson<type::v1::Record>(kEnterprise)}),
              UnorderedElementsAre("divisions/440783107", "divisions/440783108",
                                   "divisions/440783/clusters/c"));
}

TEST(ListTables, ShowsTheStageOfTheDayAndTheUnitOfAMeasure) {
  const std::string project =
      R"({"name": "n", "project": {"category": "PROJECT_CATEGORY_INVESTMENT", "stages": [
          {"stage": "STAGE_SIGNED", "when": {"end": "2025-01-01"}},
          {"stage": "STAGE_IN_PRODUCTION", "when": {"start": "2025-01-01"}}]}})";
  EXPECT_NE(Printed(project, "2025-01-01").find("INVESTMENT IN_PRODUCTION"), std::string::npos);
  EXPECT_NE(Printed(R"({"name": "measures/m", "measure": {"unit": "元", "decimals": 2,
                        "temporalKind": "TEMPORAL_KIND_STOCK", "frequency": "FREQUENCY_MONTH"}})",
                    "2025-01-01")
                .find("元 STOCK MONTH"),
            std::string::npos);
}

TEST(ListTables, ShowsObservationsWithBoundUnitAndSource) {
  ObservationsTable table;
  table.Add(FromJson<type::v1::Observation>(R"({
      "subject": "divisions/440783/clusters/c", "measure": "measures/jobs", "period": "2025-06",
      "source": "s", "amount": {"value": "3500", "bound": "BOUND_AT_LEAST"}, "revision": "3"})"),
            Known());
  table.Add(FromJson<type::v1::Observation>(R"({
      "subject": "divisions/440783/projects/p", "measure": "measures/m", "period": "2025",
      "notAvailable": true, "remark": "a\nb", "revision": "4"})"),
            Known());
  std::ostringstream out;
  table.PrintPart(out);
  EXPECT_EQ(
      out.str(),
      "对象 Subject  指标 Measure   期间 Period  来源 Source           数值 Amount  单位 Unit  "
      "备注 Remark  记录 Record                  版次 Revision\n"
      "------------  -------------  -----------  -----------  --------------------  "
      "---------  -----------  ---------------------------  -------------\n"
      "开平优品      就业岗位 jobs  2025-06      s                         ≥ 3,500  个"
      "                      divisions/440783/clusters/c              3\n"
      "p             m              2025                      不可得 not available"
      "             a\\nb         divisions/440783/projects/p              4\n");
}

TEST(ListTables, KeepsColumnsFromPartToPartAndRepeatsTheTitleForANewOne) {
  Table table({{"A"}, {"B"}});
  std::ostringstream out;
  table.AddRow({"长的 one", ""});
  table.PrintPart(out);
  table.AddRow({"x", ""});
  table.PrintPart(out);
  table.AddRow({"y", "b"});
  table.PrintPart(out);
  EXPECT_EQ(out.str(),
            "A\n"
            "--------\n"
            "长的 one\n"
            "x\n"
            "\n"
            "A         B\n"
            "--------  -\n"
            "y         b\n");
}

TEST(ListTables, SaysWhatAnIndicatorIsMadeOf) {
  const auto printed = [](const std::string& indicator) {
    return Printed(
        R"({"name": "indicators/i", "displayName": "I", "indicator": )" + indicator + "}",
        "2025-06-30");
  };
  EXPECT_THAT(printed(R"({"total": {"measure": "measures/a"}})"), HasSubstr("total of measures/a"));
  EXPECT_THAT(printed(R"({"total": {"measure": "measures/a", "overTime": "TIME_FOLD_MEAN",
                          "overMembers": "MEMBER_FOLD_MAX"}})"),
              HasSubstr("max over members of mean over time of measures/a"));
  EXPECT_THAT(printed(R"({"expression": {"growth": {"operand": {"indicator": "indicators/b"}}}})"),
              HasSubstr("growth of indicators/b"));
  EXPECT_THAT(printed(R"({"expression": {"quotient": {"operands": [
                          {"ratio": {"numerator": {"measure": "measures/a"},
                                     "denominator": {"measure": "measures/b"}}},
                          {"share": {"operand": {"total": {"measure": "measures/a"}},
                                     "whole": "divisions/44"}}]}}})"),
              HasSubstr("quotient of measures/a, measures/b, divisions/44"));
}

}  // namespace
}  // namespace taizhang::cli
