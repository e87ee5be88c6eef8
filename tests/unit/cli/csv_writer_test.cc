#include "services/cli/tables/csv_writer.h"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

std::string Written(const std::vector<std::vector<std::string>>& rows,
                    ByteOrderMark mark = ByteOrderMark::kNone) {
  std::ostringstream out;
  CsvWriter writer(out, mark);
  for (const std::vector<std::string>& row : rows) writer.Write(row);
  return out.str();
}

TEST(CsvWriter, WritesRecordsAsRfc4180HasThem) {
  EXPECT_EQ(Written({{"村名", "收入"}, {"红丰村", "28"}, {"", ""}, {}}),
            "村名,收入\r\n红丰村,28\r\n,\r\n\r\n");
}

TEST(CsvWriter, QuotesWhatWouldDivideARecord) {
  EXPECT_EQ(Written({{"a,b", "c\"d", "e\nf", "g\rh", " i "}}),
            "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\", i \r\n");
}

TEST(CsvWriter, QuotesWhatTheReaderCouldTakeForADelimiter) {
  EXPECT_EQ(Written({{"a;b"}, {"c\td"}}), "\"a;b\"\r\n\"c\td\"\r\n");
}

TEST(CsvWriter, WritesTheByteOrderMarkForExcel) {
  EXPECT_EQ(Written({{"村"}}, ByteOrderMark::kUtf8), "\xEF\xBB\xBF村\r\n");
}

TEST(CsvWriter, GuardsWhatASpreadsheetWouldRunAsAFormula) {
  EXPECT_EQ(Written({{"=1+1", "+x", "-x", "@x", "＝x", "＋x", "－x", "＠x"}}),
            "'=1+1,'+x,'-x,'@x,'＝x,'＋x,'－x,'＠x\r\n");
  EXPECT_EQ(Written({{"=HYPERLINK(\"http://x\",\"y\")"}}),
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
  EXPECT_EQ(Written({{"\t=1", "\r=1", "\n=1"}}), "\"'\t=1\",\"'\r=1\",\"'\n=1\"\r\n");
  EXPECT_EQ(Written({{"'=1", "''-x", "-5+cmd", "-"}}), "''=1,'''-x,'-5+cmd,-\r\n");
}

TEST(CsvWriter, LeavesSignedNumbersAndApostrophesAsTheyAre) {
  EXPECT_EQ(Written({{"-5", "+1.5%", "'quoted'", "a=b", "'"}}), "-5,+1.5%,'quoted',a=b,'\r\n");
}

}  // namespace
}  // namespace taizhang::cli
