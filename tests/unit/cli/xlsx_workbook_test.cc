#include <string>

#include "absl/strings/str_replace.h"
#include "services/cli/tables/cell_reference.h"
#include "services/cli/tables/xlsx_reader.h"
#include "tests/unit/cli/rows_of.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kRow = "<row><c><v>1</v></c></row>";

Parts WithSheets(std::string_view sheets) {
  Parts parts = PartsOfWorkbook(kRow);
  std::string& workbook = parts["xl/workbook.xml"];
  const size_t first = workbook.find("<sheet ");
  workbook.replace(first, workbook.find("</sheets>") - first, sheets);
  parts["xl/worksheets/sheet2.xml"] =
      absl::StrReplaceAll(parts["xl/worksheets/sheet1.xml"], {{"<v>1", "<v>2"}});
  std::string& relationships = parts["xl/_rels/workbook.xml.rels"];
  relationships = absl::StrReplaceAll(
      relationships,
      {{"</Relationships>",
        R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/./../worksheets/sheet2.xml"/>)"
        R"(<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/>)"
        R"(<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" TargetMode="External" Target="http://127.0.0.1/x"/>)"
        "</Relationships>"}});
  return parts;
}

std::vector<std::string> CellsOfSheet(const Parts& parts, std::string_view name) {
  std::vector<Row> rows;
  const absl::Status status = ReadXlsx(ZipOf(parts), name, Into(rows));
  if (!status.ok()) return {MessageOf(status)};
  return rows.at(0).second;
}

TEST(XlsxWorkbook, ListsWorksheetsInOrder) {
  const Parts parts = WithSheets(R"(<sheet name="图" sheetId="3" r:id="rId3"/>)"
                                 R"(<sheet name="隐藏" sheetId="1" state="hidden" r:id="rId1"/>)"
                                 R"(<sheet name="数据" sheetId="2" r:id="rId2"/>)");
  EXPECT_THAT(XlsxSheets(ZipOf(parts)).value(), ElementsAre("隐藏", "数据"));
  EXPECT_THAT(CellsOfSheet(parts, ""), ElementsAre("2"));
  EXPECT_THAT(CellsOfSheet(parts, "隐藏"), ElementsAre("1"));
  EXPECT_THAT(CellsOfSheet(parts, "数据"), ElementsAre("2"));
}

TEST(XlsxWorkbook, NamesTheSheetsThatAreThere) {
  const Parts parts = WithSheets(R"(<sheet name="甲" r:id="rId1"/><sheet name="乙" r:id="rId2"/>)");
  std::vector<Row> rows;
  EXPECT_EQ(ReadXlsx(ZipOf(parts), "丙", Into(rows)),
            absl::NotFoundError("no sheet \"丙\"; the file has \"甲\", \"乙\""));
}

TEST(XlsxWorkbook, TakesTheFirstSheetWhereAllAreHidden) {
  const Parts parts = WithSheets(R"(<sheet name="甲" state="veryHidden" r:id="rId2"/>)");
  EXPECT_THAT(CellsOfSheet(parts, ""), ElementsAre("2"));
}

TEST(XlsxWorkbook, FindsPartsByRelationshipsAndNotByTheirUsualNames) {
  const Parts usual = PartsOfWorkbook(kRow);
  const std::string relationships = usual.at("_rels/.rels");
  Parts parts;
  parts["_rels/.rels"] =
      absl::StrReplaceAll(relationships, {{"xl/workbook.xml", "/office/book.xml"}});
  parts["office/book.xml"] = usual.at("xl/workbook.xml");
  parts["office/_rels/book.xml.rels"] = absl::StrReplaceAll(
      usual.at("xl/_rels/workbook.xml.rels"), {{"worksheets/sheet1.xml", "../Tables/One.xml"}});
  parts["tables/one.XML"] = usual.at("xl/worksheets/sheet1.xml");
  EXPECT_THAT(CellsOf(parts), ElementsAre("1"));
}

