#include <filesystem>

#include "common/log/sqlite_store.h"
#include "tests/unit/ledger/commit_harness.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

RecordName Name(const std::string& text) { return *RecordName::Parse(text); }

/// A ledger with the structure written, on a disk that answers at once until it is told to hold.
class Commit : public ::testing::Test {
 protected:
  Commit() { EXPECT_TRUE(ledger_.Write(kStructureRequest)->arrived()); }

  std::string DisplayName(const std::string& id) {
    const auto read = ledger_.ledger().ReadRecord(Name("divisions/440783/enterprises/" + id));
    return read.ok() ? read->record->display_name
                     : std::string(absl::StatusCodeToString(read.status().code()));
  }
  uint64_t HeadRevision() {
    const auto head = ledger_.ledger().ReadHead("440783");
    return head.ok() ? head->revision : 0;
  }

  HeldDisk disk_;
  CommitHarness ledger_{disk_.store()};
};

TEST_F(Commit, AcknowledgesOnlyWhatIsSynced) {
  disk_.Hold();
  const auto answer = ledger_.Write(EnterpriseRow("a"));
  EXPECT_FALSE(answer->arrived());
  disk_.Release();
  ASSERT_TRUE(answer->arrived());
  EXPECT_EQ(answer->value().revision, 1);
  EXPECT_THAT(answer->value().outcomes, ElementsAre(Outcome::kCreated));
}

TEST_F(Commit, ShowsNothingThatIsNotDurable) {
  ledger_.Write(EnterpriseRow("a", "first"));
  disk_.Hold();
  ledger_.Write(EnterpriseRow("a", "second"));
  ledger_.Write(EnterpriseRow("b"));
  EXPECT_EQ(DisplayName("a"), "first");
  EXPECT_EQ(DisplayName("b"), "NOT_FOUND");
  EXPECT_EQ(HeadRevision(), 1);
  EXPECT_THAT(ledger_.durable(), ElementsAre("structure 1", "440783 1"));
  disk_.ReleaseOne();
  EXPECT_EQ(DisplayName("a"), "second");
  EXPECT_EQ(DisplayName("b"), "NOT_FOUND");
  disk_.Release();
  EXPECT_EQ(DisplayName("b"), "E");
  EXPECT_THAT(ledger_.durable(), ElementsAre("structure 1", "440783 1", "440783 2", "440783 3"));
}

TEST_F(Commit, PostsAheadOfTheDisk) {
  disk_.Hold();
  ledger_.Write(EnterpriseRow("a"));
  const auto second = ledger_.Write(EnterpriseRow("a"));
  const auto third = ledger_.Write(EnterpriseRow("a", "renamed"));
  disk_.Release();
  EXPECT_THAT(second->value().outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_THAT(third->value().outcomes, ElementsAre(Outcome::kUpdated));
  EXPECT_EQ(third->value().revision, 2);
}

TEST_F(Commit, AnswersAnUnchangedRequestOnlyOnceWhatItSawIsDurable) {
  disk_.Hold();
  ledger_.Write(EnterpriseRow("a"));
  const auto unchanged = ledger_.Write(EnterpriseRow("a"));
  EXPECT_FALSE(unchanged->arrived());
  disk_.ReleaseOne();
  ASSERT_TRUE(unchanged->arrived());
  EXPECT_EQ(unchanged->value().revision, 1);
}

TEST_F(Commit, MakesNoRevisionWhereNothingChanges) {
  ledger_.Write(EnterpriseRow("a"));
  const auto answer = ledger_.Write(RequestId("r") + EnterpriseRow("a"));
  EXPECT_EQ(answer->value().revision, 1);
  EXPECT_EQ(HeadRevision(), 1);
  EXPECT_THAT(ledger_.durable(), SizeIs(2));
}

TEST_F(Commit, RefusesAWholeRequestForOneRow) {
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += EnterpriseRow("e" + std::to_string(i));
  const auto answer = ledger_.Write(rows + EnterpriseRow("wrong", ""));
  EXPECT_EQ(answer->reason(), Reason::kInvalidRequest);
  EXPECT_THAT(Complaints(ViolationsOf(answer->written->status())),
              ElementsAre("rows[100].record.display_name FIELD_REQUIRED"));
  EXPECT_EQ(HeadRevision(), 0);
  EXPECT_EQ(DisplayName("e0"), "NOT_FOUND");
}

TEST_F(Commit, ValidatesWithoutWriting) {
  const auto sound = ledger_.Write("validate_only: true " + EnterpriseRow("a"));
  EXPECT_THAT(sound->value().outcomes, ElementsAre(Outcome::kCreated));
  const auto wrong = ledger_.Write("validate_only: true " + EnterpriseRow("a", ""));
  EXPECT_THAT(wrong->value().outcomes, IsEmpty());
  EXPECT_THAT(Complaints(wrong->value().violations),
              ElementsAre("rows[0].record.display_name FIELD_REQUIRED"));
  EXPECT_EQ(HeadRevision(), 0);
}

TEST_F(Commit, AbortsOnAnEtagThatDoesNotStand) {
  ledger_.Write(EnterpriseRow("a"));
  const auto answer = ledger_.Write(R"pb(rows {
                                           record {
                                             name: "divisions/440783/enterprises/a"
                                             display_name: "B"
                                             enterprise {}
                                           }
                                           etag: "9-9"
                                         })pb");
  EXPECT_EQ(answer->reason(), Reason::kEtagMismatch);
  EXPECT_EQ(MetadataOf(answer->written->status()),
            (Metadata{{"name", "divisions/440783/enterprises/a"}}));
  EXPECT_EQ(answer->written->status().code(), absl::StatusCode::kAborted);
}

