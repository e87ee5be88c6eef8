#include "services/aggregator/follow/follower.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "gtest/gtest.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

class Listener : public FollowerObserver {
 public:
  void CaughtUp() override { ++caught_up; }
  void PartitionStopped(const std::string& partition, const absl::Status& why) override {
    stopped.emplace_back(partition, std::string(why.message()));
  }
  void Refused(const absl::Status& why) override { refused.emplace_back(why.message()); }

  int caught_up = 0;
  std::vector<std::pair<std::string, std::string>> stopped;
  std::vector<std::string> refused;
};

/// Blocks of TwoCounties in the order of their commits.
enum Made : size_t { kStructure1, kKaiping1, kBanan1, kKaiping2, kStructure2, kKaiping3, kBanan2 };

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() : blocks_(EncodeBlocks(*TwoCounties())), follower_(views_, listener_) {}

  absl::Status Feed(const std::vector<StoredBlock>& blocks, bool with_heads = false) {
    FeedPage page{.epoch = "epoch-1", .blocks = blocks, .heads = std::nullopt};
    if (with_heads) page.heads = HeadsOf(blocks_);
    return follower_.Receive(std::move(page));
  }

  absl::Status FeedAll() { return Feed(blocks_, true); }

  /// "127", or the error's reason.
  std::string Sales(const std::string& scope) {
    std::string answer;
    const absl::Status status = views_.Read([&](Reading& reading) {
      const auto figure = reading.Answer({.scope = *RecordName::Parse(scope),
                                          .indicator = "indicators/sales",
                                          .period = *Period::Parse("2025")});
      if (!figure.ok()) {
        answer = ReasonName(ReasonOf(figure.status()));
      } else {
        answer = figure->computed ? FormatQuantity(*figure->computed, 0) : "none";
      }
    });
    return status.ok() ? answer : std::string(ReasonName(ReasonOf(status)));
  }

  static FeedPage Digests(std::vector<LedgerDigest> digests) {
    return {.epoch = "epoch-1", .blocks = {}, .heads = {}, .digests = std::move(digests)};
  }
  /// As a ledger would have them that has folded the same blocks.
  [[nodiscard]] std::vector<LedgerDigest> LedgerDigests() const {
    const auto world = TwoCounties();
    std::vector<LedgerDigest> digests;
    for (const Head& head : HeadsOf(blocks_)) {
      digests.push_back({.partition = head.partition,
                         .revision = head.revision,
                         .facts_digest = world->View(head.partition).facts().digest()});
    }
    return digests;
  }

  std::vector<StoredBlock> blocks_;
  Listener listener_;
  Views views_;
  Follower follower_;
};

TEST_F(FollowerTest, ServesAfterTheFirstCatchUp) {
  EXPECT_EQ(Sales("divisions/CN"), "NOT_READY");
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_EQ(listener_.caught_up, 1);
  EXPECT_EQ(Sales("divisions/CN"), "127");
  EXPECT_EQ(Sales("divisions/440783"), "107");
  EXPECT_EQ(Sales("divisions/440783/clusters/sanitaryware"), "127");
}

TEST_F(FollowerTest, WaitsForAllHeadsOfTheFirstProgress) {
  ASSERT_TRUE(Feed({blocks_[kStructure1], blocks_[kKaiping1]}, true).ok());
  EXPECT_EQ(listener_.caught_up, 0);
  EXPECT_EQ(Sales("divisions/CN"), "NOT_READY");
  ASSERT_TRUE(Feed({blocks_.begin() + kBanan1, blocks_.end()}).ok());
  EXPECT_EQ(listener_.caught_up, 1);
}

TEST_F(FollowerTest, ServesAnEmptyLedger) {
  ASSERT_TRUE(
      follower_.Receive({.epoch = "epoch-1", .blocks = {}, .heads = std::vector<Head>{}}).ok());
  EXPECT_EQ(listener_.caught_up, 1);
  EXPECT_EQ(Sales("divisions/CN"), "SCOPE_UNKNOWN");
}

