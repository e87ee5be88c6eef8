#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/tables/xlsx_reader.h"
#include "services/cli/tables/xml_parser.h"
#include "tests/unit/cli/rows_of.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kRow = "<row><c><v>1</v></c></row>";
const std::string kSheetPart = "xl/worksheets/sheet1.xml";

absl::Status Read(const Parts& parts, const XlsxLimits& limits = {}) {
  std::vector<Row> rows;
  return ReadXlsx(ZipOf(parts), "", Into(rows), limits);
}

std::string ErrorOf(const Parts& parts, const XlsxLimits& limits = {}) {
  return MessageOf(Read(parts, limits));
}

std::string ErrorOfRows(std::string_view rows, const XlsxLimits& limits = {}) {
  return ErrorOf(PartsOfWorkbook(rows), limits);
}

TEST(XlsxLimits, EndAZipBombWhileItInflates) {
  Parts parts = PartsOfWorkbook(kRow);
  parts[kSheetPart].append(std::string(16 << 20, ' '));
  const std::string bytes = ZipOf(parts);
  EXPECT_LT(bytes.size(), size_t{32} << 10);
  std::vector<Row> rows;
  const absl::Status status =
      ReadXlsx(bytes, "", Into(rows), {.inflated_bytes_max = size_t{1} << 20});
  EXPECT_EQ(status, absl::ResourceExhaustedError(
                        "the file inflates to more than 1048576 bytes (inflated_bytes_max)"));
  EXPECT_TRUE(rows.empty());
}

