#include "services/cli/input/input_table.h"

#include <sstream>
#include <string>
#include <vector>

#include "services/cli/input/input_file.h"
#include "tests/support/workbook_bytes.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kMapping = R"({
  "columns": {"项目": {}, "投资": {"type": "amount"}},
  "ignore_columns": ["备注"],
  "skip_rows_where": {"项目": ["合计"]},
  "rows": [{"observation": {"subject": "divisions/440783/projects/{项目}", "period": "2025",
                            "measure": "measures/total-investment", "amount": {"value": "{投资}"}}}]
})";

std::string Text(const std::string& text) {
  return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

constexpr const char* kError = R"(<c t="e"><v>#DIV/0!</v></c>)";
constexpr const char* kFormula = "<c><f>A1+A2</f></c>";

/// What comes of a workbook whose header is 项目, 投资, 备注 and whose second row is `cells`.
Input ReadBook(const std::string& cells) {
  static const Mapping mapping = ParseMapping(kMapping).value();
  static const DivisionDirectory directory;
  std::istringstream in(ZipOf(PartsOfWorkbook("<row>" + Text("项目") + Text("投资") + Text("备注") +
                                              "</row><row>" + cells + "</row>")));
  ReadOptions options;
  options.mapping = &mapping;
  options.directory = &directory;
  options.keep_lines = true;
  return ReadInput({"-"}, in, options);
}

std::vector<std::string> TextsOf(const Input& input) {
  std::vector<std::string> texts;
  for (const InputError& error : input.errors) texts.push_back(error.Text());
  return texts;
}

TEST(InputTable, KeepsALineWithAnErrorForTheReport) {
  const Input input = ReadBook(Text("a") + kError + Text("注"));
  EXPECT_THAT(TextsOf(input),
              ElementsAre("stdin:2:B: 投资: VALUE_INVALID: #DIV/0! is an error, not a value; mend "
                          "the formula, or clear the cell"));
  EXPECT_THAT(input.rows, IsEmpty());
  ASSERT_EQ(input.lines.size(), 1U);
  EXPECT_THAT(input.lines[0].cells, ElementsAre("a", "#DIV/0!", "注"));
}

TEST(InputTable, TellsOfAFormulaWithoutAResultThoughItShowsNothing) {
  const Input input = ReadBook(Text("") + kFormula);
  EXPECT_THAT(TextsOf(input),
              ElementsAre("stdin:2:B: 投资: VALUE_INVALID: the formula has no stored result; open "
                          "the file in a spreadsheet program and save it",
                          "stdin:2:A: 项目: FIELD_REQUIRED: is empty; fill it in, or empty the "
                          "whole line"));
  EXPECT_EQ(input.lines.size(), 1U);
}

TEST(InputTable, PassesOverErrorsInWhatIsLeftOut) {
  EXPECT_THAT(TextsOf(ReadBook(Text("合计") + kError)), IsEmpty());
  const Input input = ReadBook(Text("a") + "<c><v>3</v></c>" + kError);
  EXPECT_THAT(TextsOf(input), IsEmpty());
  EXPECT_EQ(input.rows.size(), 1U);
}

TEST(InputTable, RefusesAFormulaUnderNoTitle) {
  const Input input = ReadBook(Text("a") + "<c><v>3</v></c><c/>" + kFormula);
  EXPECT_THAT(
      TextsOf(input),
      ElementsAre("stdin:2:D: VALUE_INVALID: stands under no column; an amount with a comma "
                  "may have shifted the line"));
}

TEST(InputTable, TrimsCellsUnderFieldsForAHeader) {
  std::istringstream in(
      "record.name,record.display_name,record.labels,record.village\n"
      " divisions/440783/villages/440783107236\t,\xE3\x80\x80红丰村 ,\" {\"\"a\"\": "
      "\"\"b\"\"}\",{}\n"
      " ,\t,,\n");
  ReadOptions options;
  options.format = InputFormat::kCsv;
  const Input input = ReadInput({"-"}, in, options);
  EXPECT_THAT(TextsOf(input), IsEmpty());
  ASSERT_EQ(input.rows.size(), 1U);
  EXPECT_EQ(input.rows[0].row().record().name(), "divisions/440783/villages/440783107236");
  EXPECT_EQ(input.rows[0].row().record().display_name(), "红丰村");
}

TEST(InputTable, TakesNoUncorrectedErrorOutOfAReport) {
  std::istringstream in(
      "record.name,record.display_name,record.village,文件 File,行 Row,原因 Reason\n"
      "divisions/440783/villages/440783107236,#N/A,{},june.xlsx,4,VALUE_INVALID\n");
  ReadOptions options;
  options.format = InputFormat::kCsv;
  const Input input = ReadInput({"-"}, in, options);
  EXPECT_THAT(TextsOf(input),
              ElementsAre("stdin:2:B: record.display_name: VALUE_INVALID: \"#N/A\" is a formula's "
                          "error; correct the formula, or write the value"));
}

}  // namespace
}  // namespace taizhang::cli
