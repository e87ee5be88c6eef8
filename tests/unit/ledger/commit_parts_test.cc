#include "services/ledger/rpc/commit_parts.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const Record> Named(const std::string& display_name) {
  auto record = std::make_shared<Record>();
  record->display_name = display_name;
  record->details = Enterprise{};
  return record;
}

/// A commit of 440783 about an enterprise (0) and the county itself (1), with sales of enterprises
/// in 元 with 2 decimals; "yearbook" is id 1, "corrected" text 1.
NamedCommit SomeCommit() {
  NamedCommit commit{.partition = "440783", .revision = 7};
  commit.hash.fill(9);
  commit.content.commit_time_us = 1'750'000'000'000'001;
  commit.content.structure_revision = 3;
  commit.subjects.emplace(0, *RecordName::Parse("divisions/440783/enterprises/a"));
  commit.subjects.emplace(1, *RecordName::Parse("divisions/440783"));
  Measure sales;
  sales.unit = "元";
  sales.decimals = 2;
  sales.reporters = ReporterBit(Reporter::kEnterprise);
  auto measure = std::make_shared<Record>();
  measure->details = sales;
  commit.measures.emplace(
      0, NamedMeasure{.name = *RecordName::Parse("measures/sales"), .record = std::move(measure)});
  commit.ids.emplace(1, "yearbook");
  commit.remarks.emplace(1, "corrected");
  return commit;
}

ObservationChange Sales(const std::string& period, Int128 value) {
  return {.period = *Period::Parse(period), .value = value};
}

void AddRequest(NamedCommit& commit, const std::string& id, uint32_t records,
                uint32_t observations) {
  commit.content.requests.push_back({id, "tester", records, observations});
}

/// The whole commit in one part.
v1::Commit Whole(NamedCommit commit) {
  v1::FollowChangesResponse response;
  CommitParts parts(std::move(commit));
  parts.AppendTo(response, 1'000'000);
  EXPECT_TRUE(parts.is_told());
  return response.commits(0);
}

/// The only change of a commit.
v1::Change Only(NamedCommit commit) {
  AddRequest(commit, "r", static_cast<uint32_t>(commit.content.records.size()),
             static_cast<uint32_t>(commit.content.observations.size()));
  return Whole(std::move(commit)).requests(0).changes(0);
}

/// "r: enterprises/a, 2024, 2025" for each request.
std::vector<std::string> Requests(const v1::Commit& commit) {
  std::vector<std::string> requests;
  for (const v1::CommittedRequest& request : commit.requests()) {
    std::string text = request.request_id() + ":";
    for (const v1::Change& change : request.changes()) {
      text += " " + (change.has_record() ? change.record().name().substr(17)
                                         : change.observation().key().period());
    }
    requests.push_back(text);
  }
  return requests;
}

