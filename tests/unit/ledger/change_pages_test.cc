#include "services/ledger/rpc/change_pages.h"

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Page = std::vector<std::shared_ptr<const StoredBlock>>;

std::vector<std::string> Commits(const v1::FollowChangesResponse& response) {
  std::vector<std::string> commits;
  for (const v1::Commit& commit : response.commits())
    commits.push_back(commit.partition() + " " + std::to_string(commit.revision()));
  return commits;
}

/// A ledger with two commits of a county.
class LedgerChanges : public ::testing::Test {
 protected:
  LedgerChanges() {
    ledger_.Write(kStructureRequest);
    ledger_.Write(EnterpriseRow("a"));
    ledger_.Write(EnterpriseRow("b"));
  }

  StoredBlock BlockAt(uint64_t revision) { return store_.Read("440783", revision - 1, 1)->front(); }
  static Page PageOf(const std::vector<StoredBlock>& blocks) {
    Page page;
    for (const StoredBlock& block : blocks)
      page.push_back(std::make_shared<const StoredBlock>(block));
    return page;
  }

  MemoryStore store_{"epoch"};
  CommitHarness ledger_{store_};
};

TEST_F(LedgerChanges, TellsAPageWhole) {
  ChangePages pages(ledger_.ledger());
  pages.Begin({});
  EXPECT_TRUE(pages.is_told());
  pages.Take(PageOf({BlockAt(1), BlockAt(2)}));
  EXPECT_FALSE(pages.is_told());
  v1::FollowChangesResponse response;
  ASSERT_TRUE(pages.Fill(response).ok());
  EXPECT_THAT(Commits(response), ElementsAre("440783 1", "440783 2"));
  EXPECT_TRUE(pages.is_told());
}

TEST_F(LedgerChanges, FillsNoMessageBeyondItsSize) {
  ChangePages pages(ledger_.ledger(), 100);
  pages.Begin({});
  pages.Take(PageOf({BlockAt(1), BlockAt(2)}));
  v1::FollowChangesResponse response;
  ASSERT_TRUE(pages.Fill(response).ok());
  EXPECT_THAT(Commits(response), ElementsAre("440783 1"));
  EXPECT_FALSE(pages.is_told());
  response.Clear();
  ASSERT_TRUE(pages.Fill(response).ok());
  EXPECT_THAT(Commits(response), ElementsAre("440783 2"));
  EXPECT_TRUE(pages.is_told());
}

TEST_F(LedgerChanges, SendsWhatIsWholeBeforeItSaysWhatIsDamaged) {
  StoredBlock damaged = BlockAt(2);
  damaged.body[0] = static_cast<char>(damaged.body[0] ^ 1);
  ChangePages pages(ledger_.ledger());
  pages.Begin({});
  pages.Take(PageOf({BlockAt(1), damaged}));
  v1::FollowChangesResponse response;
  ASSERT_TRUE(pages.Fill(response).ok());
  EXPECT_THAT(Commits(response), ElementsAre("440783 1"));
  EXPECT_FALSE(pages.is_told());
  response.Clear();
  const absl::Status status = pages.Fill(response);
  EXPECT_THAT(Commits(response), IsEmpty());
  EXPECT_EQ(ReasonOf(status), Reason::kLogDamaged);
  EXPECT_THAT(MetadataOf(status),
              ElementsAre(std::pair("partition", "440783"), std::pair("revision", "2")));
}

TEST_F(LedgerChanges, ADamagedPartitionIsToldOfOnceAndTheOthersGoOn) {
  ledger_.Write(RowOf(R"(name: "divisions/440784/enterprises/c" display_name: "C" enterprise {})"));
  StoredBlock damaged = BlockAt(2);
  damaged.body[0] = static_cast<char>(damaged.body[0] ^ 1);
  StoredBlock after = BlockAt(2);
  after.revision = 3;
  ChangePages pages(ledger_.ledger(), 1 << 20, ChangePages::AtDamage::kStopPartition);
  pages.Begin({});
  pages.Take(PageOf({BlockAt(1), damaged, after, store_.Read("440784", 0, 1)->front()}));
  v1::FollowChangesResponse response;
  ASSERT_EQ(pages.Fill(response), absl::OkStatus());
  EXPECT_THAT(Commits(response), ElementsAre("440783 1", "440784 1"));
  EXPECT_TRUE(pages.is_told());
  ASSERT_EQ(response.stopped_size(), 1);
  EXPECT_EQ(response.stopped(0).partition(), "440783");
  EXPECT_EQ(response.stopped(0).revision(), 2);
  EXPECT_THAT(pages.TakeStopped(),
              ElementsAre(Head{.partition = "440783", .revision = 1, .hash = BlockAt(1).hash}));
  EXPECT_THAT(pages.TakeStopped(), IsEmpty());
  response.Clear();
  pages.FormatStopped(response);
  EXPECT_EQ(response.stopped_size(), 1);
}

