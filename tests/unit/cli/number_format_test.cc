#include "services/cli/tables/number_format.h"

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

TEST(ParseNumberFormat, FindsPlainNumbers) {
  for (const char* code :
       {"General", "0", "0.00", "#,##0.00", "0.00E+00", "@", "# ?/?", "[Red]0;[Blue]-0", R"(0"元")",
        R"(0"年")", "_ * #,##0_ ;_ * -#,##0_ ", R"(\¥#,##0)", R"(0!.0,"万")", "", "[>=1]0;0%"}) {
    EXPECT_EQ(ParseNumberFormat(code), NumberFormat::kPlain) << code;
  }
}

TEST(ParseNumberFormat, FindsPercents) {
  for (const char* code : {"0%", "0.00%", "#,##0%;-0%", "[Red]0.0 %"}) {
    EXPECT_EQ(ParseNumberFormat(code), NumberFormat::kPercent) << code;
  }
  EXPECT_EQ(ParseNumberFormat(R"(0"%")"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat(R"(0\%)"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat("0;0%"), NumberFormat::kPlain);
}

TEST(ParseNumberFormat, FindsDays) {
  for (const char* code : {"yyyy-mm-dd", "yyyy/m/d;@", R"(yyyy"年"m"月"d"日";@)", "yyyy年m月d日",
                           "m/d/yy", "d-mmm", "[$-804]aaaa", R"([$-F800]dddd\,\ mmmm\ dd\,\ yyyy)",
                           "[DBNum1][$-804]yyyy年m月d日", "YYYY-MM-DD", R"(m"月"d"日")", "e/m/d"}) {
    EXPECT_EQ(ParseNumberFormat(code), NumberFormat::kDay) << code;
  }
}

TEST(ParseNumberFormat, FindsMonthsAndYears) {
  for (const char* code : {R"(yyyy"年"m"月")", "yyyy年m月", "[$-804]yyyy年m月;@", "yyyy-mm",
                           "mmm-yy", "yyyy.mm", R"(m"月")", "[DBNum1]e年m月"}) {
    EXPECT_EQ(ParseNumberFormat(code), NumberFormat::kMonth) << code;
  }
  EXPECT_EQ(ParseNumberFormat("yyyy"), NumberFormat::kYear);
  EXPECT_EQ(ParseNumberFormat(R"(yyyy"年")"), NumberFormat::kYear);
}

TEST(ParseNumberFormat, TellsMinutesFromMonths) {
  EXPECT_EQ(ParseNumberFormat("h:mm"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat("mm:ss.0"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat("h:mm AM/PM"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat(R"(上午/下午h"时"mm"分")"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat("[h]:mm:ss"), NumberFormat::kPlain);
  EXPECT_EQ(ParseNumberFormat("yyyy-mm-dd hh:mm:ss"), NumberFormat::kDayTime);
  EXPECT_EQ(ParseNumberFormat("m/d/yy h:mm"), NumberFormat::kDayTime);
}

TEST(ParseNumberFormat, EndsWithinCodesThatAreCutOff) {
  for (const char* code : {"\"", "[", "\\", "_", "*", "[$-804", "yyyy\"", "[h", "E", "a"}) {
    (void)ParseNumberFormat(code);
  }
  EXPECT_EQ(ParseNumberFormat("yyyy\"年"), NumberFormat::kYear);
}

TEST(BuiltInNumberFormat, FollowsTheStandardsTables) {
  EXPECT_EQ(BuiltInNumberFormat(0), NumberFormat::kPlain);
  EXPECT_EQ(BuiltInNumberFormat(4), NumberFormat::kPlain);
  EXPECT_EQ(BuiltInNumberFormat(9), NumberFormat::kPercent);
  EXPECT_EQ(BuiltInNumberFormat(10), NumberFormat::kPercent);
  EXPECT_EQ(BuiltInNumberFormat(14), NumberFormat::kDay);
  EXPECT_EQ(BuiltInNumberFormat(17), NumberFormat::kMonth);
  EXPECT_EQ(BuiltInNumberFormat(20), NumberFormat::kPlain);
  EXPECT_EQ(BuiltInNumberFormat(22), NumberFormat::kDayTime);
  EXPECT_EQ(BuiltInNumberFormat(27), NumberFormat::kMonth);
  EXPECT_EQ(BuiltInNumberFormat(31), NumberFormat::kDay);
  EXPECT_EQ(BuiltInNumberFormat(32), NumberFormat::kPlain);
  EXPECT_EQ(BuiltInNumberFormat(57), NumberFormat::kMonth);
  EXPECT_EQ(BuiltInNumberFormat(58), NumberFormat::kDay);
}

}  // namespace
}  // namespace taizhang::cli
