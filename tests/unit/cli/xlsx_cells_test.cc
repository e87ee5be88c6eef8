#include <string>

#include "services/cli/tables/xlsx_reader.h"
#include "tests/unit/cli/rows_of.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kOneRow = R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)";

/// The text of the first shared string.
std::vector<std::string> SharedString(std::string_view item) {
  Parts parts = PartsOfWorkbook(kOneRow);
  AddPart("sharedStrings", "sst", "<si>" + std::string(item) + "</si>", parts);
  return CellsOf(parts);
}

/// What is shown of `number` in a format's code, or in a built-in format where the code is "".
std::vector<std::string> Formatted(std::string_view number, int id, std::string_view code) {
  Parts parts =
      PartsOfWorkbook(R"(<row r="1"><c r="A1" s="1"><v>)" + std::string(number) + "</v></c></row>");
  std::string formats;
  if (!code.empty()) {
    formats = R"(<numFmts><numFmt numFmtId=")" + std::to_string(id) + R"(" formatCode=")" +
              std::string(code) + R"("/></numFmts>)";
  }
  AddPart("styles", "styleSheet",
          formats +
              R"(<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>)" +
              R"(<xf numFmtId=")" + std::to_string(id) + R"("/></cellXfs>)",
          parts);
  return CellsOf(parts);
}

TEST(XlsxCells, ReadsNumbersAsPeopleSeeThem) {
  EXPECT_THAT(
      CellsOf("<c><v>69.450000000000003</v></c><c t=\"n\"><v>1.5E7</v></c><c><v> 3 </v></c>"),
      ElementsAre("69.45", "15000000", "3"));
}

TEST(XlsxCells, ReadsTruthValues) {
  EXPECT_THAT(CellsOf(R"(<c t="b"><v>1</v></c><c t="b"><v>0</v></c>)"),
              ElementsAre("TRUE", "FALSE"));
}

TEST(XlsxCells, ReadsInlineStringsAndResultsOfFormulas) {
  EXPECT_THAT(CellsOf(R"(<c t="inlineStr"><is><t>红丰</t></is></c>
                         <c t="str"><f>A1&amp;"村"</f><v>红丰村</v></c>
                         <c><f>1+1</f><v>2</v></c>
                         <c t="str"><f>""</f><v></v></c>
                         <c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>)"),
              ElementsAre("红丰", "红丰村", "2", "", "a b"));
}

TEST(XlsxCells, JoinsRunsOfASharedStringWithoutItsPhonetics) {
  EXPECT_THAT(SharedString("<t>红丰村</t>"), ElementsAre("红丰村"));
  EXPECT_THAT(
      SharedString("<r><rPr><b/></rPr><t>红丰</t></r><r><t xml:space=\"preserve\"> 村</t></r>"
                   "<rPh sb=\"0\" eb=\"2\"><t>hongfeng</t></rPh><phoneticPr fontId=\"1\"/>"),
      ElementsAre("红丰 村"));
  EXPECT_THAT(SharedString("<t>a&amp;b &lt;c&gt; &#x4E00;</t>"), ElementsAre("a&b <c> 一"));
}

TEST(XlsxCells, ResolvesEscapes) {
  EXPECT_THAT(SharedString("<t>a_x000D_\nb</t>"), ElementsAre("a\r\nb"));
  EXPECT_THAT(SharedString("<t>_x005F_x000D_</t>"), ElementsAre("_x000D_"));
  EXPECT_THAT(SharedString("<t>_x4e00_ _xD840__xDC00_</t>"), ElementsAre("一 \U00020000"));
  EXPECT_THAT(SharedString("<t>_x0000_ _xD840_ _x12_ _xyz</t>"),
              ElementsAre("_x0000_ _xD840_ _x12_ _xyz"));
}