TEST_F(FollowerTest, StopsAPartitionAtAGapAndServesTheOthers) {
  std::vector<StoredBlock> blocks = blocks_;
  blocks.erase(blocks.begin() + kKaiping2);
  ASSERT_TRUE(Feed(blocks, true).ok());
  ASSERT_EQ(listener_.stopped.size(), 1U);
  EXPECT_EQ(listener_.stopped[0].first, "440783");
  EXPECT_EQ(listener_.stopped[0].second,
            "440783 is stopped at revision 2: revision 3 came instead");
  EXPECT_EQ(Sales("divisions/440783"), "LOG_DAMAGED");
  EXPECT_EQ(Sales("divisions/CN"), "LOG_DAMAGED");
  EXPECT_EQ(Sales("divisions/500113"), "20");
  EXPECT_EQ(listener_.caught_up, 1);
}

TEST_F(FollowerTest, StopsAtABlockThatComesTwice) {
  ASSERT_TRUE(Feed({blocks_[kStructure1], blocks_[kKaiping1], blocks_[kKaiping1]}).ok());
  ASSERT_EQ(listener_.stopped.size(), 1U);
  EXPECT_EQ(listener_.stopped[0].second,
            "440783 is stopped at revision 2: revision 1 came instead");
}

TEST_F(FollowerTest, StopsAtADamagedBlock) {
  std::vector<StoredBlock> blocks = blocks_;
  blocks[kBanan1].header.back() = static_cast<char>(blocks[kBanan1].header.back() ^ 1);
  ASSERT_TRUE(Feed(blocks, true).ok());
  ASSERT_EQ(listener_.stopped.size(), 1U);
  EXPECT_EQ(listener_.stopped[0].first, "500113");
  EXPECT_EQ(Sales("divisions/500113"), "LOG_DAMAGED");
  EXPECT_EQ(Sales("divisions/50"), "LOG_DAMAGED") << "though nothing of it was ever applied";
  EXPECT_EQ(Sales("divisions/44"), "107");
}

TEST_F(FollowerTest, StopsAtABlockOfAnotherHistory) {
  const auto world = TwoCounties();
  auto other_world = std::make_unique<FigureWorld>();
  other_world->Put("divisions/440783/enterprises/other", EnterpriseIn({}));
  other_world->Commit();
  other_world->Put("divisions/440783/enterprises/a", EnterpriseIn({}));
  other_world->Commit();
  ASSERT_TRUE(Feed({blocks_[kStructure1], blocks_[kKaiping1], EncodeBlocks(*other_world)[1]}).ok());
  ASSERT_EQ(listener_.stopped.size(), 1U);
  EXPECT_EQ(listener_.stopped[0].first, "440783");
}

TEST_F(FollowerTest, AnswersNothingOnceTheStructureIsDamaged) {
  std::vector<StoredBlock> blocks = blocks_;
  blocks.erase(blocks.begin() + kStructure2);
  blocks.push_back(blocks_[kStructure2]);
  blocks.back().hash[0] ^= 1;
  ASSERT_TRUE(Feed(blocks, true).ok());
  EXPECT_EQ(Sales("divisions/500113"), "LOG_DAMAGED");
  ASSERT_EQ(listener_.stopped.size(), 3U) << "and both counties, whose next blocks name it";
}

TEST_F(FollowerTest, LetsABlockWaitForTheStructureThatItNames) {
  std::vector<StoredBlock> blocks = {blocks_[kStructure1], blocks_[kKaiping1], blocks_[kKaiping2],
                                     blocks_[kKaiping3],   blocks_[kBanan1],   blocks_[kBanan2]};
  ASSERT_TRUE(Feed(blocks).ok());
  EXPECT_EQ(follower_.ledger_heads().size(), 0U);
  EXPECT_EQ(views_.waits().Check({{TokenOf(blocks_[kKaiping3])}}), std::nullopt);
  ASSERT_TRUE(Feed({blocks_[kStructure2]}, true).ok());
  EXPECT_EQ(views_.waits().Check({{TokenOf(blocks_[kKaiping3])}}), absl::OkStatus());
  EXPECT_EQ(Sales("divisions/440783/clusters/sanitaryware"), "127");
  EXPECT_TRUE(listener_.stopped.empty());
}