TEST(XlsxWorkbook, ReadsTheStrictFormAndPrefixes) {
  Parts parts = PartsOfWorkbook(kRow);
  for (auto& [name, content] : parts) {
    content = absl::StrReplaceAll(
        content, {{"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                   "http://purl.oclc.org/ooxml/spreadsheetml/main"},
                  {"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                   "http://purl.oclc.org/ooxml/officeDocument/relationships"}});
  }
  parts["xl/worksheets/sheet1.xml"] =
      R"(<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>)"
      R"(<x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
  EXPECT_THAT(CellsOf(parts), ElementsAre("1"));
}

TEST(XlsxWorkbook, PassesOverElementsOfOtherNamespaces) {
  EXPECT_THAT(CellsOf(R"(<c><y:c xmlns:y="urn:y"><v>9</v></y:c><v>1</v></c>)"), ElementsAre("1"));
}

TEST(XlsxWorkbook, SaysWhatOtherFilesAre) {
  std::vector<Row> rows;
  const auto error = [&rows](const std::string& bytes) {
    return MessageOf(ReadXlsx(bytes, "", Into(rows)));
  };
  EXPECT_EQ(error(""), "the file is empty");
  EXPECT_EQ(error("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest"),
            "this is an old .xls file, or a workbook with a password; save it as .xlsx without a "
            "password, or as CSV");
  EXPECT_THAT(error("<html><table>"), HasSubstr("a web page or XML under a spreadsheet's name"));
  EXPECT_EQ(error("村名,收入\n"), "this is no .xlsx file; save it as .xlsx or CSV");
  EXPECT_THAT(error(ZipOf({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})),
              HasSubstr("no Office Open XML document; save it as .xlsx"));
  Parts binary = PartsOfWorkbook(kRow);
  binary["_rels/.rels"] =
      absl::StrReplaceAll(binary["_rels/.rels"], {{"workbook.xml", "workbook.bin"}});
  EXPECT_THAT(error(ZipOf(binary)), HasSubstr("a binary workbook (.xlsb)"));
  Parts other = PartsOfWorkbook(kRow);
  other["xl/workbook.xml"] = R"(<document xmlns="urn:word"/>)";
  EXPECT_THAT(error(ZipOf(other)), HasSubstr("a document that is no workbook"));
  EXPECT_THAT(error(ZipOf(WithSheets(R"(<sheet name="图" r:id="rId3"/>)"))),
              HasSubstr("no worksheet"));
}

TEST(CellReference, IsReadInBothDirections) {
  EXPECT_EQ(ColumnName(1), "A");
  EXPECT_EQ(ColumnName(26), "Z");
  EXPECT_EQ(ColumnName(27), "AA");
  EXPECT_EQ(ColumnName(702), "ZZ");
  EXPECT_EQ(ColumnName(703), "AAA");
  EXPECT_EQ(ColumnName(16'384), "XFD");
  EXPECT_EQ(ParseCellReference("XFD1048576")->column, 16'384);
  EXPECT_EQ(ParseCellReference("XFD1048576")->row, 1'048'576);
  EXPECT_EQ(ParseCellReference("$b$2")->column, 2);
  EXPECT_EQ(ParseCellReference("ZZZZZZZZZZZZ1")->column, 16'385);
  for (const char* text : {"", "A", "1", "A0", "A-1", "A1B", "1A", "A1234567890", "A1 "}) {
    EXPECT_FALSE(ParseCellReference(text)) << text;
  }
  EXPECT_EQ(ParseCellRange("A1:C3"), (CellRange{1, 3, 1, 3}));
  EXPECT_EQ(ParseCellRange("B2"), (CellRange{2, 2, 2, 2}));
  EXPECT_EQ(ParseCellRange("$A:C"), (CellRange{1, 1'048'576, 1, 3}));
  for (const char* text : {"A:B2", "A:", "C:A", "C3:A1", "A2:A1", "A1:", ":A1", "A1:XFE1"}) {
    EXPECT_FALSE(ParseCellRange(text)) << text;
  }
}

}  // namespace
}  // namespace taizhang::cli
