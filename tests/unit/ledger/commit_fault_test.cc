#include "tests/unit/ledger/commit_harness.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using Fault = MemoryStore::Fault;

/// What the store does other than append.
class CommitFault : public ::testing::Test {
 protected:
  CommitFault() {
    ledger_.Write(kStructureRequest);
    ledger_.Write(EnterpriseRow("a"));
  }

  /// The ledger and a fresh fold of the log agree.
  void ExpectFactsOfTheLog() {
    const DurableHead head = *ledger_.ledger().ReadHead("440783");
    CommitHarness fresh(disk_.store());
    const DurableHead folded = *fresh.ledger().ReadHead("440783");
    EXPECT_EQ(head.revision, folded.revision);
    EXPECT_EQ(head.hash, folded.hash);
    EXPECT_EQ(head.facts_digest, folded.facts_digest);
  }

  HeldDisk disk_;
  CommitHarness ledger_{disk_.store()};
};

TEST_F(CommitFault, AsksForARetryWhereAnAppendConflicts) {
  disk_.store().FailNextAppend(Fault::kConflict);
  EXPECT_EQ(ledger_.Write(RequestId("r") + EnterpriseRow("b"))->reason(), Reason::kNotReady);
  ExpectFactsOfTheLog();
  EXPECT_THAT(ledger_.Write(RequestId("r") + EnterpriseRow("b"))->value().outcomes,
              ElementsAre(Outcome::kCreated));
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, AsksForARetryWhereAnAppendWasLost) {
  disk_.store().FailNextAppend(Fault::kUnknownLost);
  EXPECT_EQ(ledger_.Write(EnterpriseRow("b"))->reason(), Reason::kNotReady);
  EXPECT_EQ(ledger_.ledger()
                .ReadRecord(*RecordName::Parse("divisions/440783/enterprises/b"))
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  EXPECT_THAT(ledger_.Write(EnterpriseRow("b"))->value().outcomes, ElementsAre(Outcome::kCreated));
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, AcknowledgesAnAppendThatTurnsOutToBeWritten) {
  disk_.store().FailNextAppend(Fault::kUnknownWritten);
  const auto answer = ledger_.Write(EnterpriseRow("b"));
  EXPECT_THAT(answer->value().outcomes, ElementsAre(Outcome::kCreated));
  EXPECT_EQ(answer->value().revision, 2);
  EXPECT_THAT(ledger_.durable(), ElementsAre("structure 1", "440783 1", "440783 2"));
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, FailsWhatWasPostedUponALostAppend) {
  disk_.Hold();
  disk_.store().FailNextAppend(Fault::kUnknownLost);
  const auto lost = ledger_.Write(EnterpriseRow("b"));
  const auto upon_it = ledger_.Write(EnterpriseRow("c"));
  const auto unchanged = ledger_.Write(EnterpriseRow("b"));
  disk_.Release();
  EXPECT_EQ(lost->reason(), Reason::kNotReady);
  EXPECT_EQ(upon_it->reason(), Reason::kNotReady);
  EXPECT_EQ(unchanged->reason(), Reason::kNotReady);
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, AcknowledgesInOrderWhatWasPostedUponAnUncertainAppend) {
  disk_.Hold();
  disk_.store().FailNextAppend(Fault::kUnknownWritten);
  const auto uncertain = ledger_.Write(EnterpriseRow("b"));
  const auto upon_it = ledger_.Write(EnterpriseRow("c"));
  disk_.ReleaseOne();
  EXPECT_FALSE(uncertain->arrived());
  disk_.Release();
  EXPECT_EQ(uncertain->value().revision, 2);
  EXPECT_EQ(upon_it->value().revision, 3);
  EXPECT_THAT(ledger_.durable(), ElementsAre("structure 1", "440783 1", "440783 2", "440783 3"));
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, ResolvesARequestThatChangesNothing) {
  disk_.store().FailNextAppend(Fault::kUnknownLost);
  EXPECT_EQ(ledger_.Write(RequestId("r") + EnterpriseRow("a"))->reason(), Reason::kNotReady);
  disk_.store().FailNextAppend(Fault::kUnknownWritten);
  EXPECT_THAT(ledger_.Write(RequestId("r") + EnterpriseRow("a"))->value().outcomes,
              ElementsAre(Outcome::kUnchanged));
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, GoesOnFromWhatAnotherWriterLeft) {
  CommitHarness other(disk_.store());
  other.Write(EnterpriseRow("theirs"));
  const auto ours = ledger_.Write(EnterpriseRow("ours"));
  EXPECT_EQ(ours->reason(), Reason::kNotReady);
  // The other may have erased something.
  EXPECT_THAT(ledger_.durable(),
              ElementsAre("structure 1", "440783 1", "440783 2", "440783 rewritten through 2"));
  EXPECT_THAT(ledger_.Write(EnterpriseRow("theirs"))->value().outcomes,
              ElementsAre(Outcome::kUnchanged));
  EXPECT_EQ(ledger_.Write(EnterpriseRow("ours"))->value().revision, 3);
  ExpectFactsOfTheLog();
}

TEST_F(CommitFault, PublishesTheStructureThatAnotherWriterLeft) {
  CommitHarness other(disk_.store());
  other.Write(R"pb(rows {
                     record {
                       name: "divisions/500113"
                       display_name: "C"
                       division {}
                     }
                   })pb");
  ledger_.Write(R"pb(rows {
                       record {
                         name: "divisions/500112"
                         display_name: "D"
                         division {}
                       }
                     })pb");
  EXPECT_NE(ledger_.ledger().structure()->Find("divisions/500113"), nullptr);
  EXPECT_EQ(ledger_.ledger().structure()->Find("divisions/500112"), nullptr);
}

TEST_F(CommitFault, TellsARepeatedRequestTheSameError) {
  disk_.Hold();
  disk_.store().FailNextAppend(Fault::kConflict);
  const auto first = ledger_.Write(RequestId("r") + EnterpriseRow("b"));
  const auto again = ledger_.Write(RequestId("r") + EnterpriseRow("b"));
  disk_.Release();
  EXPECT_EQ(first->reason(), Reason::kNotReady);
  EXPECT_EQ(again->reason(), Reason::kNotReady);
}

}  // namespace
}  // namespace taizhang::ledger