TEST_F(Commit, RefusesRowsOfTwoPartitions) {
  const auto answer = ledger_.Write(EnterpriseRow("a") + R"pb(
    rows {
      record {
        name: "divisions/440784/enterprises/a"
        display_name: "A"
        enterprise {}
      }
    })pb");
  EXPECT_EQ(answer->reason(), Reason::kSeveralPartitions);
  EXPECT_EQ(MetadataOf(answer->written->status()),
            (Metadata{{"expected", "440783"}, {"found", "440784"}}));
}

TEST_F(Commit, AnswersARepeatedRequestWithItsFirstOutcome) {
  const auto first = ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  ledger_.Write(EnterpriseRow("b"));
  const auto again = ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  EXPECT_THAT(again->value().outcomes, ElementsAre(Outcome::kCreated));
  EXPECT_EQ(again->value().revision, 1);
  EXPECT_EQ(again->value().hash, first->value().hash);
}

TEST_F(Commit, AnswersARepeatedRequestThatChangedNothing) {
  ledger_.Write(EnterpriseRow("a"));
  ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  ledger_.Write(EnterpriseRow("a", "renamed"));
  const auto again = ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  EXPECT_THAT(again->value().outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_EQ(again->value().revision, 1);
  EXPECT_EQ(DisplayName("a"), "renamed");
}

TEST_F(Commit, LetsARepeatedRequestWaitForTheFirst) {
  disk_.Hold();
  const auto first = ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  const auto again = ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  EXPECT_FALSE(again->arrived());
  disk_.Release();
  EXPECT_THAT(again->value().outcomes, ElementsAre(Outcome::kCreated));
  EXPECT_EQ(HeadRevision(), 1);
}

TEST_F(Commit, RefusesARequestIdWithOtherContent) {
  disk_.Hold();
  ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  const auto in_flight = ledger_.Write(RequestId("r1") + EnterpriseRow("b"));
  EXPECT_EQ(in_flight->reason(), Reason::kRequestIdReused);
  disk_.Release();
  const auto later = ledger_.Write(RequestId("r1") + EnterpriseRow("a", "renamed"));
  EXPECT_EQ(later->written->status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(HeadRevision(), 1);
}

TEST_F(Commit, AllowsTheIdOfARefusedRequestAgain) {
  EXPECT_EQ(ledger_.Write(RequestId("r1") + EnterpriseRow("a", ""))->reason(),
            Reason::kInvalidRequest);
  EXPECT_THAT(ledger_.Write(RequestId("r1") + EnterpriseRow("a"))->value().outcomes,
              ElementsAre(Outcome::kCreated));
}

TEST_F(Commit, JudgesDivisionsByTheDurableStructureAlone) {
  const char* enterprise = R"pb(rows {
                                  record {
                                    name: "divisions/500113/enterprises/a"
                                    display_name: "A"
                                    enterprise {}
                                  }
                                })pb";
  disk_.Hold();
  ledger_.Write(R"pb(rows {
                       record {
                         name: "divisions/500113"
                         display_name: "C"
                         division {}
                       }
                     })pb");
  EXPECT_EQ(ledger_.Write(enterprise)->reason(), Reason::kInvalidRequest);
  disk_.Release();
  EXPECT_THAT(ledger_.Write(enterprise)->value().outcomes, ElementsAre(Outcome::kCreated));
}

