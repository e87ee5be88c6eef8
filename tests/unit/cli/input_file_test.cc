#include "services/cli/input/input_file.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

Input ReadText(const std::string& text) {
  std::istringstream in(text);
  ReadOptions options;
  options.format = InputFormat::kJsonLines;
  return ReadInput({"-"}, in, options);
}

TEST(InputFile, AcceptsAByteOrderMarkCarriageReturnsAndEmptyLines) {
  const Input input = ReadText(
      "\xEF\xBB\xBF{\"withdrawnRecord\": \"divisions/44\"}\r\n\r\n \t\n{\"withdrawnRecord\": "
      "\"divisions/50\"}");
  EXPECT_TRUE(input.errors.empty());
  ASSERT_EQ(input.rows.size(), 2U);
  EXPECT_EQ(input.rows[0].place().Text(), "stdin:1");
  EXPECT_EQ(input.rows[1].place().Text(), "stdin:4");
}

TEST(InputFile, NamesEveryLineThatCannotBeRead) {
  const Input input = ReadText("{\n{\"withdrawnRecord\": \"divisions/44\"}\n\xFF\xFE\n");
  ASSERT_EQ(input.errors.size(), 2U);
  EXPECT_EQ(input.errors[0].place.line, 1U);
  EXPECT_EQ(input.errors[1].place.line, 3U);
  EXPECT_EQ(input.errors[1].what,
            "the line is not UTF-8; convert the file (iconv -f GB18030 -t UTF-8)");
  EXPECT_EQ(input.rows.size(), 1U);
}

TEST(InputFile, RefusesALineBeyondTheLimit) {
  const Input input = ReadText(std::string(kLineBytesMax + 1, 'x') + "\n");
  ASSERT_EQ(input.errors.size(), 1U);
  EXPECT_EQ(input.errors[0].what, "the line has 1048577 bytes, more than 1048576");
}

TEST(InputFile, RefusesADirectoryAndAFileThatIsNotThere) {
  std::istringstream in;
  const Input input = ReadInput({"tests", "tests/no-such-file.jsonl"}, in);
  ASSERT_EQ(input.unreadable.size(), 2U);
  EXPECT_EQ(input.unreadable[0], "tests: is a directory; name its files (tests/*.jsonl)");
  EXPECT_EQ(input.unreadable[1], "tests/no-such-file.jsonl: No such file or directory");
}

}  // namespace
}  // namespace taizhang::cli
