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

TEST(NormalizedText, ComposesHoweverItWasTyped) {
  EXPECT_EQ(NormalizedText("Cafe\u0301"), "Caf\u00E9");
  EXPECT_EQ(NormalizedText("\u1112\u1161\u11AB"), "\uD55C");  // 한
  EXPECT_EQ(NormalizedText("\uF900"), "\u8C48");  // a compatibility ideograph with one meaning
  EXPECT_EQ(NormalizedText("q\u0307\u0323"), "q\u0323\u0307");
}

TEST(NormalizedText, LeavesAloneWhatIsOneAlready) {
  for (const std::string_view text : {"", "Kaiping", "开平优品（1+8）", "é", "１２０％", "㎡", "①",
                                      "ﬁ", "\U00020BB7", "🦢", "…—·"}) {
    EXPECT_EQ(NormalizedText(text), text);
    EXPECT_EQ(OtherNormalForm(text), std::nullopt) << text;
  }
  EXPECT_EQ(OtherNormalForm("Cafe\u0301"), "Caf\u00E9");
}

/// `mark` so many times.
std::string Marks(std::string_view mark, int count) {
  std::string marks;
  for (int i = 0; i < count; ++i) marks += mark;
  return marks;
}

TEST(NormalizedText, OrdersThousandsOfMarks) {
  EXPECT_EQ(NormalizedText("a" + Marks("\u0301", 2'000) + Marks("\u0316", 2'000) + "b"),
            "\u00E1" + Marks("\u0316", 2'000) + Marks("\u0301", 1'999) + "b");
}

TEST(NormalizedText, LooksAtNothingThatIsTooLongToBeKept) {
  const std::string text = Marks("e\u0301", 5'462);  // 16,386 bytes
  EXPECT_EQ(NormalizedText(text), text);
  EXPECT_EQ(OtherNormalForm(text), std::nullopt);
  EXPECT_EQ(NormalizedText(text.substr(3)), Marks("\u00E9", 5'461));
}

TEST(NormalizedText, GivesDamageBackAsItIs) {
  EXPECT_EQ(NormalizedText("e\u0301\xFF"), "e\u0301\xFF");
  EXPECT_EQ(NormalizedText("\xED\xA0\x80"), "\xED\xA0\x80");
}

TEST(NarrowText, ChangesWidthAndNothingElse) {
  EXPECT_EQ(NarrowText("＞１２０．５万元，－３％"), ">120.5万元,-3%");
  EXPECT_EQ(NarrowText("ＵＳＤ　ａ～"), "USD a~");
  EXPECT_EQ(NarrowText("10² ① ㎡ 、。"), "10² ① ㎡ 、。");
}

struct BadCase {
  std::string_view text;
  std::string_view name;
  size_t position;
};

TEST(FindBadCharacter, NamesItAndWhereItIs) {
  constexpr BadCase kCases[] = {
      {"开\n平", "U+000A", 2},       {"开平\u0085", "U+0085", 3},  {"\uFEFF开平", "U+FEFF", 1},
      {"开平\u202E市", "U+202E", 3},  // NOLINT(misc-misleading-bidirectional)
      {"a\u202A", "U+202A", 2},       // NOLINT(misc-misleading-bidirectional)
      {"a\u2066b", "U+2066", 2},      // NOLINT(misc-misleading-bidirectional)
      {"a\u2069", "U+2069", 2},      {"a\u2028b", "U+2028", 2},    {"a\u2029", "U+2029", 2},
      {"\uFFFE", "U+FFFE", 1},       {"\U0001FFFF", "U+1FFFF", 1}, {"\uFDD0", "U+FDD0", 1},
      {"\U0010FFFE", "U+10FFFE", 1},
  };
  for (const BadCase& c : kCases) {
    const std::optional<BadCharacter> bad = FindBadCharacter(c.text);
    ASSERT_TRUE(bad) << c.name;
    EXPECT_EQ(CodePointName(bad->point), c.name);
    EXPECT_EQ(bad->position, c.position) << c.name;
    EXPECT_FALSE(bad->what.empty());
  }
  for (const std::string_view text :
       {"", "开平 市", "\u200D👨\u200D🌾", "\u2027\u202F", "\uFFFD", "\uE000"}) {
    EXPECT_FALSE(FindBadCharacter(text)) << text;
  }
}

TEST(FindOuterBlank, FindsTheFirstThenTheLast) {
  for (const std::string_view text : {" a", "\u3000a", "\u00A0a", "\u200Ba ", "\ta"}) {
    EXPECT_EQ(FindOuterBlank(text)->position, 1) << text;
  }
  EXPECT_EQ(FindOuterBlank("开平\u3000")->position, 3);
  EXPECT_FALSE(FindOuterBlank("开 平"));
  EXPECT_FALSE(FindOuterBlank(""));
}

TEST(TrimText, TakesBlanksOfEverySortFromBothEnds) {
  EXPECT_EQ(TrimText(" \u3000开 平\u00A0\t\n"), "开 平");
  EXPECT_EQ(TrimText("\u3000 "), "");
  EXPECT_EQ(TrimText("开平"), "开平");
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