TEST_F(FollowerTest, ResumesWhereverAStreamIsCut) {
  ASSERT_TRUE(FeedAll().ok());
  const std::vector<PartitionReport> whole = views_.Report();
  // Division blocks before the structure that they name, so that some cuts fall where blocks wait.
  std::vector<StoredBlock> sent = blocks_;
  std::rotate(sent.begin() + kStructure2, sent.begin() + kStructure2 + 1, sent.end());
  for (size_t cut = 0; cut <= sent.size(); ++cut) {
    Listener listener;
    Views views;
    Follower follower(views, listener);
    ASSERT_TRUE(
        follower.Receive({.epoch = "e", .blocks = {sent.begin(), sent.begin() + cut}, .heads = {}})
            .ok());
    FeedPage rest{.epoch = "e", .blocks = {}, .heads = HeadsOf(sent)};
    std::map<std::string, uint64_t> cursors;
    for (const Head& cursor : follower.Resume()) cursors[cursor.partition] = cursor.revision;
    for (const StoredBlock& block : sent) {
      if (block.revision > cursors[block.partition]) rest.blocks.push_back(block);
    }
    ASSERT_TRUE(follower.Receive(std::move(rest)).ok());
    const std::vector<PartitionReport> resumed = views.Report();
    ASSERT_EQ(resumed.size(), whole.size());
    for (size_t i = 0; i < whole.size(); ++i) {
      EXPECT_EQ(resumed[i].revision, whole[i].revision) << "cut at " << cut;
      EXPECT_EQ(resumed[i].hash, whole[i].hash) << "cut at " << cut;
      EXPECT_EQ(resumed[i].facts_digest, whole[i].facts_digest) << "cut at " << cut;
    }
    EXPECT_EQ(listener.caught_up, 1);
  }
}

TEST_F(FollowerTest, TellsCursorsWithTheirHashes) {
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_EQ(follower_.Resume(), HeadsOf(blocks_));
}

TEST_F(FollowerTest, EndsTheStreamWhenTooMuchWaits) {
  ASSERT_TRUE(Feed({blocks_[kBanan1]}).ok()) << "its structure is not there";
  StoredBlock large = blocks_[kBanan2];
  large.texts.assign(kWaitingBytesMax, 'x');
  EXPECT_EQ(ReasonOf(Feed({large})), Reason::kOverloaded);
  EXPECT_TRUE(follower_.StreamEnded(absl::CancelledError()));
  EXPECT_TRUE(follower_.Resume().empty());
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_EQ(Sales("divisions/CN"), "127");
}

TEST_F(FollowerTest, RefusesAnotherEpoch) {
  ASSERT_TRUE(FeedAll().ok());
  const absl::Status status = follower_.Receive({.epoch = "epoch-2", .blocks = {}, .heads = {}});
  EXPECT_EQ(ReasonOf(status), Reason::kHistoryDiverged);
  EXPECT_EQ(listener_.refused.size(), 1U);
  EXPECT_EQ(Sales("divisions/CN"), "HISTORY_DIVERGED");
  EXPECT_FALSE(follower_.StreamEnded(status)) << "for good";
}

TEST_F(FollowerTest, RefusesALedgerThatIsBehind) {
  ASSERT_TRUE(FeedAll().ok());
  std::vector<Head> heads = HeadsOf(blocks_);
  heads[0].revision -= 1;
  EXPECT_EQ(ReasonOf(follower_.Receive({.epoch = "epoch-1", .blocks = {}, .heads = heads})),
            Reason::kHistoryDiverged);
  EXPECT_EQ(Sales("divisions/CN"), "HISTORY_DIVERGED");
}

TEST_F(FollowerTest, RefusesALedgerThatDoesNotKnowItsCursors) {
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_FALSE(follower_.StreamEnded(MakeError(Reason::kRevisionUnknown, "beyond the head")));
  EXPECT_EQ(Sales("divisions/CN"), "HISTORY_DIVERGED");
}

