#include "services/cli/tables/csv_reader.h"

#include <string>

#include "services/cli/tables/csv_delimiter.h"
#include "tests/unit/cli/rows_of.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Row> RowsOf(std::string_view text) {
  std::vector<Row> rows;
  EXPECT_EQ(ReadCsv(text, Into(rows)), absl::OkStatus()) << text;
  return rows;
}

std::string ErrorOf(std::string_view text) {
  std::vector<Row> rows;
  return MessageOf(ReadCsv(text, Into(rows)));
}

TEST(ReadCsv, ReadsLinesThatEndInAnyWay) {
  const std::vector<Row> rows = {{1, {"a", "b"}}, {2, {"c", "d"}}};
  EXPECT_EQ(RowsOf("a,b\r\nc,d\r\n"), rows);
  EXPECT_EQ(RowsOf("a,b\nc,d\n"), rows);
  EXPECT_EQ(RowsOf("a,b\rc,d\r"), rows);
  EXPECT_EQ(RowsOf("a,b\nc,d"), rows);
}

TEST(ReadCsv, NumbersRecordsByTheirFirstLine) {
  EXPECT_THAT(RowsOf("\n\na,\"x\r\ny\n\nz\"\r\n\r\nb,1\n"),
              ElementsAre(Row(3, {"a", "x\r\ny\n\nz"}), Row(8, {"b", "1"})));
}

TEST(ReadCsv, ReadsQuotes) {
  EXPECT_THAT(RowsOf("\"a \"\"b\"\", c\",\"\",d\n\"\n\",2,3\n"),
              ElementsAre(Row(1, {"a \"b\", c", "", "d"}), Row(2, {"\n", "2", "3"})));
}

TEST(ReadCsv, KeepsBlanksAndZeros) {
  EXPECT_THAT(RowsOf(" a , b\t,\" c \"\n"), ElementsAre(Row(1, {" a ", " b\t", " c "})));
  EXPECT_THAT(RowsOf(std::string_view("a\0b,c\n", 6)),
              ElementsAre(Row(1, {std::string("a\0b", 3), "c"})));
}

TEST(ReadCsv, PassesOverRowsThatAreWhollyEmpty) {
  EXPECT_THAT(RowsOf("a,b\n,\n\"\",\n\n ,\n"), ElementsAre(Row(1, {"a", "b"}), Row(5, {" ", ""})));
  EXPECT_THAT(RowsOf(""), IsEmpty());
  EXPECT_THAT(RowsOf("\r\n\r\n"), IsEmpty());
}

TEST(ReadCsv, TakesTheDelimiterThatDividesMostRecordsAlike) {
  EXPECT_THAT(RowsOf("村名\t收入\n红丰村\t1,234\n"),
              ElementsAre(Row(1, {"村名", "收入"}), Row(2, {"红丰村", "1,234"})));
  EXPECT_THAT(RowsOf("a;b;c\n1,5;2;3\n"),
              ElementsAre(Row(1, {"a", "b", "c"}), Row(2, {"1,5", "2", "3"})));
  EXPECT_THAT(RowsOf("表一,各村收入\n村名\t收入\tx\n红丰村\t1\t2\n"),
              ElementsAre(Row(1, {"表一,各村收入"}), Row(2, {"村名", "收入", "x"}),
                          Row(3, {"红丰村", "1", "2"})));
  EXPECT_EQ(FindDelimiter("\"a;b;c\",1\n\"d;e;f\",2\n"), ',');
  EXPECT_EQ(FindDelimiter("a,b;\nc,d;\n"), ',');
  EXPECT_EQ(FindDelimiter("one\ncolumn\n"), ',');
  EXPECT_EQ(FindDelimiter("a，b，c\n1，2，3\n"), ',');
}

TEST(ReadCsv, RemovesTheApostropheBeforeWhatLooksLikeAFormula) {
  EXPECT_THAT(RowsOf("'=1+1,'-x,''=y,'plain,'-5,'\n"),
              ElementsAre(Row(1, {"=1+1", "-x", "'=y", "'plain", "'-5", "'"})));
}

TEST(ReadCsv, NamesTheLineOfAQuoteThatIsNotClosed) {
  EXPECT_EQ(ErrorOf("a,b\nc,\"d\ne\n"),
            "line 2: the quote that a cell begins with is not closed; a cell in quotes ends with a "
            "quote, and quotes inside it are doubled");
  EXPECT_EQ(ErrorOf("a,\"x\ny\",\"z\nb\n").substr(0, 6), "line 2");
}

TEST(ReadCsv, RefusesQuotesInsideUnquotedCells) {
  EXPECT_EQ(
      ErrorOf("a,b\n管径 5\",1\n"),
      "line 2: a quote inside a cell that does not begin with one; put the cell in quotes and "
      "double those inside");
}

TEST(ReadCsv, RefusesTextBehindAClosingQuote) {
  EXPECT_EQ(ErrorOf("\"a\"b,c\n"),
            "line 1: text behind the quote that ends a cell; quotes inside a cell in quotes are "
            "doubled");
  // A quote too many swallows lines up to the next one.
  EXPECT_EQ(
      ErrorOf("a,\"b\nc,d\ne,\"f\"\n"),
      "line 3: text behind the quote that ends a cell (which began on line 1); quotes inside a "
      "cell in quotes are doubled");
}

TEST(ReadCsv, RefusesMoreColumnsThanASpreadsheetHas) {
  EXPECT_EQ(ErrorOf("a\n" + std::string(kCsvColumnsMax, ',')), "line 2: more than 16384 columns");
}

TEST(ReadCsv, EndsWithTheErrorOfARow) {
  int calls = 0;
  const absl::Status status = ReadCsv("a\nb\nc\n", [&calls](const TableRow&) {
    return ++calls == 2 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace taizhang::cli