TEST_F(LedgerChanges, APartitionWithAGapIsToldOfBehindWhatComesBefore) {
  ChangePages pages(ledger_.ledger(), 1 << 20, ChangePages::AtDamage::kStopPartition);
  pages.Begin({});
  pages.Take(PageOf({BlockAt(1)}));
  pages.Stop("440783", MakeError(Reason::kLogDamaged, "block 2 of 440783 is missing",
                                 {{"partition", "440783"}, {"revision", "2"}}));
  v1::FollowChangesResponse response;
  ASSERT_EQ(pages.Fill(response), absl::OkStatus());
  EXPECT_THAT(Commits(response), ElementsAre("440783 1"));
  ASSERT_EQ(response.stopped_size(), 1);
  EXPECT_EQ(response.stopped(0).message(), "block 2 of 440783 is missing");
  EXPECT_TRUE(pages.is_told());
}

TEST_F(LedgerChanges, RefusesABlockThatDoesNotFollowTheReadersOne) {
  ChangePages pages(ledger_.ledger());
  Head other{.partition = "440783", .revision = 1, .hash = BlockAt(1).hash};
  other.hash[31] ^= 1U;
  pages.Begin({other});
  pages.Take(PageOf({BlockAt(2)}));
  v1::FollowChangesResponse response;
  EXPECT_EQ(ReasonOf(pages.Fill(response)), Reason::kLogDamaged);
}

TEST_F(LedgerChanges, SaysWhereALogIsDamagedThatIsNotServed) {
  StoredBlock damaged = BlockAt(1);
  damaged.partition = "440784";
  MemoryStore store("epoch");
  AppendBatch batch{.partition = "440784"};
  batch.blocks = {damaged};
  store.Append(batch, [](AppendOutcome) {});
  CommitHarness ledger(store);
  ChangePages pages(ledger.ledger());
  pages.Begin({});
  pages.Take(PageOf({damaged}));
  v1::FollowChangesResponse response;
  const absl::Status status = pages.Fill(response);
  EXPECT_EQ(ReasonOf(status), Reason::kLogDamaged);
  EXPECT_THAT(MetadataOf(status),
              ElementsAre(std::pair("partition", "440784"), std::pair("revision", "1")));
}

TEST_F(LedgerChanges, ReadsObservationsOfAMeasureThatIsWithdrawnByNow) {
  ledger_.Write(R"pb(rows {
                       observation {
                         subject: "divisions/440783/enterprises/a"
                         measure: "measures/sales"
                         period: "2024"
                         amount { value: "5" }
                       }
                     })pb");
  ledger_.Write(R"pb(rows { withdrawn_record: "measures/sales" })pb");
  ASSERT_EQ(ledger_.ledger().structure()->Find("measures/sales"), nullptr);
  ChangePages pages(ledger_.ledger());
  pages.Begin({{.partition = "440783", .revision = 2, .hash = BlockAt(2).hash}});
  pages.Take(PageOf({BlockAt(3)}));
  v1::FollowChangesResponse response;
  ASSERT_TRUE(pages.Fill(response).ok());
  EXPECT_EQ(response.commits(0).requests(0).changes(0).observation().after().amount().unit(), "元");
}

TEST_F(LedgerChanges, TellsAnErasureAndNoErasedText) {
  ledger_.Write(EnterpriseRow("a", "张三"));
  ledger_.Write(EnterpriseRow("a", "A"));
  const Page page = PageOf({BlockAt(3), BlockAt(4)});
  ledger_.ledger().Erase(
      {.partition = "440783", .spellings = {"张三"}, .request_id = "e", .principal = "tester"},
      [](const absl::StatusOr<Erased>& erased) { EXPECT_TRUE(erased.ok()) << erased.status(); });
  ChangePages pages(ledger_.ledger());
  pages.Begin({{.partition = "440783", .revision = 2, .hash = BlockAt(2).hash}});
  pages.Take(PageOf({*page[0], *page[1], BlockAt(5)}));
  v1::FollowChangesResponse response;
  const absl::Status filled = pages.Fill(response);
  ASSERT_TRUE(filled.ok()) << filled;
  ASSERT_THAT(Commits(response), ElementsAre("440783 3", "440783 4", "440783 5"));
  const auto change = [&response](int commit) {
    return response.commits(commit).requests(0).changes(0);
  };
  EXPECT_EQ(change(0).record().after().display_name(), "");
  EXPECT_EQ(change(1).record().before().display_name(), "");
  EXPECT_EQ(change(1).record().after().display_name(), "A");
  EXPECT_EQ(response.commits(2).requests(0).request_id(), "e");
  EXPECT_EQ(change(2).erasure().texts(), 1);
}

}  // namespace
}  // namespace taizhang::ledger
