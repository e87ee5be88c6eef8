#include "services/cli/follow/cursor_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "services/cli/console/output_file.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::HasSubstr;

Cursors TwoCursors() {
  Cursors cursors;
  for (const char* partition : {"440783", "structure"}) {
    cursors[partition].set_partition(partition);
    cursors[partition].set_revision(12);
    cursors[partition].set_hash(std::string(32, '\x0f'));
  }
  return cursors;
}

std::string ParseError(const std::string& text) {
  return std::string(ParseCursors(text).status().message());
}

class CursorFile : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::path(testing::TempDir()) / (std::string("cli-") + test->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  [[nodiscard]] std::string Path(const std::string& name) const { return directory_ / name; }
  [[nodiscard]] size_t Files() const {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(directory_), {}));
  }
  static std::string TextOf(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::filesystem::path directory_;
};

TEST_F(CursorFile, IsReadAsItWasWritten) {
  ASSERT_TRUE(WriteCursorFile(Path("c"), TwoCursors()).ok());
  ASSERT_TRUE(WriteCursorFile(Path("c"), TwoCursors()).ok());
  const auto read = ReadCursorFile(Path("c"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(FormatCursors(*read), FormatCursors(TwoCursors()));
  EXPECT_EQ(Files(), 1U);
}

TEST_F(CursorFile, IsNotFoundWhereThereIsNone) {
  EXPECT_TRUE(absl::IsNotFound(ReadCursorFile(Path("none")).status()));
}

TEST_F(CursorFile, IsATextThatPeopleCanRead) {
  EXPECT_EQ(FormatCursors(TwoCursors()),
            "# taizhang follow: what has been printed; partition, revision, hash\n"
            "440783 12 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\n"
            "structure 12 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\n");
}

TEST_F(CursorFile, RefusesWhatItDidNotWrite) {
  const std::string text = FormatCursors(TwoCursors());
  EXPECT_THAT(ParseError(""), HasSubstr("no file that taizhang follow has written"));
  EXPECT_THAT(ParseError(text.substr(0, text.size() - 1)), HasSubstr("no file that"));
  EXPECT_THAT(ParseError(text + "440784 1\n"), HasSubstr("line 4: a line is a partition"));
  EXPECT_THAT(ParseError(text + "44078 1 00\n"), HasSubstr("line 4: \"44078\" is no partition"));
  EXPECT_THAT(ParseError(text + "440784 0 00\n"), HasSubstr("line 4: \"0\" is no revision"));
  EXPECT_THAT(ParseError(text + "440784 1 0g\n"), HasSubstr("line 4: \"0g\" is no hash"));
  EXPECT_THAT(ParseError(text + text.substr(text.find("440783"))),
              HasSubstr("line 4: the partition stands twice"));
}

TEST_F(CursorFile, OutputThatIsNotFinishedLeavesWhatStood) {
  ASSERT_TRUE(WriteCursorFile(Path("c"), TwoCursors()).ok());
  {
    auto file = OutputFile::Create(Path("c"));
    ASSERT_TRUE(file.ok());
    file->stream() << "half";
  }
  EXPECT_EQ(TextOf(Path("c")), FormatCursors(TwoCursors()));
  EXPECT_EQ(Files(), 1U);
}

TEST_F(CursorFile, OutputReplacesWhatALinkPointsTo) {
  ASSERT_TRUE(WriteCursorFile(Path("c"), {}).ok());
  std::filesystem::create_symlink(Path("c"), Path("link"));
  ASSERT_TRUE(WriteCursorFile(Path("link"), TwoCursors()).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
  EXPECT_EQ(TextOf(Path("c")), FormatCursors(TwoCursors()));
}

TEST_F(CursorFile, OutputNeverReplacesADevice) {
  auto file = OutputFile::Create("/dev/null");
  ASSERT_TRUE(file.ok());
  file->stream() << "text";
  EXPECT_TRUE(file->Finish().ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(CursorFile, OutputThatCannotBeWrittenIsNamed) {
  EXPECT_THAT(std::string(OutputFile::Create(Path("no/such/folder")).status().message()),
              HasSubstr("no/such/folder: No such file or directory"));
  EXPECT_THAT(std::string(OutputFile::Create(Path("")).status().message()),
              HasSubstr("Is a directory"));
}

}  // namespace
}  // namespace taizhang::cli