TEST_F(Commit, JudgesStructureByWhatIsPosted) {
  disk_.Hold();
  ledger_.Write(R"pb(rows {
                       record {
                         name: "divisions/500113"
                         display_name: "C"
                         division {}
                       }
                     })pb");
  const auto town = ledger_.Write(R"pb(rows {
                                         record {
                                           name: "divisions/500113100"
                                           display_name: "D"
                                           division {}
                                         }
                                       })pb");
  disk_.Release();
  EXPECT_EQ(town->value().revision, 3);
  EXPECT_EQ(ledger_.ledger().structure()->Find("divisions/500113100")->placements[0].place,
            "divisions/500113");
}

TEST_F(Commit, NeverLetsCommitTimesDecrease) {
  ledger_.SetClock(2'000'000'000'000'000);
  ledger_.Write(EnterpriseRow("a"));
  ledger_.SetClock(1'000'000'000'000'000);
  ledger_.Write(EnterpriseRow("b"));
  EXPECT_EQ(ledger_.ledger().ReadHead("440783")->commit_time_us, 2'000'000'000'000'000);
}

TEST_F(Commit, RecoversHeadsFactsAndRequests) {
  ledger_.Write(RequestId("r1") + EnterpriseRow("a"));
  ledger_.Write(EnterpriseRow("b"));
  const DurableHead before = *ledger_.ledger().ReadHead("440783");
  CommitHarness recovered(disk_.store());
  const DurableHead after = *recovered.ledger().ReadHead("440783");
  EXPECT_EQ(after.revision, 2);
  EXPECT_EQ(after.hash, before.hash);
  EXPECT_EQ(after.facts_digest, before.facts_digest);
  EXPECT_EQ(after.commit_time_us, before.commit_time_us);
  EXPECT_THAT(recovered.Write(RequestId("r1") + EnterpriseRow("a"))->value().outcomes,
              ElementsAre(Outcome::kCreated));
  EXPECT_THAT(recovered.Write(EnterpriseRow("b"))->value().outcomes,
              ElementsAre(Outcome::kUnchanged));
  EXPECT_EQ(recovered.ledger().structure()->revision(), 1);
}

TEST(CommitWindow, LetsRequestsWaitBeyondIt) {
  HeldDisk disk;
  CommitHarness ledger(disk.store(), {.uncommitted_blocks_max = 2});
  ledger.Write(kStructureRequest);
  disk.Hold();
  std::vector<std::shared_ptr<Answer>> answers;
  for (int i = 0; i < 5; ++i)
    answers.push_back(ledger.Write(EnterpriseRow("e" + std::to_string(i))));
  EXPECT_EQ(disk.store().Heads()->front().revision, 2);  // of 440783; three wait
  disk.ReleaseOne();
  EXPECT_EQ(disk.store().Heads()->front().revision, 3);
  disk.Release();
  for (const auto& answer : answers)
    EXPECT_THAT(answer->value().outcomes, ElementsAre(Outcome::kCreated));
  EXPECT_EQ(answers[4]->value().revision, 5);
}

/// What a ledger that is started on a directory, and closed again, answers to each request.
std::vector<Written> WriteAndClose(const std::string& directory,
                                   const std::vector<std::string>& requests) {
  auto store = *SqliteStore::Open({.directory = directory, .new_epoch = "e", .io_error = {}});
  CommitHarness ledger(*store);
  std::vector<std::shared_ptr<Answer>> answers;
  answers.reserve(requests.size());
  for (const std::string& request : requests) answers.push_back(ledger.Write(request));
  // Closing waits for all that was appended, and for the answers.
  store = nullptr;
  std::vector<Written> written;
  for (const std::shared_ptr<Answer>& answer : answers) written.push_back(answer->value());
  return written;
}

TEST(CommitRestart, AnswersRepeatedRequestsFromTheDisk) {
  const std::string directory = ::testing::TempDir() + "ledger-commit-restart";
  std::filesystem::remove_all(directory);
  const std::string changes = RequestId("changes") + EnterpriseRow("a");
  const std::string changes_nothing = RequestId("changes-nothing") + EnterpriseRow("a");
  WriteAndClose(directory, {kStructureRequest});
  WriteAndClose(directory, {changes, changes_nothing});
  const std::vector<Written> again = WriteAndClose(directory, {changes, changes_nothing});
  EXPECT_THAT(again[0].outcomes, ElementsAre(Outcome::kCreated));
  EXPECT_EQ(again[0].revision, 1);
  EXPECT_THAT(again[1].outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_EQ(again[1].revision, 1);
}

}  // namespace
}  // namespace taizhang::ledger
