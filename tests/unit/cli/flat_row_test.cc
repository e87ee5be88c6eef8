#include "services/cli/rows/flat_row.h"

#include <string>
#include <vector>

#include "services/cli/rows/row_text.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using taizhang::ledger::v1::Row;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;

Row RowOf(const std::string& json) {
  const auto row = ParseRow(json);
  EXPECT_TRUE(row.ok()) << row.status();
  return row.value_or(Row());
}

std::string ErrorOf(const std::vector<std::string>& header, const std::vector<std::string>& cells) {
  return std::string(RowFromCells(header, cells).status().message());
}

TEST(FlatRow, HasAColumnForEveryField) {
  EXPECT_THAT(FlatColumns(),
              IsSupersetOf({"record.name", "record.labels", "record.placements", "record.active",
                            "record.active.start", "record.village", "record.enterprise",
                            "record.enterprise.party_organisation", "record.project.stages",
                            "record.division.successors", "record.indicator.count.filter.stages",
                            "observation.amount.value", "withdrawn_record",
                            "withdrawn_observation.subject", "etag", "existence"}));
}

TEST(FlatRow, WritesARowAsCellsAndReadsItBack) {
  const Row row = RowOf(
      R"({"name": "divisions/440783/enterprises/e", "displayName": " a,\"b ", "labels": {"b": "2", "a": "1"},
          "placements": [{"place": "divisions/440783", "when": {"start": "2024-01-01"}}],
          "enterprise": {"creditCode": "x", "partyOrganisation": false}})");
  const std::vector<std::string> header = FlatColumns({row});
  EXPECT_THAT(header, ElementsAre("record.name", "record.display_name", "record.labels",
                                  "record.placements", "record.enterprise.credit_code",
                                  "record.enterprise.party_organisation"));
  const auto cells = CellsFromRow(header, row);
  ASSERT_TRUE(cells.ok()) << cells.status();
  EXPECT_THAT(
      *cells,
      ElementsAre("divisions/440783/enterprises/e", " a,\"b ", R"({"a":"1","b":"2"})",
                  R"([{"place":"divisions/440783","when":{"start":"2024-01-01"}}])", "x", "false"));
  const auto again = RowFromCells(header, *cells);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->DebugString(), row.DebugString());
}

TEST(FlatRow, WritesAMessageWithNothingInIt) {
  const Row row = RowOf(R"({"name": "divisions/440783/villages/440783107236", "village": {},
                            "active": {}})");
  const std::vector<std::string> header = FlatColumns({row});
  EXPECT_THAT(header, ElementsAre("record.name", "record.active", "record.village"));
  const auto again = RowFromCells(header, *CellsFromRow(header, row));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->DebugString(), row.DebugString());
}

TEST(FlatRow, LeavesEmptyCellsUnset) {
  const auto row = RowFromCells({"record.name", "record.enterprise.credit_code", "record.village"},
                                {"n", "", "{}"});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_TRUE(row->record().has_village());
}

TEST(FlatRow, SaysWhichPartOfAColumnIsWrong) {
  EXPECT_THAT(ErrorOf({"record.nam"}, {""}),
              HasSubstr("record.nam is no column: Record has no field \"nam\"; there are name"));
  EXPECT_THAT(ErrorOf({"record.placements.place"}, {""}),
              HasSubstr("record.placements has no columns below it"));
  EXPECT_EQ(ErrorOf({"etag", "etag"}, {}), "two columns are named etag");
}

TEST(FlatRow, SaysWhatIsWrongWithACell) {
  EXPECT_EQ(ErrorOf({"record.measure.decimals"}, {"two"}),
            "record.measure.decimals: \"two\" is not a whole number from 0 on");
  EXPECT_EQ(ErrorOf({"record.enterprise.party_organisation"}, {"maybe"}),
            "record.enterprise.party_organisation: \"maybe\" is not true or false");
  EXPECT_THAT(ErrorOf({"observation.amount.bound"}, {"exact"}),
              HasSubstr("is not one of BOUND_EXACT, BOUND_ABOUT"));
  EXPECT_THAT(ErrorOf({"record.labels"}, {"{"}), HasSubstr("record.labels: the cell is no JSON"));
  EXPECT_THAT(ErrorOf({"record.labels"}, {R"({}, "name": "x")"}),
              HasSubstr("more than one JSON value"));
}

TEST(FlatRow, RefusesTwoFieldsThatExcludeOneAnother) {
  EXPECT_EQ(ErrorOf({"record.name", "observation.subject"}, {"a", "b"}),
            "observation.subject: a row has either record or observation, not both");
}

TEST(FlatRow, RefusesToLoseWhatNoColumnTakes) {
  const Row row = RowOf(R"({"name": "divisions/44", "displayName": "x"})");
  EXPECT_EQ(CellsFromRow({"record.name"}, row).status().message(),
            "there is no column for record.display_name");
}

}  // namespace
}  // namespace taizhang::cli
