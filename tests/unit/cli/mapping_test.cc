#include "services/cli/mapping/mapping.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/input/input_file.h"
#include "services/cli/rows/row_text.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kSales = R"({
  "year": 2025,
  "columns": {
    "企业编号": {"type": "id", "aliases": ["编号"]},
    "名称": {},
    "月份": {"type": "period"},
    "销售额": {"type": "amount", "aliases": ["销售额（万元）"]},
    "党组织": {"type": "yes_no", "may_be_absent": true},
    "联系": {"may_be_absent": true}
  },
  "ignore_columns": ["序号"],
  "values": {"县": "440783"},
  "not_available": ["—", "暂无"],
  "skip_rows_where": {"企业编号": ["合计"]},
  "rows": [
    {"record": {"name": "divisions/{县}/enterprises/{企业编号}", "displayName": "{名称}",
                "labels": {"contact": "{联系}"}, "enterprise": {"partyOrganisation": "{党组织}"}}},
    {"observation": {"subject": "divisions/{县}/enterprises/{企业编号}", "measure": "measures/sales",
                     "period": "{月份}", "amount": {"value": "{销售额}", "unit": "万元"}}}
  ]
})";

Input ReadMapped(const std::string& table, const std::string& json = kSales) {
  const auto mapping = ParseMapping(json);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  if (!mapping.ok()) return {};
  std::istringstream in(table);
  const DivisionDirectory directory;
  ReadOptions options;
  options.format = InputFormat::kCsv;
  options.mapping = &*mapping;
  options.directory = &directory;
  Input input = ReadInput({"-"}, in, options);
  for (RowOrigin& origin : input.origins) origin.position_of = nullptr;  // the mapping goes
  return input;
}

std::vector<std::string> TextsOf(const Input& input) {
  std::vector<std::string> texts;
  for (const InputError& error : input.errors) texts.push_back(error.Text());
  return texts;
}

std::string ErrorOf(const std::string& json) {
  return std::string(ParseMapping(json).status().message());
}

TEST(Mapping, MakesSeveralRowsOfALine) {
  const Input input =
      ReadMapped("编号,名称,月份,销售额(万元),党组织\nrice,米业,6月,\"1,234\",是\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  ASSERT_EQ(input.rows.size(), 2U);
  EXPECT_EQ(input.rows[0].row().DebugString(),
            ParseRow(R"({"name": "divisions/440783/enterprises/rice", "displayName": "米业",
                         "enterprise": {"partyOrganisation": true}})")
                ->DebugString());
  EXPECT_EQ(
      input.rows[1].row().DebugString(),
      ParseRow(R"({"subject": "divisions/440783/enterprises/rice", "measure": "measures/sales",
                         "period": "2025-06", "amount": {"value": "1234", "unit": "万元"}})")
          ->DebugString());
}

TEST(Mapping, SaysWhatARecordIsEvenWhereNothingInItIsFilled) {
  const Input input = ReadMapped("编号,名称,月份,销售额,党组织\nrice,米业,6月,5,\n");
  ASSERT_EQ(input.rows.size(), 2U);
  EXPECT_TRUE(input.rows[0].row().record().has_enterprise());
}

TEST(Mapping, ACellsOwnUnitWinsOverTheMappings) {
  const Input input = ReadMapped("编号,名称,月份,销售额\na,甲,6月,超5亿元\nb,乙,6月,5万\n");
  ASSERT_EQ(input.rows.size(), 4U);
  EXPECT_EQ(input.rows[1].row().observation().amount().unit(), "");
  EXPECT_EQ(input.rows[3].row().observation().amount().unit(), "万元") << "5万 万元 is refused";
}

