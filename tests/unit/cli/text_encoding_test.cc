#include "services/cli/tables/text_encoding.h"

#include <string>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace): the literals alone

/// The text and what it was read as, "utf-8: 村名"; or the error.
std::string Read(std::string bytes, TextEncoding encoding = TextEncoding::kDetect) {
  TextEncoding found = TextEncoding::kDetect;
  const absl::StatusOr<std::string> text = ToUtf8(std::move(bytes), encoding, &found);
  if (!text.ok()) return std::string(text.status().message());
  return std::string(NameOf(found)) + ": " + *text;
}

// 村名,收入 and a line feed.
const std::string kText = "村名,收入\n";
const std::string kGb18030 = "\xB4\xE5\xC3\xFB,\xCA\xD5\xC8\xEB\n";
const std::string kUtf16Little = "\x51\x67\x0D\x54,\0\x36\x65\x65\x51\n\0"s;
const std::string kUtf16Big = "\x67\x51\x54\x0D\0,\x65\x36\x51\x65\0\n"s;

TEST(FindEncoding, KnowsTheNamesThatPeopleUse) {
  EXPECT_EQ(FindEncoding("auto"), TextEncoding::kDetect);
  EXPECT_EQ(FindEncoding("UTF-8"), TextEncoding::kUtf8);
  EXPECT_EQ(FindEncoding("utf16"), TextEncoding::kUtf16);
  EXPECT_EQ(FindEncoding("gb18030"), TextEncoding::kGb18030);
  EXPECT_EQ(FindEncoding("GBK"), TextEncoding::kGb18030);
  EXPECT_EQ(FindEncoding("GB2312"), TextEncoding::kGb18030);
  EXPECT_EQ(FindEncoding("latin-1"), std::nullopt);
  EXPECT_EQ(FindEncoding(""), std::nullopt);
}

TEST(ToUtf8, GoesByTheByteOrderMarkAndLeavesItOut) {
  EXPECT_EQ(Read("\xEF\xBB\xBF" + kText), "utf-8: " + kText);
  EXPECT_EQ(Read("\xFF\xFE" + kUtf16Little), "utf-16: " + kText);
  EXPECT_EQ(Read("\xFE\xFF" + kUtf16Big), "utf-16: " + kText);
  EXPECT_EQ(Read("\x84\x31\x95\x33" + kGb18030), "gb18030: " + kText);
}

TEST(ToUtf8, RecognisesEncodingsWithoutAMark) {
  EXPECT_EQ(Read(kText), "utf-8: " + kText);
  EXPECT_EQ(Read(kGb18030), "gb18030: " + kText);
  EXPECT_EQ(Read(kUtf16Little), "utf-16: " + kText);
  EXPECT_EQ(Read(kUtf16Big), "utf-16: " + kText);
  EXPECT_EQ(Read("plain,1\n"), "utf-8: plain,1\n");
  EXPECT_EQ(Read("p\0,\0001\0\n\0"s), "utf-16: p,1\n");
  EXPECT_EQ(Read(""), "utf-8: ");
}

TEST(ToUtf8, TakesHanCharactersOfManyStrokesForNoByteOrder) {
  // 一 is 4E 00: in big endian its second byte is zero, like the second byte of ASCII in little
  // endian.
  EXPECT_EQ(Read("\x4E\x00\x00,\x4E\x00\x00,\x4E\x00\x00\n"s), "utf-16: 一,一,一\n");
}

TEST(ToUtf8, ReadsGb18030InFourBytes) {
  // U+3400 and U+20000 lie outside of GBK.
  EXPECT_EQ(Read("\xB4\xE5\x81\x39\xEE\x39,\x95\x32\x82\x36\n"), "gb18030: 村㐀,\U00020000\n");
}

TEST(ToUtf8, ReadsSurrogatePairs) {
  EXPECT_EQ(Read("\x40\xD8\x00\xDC,\0\n\0"s, TextEncoding::kUtf16), "utf-16: \U00020000,\n");
}

TEST(ToUtf8, NamesTheByteAndTheLineThatIsNotOfTheEncoding) {
  EXPECT_EQ(Read("a\nb\nc\xFF\n", TextEncoding::kUtf8), "byte 5, on line 3, is not UTF-8");
  EXPECT_EQ(Read("a\nb\xFF\n", TextEncoding::kGb18030), "byte 3, on line 2, is not GB18030");
  EXPECT_EQ(Read("a\0\n\0\x00\xDC,\0"s, TextEncoding::kUtf16),
            "byte 4, on line 2, is not UTF-16 (little endian)");
  EXPECT_EQ(Read("\xFE\xFF\0a\0"s), "byte 4, on line 1, is not UTF-16 (big endian)");
  EXPECT_EQ(Read("\xB4\xE5\n\xFF,"),
            "neither UTF-8 nor UTF-16, and as GB18030 byte 3, on line 2, is not GB18030; save the "
            "file as "
            "UTF-8, or name its encoding");
}

TEST(ToUtf8, RefusesDamagedUtf8RatherThanToReadItAsGb18030) {
  // As GB18030 these bytes are text too: 鏉戝悕 ...
  EXPECT_EQ(Read("村名,收入\n开平\xE5,1\n"), "byte 20, on line 2, is not UTF-8");
}

TEST(ToUtf8, RefusesBytesThatAreNoText) {
  EXPECT_EQ(Read("PK\3\4\0\0\0"s), "byte 4 is zero: this is not text");
  EXPECT_EQ(Read("\0\0\0\0"s), "byte 0 is zero: this is not text");
}

TEST(ToUtf8, KeepsAllCharactersOfANamedEncoding) {
  EXPECT_EQ(Read("\xEF\xBB\xBF\xEF\xBB\xBF", TextEncoding::kUtf8), "utf-8: \xEF\xBB\xBF");
  EXPECT_EQ(Read("a\tb\r\n\x7F", TextEncoding::kGb18030), "gb18030: a\tb\r\n\x7F");
}

}  // namespace
}  // namespace taizhang::cli