TEST(CommitParts, TellsWhatTheCommitWas) {
  NamedCommit commit = SomeCommit();
  AddRequest(commit, "r", 0, 0);
  const v1::Commit told = Whole(std::move(commit));
  EXPECT_EQ(told.partition(), "440783");
  EXPECT_EQ(told.revision(), 7);
  EXPECT_EQ(told.hash(), std::string(32, 9));
  EXPECT_EQ(told.commit_time().seconds(), 1'750'000'000);
  EXPECT_EQ(told.commit_time().nanos(), 1'000);
  EXPECT_EQ(told.structure_revision(), 3);
  EXPECT_TRUE(told.complete());
}

TEST(CommitParts, GivesEachRequestItsChanges) {
  NamedCommit commit = SomeCommit();
  commit.content.records = {{.subject = 0, .after = Named("a")}};
  commit.content.observations = {Sales("2023", 1), Sales("2024", 1), Sales("2025", 1)};
  AddRequest(commit, "first", 1, 1);
  AddRequest(commit, "second", 0, 2);
  EXPECT_THAT(Requests(Whole(std::move(commit))),
              ElementsAre("first: enterprises/a 2023", "second: 2024 2025"));
}

TEST(CommitParts, SplitsWhatDoesNotFitAndGoesOnWithTheRequest) {
  NamedCommit commit = SomeCommit();
  for (int year = 2000; year < 2006; ++year)
    commit.content.observations.push_back(Sales(std::to_string(year), 1));
  AddRequest(commit, "first", 0, 5);
  AddRequest(commit, "second", 0, 1);
  CommitParts parts(std::move(commit));
  std::vector<std::string> told;
  std::vector<bool> complete;
  while (!parts.is_told()) {
    v1::FollowChangesResponse response;
    const size_t bytes = parts.AppendTo(response, 700);
    EXPECT_LE(bytes, 700U);
    EXPECT_LE(response.ByteSizeLong(), bytes);
    const v1::Commit& part = response.commits(0);
    EXPECT_EQ(part.revision(), 7);
    EXPECT_EQ(part.hash(), std::string(32, 9));
    complete.push_back(part.complete());
    for (const std::string& request : Requests(part)) told.push_back(request);
  }
  EXPECT_THAT(told, ElementsAre("first: 2000 2001 2002", "first: 2003 2004", "second: 2005"));
  EXPECT_THAT(complete, ElementsAre(false, true));
}

TEST(CommitParts, BeginsNoPartInAMessageWithoutRoom) {
  NamedCommit commit = SomeCommit();
  commit.content.observations = {Sales("2024", 1)};
  AddRequest(commit, "r", 0, 1);
  CommitParts parts(std::move(commit));
  v1::FollowChangesResponse response;
  response.add_commits();
  EXPECT_EQ(parts.AppendTo(response, 10), 0U);
  EXPECT_EQ(response.commits_size(), 1);
  EXPECT_FALSE(parts.is_told());
}

TEST(CommitParts, GivesAChangeThatIsTooLargeAMessageOfItsOwn) {
  NamedCommit commit = SomeCommit();
  commit.content.records = {{.subject = 0, .after = Named(std::string(5'000, 'x'))},
                            {.subject = 1, .after = Named("b")}};
  AddRequest(commit, "r", 2, 0);
  CommitParts parts(std::move(commit));
  v1::FollowChangesResponse response;
  EXPECT_GT(parts.AppendTo(response, 1'000), 5'000U);
  EXPECT_EQ(response.commits(0).requests(0).changes_size(), 1);
  EXPECT_FALSE(response.commits(0).complete());
}

TEST(CommitParts, TellsWithdrawalsAndRecreationsOfRecords) {
  NamedCommit commit = SomeCommit();
  commit.content.records = {{.subject = 0, .previous_revision = 4, .before = Named("a")}};
  v1::Change change = Only(std::move(commit));
  EXPECT_EQ(change.outcome(), v1::OUTCOME_WITHDRAWN);
  EXPECT_EQ(change.record().before().revision(), 4);
  EXPECT_FALSE(change.record().has_after());

  commit = SomeCommit();
  commit.content.records = {{.subject = 0, .previous_revision = 4, .after = Named("a")}};
  change = Only(std::move(commit));
  EXPECT_EQ(change.outcome(), v1::OUTCOME_CREATED);
  EXPECT_FALSE(change.record().has_before());
  EXPECT_EQ(change.record().after().revision(), 7);
}

TEST(CommitParts, TellsWithdrawalsAndRecreationsOfObservations) {
  NamedCommit commit = SomeCommit();
  ObservationChange withdrawn = Sales("2024", 0);
  withdrawn.previous_revision = 4;
  withdrawn.before_value = 500;
  withdrawn.after.state = ObservationState::kWithdrawn;
  commit.content.observations = {withdrawn};
  v1::Change change = Only(std::move(commit));
  EXPECT_EQ(change.outcome(), v1::OUTCOME_WITHDRAWN);
  EXPECT_EQ(change.observation().before().amount().value(), "5");
  EXPECT_EQ(change.observation().before().revision(), 4);
  EXPECT_FALSE(change.observation().has_after());

  commit = SomeCommit();
  ObservationChange recreated = Sales("2024", 700);
  recreated.previous_revision = 4;
  recreated.before.state = ObservationState::kWithdrawn;
  recreated.after.remark = 1;
  commit.content.observations = {recreated};
  change = Only(std::move(commit));
  EXPECT_EQ(change.outcome(), v1::OUTCOME_CREATED);
  EXPECT_FALSE(change.observation().has_before());
  EXPECT_EQ(change.observation().after().amount().value(), "7");
  EXPECT_EQ(change.observation().after().remark(), "corrected");
}

TEST(CommitParts, NamesTheItemOfAContributionAndTheSourceOfAStatement) {
  NamedCommit commit = SomeCommit();
  ObservationChange contribution = Sales("2024", 1);
  contribution.id = 1;
  ObservationChange statement = contribution;
  statement.subject = 1;
  commit.content.observations = {contribution, statement};
  AddRequest(commit, "r", 0, 2);
  const v1::Commit told = Whole(std::move(commit));
  EXPECT_EQ(told.requests(0).changes(0).observation().key().item(), "yearbook");
  EXPECT_EQ(told.requests(0).changes(0).observation().key().source(), "");
  EXPECT_EQ(told.requests(0).changes(1).observation().key().item(), "");
  EXPECT_EQ(told.requests(0).changes(1).observation().key().source(), "yearbook");
}

TEST(CommitParts, TellsWideValuesAndWhatIsNotAvailable) {
  NamedCommit commit = SomeCommit();
  ObservationChange change = Sales("2024", PowerOfTen(27) + 5);
  change.previous_revision = 2;
  change.before.state = ObservationState::kNotAvailable;
  commit.content.observations = {change};
  const v1::Change told = Only(std::move(commit));
  EXPECT_EQ(told.outcome(), v1::OUTCOME_UPDATED);
  EXPECT_TRUE(told.observation().before().not_available());
  EXPECT_FALSE(told.observation().before().has_amount());
  EXPECT_EQ(told.observation().after().amount().value(), "10000000000000000000000000.05");
}

TEST(CommitParts, TellsHowManyTextsWereErased) {
  NamedCommit commit = SomeCommit();
  commit.content.erased_texts = {2, 5};
  AddRequest(commit, "erasing", 0, 0);
  const v1::Commit told = Whole(std::move(commit));
  ASSERT_EQ(told.requests_size(), 1);
  EXPECT_EQ(told.requests(0).request_id(), "erasing");
  ASSERT_EQ(told.requests(0).changes_size(), 1);
  EXPECT_EQ(told.requests(0).changes(0).erasure().texts(), 2);
  EXPECT_EQ(told.requests(0).changes(0).outcome(), v1::OUTCOME_UNSPECIFIED);
}

}  // namespace
}  // namespace taizhang::ledger
