#include "common/values/text.h"

#include "gtest/gtest.h"

namespace taizhang {
namespace {

TEST(IsValidUtf8, AcceptsEveryLength) {
  for (const std::string_view text : {"", "a", "é", "台账", "\U00020BB7", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsValidUtf8(text)) << text;
  }
}

TEST(IsValidUtf8, RefusesDamageAndForbiddenForms) {
  constexpr std::string_view kRefused[] = {
      "\x80",
      "\xE5\x8F",
      "\xE5\x8F\x61",
      "\xFF",
      "\xFE",
      "a\xC3",
      "\xC0\xAF",
      "\xC1\xBF",
      "\xE0\x9F\xBF",
      "\xF0\x8F\xBF\xBF",  // overlong
      "\xED\xA0\x80",
      "\xED\xBF\xBF",  // surrogates
      "\xF4\x90\x80\x80",
      "\xF5\x80\x80\x80",  // beyond U+10FFFF
  };
  for (const std::string_view text : kRefused) EXPECT_FALSE(IsValidUtf8(text)) << text;
}

TEST(HasControlCharacter, FindsThoseThatBreakLinesAndTerminals) {
  constexpr std::string_view kFound[] = {
      std::string_view("\0", 1),
      "a\tb",
      "a\nb",
      "a\rb",
      "\x1B[31m",
      "\x7F",
      "\u0080",
      "\u0085",
      "\u009F",
  };
  for (const std::string_view text : kFound) EXPECT_TRUE(HasControlCharacter(text));
  for (const std::string_view text : {"", "开平优品 1+8", "é", "\u00A0", "\u3000", "ÀÿĀ"}) {
    EXPECT_FALSE(HasControlCharacter(text)) << text;
  }
}

struct WidthCase {
  std::string_view text;
  size_t width;
};

TEST(DisplayWidth, IsCountedInTerminalColumns) {
  constexpr WidthCase kCases[] = {
      {"", 0},          {"Kaiping", 7},    {"开平市", 6},
      {"69.45亿元", 9}, {"（约）", 6},      // full-width brackets
      {"％", 2},        {"　", 2},          // ideographic space
      {"≈≥≤", 3},                           // ambiguous width, drawn narrow
      {"é", 1},         {"e\u0301", 1},     // combining acute accent
      {"\uFEFF开", 2},                      // byte order mark
      {"ｶﾅ", 2},                            // half-width katakana
      {"한국", 4},      {"\U00020BB7", 2},  // 𠮷, beyond the basic plane
      {"🦢", 2},      {"\xFF\xE5", 2},    // damage: a column a byte
  };
  for (const WidthCase& c : kCases) EXPECT_EQ(DisplayWidth(c.text), c.width) << c.text;
}

TEST(Pad, FillsUpToColumnsRatherThanBytes) {
  EXPECT_EQ(PadRight("开平", 6), "开平  ");
  EXPECT_EQ(PadLeft("开平", 6), "  开平");
  EXPECT_EQ(PadLeft("5", 3), "  5");
}

TEST(Pad, ReturnsWiderTextWhole) {
  EXPECT_EQ(PadRight("开平优品", 3), "开平优品");
  EXPECT_EQ(PadLeft("开平优品", 3), "开平优品");
}

}  // namespace
}  // namespace taizhang