TEST(XlsxLimits, CountEachPartOnceThoughASheetIsReadTwice) {
  Parts parts = PartsOfWorkbook(kRow);
  parts[kSheetPart].append(std::string(900'000, ' '));
  EXPECT_EQ(Read(parts, {.inflated_bytes_max = 1'000'000}), absl::OkStatus());
  EXPECT_THAT(ErrorOf(parts, {.inflated_bytes_max = 900'000}), HasSubstr("inflated_bytes_max"));
}

TEST(XlsxLimits, DoNotBelieveTheSizeThatTheArchiveDeclares) {
  Parts parts = PartsOfWorkbook(kRow);
  parts[kSheetPart].append(std::string(4 << 20, ' '));
  const size_t size = parts[kSheetPart].size();
  std::string bytes = ZipOf(parts);
  // Both headers of the sheet claim to hold 100 bytes.
  const auto number = [](size_t value) {
    std::string text;
    for (int i = 0; i < 4; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
  };
  EXPECT_EQ(absl::StrReplaceAll({{number(size), number(100)}}, &bytes), 2);
  std::vector<Row> rows;
  EXPECT_THAT(MessageOf(ReadXlsx(bytes, "", Into(rows), {.inflated_bytes_max = size_t{1} << 20})),
              HasSubstr("inflated_bytes_max"));
}

TEST(XlsxLimits, BoundTheFile) {
  EXPECT_THAT(ErrorOfRows(kRow, {.file_bytes_max = 100}),
              HasSubstr("bytes, more than 100 (file_bytes_max)"));
}

TEST(XlsxLimits, BoundTheEntries) {
  Parts parts = PartsOfWorkbook(kRow);
  for (int i = 0; i < 100; ++i) parts[absl::StrCat("x/", i)] = "";
  EXPECT_EQ(ErrorOf(parts, {.entries_max = 104}), "");
  EXPECT_EQ(ErrorOf(parts, {.entries_max = 103}),
            "the file holds more than 103 parts (entries_max)");
  EXPECT_EQ(ErrorOf(parts, {.entries_max = 50}), "the file holds more than 50 parts (entries_max)");
}

TEST(XlsxLimits, BoundRows) {
  EXPECT_EQ(ErrorOfRows(R"(<row r="1048577"><c><v>1</v></c></row>)"),
            "the sheet \"Sheet1\" has a row 1048577, more than 1048576 (rows_max)");
  EXPECT_THAT(ErrorOfRows("<row/><row/><row/>", {.rows_max = 2}), HasSubstr("rows_max"));
}

TEST(XlsxLimits, BoundColumns) {
  EXPECT_EQ(ErrorOfRows(R"(<row><c r="XFE1"><v>1</v></c></row>)"),
            "row 1 of the sheet \"Sheet1\" has more than 16384 columns");
  EXPECT_EQ(ErrorOfRows(R"(<row><c r="XFD1"><v>1</v></c><c><v>1</v></c></row>)"),
            "row 1 of the sheet \"Sheet1\" has more than 16384 columns");
}

TEST(XlsxLimits, BoundCellsWithTheEmptyOnesBeforeThem) {
  const std::string rows =
      R"(<row r="1"><c r="D1"><v>1</v></c></row><row r="2"><c r="D2"><v>1</v></c></row>)";
  EXPECT_EQ(ErrorOfRows(rows, {.cells_max = 8}), "");
  EXPECT_EQ(ErrorOfRows(rows, {.cells_max = 7}),
            "the sheet \"Sheet1\" has more than 7 cells (cells_max)");
}

TEST(XlsxLimits, BoundSharedStringsAndWhatTheyMultiplyTo) {
  Parts parts = PartsOfWorkbook(R"(<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>)");
  AddPart("sharedStrings", "sst", "<si><t>" + std::string(10'000, 'x') + "</t></si>", parts);
  EXPECT_EQ(ErrorOf(parts, {.inflated_bytes_max = 20'000}), "");
  EXPECT_EQ(ErrorOf(parts, {.inflated_bytes_max = 19'999}),
            "the texts of the sheet \"Sheet1\" have together more than 19999 bytes "
            "(inflated_bytes_max)");
  EXPECT_EQ(ErrorOf(parts, {.shared_string_bytes_max = 10'000}),
            "the workbook's shared strings have more than 10000 bytes (shared_string_bytes_max)");
}

TEST(XlsxHostile, ReadsASheetThatDeclaresAMillionRows) {
  Parts parts = PartsOfWorkbook(R"(<row r="1048576"><c><v>1</v></c></row>)");
  std::string& sheet = parts[kSheetPart];
  sheet.insert(sheet.find("<sheetData>"), R"(<dimension ref="A1:XFD1048576"/>)");
  absl::Status status;
  EXPECT_EQ(RowsOfXlsx(ZipOf(parts), status), (std::vector<Row>{{1'048'576, {"1"}}}));
}

TEST(XlsxHostile, RefusesDocumentTypes) {
  Parts parts = PartsOfWorkbook(kRow);
  parts[kSheetPart].insert(0,
                           R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>)");
  EXPECT_THAT(ErrorOf(parts), HasSubstr("xl/worksheets/sheet1.xml, line 1: a document type "
                                        "(DOCTYPE) is not allowed"));
  parts = PartsOfWorkbook(kRow);
  parts["xl/workbook.xml"].insert(0, R"(<!DOCTYPE x SYSTEM "file:///etc/passwd">)");
  EXPECT_THAT(ErrorOf(parts), HasSubstr("DOCTYPE"));
  EXPECT_THAT(ErrorOfRows("<row>&undefined;</row>"), HasSubstr("undefined entity"));
}

TEST(XlsxHostile, RefusesDeepElementsAndLongTags) {
  std::string deep;
  for (int i = 0; i < kXmlDepthMax; ++i) deep += "<x>";
  EXPECT_THAT(ErrorOfRows(deep), HasSubstr("elements lie more than 64 deep"));
  EXPECT_THAT(ErrorOfRows("<row spans=\"" + std::string(2 * kXmlTagBytesMax, ' ') + "\"/>"),
              HasSubstr("a tag is longer than 1048576 bytes"));
  // A long text is no long tag.
  EXPECT_EQ(ErrorOfRows(R"(<row><c t="inlineStr"><is><t>)" + std::string(2 * kXmlTagBytesMax, 'x') +
                        "</t></is></c></row>"),
            "");
}

TEST(XlsxHostile, RefusesRowsAndCellsOutOfOrder) {
  EXPECT_THAT(ErrorOfRows(R"(<row r="2"/><row r="1"/>)"), HasSubstr("row 1 comes behind row 2"));
  EXPECT_THAT(ErrorOfRows(R"(<row r="2"/><row r="2"/>)"), HasSubstr("row 2 comes behind row 2"));
  EXPECT_THAT(ErrorOfRows(R"(<row r="x"/>)"), HasSubstr("\"x\" is no row number"));
  EXPECT_THAT(ErrorOfRows(R"(<row><c r="B1"/><c r="A1"/></row>)"),
              HasSubstr("a cell named \"A1\" in row 1 behind column 2"));
  EXPECT_THAT(ErrorOfRows(R"(<row><c r="A2"/></row>)"), HasSubstr("a cell named \"A2\" in row 1"));
}

TEST(XlsxHostile, RefusesMergedCellsThatOverlap) {
  Parts parts = PartsOfWorkbook(R"(<row r="5"/>)");
  parts[kSheetPart] = absl::StrReplaceAll(
      parts[kSheetPart], {{"</worksheet>",
                           "<mergeCells><mergeCell ref=\"A1:C3\"/>"
                           "<mergeCell ref=\"B3:D4\"/></mergeCells></worksheet>"}});
  EXPECT_EQ(ErrorOf(parts), "the file is damaged: merged cells overlap at B3");
}

TEST(XlsxHostile, RefusesDamagedXml) {
  Parts parts = PartsOfWorkbook(kRow);
  parts[kSheetPart].resize(parts[kSheetPart].size() - 5);
  EXPECT_THAT(ErrorOf(parts), HasSubstr("the file is damaged: xl/worksheets/sheet1.xml, line 1: "));
  EXPECT_THAT(ErrorOfRows("<row><c><v>1<b/></v></c></row>"),
              HasSubstr("an element inside the value of Sheet1!A1"));
  EXPECT_THAT(ErrorOfRows("<row><c t=\"inlineStr\"><is><t>\xFF</t></is></c></row>"),
              HasSubstr("not well-formed"));
}

TEST(XlsxHostile, RefusesMissingParts) {
  Parts parts = PartsOfWorkbook(kRow);
  parts.erase(kSheetPart);
  EXPECT_EQ(ErrorOf(parts),
            "the file is damaged or incomplete (xl/worksheets/sheet1.xml is missing)");
  parts = PartsOfWorkbook(kRow);
  parts.erase("xl/_rels/workbook.xml.rels");
  EXPECT_THAT(ErrorOf(parts), HasSubstr("the sheet \"Sheet1\" has no part"));
}

TEST(XlsxHostile, RefusesTruncatedFilesAndFlippedBytes) {
  const std::string bytes = ZipOf(PartsOfWorkbook(kRow));
  std::vector<Row> rows;
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ReadXlsx(bytes.substr(0, size), "", Into(rows)).ok()) << size;
  }
  EXPECT_TRUE(rows.empty());
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x41);
    std::vector<Row> read;
    // What a checksum does not cover may change without harm; what is read is what was written.
    if (ReadXlsx(flipped, "", Into(read)).ok()) {
      EXPECT_EQ(read, (std::vector<Row>{{1, {"1"}}}));
    }
  }
}

}  // namespace
}  // namespace taizhang::cli
