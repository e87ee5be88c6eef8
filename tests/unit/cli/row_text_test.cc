#include "services/cli/rows/row_text.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::HasSubstr;

std::string ErrorOf(std::string_view json) {
  return std::string(ParseRow(json).status().message());
}

TEST(RowText, ReadsARow) {
  const auto row = ParseRow(R"({"withdrawnRecord": "divisions/44", "etag": "x"})");
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->withdrawn_record(), "divisions/44");
  EXPECT_EQ(row->etag(), "x");
}

TEST(RowText, ReadsFieldNamesOfTheProto) {
  const auto row =
      ParseRow(R"({"record": {"name": "divisions/44", "display_name": "广东省", "division": {}}})");
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->record().display_name(), "广东省");
}

TEST(RowText, ReadsARecordWithoutARow) {
  const auto row = ParseRow(R"({"name": "measures/sales", "measure": {"unit": "元"}})");
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->record().measure().unit(), "元");
}

TEST(RowText, ReadsAnObservationWithoutARow) {
  const auto row = ParseRow(
      R"({"subject": "divisions/44", "measure": "measures/sales", "amount": {"value": "5万元"}})");
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->observation().amount().value(), "5万元");
}

TEST(RowText, RefusesAnUnknownField) {
  EXPECT_THAT(ErrorOf(R"({"record": {"name": "divisions/44", "colour": 1}})"),
              HasSubstr("colour: Cannot find field"));
}

TEST(RowText, RefusesWhatIsNoRow) {
  EXPECT_THAT(ErrorOf(R"({"colour": 1})"), HasSubstr("a line is a row"));
}

TEST(RowText, RefusesTwoChangesInOneRow) {
  EXPECT_FALSE(
      ParseRow(R"({"withdrawnRecord": "divisions/44", "record": {"name": "divisions/44"}})").ok());
}

TEST(RowText, RefusesANumberWhereATextBelongs) {
  EXPECT_THAT(ErrorOf(R"({"subject": "divisions/44", "amount": {"value": 5}})"),
              HasSubstr("write it in quotes"));
}

TEST(RowText, RefusesBrokenJson) {
  for (const std::string_view json :
       {"", "{", "[1]", "1", "null", R"({"name": "divisions/44")", R"({"name": })"}) {
    EXPECT_FALSE(ParseRow(json).ok()) << json;
  }
}

TEST(RowText, RefusesDeepNesting) {
  std::string json = R"({"name": )";
  for (int i = 0; i < 100'000; ++i) json += '[';
  EXPECT_FALSE(ParseRow(json).ok());
}

}  // namespace
}  // namespace taizhang::cli
