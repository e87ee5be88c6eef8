#include "services/cli/show/row_writer.h"

#include <sstream>
#include <string>
#include <vector>

#include "services/cli/export/export_order.h"
#include "services/cli/rows/row_text.h"
#include "services/cli/tables/csv_reader.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ledger::v1::Row;
using testing::ElementsAre;

constexpr const char* kMark = "\xEF\xBB\xBF";

std::vector<Row> Rows(const std::vector<std::string>& lines) {
  std::vector<Row> rows;
  for (const std::string& line : lines) {
    auto row = ParseRow(line);
    EXPECT_TRUE(row.ok()) << row.status();
    if (row.ok()) rows.push_back(*row);
  }
  return rows;
}

std::vector<Row> Difficult() {
  return Rows(
      {R"({"name": "divisions/440783/villages/440783107236", "displayName": "红丰村, \"north\"",
           "labels": {"a": "=1+1", "b": "x;y"}, "active": {}, "village": {}})",
       R"({"name": "divisions/440783/enterprises/e", "displayName": "'=e",
           "enterprise": {"partyOrganisation": false}})",
       R"({"subject": "divisions/440783/villages/440783107236", "measure": "measures/m",
           "period": "2025-06", "item": "i", "remark": "@one\\n\\ttwo",
           "amount": {"value": "-1.50", "bound": "BOUND_AT_MOST", "quantum": "0.5"}})",
       R"({"subject": "divisions/440783", "measure": "measures/m", "period": "2025",
           "source": "s", "notAvailable": true, "basis": "BASIS_REMAINDER"})"});
}

std::string Written(RowFormat format, const std::vector<Row>& rows) {
  std::ostringstream out;
  const auto writer = MakeRowWriter(format, out);
  for (const Row& row : rows) EXPECT_TRUE(writer->Add(row).ok());
  EXPECT_TRUE(writer->Finish().ok());
  return out.str();
}

std::vector<std::string> Bytes(const std::vector<Row>& rows) {
  std::vector<std::string> bytes;
  bytes.reserve(rows.size());
  for (const Row& row : rows) bytes.push_back(row.DebugString());
  return bytes;
}

TEST(RowWriter, JsonLinesAreReadAsTheyWereWritten) {
  const std::string text = Written(RowFormat::kJsonLines, Difficult());
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  EXPECT_EQ(Bytes(Rows(lines)), Bytes(Difficult()));
}

TEST(RowWriter, CsvIsReadAsItWasWritten) {
  std::string text = Written(RowFormat::kCsv, Difficult());
  ASSERT_TRUE(text.starts_with(kMark));
  text.erase(0, 3);
  std::vector<std::string> header;
  std::vector<Row> rows;
  const absl::Status status = ReadCsv(text, [&](const TableRow& line) {
    if (header.empty()) {
      header = line.cells;
      return absl::OkStatus();
    }
    const auto row = RowFromCells(header, line.cells);
    if (row.ok()) rows.push_back(*row);
    return row.status();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Bytes(rows), Bytes(Difficult()));
}

TEST(RowWriter, CsvHasOnlyColumnsWithSomethingInThem) {
  EXPECT_EQ(Written(RowFormat::kCsv, Rows({R"({"name": "divisions/44", "displayName": "广东省",
                                               "division": {}})"})),
            std::string(kMark) +
                "record.name,record.display_name,record.division\r\n"
                "divisions/44,广东省,{}\r\n");
}

TEST(RowWriter, JsonHasLabelsInTheOrderOfTheirKeys) {
  const std::string expected =
      R"({"record":{"name":"n","labels":{"a":"1","b":"2","c":"3","d":"4"}}})";
  for (const auto* labels : {R"({"a": "1", "b": "2", "c": "3", "d": "4"})",
                             R"({"d": "4", "c": "3", "b": "2", "a": "1"})"}) {
    EXPECT_EQ(Written(RowFormat::kJsonLines,
                      Rows({std::string(R"({"name": "n", "labels": )") + labels + "}"})),
              expected + "\n");
  }
}

TEST(RowWriter, LeavesOutWhatTheLedgerFillsIn) {
  type::v1::Record record;
  record.set_name("n");
  record.set_etag("e");
  record.set_revision(7);
  EXPECT_EQ(Written(RowFormat::kJsonLines, {RowOf(record)}), "{\"record\":{\"name\":\"n\"}}\n");
}

TEST(ExportOrder, PutsWhatIsReferredToFirstAndOtherwiseGoesByName) {
  const std::vector<Row> rows = Rows({
      R"({"name": "indicators/b", "indicator": {"total": {"measure": "measures/z"}}})",
      R"({"name": "divisions/440783/clusters/a", "memberships": [{"cluster": "divisions/440783/clusters/z"}]})",
      R"({"name": "measures/z"})",
      R"({"name": "divisions/440783/clusters/z"})",
      R"({"name": "measures/a"})",
      R"({"name": "divisions/44"})",
      R"({"name": "divisions/440783"})",
  });
  std::vector<std::string> names;
  for (const Row* row : InImportOrder(rows)) names.push_back(row->record().name());
  EXPECT_THAT(names, ElementsAre("divisions/44", "measures/a", "measures/z", "divisions/440783",
                                 "indicators/b", "divisions/440783/clusters/z",
                                 "divisions/440783/clusters/a"));
}

TEST(ExportOrder, EndsWhereRecordsReferToOneAnother) {
  const std::vector<Row> rows = Rows({
      R"({"name": "divisions/44/clusters/a", "memberships": [{"cluster": "divisions/44/clusters/b"}]})",
      R"({"name": "divisions/44/clusters/b", "memberships": [{"cluster": "divisions/44/clusters/a"}]})",
  });
  EXPECT_EQ(InImportOrder(rows).size(), 2U);
}

}  // namespace
}  // namespace taizhang::cli