TEST(XlsxCells, ShowsPercentAndDateFormats) {
  EXPECT_THAT(Formatted("0.6", 9, ""), ElementsAre("60%"));
  EXPECT_THAT(Formatted("45838", 14, ""), ElementsAre("2025-06-30"));
  EXPECT_THAT(Formatted("45838", 57, ""), ElementsAre("2025-06"));
  EXPECT_THAT(Formatted("45838", 176, "yyyy&quot;年&quot;m&quot;月&quot;"), ElementsAre("2025-06"));
  EXPECT_THAT(Formatted("45838", 176, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"),
              ElementsAre("2025-06-30"));
  EXPECT_THAT(Formatted("45838", 176, "#,##0.00"), ElementsAre("45838"));
  EXPECT_THAT(Formatted("0.5", 20, ""), ElementsAre("0.5"));
  // A workbook may define a built-in id itself.
  EXPECT_THAT(Formatted("0.5", 14, "0.0%"), ElementsAre("50%"));
}

TEST(XlsxCells, CountsDatesFrom1904WhereTheWorkbookDoes) {
  Parts parts = PartsOfWorkbook(R"(<row><c s="0"><v>44376</v></c></row>)");
  AddPart("styles", "styleSheet", R"(<cellXfs><xf numFmtId="14"/></cellXfs>)", parts);
  std::string& workbook = parts["xl/workbook.xml"];
  workbook.insert(workbook.find("<sheets>"), R"(<workbookPr date1904="1"/>)");
  EXPECT_THAT(CellsOf(parts), ElementsAre("2025-06-30"));
}

TEST(XlsxCells, ReadsDatesOfType) {
  EXPECT_THAT(CellsOf(R"(<c t="d"><v>2025-06-30T00:00:00</v></c>)"), ElementsAre("2025-06-30"));
}

TEST(XlsxCells, CountsWhereNoReferenceIsGiven) {
  EXPECT_THAT(CellsOf(R"(<c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c>)"),
              ElementsAre("1", "", "", "4", "5"));
  absl::Status status;
  EXPECT_THAT(RowsOfXlsx(ZipOf(PartsOfWorkbook("<row><c><v>1</v></c></row><row/>"
                                               R"(<row r="7"><c><v>2</v></c></row>)"
                                               "<row><c><v>3</v></c></row>")),
                         status),
              ElementsAre(Row(1, {"1"}), Row(7, {"2"}), Row(8, {"3"})));
  EXPECT_EQ(status, absl::OkStatus());
}

TEST(XlsxCells, PassesOverRowsAndCellsWithoutValues) {
  EXPECT_THAT(CellsOf(R"(<c r="A1" s="0"/><c r="B1" t="s"/><c r="C1"><v></v></c>)"), IsEmpty());
  EXPECT_THAT(CellsOf(R"(<c r="A1"><v>1</v></c><c r="B1" s="0"/>)"), ElementsAre("1"));
}

TEST(XlsxCells, NamesCellsWithErrorsAndShowsThem) {
  const char* const cells =
      R"(<c r="A1"><v>1</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><v>2</v></c>)";
  EXPECT_THAT(CellsOf(cells), ElementsAre("1", "", "#DIV/0!", "2"));
  EXPECT_THAT(WrongCellsOf(cells),
              ElementsAre("C: #DIV/0! is an error, not a value; mend the formula, or clear the "
                          "cell"));
}

TEST(XlsxCells, NamesFormulasWithoutAResult) {
  const char* const cells = R"(<c r="B1"><f>SUM(A1:A2)</f></c>)";
  EXPECT_THAT(CellsOf(cells), ElementsAre("", ""));
  EXPECT_THAT(WrongCellsOf(cells),
              ElementsAre("B: the formula has no stored result; open the file in a spreadsheet "
                          "program and save it"));
}

TEST(XlsxCells, AWrongCellIsOfItsOwnRowAlone) {
  absl::Status status;
  std::vector<size_t> wrong;
  status = ReadXlsx(ZipOf(PartsOfWorkbook(R"(<row><c t="e"><v>#N/A</v></c></row>)"
                                          "<row><c><v>1</v></c></row>")),
                    "", [&](const TableRow& row) {
                      wrong.push_back(row.wrong.size());
                      return absl::OkStatus();
                    });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(wrong, ElementsAre(1, 0));
}

TEST(XlsxCells, NamesValuesThatAreNotOfTheirType) {
  EXPECT_THAT(WrongCellsOf("<c><v>12x</v></c>"), ElementsAre("A: \"12x\" is no number"));
  EXPECT_THAT(WrongCellsOf(R"(<c t="b"><v>2</v></c>)"), ElementsAre("A: \"2\" is no truth value"));
  EXPECT_THAT(WrongCellsOf(R"(<c t="d"><v>June</v></c>)"), ElementsAre("A: \"June\" is no date"));
  EXPECT_THAT(WrongCellsOf(R"(<c t="x"><v>1</v></c>)"),
              ElementsAre("A: \"x\" is no type of cells"));
  EXPECT_THAT(WrongCellsOf(R"(<c t="s"><v>0</v></c>)"),
              ElementsAre("A: \"0\" is no shared string of the workbook"));
}

TEST(XlsxCells, ShowsOnlyTheFirstOfMergedCells) {
  Parts parts = PartsOfWorkbook(R"(<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>
                                   <row><c><v>4</v></c><c><v>5</v></c><c><v>6</v></c></row>
                                   <row><c><v>7</v></c></row>)");
  std::string& sheet = parts["xl/worksheets/sheet1.xml"];
  sheet.insert(sheet.find("</worksheet>"),
               R"(<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C1:C2"/></mergeCells>)");
  const std::string bytes = ZipOf(parts);
  absl::Status status;
  EXPECT_THAT(RowsOfXlsx(bytes, status), ElementsAre(Row(1, {"1", "", "3"}), Row(3, {"7"})));
  EXPECT_THAT(XlsxMergedRanges(bytes, "").value(),
              ElementsAre(CellRange{1, 2, 1, 2}, CellRange{1, 2, 3, 3}));
}

}  // namespace
}  // namespace taizhang::cli