TEST(Mapping, FindsTheHeaderBelowTitlesAndInAnyOrder) {
  const Input input =
      ReadMapped("六月销售额\n,,,单位：万元\n名称,序号,销售额,月份,编号\n米业,1,5,202506,rice\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  ASSERT_EQ(input.rows.size(), 2U);
  EXPECT_EQ(input.rows[0].place().Text(), "stdin:4");
}

TEST(Mapping, SkipsTotalsAsItSaysAndEmptyLines) {
  const Input input = ReadMapped("编号,名称,月份,销售额\nrice,米业,6月,5\n,,,\n合 计,,,5\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  EXPECT_EQ(input.rows.size(), 2U);
  EXPECT_THAT(input.notes, ElementsAre("stdin: 1 line was left out, as skip_rows_where says"));
}

TEST(Mapping, WritesNotAvailableForItsWords) {
  const Input input = ReadMapped("编号,名称,月份,销售额\nrice,米业,6月,—\n");
  ASSERT_EQ(input.rows.size(), 2U);
  EXPECT_TRUE(input.rows[1].row().observation().not_available());
  EXPECT_FALSE(input.rows[1].row().observation().has_amount());
}

TEST(Mapping, NamesRowColumnAndTitleOfEveryMistake) {
  const Input input =
      ReadMapped("编号,名称,月份,销售额（万元）\n米业,米业,6月,1.2.3\nrice,米业,,5\nb,乙,6月,5\n");
  EXPECT_THAT(
      TextsOf(input),
      ElementsAre(
          "stdin:2:A: 编号: VALUE_INVALID: \"米业\" is not an id: ids are 1 to 63 of a-z, 0-9 and "
          "-, not a name",
          "stdin:2:D: 销售额（万元）: VALUE_INVALID: \"1.2.3\" has more than one decimal point",
          "stdin:3:C: 月份: FIELD_REQUIRED: is empty; fill it in, or empty the whole line"));
  EXPECT_EQ(input.rows.size(), 2U) << "those of the last line alone";
}

TEST(Mapping, SaysWhichColumnsAreMissingAndWhatIsNear) {
  const Input input = ReadMapped("编号,名称,月份,销售金额\nrice,米业,6月,5\n");
  ASSERT_EQ(input.errors.size(), 1U);
  EXPECT_THAT(input.errors[0].Text(),
              HasSubstr("lacks \"销售额\" (perhaps \"销售金额\": name it in its aliases)"));
}

TEST(Mapping, RefusesColumnsThatItDoesNotKnow) {
  const Input input = ReadMapped("编号,名称,月份,销售额,纳税额\nrice,米业,6月,5,6\n");
  ASSERT_EQ(input.errors.size(), 1U);
  EXPECT_THAT(input.errors[0].Text(),
              testing::StartsWith("stdin:1:E: 纳税额: FIELD_NOT_ALLOWED: is a column that the "
                                  "mapping does not know; it knows "));
  EXPECT_EQ(input.rows.size(), 2U);
}

TEST(Mapping, JoinsTheNamesOfAHeaderOfSeveralRows) {
  const Input input = ReadMapped("编号,销售额,\n,本月,累计\nrice,1,2\n", R"({
    "header_rows": 2,
    "columns": {"编号": {"type": "id"}, "销售额/本月": {"type": "amount"}, "销售额/累计": {"type": "amount"}},
    "rows": [{"observation": {"subject": "divisions/440783/enterprises/{编号}", "measure": "measures/sales",
              "period": "2025-06", "amount": {"value": "{销售额/累计}"}}}]})");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  ASSERT_EQ(input.rows.size(), 1U);
  EXPECT_EQ(input.rows[0].row().observation().amount().value(), "2");
}

TEST(Mapping, LeavesARowOutWhoseColumnNeedNotBeFilled) {
  const std::string json = R"({
    "columns": {"编号": {"type": "id"}, "产量": {"type": "amount", "required": false}},
    "rows": [{"observation": {"subject": "divisions/440783/enterprises/{编号}", "measure": "measures/x",
              "period": "2025", "amount": {"value": "{产量}"}}}]})";
  const Input input = ReadMapped("编号,产量\na,\nb,5\n", json);
  EXPECT_THAT(TextsOf(input), IsEmpty());
  EXPECT_EQ(input.rows.size(), 1U);
}

TEST(Mapping, TellsOfAFieldWithoutAColumnBesideIt) {
  const auto mapping = ParseMapping(kSales);
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  const RowTemplate& observation = mapping->rows[1];
  const auto name_of = [&](std::string_view field) {
    const auto column = observation.ColumnOf(field);
    return column.has_value() ? mapping->columns[*column].name : "";
  };
  EXPECT_EQ(name_of("observation.amount.unit"), "销售额");
  EXPECT_EQ(name_of("observation.amount"), "销售额");
  EXPECT_EQ(name_of("observation.subject"), "企业编号");
  EXPECT_EQ(name_of("observation.measure"), "");
}

TEST(Mapping, AReportTakesThePlaceOfRefusedLines) {
  std::istringstream in(
      "编号,名称,月份,销售额,文件 File,行 Row,字段 Field,原因 Reason,说明 Description,应为 "
      "Suggestion\n"
      "rice,米业,6月,7,a.csv,2,,,,\n");
  const auto mapping = ParseMapping(kSales);
  const DivisionDirectory directory;
  ReadOptions options;
  options.format = InputFormat::kCsv;
  options.mapping = &*mapping;
  options.directory = &directory;
  const Input input = ReadInput({"-"}, in, options);
  EXPECT_THAT(TextsOf(input), IsEmpty());
  EXPECT_EQ(input.rows.size(), 2U);
  ASSERT_EQ(input.replaced.size(), 1U);
  EXPECT_EQ(input.replaced[0].file, "a.csv");
  EXPECT_EQ(input.replaced[0].line, 2U);
}

TEST(Mapping, TheManualsExampleIsRight) {
  for (const char* manual : {"deploy/README.md", "deploy/README.zh-CN.md"}) {
    std::ifstream file(manual);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string begin = "```json\n";
    const size_t from = text.find(begin);
    ASSERT_NE(from, std::string::npos) << manual;
    const size_t size = text.find("```", from + begin.size()) - from - begin.size();
    EXPECT_EQ(ErrorOf(text.substr(from + begin.size(), size)), "") << manual;
  }
}

TEST(Mapping, TellsEverythingThatIsWrongWithItselfByPath) {
  EXPECT_EQ(ErrorOf(R"({"colums": {}, "year": "2025", "columns": {"a": {"type": "txt"}},
                        "rows": [{"observation": {"subjet": "{a}", "period": "{b}"}}]})"),
            "year: is not a whole number from 1900 to 2199\n"
            "columns.a.type: \"txt\" is not one of text, id, code, number, amount, period, date, "
            "yes_no, choice, division\n"
            "rows[0].observation.period: {b} is neither one of \"columns\" nor one of \"values\"\n"
            "rows[0].observation.subjet: taizhang.type.v1.Observation has no such field\n"
            "colums: is not known here; there are columns, description, header_row, header_rows, "
            "ignore_columns, not_available, rows, sheet, skip_rows_where, values, year");
  EXPECT_THAT(ErrorOf("[]"), HasSubstr("the file is no JSON object"));
  EXPECT_THAT(
      ErrorOf(R"({"columns": {"a": {}, "b": {"aliases": ["A"]}}, "rows": [{"etag": "{a"}]})"),
      HasSubstr("columns.b: has a name of columns.a"));
}

}  // namespace
}  // namespace taizhang::cli
