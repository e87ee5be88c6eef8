#include "services/cli/input/import_plan.h"

#include <string>
#include <vector>

#include "services/cli/rows/row_text.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<InputRow> Rows(const std::vector<std::string>& lines) {
  std::vector<InputRow> rows;
  for (const std::string& line : lines) {
    auto row = ParseRow(line);
    EXPECT_TRUE(row.ok()) << row.status();
    if (row.ok()) rows.emplace_back(*row, Place{"f", rows.size() + 1, 0});
  }
  return rows;
}

std::vector<size_t> LinesOf(const Batch& batch) {
  std::vector<size_t> lines;
  for (const InputRow* row : batch.rows) lines.push_back(row->place().line);
  return lines;
}

std::vector<std::string> AssumedIn(const Batch& batch) {
  std::vector<std::string> names;
  for (const InputRow* record : batch.assumed) names.push_back(record->row().record().name());
  return names;
}

TEST(ImportPlan, WritesStructureFirstAndWhatIsReferredToBeforeWhatRefers) {
  const auto rows = Rows({
      R"({"subject": "divisions/440783", "measure": "measures/jobs", "period": "2025-06"})",
      R"({"name": "divisions/440783/projects/p", "project": {"owners": ["divisions/440783/enterprises/e"]}})",
      R"({"name": "divisions/440783/enterprises/e", "memberships": [{"cluster": "divisions/44/clusters/c"}]})",
      R"({"name": "divisions/440783"})",
      R"({"name": "indicators/i", "indicator": {"total": {"measure": "measures/jobs"}}})",
      R"({"name": "measures/jobs"})",
      R"({"name": "divisions/44"})",
      R"({"name": "divisions/44/clusters/c"})",
  });
  const Plan plan = MakePlan(rows);
  EXPECT_THAT(plan.errors, IsEmpty());
  ASSERT_EQ(plan.batches.size(), 2U);
  EXPECT_EQ(plan.batches[0].partition, "structure");
  EXPECT_THAT(LinesOf(plan.batches[0]), ElementsAre(6, 7, 4, 5, 8));
  EXPECT_THAT(AssumedIn(plan.batches[0]), IsEmpty());
  EXPECT_EQ(plan.batches[1].partition, "440783");
  EXPECT_THAT(LinesOf(plan.batches[1]), ElementsAre(3, 2, 1));
  EXPECT_THAT(AssumedIn(plan.batches[1]), ElementsAre("divisions/44", "divisions/44/clusters/c",
                                                      "divisions/440783", "measures/jobs"));
}

TEST(ImportPlan, WithdrawsLast) {
  const auto rows = Rows(
      {R"({"withdrawnRecord": "divisions/440783/projects/p"})",
       R"({"name": "divisions/440783/projects/q"})",
       R"({"subject": "divisions/440783/projects/q", "measure": "measures/jobs", "period": "2025"})"});
  const Plan plan = MakePlan(rows);
  ASSERT_EQ(plan.batches.size(), 1U);
  EXPECT_THAT(LinesOf(plan.batches[0]), ElementsAre(2, 3, 1));
}

TEST(ImportPlan, PartsRowsIntoBatches) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < 2 * kBatchRowsMax + 1; ++i) {
    lines.push_back(R"({"name": "divisions/440783/projects/p)" + std::to_string(i) + "\"}");
  }
  const auto rows = Rows(lines);
  const Plan plan = MakePlan(rows);
  ASSERT_EQ(plan.batches.size(), 3U);
  EXPECT_EQ(plan.batches[0].rows.size(), kBatchRowsMax);
  EXPECT_EQ(plan.batches[2].rows.size(), 1U);
}

TEST(ImportPlan, AssumesARecordOfAnEarlierBatchOfThePartition) {
  std::vector<std::string> lines = {
      R"({"subject": "divisions/440783/projects/p0", "measure": "measures/jobs", "period": "2025"})"};
  for (size_t i = 0; i < kBatchRowsMax; ++i) {
    lines.push_back(R"({"name": "divisions/440783/projects/p)" + std::to_string(i) + "\"}");
  }
  const auto rows = Rows(lines);
  const Plan plan = MakePlan(rows);
  ASSERT_EQ(plan.batches.size(), 2U);
  EXPECT_THAT(AssumedIn(plan.batches[1]), ElementsAre("divisions/440783/projects/p0"));
}

TEST(ImportPlan, TakesARepeatedRowOnce) {
  const auto rows =
      Rows({R"({"name": "divisions/44", "labels": {"a": "1", "b": "2"}})",
            R"({"record": {"name": "divisions/44", "labels": {"b": "2", "a": "1"}}})"});
  const Plan plan = MakePlan(rows);
  EXPECT_THAT(plan.errors, IsEmpty());
  ASSERT_EQ(plan.batches.size(), 1U);
  EXPECT_THAT(LinesOf(plan.batches[0]), ElementsAre(1));
}

TEST(ImportPlan, RefusesTwoContentsOfOneKey) {
  const auto rows =
      Rows({R"({"name": "divisions/44", "displayName": "广东省"})", R"({"name": "divisions/44"})"});
  const Plan plan = MakePlan(rows);
  ASSERT_EQ(plan.errors.size(), 1U);
  EXPECT_EQ(plan.errors[0].place.line, 2U);
  EXPECT_EQ(plan.errors[0].what, "divisions/44 stands with other content in f:1; keep one of them");
  EXPECT_EQ(plan.errors[0].reason, "DUPLICATE_ROW");
}

TEST(ImportPlan, RefusesANameThatNamesNoPartition) {
  const auto rows = Rows({R"({"name": "counties/44"})", R"({"subject": "measures/jobs"})"});
  const Plan plan = MakePlan(rows);
  ASSERT_EQ(plan.errors.size(), 2U);
  EXPECT_THAT(plan.errors[0].what,
              testing::StartsWith("record.name: not a record name: \"counties/44\""));
  EXPECT_EQ(plan.errors[1].what, "observation.subject: measures/jobs is nothing that is observed");
}

TEST(ImportPlan, LeavesACycleToTheLedger) {
  const auto rows = Rows(
      {R"({"name": "divisions/44/clusters/a", "memberships": [{"cluster": "divisions/44/clusters/b"}]})",
       R"({"name": "divisions/44/clusters/b", "memberships": [{"cluster": "divisions/44/clusters/a"}]})"});
  const Plan plan = MakePlan(rows);
  ASSERT_EQ(plan.batches.size(), 1U);
  EXPECT_EQ(plan.batches[0].rows.size(), 2U);
}

TEST(ImportPlan, GivesTheSameRequestIdOnlyToTheSameContentOnTheSameHead) {
  const auto rows = Rows({R"({"name": "divisions/44"})"});
  const auto others = Rows({R"({"name": "divisions/50"})"});
  const Batch batch = MakePlan(rows).batches[0];
  const Batch other = MakePlan(others).batches[0];
  EXPECT_EQ(RequestIdOf(batch, "head"), RequestIdOf(batch, "head"));
  EXPECT_NE(RequestIdOf(batch, "head"), RequestIdOf(batch, "later"));
  EXPECT_NE(RequestIdOf(batch, "head"), RequestIdOf(other, "head"));
  EXPECT_EQ(RequestIdOf(batch, "head").size(), 39U);
}

}  // namespace
}  // namespace taizhang::cli