TEST_F(FollowerTest, TriesAgainAfterAnyOtherEnd) {
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_TRUE(follower_.StreamEnded(absl::OkStatus()));
  EXPECT_TRUE(follower_.StreamEnded(absl::UnavailableError("connection reset")));
  EXPECT_TRUE(follower_.StreamEnded(MakeError(Reason::kNotReady, "shutting down")));
  EXPECT_EQ(Sales("divisions/CN"), "127") << "what is held is served meanwhile";
}

TEST_F(FollowerTest, ComparesItsFactsWithTheLedgers) {
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_EQ(follower_.digest_counts().comparisons, 0U) << "the ledger told none";
  ASSERT_TRUE(follower_.Receive(Digests(LedgerDigests())).ok());
  EXPECT_EQ(follower_.digest_counts().comparisons, 3U);
  EXPECT_EQ(follower_.digest_counts().mismatches, 0U);
  EXPECT_EQ(Sales("divisions/CN"), "127");
}

TEST_F(FollowerTest, StopsAPartitionWhoseFactsDifferFromTheLedgers) {
  ASSERT_TRUE(FeedAll().ok());
  std::vector<LedgerDigest> digests = LedgerDigests();
  for (LedgerDigest& digest : digests) {
    if (digest.partition == "440783") ++digest.facts_digest;
  }
  ASSERT_TRUE(follower_.Receive(Digests(digests)).ok());
  ASSERT_EQ(listener_.stopped.size(), 1U);
  EXPECT_EQ(listener_.stopped[0].first, "440783");
  EXPECT_EQ(listener_.stopped[0].second.substr(0, 73),
            "440783 is stopped at revision 3: its facts differ from the ledger's there");
  EXPECT_EQ(follower_.digest_counts().comparisons, 3U);
  EXPECT_EQ(follower_.digest_counts().mismatches, 1U);
  EXPECT_EQ(Sales("divisions/CN"), "LOG_DAMAGED");
  EXPECT_EQ(Sales("divisions/500113"), "20");
  ASSERT_TRUE(follower_.Receive(Digests(digests)).ok());
  EXPECT_EQ(follower_.digest_counts().mismatches, 1U) << "stopped, it is compared no more";
}

// Seen to fail with CompareDigests left out: nothing is stopped.
TEST_F(FollowerTest, NoticesAFoldThatWentWrong) {
  const BlockFault fault = [](const std::string& partition, uint64_t revision,
                              BlockContent& content) {
    if (partition == "440783" && revision == 2) ++content.observations.front().value;
  };
  Listener listener;
  Views views;
  Follower follower(views, listener, fault);
  FeedPage page = Digests(LedgerDigests());
  page.blocks = blocks_;
  page.heads = HeadsOf(blocks_);
  ASSERT_TRUE(follower.Receive(std::move(page)).ok());
  ASSERT_EQ(listener.stopped.size(), 1U);
  EXPECT_EQ(listener.stopped[0].first, "440783");
  EXPECT_EQ(listener.caught_up, 1) << "the others are served";
}

TEST_F(FollowerTest, ComparesOnlyAtTheRevisionThatIsApplied) {
  ASSERT_TRUE(FeedAll().ok());
  ASSERT_TRUE(follower_
                  .Receive(Digests({{.partition = "440783", .revision = 2, .facts_digest = 1},
                                    {.partition = "440783", .revision = 4, .facts_digest = 1},
                                    {.partition = "440784", .revision = 1, .facts_digest = 1}}))
                  .ok());
  EXPECT_EQ(follower_.digest_counts().comparisons, 0U);
  EXPECT_TRUE(listener_.stopped.empty());
}

TEST_F(FollowerTest, KnowsTheLedgersHeads) {
  ASSERT_TRUE(FeedAll().ok());
  EXPECT_EQ(follower_.ledger_heads(),
            (std::map<std::string, uint64_t>{{"440783", 3}, {"500113", 2}, {"structure", 2}}));
  EXPECT_EQ(follower_.epoch(), "epoch-1");
}

}  // namespace
}  // namespace taizhang::aggregator
