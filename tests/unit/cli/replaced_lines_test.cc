#include "services/cli/input/replaced_lines.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/mapping/table_header.h"
#include "tests/support/scratch_directory.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kSource =
    "withdrawn_record\n"
    "divisions/440783/projects/a\n"
    "divisions/440783/projects/b\n";

/// A file, and a report of its second line, in a directory of their own.
class ReplacedLines : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(directory_.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  /// A report whose one line stood as `original` on line 2 of `file`, and has `cell` now.
  std::string WriteReport(const std::string& file, const std::string& original,
                          const std::string& cell) {
    std::ostringstream text;
    text << "withdrawn_record," << kReportFile << ',' << kReportRow << ',' << kReportReason << ','
         << kReportDigest << '\n'
         << cell << ',' << file << ",2,VALUE_INVALID,"
         << (original.empty() ? "" : DigestText(DigestOf({original}))) << '\n';
    return Write("report.csv", text.str());
  }

  static std::vector<std::string> NamesIn(const std::vector<std::string>& files,
                                          std::vector<std::string>& errors) {
    std::istringstream none;
    const Input input = ReadInput(files, none);
    std::vector<std::string> names;
    for (const InputRow& row : input.rows) {
      const std::string name = row.row().withdrawn_record();
      names.push_back(name.substr(name.rfind('/') + 1));
    }
    for (const InputError& error : input.errors) errors.push_back(error.what);
    return names;
  }

  ScratchDirectory directory_;
  std::vector<std::string> errors_;
};

TEST_F(ReplacedLines, TakeThePlaceOfTheirOriginals) {
  const std::string source = Write("june.csv", kSource);
  const std::string report =
      WriteReport(source, "divisions/440783/projects/a", "divisions/440783/projects/c");
  EXPECT_THAT(NamesIn({source, report}, errors_), ElementsAre("b", "c"));
  EXPECT_THAT(NamesIn({report, source}, errors_), ElementsAre("c", "b"));
  EXPECT_THAT(NamesIn({report}, errors_), ElementsAre("c"));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(ReplacedLines, AreRefusedWhereTheOriginalHasChanged) {
  const std::string source = Write("june.csv", kSource);
  const std::string report =
      WriteReport(source, "divisions/440783/projects/old", "divisions/440783/projects/c");
  NamesIn({source, report}, errors_);
  EXPECT_THAT(errors_,
              ElementsAre("takes the place of " + source +
                          ":2, which has changed since the report was written; delete this row to "
                          "take the line as it is now"));
}

TEST_F(ReplacedLines, AreRefusedWhereTheOriginalIsGone) {
  const std::string source = Write("june.csv", "withdrawn_record\n");
  const std::string report =
      WriteReport(source, "divisions/440783/projects/a", "divisions/440783/projects/c");
  NamesIn({source, report}, errors_);
  EXPECT_THAT(errors_, ElementsAre("takes the place of " + source +
                                   ":2, which is not there any more; delete this row, or import "
                                   "the report by itself"));
}

TEST_F(ReplacedLines, WithoutADigestAreTakenAsTheyAre) {
  const std::string source = Write("june.csv", kSource);
  const std::string report = WriteReport(source, "", "divisions/440783/projects/c");
  EXPECT_THAT(NamesIn({source, report}, errors_), ElementsAre("b", "c"));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(ReplacedLines, FindTheirFileInAnotherFolderWhereThereIsOneOfThatName) {
  const std::string source = Write("here/june.csv", kSource);
  const std::string report =
      WriteReport("there/june.csv", "divisions/440783/projects/a", "divisions/440783/projects/c");
  EXPECT_THAT(NamesIn({source, report}, errors_), ElementsAre("b", "c"));
  EXPECT_THAT(errors_, IsEmpty());
  const std::string other = Write("elsewhere/june.csv", kSource);
  NamesIn({source, other, report}, errors_);
  EXPECT_THAT(errors_, ElementsAre("takes the place of a line of there/june.csv, and several files "
                                   "of that name are read here; import them one by one"));
}

TEST(LineDigest, IsOfLettersAloneAndPassesOverEmptyCellsAtTheEnd) {
  EXPECT_EQ(DigestText(0), "aaaaaaaaaaaaaaaa");
  EXPECT_EQ(DigestText(0x0123456789ABCDEF), "abcdefghijklmnop");
  EXPECT_EQ(DigestOf({"1", "", ""}), DigestOf({"1"}));
  EXPECT_NE(DigestOf({"1", "2"}), DigestOf({"12"}));
  EXPECT_NE(DigestOf({"", "1"}), DigestOf({"1"}));
}

}  // namespace
}  // namespace taizhang::cli
