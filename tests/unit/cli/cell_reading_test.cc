#include "services/cli/mapping/cell_reading.h"

#include <string>

#include "services/cli/mapping/division_directory.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::HasSubstr;

TEST(CellReading, ComparesWithoutBlanksWidthsAndCapitals) {
  EXPECT_EQ(ComparedText("销售额\n（万元）"), "销售额(万元)");
  EXPECT_EQ(ComparedText(" Ｓａｌｅｓ\u3000 \u00A0Total\u200B"), "salestotal");
}

TEST(CellReading, ReadsPeriodsAsPeopleWriteThem) {
  for (const char* text : {"2025-06", "2025/6", "2025.06", "202506", "2025年6月",
                           "２０２５年０６月", "2025 年 6 月份", "2025-06-01", "2025年六月"}) {
    EXPECT_EQ(ReadPeriodCell(text, 0).text, "2025-06") << text;
  }
  for (const char* text : {"2025年上半年", "2025-H1", "2025h1"})
    EXPECT_EQ(ReadPeriodCell(text, 0).text, "2025-H1") << text;
  for (const char* text : {"2025年第二季度", "2025年2季度", "2025-Q2", "2025年二季度"})
    EXPECT_EQ(ReadPeriodCell(text, 0).text, "2025-Q2") << text;
  for (const char* text : {"2025", "2025年", "2025年度", "2025年全年"})
    EXPECT_EQ(ReadPeriodCell(text, 0).text, "2025") << text;
}

TEST(CellReading, TakesTheYearOfTheMapping) {
  EXPECT_EQ(ReadPeriodCell("6月", 2025).text, "2025-06");
  EXPECT_EQ(ReadPeriodCell("十二月", 2025).text, "2025-12");
  EXPECT_EQ(ReadPeriodCell("上半年", 2025).text, "2025-H1");
  EXPECT_EQ(ReadPeriodCell("第三季度", 2025).text, "2025-Q3");
  EXPECT_EQ(ReadPeriodCell("2024年6月", 2025).text, "2024-06");
  EXPECT_THAT(ReadPeriodCell("6月", 0).wrong, HasSubstr("has no year"));
}

TEST(CellReading, RefusesWhatIsNoPeriod) {
  for (const char* text : {"2025-13", "2205年6月", "25年6月", "2025-06-15", "2025年1-6月",
                           "六月份左右", "20256", ""}) {
    EXPECT_FALSE(ReadPeriodCell(text, 0).ok()) << text;
  }
}

TEST(CellReading, ReadsDates) {
  for (const char* text : {"2025-06-30", "2025/6/30", "2025.6.30", "20250630", "2025年6月30日"})
    EXPECT_EQ(ReadDateCell(text).text, "2025-06-30") << text;
  for (const char* text : {"2025-02-30", "2205-01-01", "2025年6月", "30/6/2025", "2025063"})
    EXPECT_FALSE(ReadDateCell(text).ok()) << text;
}

TEST(CellReading, ReadsNumbers) {
  EXPECT_EQ(ReadNumberCell("1,234.50").text, "1234.50");
  EXPECT_EQ(ReadNumberCell("１，２３４").text, "1234");
  EXPECT_EQ(ReadNumberCell("-3").text, "-3");
  EXPECT_EQ(ReadNumberCell("+3").text, "3");
  EXPECT_THAT(ReadNumberCell("1.2.3").wrong, HasSubstr("more than one decimal point"));
  EXPECT_THAT(ReadNumberCell("12,34").wrong, HasSubstr("do not part thousands"));
  EXPECT_THAT(ReadNumberCell("12万").wrong, HasSubstr("is not a number"));
  EXPECT_THAT(ReadNumberCell("#DIV/0!").wrong, HasSubstr("formula's error"));
}

TEST(CellReading, ReadsAmounts) {
  EXPECT_EQ(ReadAmountCell("1,234.5").text, "1234.5");
  EXPECT_EQ(ReadAmountCell("超1,234万元").text, "超1234万元");
  EXPECT_EQ(ReadAmountCell("６０％以上").text, "60%以上");
  EXPECT_THAT(ReadAmountCell("1.2.3").wrong, HasSubstr("more than one decimal point"));
  EXPECT_FALSE(ReadAmountCell("很多").ok());
}

