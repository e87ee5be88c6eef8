#include "services/cli/input/division_list.h"

#include <sstream>
#include <string>
#include <vector>

#include "services/cli/input/input_file.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Input ReadList(const std::string& table) {
  std::istringstream in(table);
  ReadOptions options;
  options.format = InputFormat::kCsv;
  options.divisions = true;
  return ReadInput({"-"}, in, options);
}

std::vector<std::string> TextsOf(const Input& input) {
  std::vector<std::string> texts;
  for (const InputError& error : input.errors) texts.push_back(error.Text());
  return texts;
}

taizhang::type::v1::Record RecordAt(const Input& input, size_t index) {
  return index < input.rows.size() ? input.rows[index].row().record()
                                   : taizhang::type::v1::Record();
}

TEST(DivisionList, ReadsTheListsOfChinaDivision) {
  const Input input = ReadList(
      "code,name,cityCode,provinceCode\n440783,\"开平市\",4407,44\n440783107,塘口镇,4407,44\n"
      "440783107236,红丰村委会,4407,44\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  ASSERT_EQ(input.rows.size(), 3U);
  EXPECT_EQ(RecordAt(input, 0).name(), "divisions/440783");
  EXPECT_TRUE(RecordAt(input, 0).has_division());
  EXPECT_TRUE(RecordAt(input, 0).placements().empty());
  EXPECT_EQ(RecordAt(input, 2).name(), "divisions/440783/villages/440783107236");
  EXPECT_EQ(RecordAt(input, 2).placements(0).place(), "divisions/440783107");
}

TEST(DivisionList, TakesTheTownsOfAPrefectureWithoutCounties) {
  const Input input = ReadList("代码,名称\n441900,东莞市\n441900003,东城街道\n441900003001,岗贝\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  EXPECT_EQ(RecordAt(input, 2).name(), "divisions/441900/villages/441900003001");
  EXPECT_EQ(RecordAt(input, 2).placements(0).place(), "divisions/441900003");
}

TEST(DivisionList, NeedsNoHeaderForACodeAndAName) {
  const Input input = ReadList("开平市,440783\n台山市,440781\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  EXPECT_EQ(RecordAt(input, 1).display_name(), "台山市");
}

TEST(DivisionList, CountsWhatIsNoDivision) {
  const Input input =
      ReadList("code,name\n1101,市辖区\n5002,县\n1201,市辖区\n4407,江门市\n350527000,金门县\n");
  EXPECT_EQ(input.rows.size(), 1U);
  EXPECT_THAT(input.notes, ElementsAre("4 listed entries are no division and left out: 县, "
                                       "市辖区 2, 金门县 (350527000)"));
}

TEST(DivisionList, MakesDatedParentsOfDates) {
  const Input input = ReadList(
      "code,name,from,until,parent,successors\n"
      "50,重庆市,,,,\n"
      "500113,巴南县,,1995-01-01,50,\n500113,巴南区,1995年1月1日,,,\n"
      "440783108,旧镇,,2024/7/1,440783,440783107 440783109\n");
  EXPECT_THAT(TextsOf(input), IsEmpty());
  ASSERT_EQ(input.rows.size(), 3U);
  const auto town = RecordAt(input, 1);
  EXPECT_EQ(town.placements(0).when().end(), "2024-07-01");
  EXPECT_THAT(std::vector<std::string>(town.division().successors().begin(),
                                       town.division().successors().end()),
              ElementsAre("divisions/440783107", "divisions/440783109"));
  const auto county = RecordAt(input, 2);
  EXPECT_EQ(county.display_name(), "巴南区");
  ASSERT_EQ(county.placements_size(), 2);
  EXPECT_EQ(county.placements(1).place(), "") << "that is the ledger's to say";
  EXPECT_THAT(ParentsByCode(county), ElementsAre("5001", "50", "CN"));
  EXPECT_EQ(county.placements(1).when().start(), "1995-01-01");
}

TEST(DivisionList, SaysWhatIsWrongAndWhere) {
  const Input input = ReadList("code,name,from\n440000,广东省,\n44,,\n44,广东省,2025-02-30\n");
  EXPECT_THAT(
      TextsOf(input),
      ElementsAre(testing::StartsWith("stdin:2:A: code: VALUE_INVALID: not a division code: "
                                      "\"440000\""),
                  "stdin:3:B: name: VALUE_INVALID: is empty; write the name",
                  testing::StartsWith("stdin:4:C: from: VALUE_INVALID: \"2025-02-30\"")));
}

}  // namespace
}  // namespace taizhang::cli
