#include "services/cli/tables/cell_value.h"

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

std::string Shown(std::string_view number, NumberFormat format = NumberFormat::kPlain,
                  DateSystem dates = DateSystem::k1900) {
  return NumberText(number, format, dates).value_or("no number");
}

TEST(NumberText, ShowsFractionsWithoutBinaryNoise) {
  EXPECT_EQ(Shown("69.450000000000003"), "69.45");
  EXPECT_EQ(Shown("0.30000000000000004"), "0.3");
  EXPECT_EQ(Shown("1389.0000000000002"), "1389");
  EXPECT_EQ(Shown("0.1"), "0.1");
  EXPECT_EQ(Shown("123456789012.345"), "123456789012.345");
  EXPECT_EQ(Shown("-2.50"), "-2.5");
}

TEST(NumberText, ShowsNoExponent) {
  EXPECT_EQ(Shown("1.5E7"), "15000000");
  EXPECT_EQ(Shown("1.5E+7"), "15000000");
  EXPECT_EQ(Shown("1E-7"), "0.0000001");
  EXPECT_EQ(Shown("1.234E+2"), "123.4");
  EXPECT_EQ(Shown("6.945E+9"), "6945000000");
  EXPECT_EQ(Shown("1E23"), "100000000000000000000000");
}

TEST(NumberText, KeepsAllDigitsOfIntegers) {
  EXPECT_EQ(Shown("9007199254740991"), "9007199254740991");
  EXPECT_EQ(Shown("440783199001011234"), "440783199001011234");
  EXPECT_EQ(Shown("9.007199254740991E15"), "9007199254740991");
  EXPECT_EQ(Shown("007"), "7");
  EXPECT_EQ(Shown("-0"), "0");
  EXPECT_EQ(Shown("0.0"), "0");
}

TEST(NumberText, ShowsPercents) {
  EXPECT_EQ(Shown("0.6", NumberFormat::kPercent), "60%");
  EXPECT_EQ(Shown("0.29499999999999998", NumberFormat::kPercent), "29.5%");
  EXPECT_EQ(Shown("1", NumberFormat::kPercent), "100%");
  EXPECT_EQ(Shown("0", NumberFormat::kPercent), "0%");
  EXPECT_EQ(Shown("-0.00012", NumberFormat::kPercent), "-0.012%");
}

TEST(NumberText, ShowsDates) {
  EXPECT_EQ(Shown("45838", NumberFormat::kDay), "2025-06-30");
  EXPECT_EQ(Shown("45838", NumberFormat::kMonth), "2025-06");
  EXPECT_EQ(Shown("45838", NumberFormat::kYear), "2025");
  EXPECT_EQ(Shown("45838.75", NumberFormat::kDay), "2025-06-30");
  EXPECT_EQ(Shown("45838.75", NumberFormat::kDayTime), "2025-06-30 18:00:00");
  EXPECT_EQ(Shown("45838", NumberFormat::kDayTime), "2025-06-30");
  EXPECT_EQ(Shown("45838.999999", NumberFormat::kDayTime), "2025-07-01");
  EXPECT_EQ(Shown("2958465", NumberFormat::kDay), "9999-12-31");
}

TEST(NumberText, KnowsTheDayThatWasNot) {
  EXPECT_EQ(Shown("1", NumberFormat::kDay), "1900-01-01");
  EXPECT_EQ(Shown("59", NumberFormat::kDay), "1900-02-28");
  EXPECT_EQ(Shown("60", NumberFormat::kDay), "60");
  EXPECT_EQ(Shown("61", NumberFormat::kDay), "1900-03-01");
}

TEST(NumberText, CountsFrom1904WhereTheWorkbookDoes) {
  EXPECT_EQ(Shown("0", NumberFormat::kDay, DateSystem::k1904), "1904-01-01");
  EXPECT_EQ(Shown("44376", NumberFormat::kDay, DateSystem::k1904), "2025-06-30");
  EXPECT_EQ(Shown("2957003", NumberFormat::kDay, DateSystem::k1904), "9999-12-31");
  EXPECT_EQ(Shown("2957004", NumberFormat::kDay, DateSystem::k1904), "2957004");
}

TEST(NumberText, ShowsThePlainNumberWhereThereIsNoSuchDate) {
  EXPECT_EQ(Shown("0", NumberFormat::kDay), "0");
  EXPECT_EQ(Shown("0.5", NumberFormat::kDayTime), "0.5");
  EXPECT_EQ(Shown("-1", NumberFormat::kDay), "-1");
  EXPECT_EQ(Shown("2958466", NumberFormat::kDay), "2958466");
  EXPECT_EQ(Shown("1E300", NumberFormat::kDay).size(), 301);
}

TEST(NumberText, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "x", "1x", "--1", "1e999", "nan", "inf", "0x10", "1,5", "-"}) {
    EXPECT_EQ(Shown(text), "no number") << text;
  }
}

TEST(IsoDateText, ShowsDates) {
  EXPECT_EQ(IsoDateText("2025-06-30", NumberFormat::kPlain), "2025-06-30");
  EXPECT_EQ(IsoDateText("2025-06-30T00:00:00.000Z", NumberFormat::kPlain), "2025-06-30");
  EXPECT_EQ(IsoDateText("2025-06-30T08:30:00", NumberFormat::kPlain), "2025-06-30 08:30:00");
  EXPECT_EQ(IsoDateText("2025-06-30T08:30:00", NumberFormat::kDay), "2025-06-30");
  EXPECT_EQ(IsoDateText("2025-06-30T00:00:00", NumberFormat::kMonth), "2025-06");
  EXPECT_EQ(IsoDateText("08:30:00", NumberFormat::kPlain), "08:30:00");
  EXPECT_EQ(IsoDateText("30.6.2025", NumberFormat::kDay), std::nullopt);
  EXPECT_EQ(IsoDateText("2025-06-30 x", NumberFormat::kPlain), std::nullopt);
}

}  // namespace
}  // namespace taizhang::cli
