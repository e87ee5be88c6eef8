// Files as other programs write them; tests/data/tables/make.py says how each was made.

#include <fstream>
#include <iterator>
#include <string>

#include "services/cli/tables/csv_reader.h"
#include "services/cli/tables/text_encoding.h"
#include "services/cli/tables/xlsx_reader.h"
#include "tests/unit/cli/rows_of.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;

std::string BytesOf(const std::string& name) {
  std::ifstream file("tests/data/tables/" + name, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const Row kTitle = {1, {"2025年上半年各村情况表"}};
const Row kHeader = {2, {"村名", "月份", "纯收入（万元）", "占比", "更新日期", "备注"}};
const Row kHongfeng = {3, {"红丰村", "2025-06", "69.45", "60%", "2025-06-30", "=1+1 是文字"}};
const Row kLianzhu = {4, {"联竹村", "2025-06", "0.3", "29.5%", "2025-06-30 08:30:00", "TRUE"}};

TEST(XlsxFiles, ReadsWhatOpenpyxlWrites) {
  const std::string bytes = BytesOf("openpyxl.xlsx");
  absl::Status status;
  EXPECT_THAT(RowsOfXlsx(bytes, status),
              ElementsAre(kTitle, kHeader, kHongfeng, kLianzhu,
                          Row(6, {"合计（两村）", "", "", "", "", "440783107236"})));
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_THAT(XlsxSheets(bytes).value(), ElementsAre("字典", "各村情况"));
  EXPECT_THAT(XlsxMergedRanges(bytes, "各村情况").value(), ElementsAre(CellRange{1, 1, 1, 6}));
}

TEST(XlsxFiles, ReadsWhatLibreOfficeWrites) {
  absl::Status status;
  EXPECT_THAT(RowsOfXlsx(BytesOf("libreoffice.xlsx"), status),
              ElementsAre(kTitle, kHeader, kHongfeng, kLianzhu,
                          Row(6, {"合计（两村）", "", "69.75", "", "", "440783107236"})));
  EXPECT_EQ(status, absl::OkStatus());
}

TEST(XlsxFiles, ReadsWhatXlsxWriterWrites) {
  absl::Status status;
  EXPECT_THAT(RowsOfXlsx(BytesOf("xlsxwriter.xlsx"), status),
              ElementsAre(Row(1, {"日期", "formula", "tab\tand\nline", "_x000D_"}),
                          Row(2, {"2025-06-30", "0.25", "15000000", "0.0000001"}),
                          Row(3, {"", "#DIV/0!"}), Row(4, {"plain bold 㐀𠀀"})));
  EXPECT_EQ(status, absl::OkStatus());
}

class TextFiles : public ::testing::TestWithParam<std::pair<const char*, TextEncoding>> {};

TEST_P(TextFiles, AreReadWhateverTheirEncoding) {
  const auto& [name, encoding] = GetParam();
  TextEncoding found = TextEncoding::kDetect;
  const std::string text = ToUtf8(BytesOf(name), TextEncoding::kDetect, &found).value();
  EXPECT_EQ(found, encoding);
  std::vector<Row> rows;
  EXPECT_EQ(ReadCsv(text, Into(rows)), absl::OkStatus());
  EXPECT_THAT(
      rows, ElementsAre(Row(1, {"村名", "生僻字", "收入"}), Row(2, {"红丰村", "㐀𠀀", "28万元"})));
}

INSTANTIATE_TEST_SUITE_P(All, TextFiles,
                         ::testing::Values(std::pair("gb18030.csv", TextEncoding::kGb18030),
                                           std::pair("utf8_mark.csv", TextEncoding::kUtf8),
                                           std::pair("utf16le_mark.txt", TextEncoding::kUtf16),
                                           std::pair("utf16be_mark.csv", TextEncoding::kUtf16),
                                           std::pair("utf16le.csv", TextEncoding::kUtf16),
                                           std::pair("utf16be.csv", TextEncoding::kUtf16)));

TEST(BrokenTextFiles, SayWhereTheyAreBroken) {
  EXPECT_EQ(MessageOf(ToUtf8(BytesOf("broken.csv"), TextEncoding::kDetect).status()),
            "neither UTF-8 nor UTF-16, and as GB18030 byte 36, on line 2, is not GB18030; save the "
            "file as "
            "UTF-8, or name its encoding");
}

}  // namespace
}  // namespace taizhang::cli
