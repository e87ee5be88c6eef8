#include "services/cli/show/message_diff.h"

#include <string>

#include "google/protobuf/util/json_util.h"
#include "taizhang/type/v1/observation.pb.h"
#include "taizhang/type/v1/record.pb.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

std::vector<FieldChange> RecordChanges(const std::string& before, const std::string& after) {
  const auto a = FromJson<type::v1::Record>(before);
  const auto b = FromJson<type::v1::Record>(after);
  return FieldChanges(&a, &b);
}

TEST(MessageDiff, NamesOnlyWhatDiffersWithItsPath) {
  const auto before = FromJson<type::v1::Observation>(
      R"({"subject": "s", "amount": {"value": "140000000", "bound": "BOUND_EXACT"}, "remark": "x"})");
  const auto after = FromJson<type::v1::Observation>(
      R"({"subject": "s", "amount": {"value": "120000000", "bound": "BOUND_MORE_THAN"}, "remark": "x"})");
  EXPECT_THAT(FieldChanges(&before, &after),
              ElementsAre(FieldChange{"amount.value", "140000000", "120000000"},
                          FieldChange{"amount.bound", "EXACT", "MORE_THAN"}));
}

TEST(MessageDiff, LeavesOutWhatDiffersAlways) {
  EXPECT_THAT(RecordChanges(R"({"name": "n", "etag": "a", "revision": "1"})",
                            R"({"name": "n", "etag": "b", "revision": "2"})"),
              IsEmpty());
}

TEST(MessageDiff, TakesAMissingVersionForOneWithNothingInIt) {
  const auto record = FromJson<type::v1::Record>(
      R"({"name": "n", "displayName": "红丰村", "active": {"start": "2020-01-01"}, "village": {}})");
  EXPECT_THAT(FieldChanges(nullptr, &record),
              ElementsAre(FieldChange{"name", "", "n"}, FieldChange{"display_name", "", "红丰村"},
                          FieldChange{"active", "", "2020-01-01.."}));
  EXPECT_THAT(FieldChanges(&record, nullptr),
              ElementsAre(FieldChange{"name", "n", ""}, FieldChange{"display_name", "红丰村", ""},
                          FieldChange{"active", "2020-01-01..", ""}));
}

TEST(MessageDiff, ComparesLabelsByKey) {
  EXPECT_THAT(RecordChanges(R"({"labels": {"a": "1", "b": "2", "c": "3"}})",
                            R"({"labels": {"b": "2", "c": "4", "d": "5"}})"),
              ElementsAre(FieldChange{"labels[a]", "1", ""}, FieldChange{"labels[c]", "3", "4"},
                          FieldChange{"labels[d]", "", "5"}));
}

TEST(MessageDiff, ComparesAListAsASet) {
  EXPECT_THAT(
      RecordChanges(
          R"({"memberships": [{"cluster": "a", "role": "ROLE_MEMBER"}, {"cluster": "b"}]})",
          R"({"memberships": [{"cluster": "b"}, {"cluster": "a", "role": "ROLE_LEADING",
              "when": {"start": "2024-01-01", "end": "2025-01-01"}}]})"),
      ElementsAre(FieldChange{"memberships", "a, MEMBER", "a, LEADING, 2024-01-01..2025-01-01"}));
  EXPECT_THAT(
      RecordChanges(R"({"project": {"owners": ["a", "b"]}})",
                    R"({"project": {"owners": ["b", "c", "d"]}})"),
      ElementsAre(FieldChange{"project.owners", "a", ""}, FieldChange{"project.owners", "", "c"},
                  FieldChange{"project.owners", "", "d"}));
}

TEST(MessageDiff, SaysThatOnlyTheOrderOfAListDiffers) {
  EXPECT_THAT(RecordChanges(R"({"project": {"owners": ["a", "b"]}})",
                            R"({"project": {"owners": ["b", "a"]}})"),
              ElementsAre(FieldChange{"project.owners", "a; b", "b; a"}));
}

TEST(MessageDiff, TellsFalseFromNotRecorded) {
  EXPECT_THAT(
      RecordChanges(R"({"enterprise": {}})", R"({"enterprise": {"partyOrganisation": false}})"),
      ElementsAre(FieldChange{"enterprise.party_organisation", "", "false"}));
}

TEST(MessageDiff, SaysAlwaysOfDatesWithoutEnds) {
  EXPECT_THAT(RecordChanges(R"({"active": {"start": "2020-01-01"}})", R"({"active": {}})"),
              ElementsAre(FieldChange{"active", "2020-01-01..", "always"}));
}

TEST(MessageDiff, ShowsWhatADefinitionIsMadeOf) {
  const auto indicator = [](const std::string& expression) {
    return R"({"indicator": {"expression": )" + expression + "}}";
  };
  EXPECT_THAT(
      RecordChanges(indicator(R"({"growth": {"operand": {"total": {"measure": "measures/a"}}}})"),
                    indicator(R"({"growth": {"operand": {"total": {"measure": "measures/b"}}}})")),
      ElementsAre(FieldChange{"indicator.expression.growth.operand.total.measure", "measures/a",
                              "measures/b"}));
  // A mean over time and one over members look alike without their fields.
  EXPECT_THAT(
      RecordChanges(
          indicator(R"({"sum": {"operands": [{"total": {"overTime": "TIME_FOLD_MEAN"}}]}})"),
          indicator(R"({"sum": {"operands": [{"total": {"overMembers": "MEMBER_FOLD_MEAN"}}]}})")),
      ElementsAre(FieldChange{"indicator.expression.sum.operands",
                              R"({"total":{"overTime":"TIME_FOLD_MEAN"}})",
                              R"({"total":{"overMembers":"MEMBER_FOLD_MEAN"}})"}));
}

}  // namespace
}  // namespace taizhang::cli