TEST(CellReading, SuggestsAPercentageForAFraction) {
  const CellReading fraction = ReadAmountCell("12/100");
  EXPECT_THAT(fraction.wrong, HasSubstr("fraction as text"));
  EXPECT_EQ(fraction.suggestion, "12%");
  EXPECT_EQ(ReadAmountCell("1/8").suggestion, "12.5%");
  EXPECT_EQ(ReadAmountCell("1/3").suggestion, "");
}

TEST(CellReading, ReadsIdsAndCodes) {
  EXPECT_EQ(ReadIdCell("Ｒice-01").text, "rice-01");
  EXPECT_THAT(ReadIdCell("金萝米业").wrong, HasSubstr("not a name"));
  EXPECT_EQ(ReadCodeCell("９１４４0783 ma4w1234 5x").text, "91440783MA4W12345X");
  EXPECT_FALSE(ReadCodeCell("91440783，").ok());
}

TEST(CellReading, ReadsYesAndNoAndChoices) {
  EXPECT_EQ(ReadYesNoCell("是").text, "true");
  EXPECT_EQ(ReadYesNoCell("Ｎ").text, "false");
  EXPECT_FALSE(ReadYesNoCell("也许").ok());
  const std::map<std::string, std::string> choices = {{"投资", "INVESTMENT"}, {"基建", "BUILDING"}};
  EXPECT_EQ(ReadChoiceCell("投 资", choices).text, "INVESTMENT");
  EXPECT_EQ(ReadChoiceCell("BUILDING", choices).text, "BUILDING");
  const CellReading near = ReadChoiceCell("投资类", choices);
  EXPECT_THAT(near.wrong, HasSubstr("is not one of 基建, 投资"));
  EXPECT_EQ(near.suggestion, "投资");
}

TEST(CellReading, LooksDivisionsUp) {
  const DivisionDirectory directory = {
      {"440783",
       {.inside = {{"440783004", "水口镇"}, {"440783003", "三埠街道"}, {"440783107", "塘口镇"}},
        .around = {{"440781003", "台城街道"}, {"440783107", "塘口镇"}}}}};
  EXPECT_EQ(ReadDivisionCell("塘口镇", "440783", directory).text, "440783107");
  EXPECT_EQ(ReadDivisionCell("三埠", "440783", directory).text, "440783003");
  EXPECT_EQ(ReadDivisionCell("440783004", "440783", directory).text, "440783004");
  EXPECT_THAT(ReadDivisionCell("台城街道", "440783", directory).wrong,
              HasSubstr("is not in 440783 but elsewhere: 台城街道 (440781003)"));
  EXPECT_EQ(ReadDivisionCell("塘口", "440783", directory).text, "440783107");
  EXPECT_EQ(ReadDivisionCell("塘囗镇", "440783", directory).suggestion, "塘口镇");
  EXPECT_EQ(ReadDivisionCell("塘口街道", "440783", directory).suggestion, "塘口镇");
  EXPECT_THAT(ReadDivisionCell("塘口镇", "440784", directory).wrong,
              HasSubstr("import the division tree first"));
}

TEST(CellReading, SuggestsNothingThatIsUnlike) {
  const DivisionDirectory directory = {
      {"440783", {.inside = {{"440783107", "塘口镇"}, {"440783108", "东镇"}}, .around = {}}}};
  EXPECT_EQ(ReadDivisionCell("不存在镇", "440783", directory).suggestion, "");
  EXPECT_EQ(ReadDivisionCell("西镇", "440783", directory).suggestion, "");
  EXPECT_EQ(ReadChoiceCell("其他", {{"投资", "INVESTMENT"}, {"基建", "BUILDING"}}).suggestion, "");
  EXPECT_EQ(NearestTo("月分", {{"月份", "月份"}, {"年份", "年份"}}), "月份");
  EXPECT_EQ(NearestTo("slaes", {{"sales", "Sales"}, {"jobs", "Jobs"}}), "Sales");
}

TEST(CellReading, NamesTheCandidatesOfAnAmbiguousName) {
  const DivisionDirectory directory = {
      {"44", {.inside = {{"440103", "白云街道"}, {"440104", "白云镇"}}, .around = {}}}};
  EXPECT_THAT(ReadDivisionCell("白云", "44", directory).wrong,
              HasSubstr("write the code of one: 白云街道 (440103), 白云镇 (440104)"));
}

}  // namespace
}  // namespace taizhang::cli
