#include "services/ledger/feed/feed.h"

#include <map>
#include <random>

#include "common/facts/facts.h"
#include "common/log/block_codec.h"
#include "common/status/reason.h"
#include "tests/unit/ledger/feed_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Names(const Blocks& blocks) {
  std::vector<std::string> names;
  for (const auto& block : blocks)
    names.push_back(block->partition + " " + std::to_string(block->revision));
  return names;
}

Feed Open(FeedWorld& world, const FeedRequest& request = {}, size_t page_bytes = 1 << 20,
          size_t turn_bytes = 1 << 18) {
  absl::StatusOr<Feed> feed = Feed::Open(world.tail(), request, page_bytes, turn_bytes);
  EXPECT_TRUE(feed.ok()) << feed.status();
  return *std::move(feed);
}

FeedCursor CursorAt(FeedWorld& world, const std::string& partition, uint64_t revision) {
  const auto blocks = world.store().Read(partition, revision - 1, 1);
  const Hash& hash = blocks->front().hash;
  return {.partition = partition,
          .revision = revision,
          .hash = std::string(hash.begin(), hash.begin() + 8)};
}

/// Another store without the blocks of one partition from a revision on, though its head stays.
class LosingStore final : public Store {
 public:
  LosingStore(Store& whole, std::string partition, uint64_t first_lost)
      : whole_(whole), partition_(std::move(partition)), first_lost_(first_lost) {}

  void Append(AppendBatch batch, std::function<void(AppendOutcome)> done) override {
    whole_.Append(std::move(batch), std::move(done));
  }
  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max) override {
    auto blocks = whole_.Read(partition, after, bytes_max);
    if (blocks.ok() && partition == partition_) {
      std::erase_if(*blocks,
                    [this](const StoredBlock& block) { return block.revision >= first_lost_; });
    }
    return blocks;
  }
  absl::StatusOr<std::vector<Head>> Heads() override { return whole_.Heads(); }
  absl::StatusOr<std::optional<RequestEntry>> FindRequest(const std::string& partition,
                                                          const std::string& request_id) override {
    return whole_.FindRequest(partition, request_id);
  }
  std::string epoch() const override { return whole_.epoch(); }

 private:
  Store& whole_;
  const std::string partition_;
  const uint64_t first_lost_;
};

TEST(Feed, SendsTheOthersOnWhereABlockIsLost) {
  FeedWorld world;
  world.AddCounty("500113");
  for (int i = 0; i < 3; ++i) world.AddBlock("440783");
  world.AddBlock("500113");
  LosingStore store(world.store(), "440783", 2);
  Tail tail(store, 1 << 20);
  ASSERT_EQ(tail.Load(), absl::OkStatus());
  absl::StatusOr<Feed> feed = Feed::Open(tail, {});
  ASSERT_TRUE(feed.ok()) << feed.status();
  const absl::StatusOr<FeedPage> page = feed->Next();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(Names(page->blocks),
              ElementsAre("structure 1", "structure 2", "440783 1", "500113 1"));
  EXPECT_TRUE(page->caught_up);
  ASSERT_EQ(page->stopped.size(), 1U);
  EXPECT_EQ(page->stopped[0].partition, "440783");
  EXPECT_EQ(ReasonOf(page->stopped[0].why), Reason::kLogDamaged);
  EXPECT_EQ(page->stopped[0].why.message(), "block 2 of 440783 is missing");
  EXPECT_THAT(feed->Next()->stopped, IsEmpty());
}

TEST(Feed, ACursorWhoseBlockIsLostStopsItsPartition) {
  FeedWorld world;
  for (int i = 0; i < 3; ++i) world.AddBlock("440783");
  LosingStore store(world.store(), "440783", 2);
  Tail tail(store, 1 << 20);
  ASSERT_EQ(tail.Load(), absl::OkStatus());
  FeedRequest request;
  request.cursors = {CursorAt(world, "440783", 2)};
  absl::StatusOr<Feed> feed = Feed::Open(tail, request);
  ASSERT_TRUE(feed.ok()) << feed.status();
  const absl::StatusOr<FeedPage> page = feed->Next();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(Names(page->blocks), ElementsAre("structure 1"));
  ASSERT_EQ(page->stopped.size(), 1U);
  EXPECT_EQ(feed->sent().size(), 1U);
}

TEST(Feed, SendsNothingMoreOfWhatItsReaderCannotRead) {
  FeedWorld world;
  for (int i = 0; i < 3; ++i) world.AddBlock("440783");
  Feed feed = Open(world, {}, 1, 1);
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("structure 1"));
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("440783 1"));
  feed.Stop({.partition = "440783", .revision = 0, .hash = {}});
  EXPECT_THAT(feed.Next()->blocks, IsEmpty());
  EXPECT_EQ(feed.sent().size(), 1U);
}

TEST(Feed, SendsAllThenSaysThatItIsCaughtUp) {
  FeedWorld world;
  world.AddBlock("440783");
  Feed feed = Open(world);
  const FeedPage page = *feed.Next();
  EXPECT_THAT(Names(page.blocks), ElementsAre("structure 1", "440783 1"));
  EXPECT_TRUE(page.caught_up);
  EXPECT_THAT(feed.Next()->blocks, IsEmpty());
  world.AddBlock("440783");
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("440783 2"));
}

TEST(Feed, FollowsPartitionsThatComeLater) {
  FeedWorld world;
  Feed feed = Open(world, {.prefix = "44"});
  EXPECT_THAT(feed.Next()->blocks, IsEmpty());
  world.AddCounty("440784");
  world.AddCounty("500113");
  world.AddBlock("440784");
  world.AddBlock("500113");
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("440784 1"));
}

TEST(Feed, FollowsOnlyWhatIsListed) {
  FeedWorld world;
  world.AddCounty("440784");
  world.AddBlock("440783");
  world.AddBlock("440784");
  Feed feed = Open(world, {.partitions = {"440784", "500113"}});
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("440784 1"));
}

TEST(Feed, ResumesBehindACursor) {
  FeedWorld world;
  for (int i = 0; i < 3; ++i) world.AddBlock("440783");
  Feed feed =
      Open(world, {.cursors = {CursorAt(world, "440783", 2), CursorAt(world, "structure", 1)}});
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("440783 3"));
}

TEST(Feed, RefusesACursorOfAnotherHistory) {
  FeedWorld world;
  world.AddBlock("440783");
  world.AddBlock("440783");
  FeedCursor cursor = CursorAt(world, "440783", 1);
  cursor.hash[0] = static_cast<char>(cursor.hash[0] ^ 1);
  EXPECT_EQ(ReasonOf(Feed::Open(world.tail(), {.cursors = {cursor}}).status()),
            Reason::kHistoryDiverged);
  cursor = CursorAt(world, "440783", 2);
  cursor.hash[7] = static_cast<char>(cursor.hash[7] ^ 1);
  EXPECT_EQ(ReasonOf(Feed::Open(world.tail(), {.cursors = {cursor}}).status()),
            Reason::kHistoryDiverged);
}

TEST(Feed, RefusesACursorBeyondTheHead) {
  FeedWorld world;
  world.AddBlock("440783");
  FeedCursor cursor = CursorAt(world, "440783", 1);
  cursor.revision = 2;
  EXPECT_EQ(ReasonOf(Feed::Open(world.tail(), {.cursors = {cursor}}).status()),
            Reason::kRevisionUnknown);
  cursor.partition = "500113";
  EXPECT_EQ(ReasonOf(Feed::Open(world.tail(), {.cursors = {cursor}}).status()),
            Reason::kRevisionUnknown);
}

TEST(Feed, RefusesWhatIsNoCursor) {
  FeedWorld world;
  world.AddBlock("440783");
  FeedCursor cursor = CursorAt(world, "440783", 1);
  const auto refuses = [&](const FeedRequest& request) {
    return ReasonOf(Feed::Open(world.tail(), request).status()) == Reason::kInvalidRequest;
  };
  EXPECT_TRUE(refuses({.cursors = {cursor, cursor}}));
  EXPECT_TRUE(refuses({.cursors = {cursor}, .prefix = "50"}));
  cursor.hash.pop_back();
  EXPECT_TRUE(refuses({.cursors = {cursor}}));
}

TEST(Feed, LetsPartitionsTakeTurns) {
  FeedWorld world;
  world.AddCounty("440784");
  for (int i = 0; i < 2; ++i) world.AddBlock("440783");
  for (int i = 0; i < 2; ++i) world.AddBlock("440784");
  Feed feed = Open(world, {.prefix = "44"}, 1 << 20, 1);
  EXPECT_THAT(Names(feed.Next()->blocks),
              ElementsAre("440783 1", "440784 1", "440783 2", "440784 2"));
}

TEST(Tail, WakesUntilUnsubscribed) {
  FeedWorld world;
  int wakes = 0;
  const uint64_t subscription = world.tail().Subscribe([&] { ++wakes; });
  world.AddBlock("440783");
  EXPECT_EQ(wakes, 1);
  world.tail().Unsubscribe(subscription);
  world.AddBlock("440783");
  EXPECT_EQ(wakes, 1);
}

TEST(Tail, ReadsFromTheStoreWhatItForgot) {
  FeedWorld world(1);
  for (int i = 0; i < 3; ++i) world.AddBlock("440783");
  EXPECT_THAT(Names(*world.tail().Read("440783", 0, 2, 1 << 20)),
              ElementsAre("440783 1", "440783 2"));
}

/// What a reader makes of the blocks: each partition's without a gap, decodable, and none before
/// its structure.
class Reader {
 public:
  void Take(const Blocks& blocks) {
    for (const auto& block : blocks) {
      auto [at, is_new] = logs_.try_emplace(block->partition, block->partition);
      Log& log = at->second;
      ASSERT_EQ(block->revision, log.facts.revision() + 1) << block->partition;
      const auto content = DecodeBlock(*block, log.hash, log.facts.dictionaries());
      ASSERT_TRUE(content.ok()) << content.status();
      if (block->partition != "structure") {
        ASSERT_LE(content->structure_revision, logs_.at("structure").facts.revision());
      }
      ASSERT_EQ(log.facts.Apply(block->revision, *content), absl::OkStatus());
      log.hash = block->hash;
    }
  }
  std::vector<FeedCursor> Cursors() const {
    std::vector<FeedCursor> cursors;
    for (const auto& [partition, log] : logs_) {
      cursors.push_back({.partition = partition,
                         .revision = log.facts.revision(),
                         .hash = std::string(log.hash.begin(), log.hash.begin() + 8)});
    }
    return cursors;
  }
  std::map<std::string, uint64_t> Revisions() const {
    std::map<std::string, uint64_t> revisions;
    for (const auto& [partition, log] : logs_) revisions[partition] = log.facts.revision();
    return revisions;
  }

 private:
  struct Log {
    explicit Log(std::string partition) : facts(std::move(partition)) {}
    Facts facts;
    Hash hash{};
  };
  std::map<std::string, Log> logs_;
};

TEST(FeedProperty, EveryBlockOnceInOrderAndStructureFirst) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](size_t below) { return random() % below; };
    FeedWorld world(pick(2) == 0 ? 1 : 4'000);
    std::vector<std::string> counties = {"440783"};
    Reader reader;
    Feed feed = Open(world);
    for (int step = 0; step < 300; ++step) {
      switch (pick(6)) {
        case 0:
          counties.push_back(std::to_string(110'101 + counties.size()));
          world.AddCounty(counties.back());
          world.AddBlock(counties.back());
          break;
        case 1:
          reader.Take(feed.Next()->blocks);
          break;
        case 2:
          if (pick(4) == 0)
            feed = Open(world, {.cursors = reader.Cursors()}, 1 + pick(3'000), 1 + pick(1'000));
          break;
        default:
          world.AddBlock(counties[pick(counties.size())]);
          break;
      }
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed;
    }
    while (true) {
      const FeedPage page = *feed.Next();
      reader.Take(page.blocks);
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed;
      if (page.blocks.empty()) break;
    }
    std::map<std::string, uint64_t> expected;
    const std::vector<Head> heads = *world.store().Heads();
    for (const Head& head : heads) expected[head.partition] = head.revision;
    EXPECT_EQ(reader.Revisions(), expected) << "seed " << seed;
  }
}

TEST(Tail, ForgetsBlocksWhoseTextsWereRewritten) {
  FeedWorld world;
  for (int i = 0; i < 4; ++i) world.AddBlock("440783");
  const auto first = *world.tail().Read("440783", 0, 1, 1);
  EXPECT_EQ(world.tail().Read("440783", 0, 1, 1)->front(), first.front()) << "from memory";
  world.tail().Forget("440783", 2);
  EXPECT_NE(world.tail().Read("440783", 0, 1, 1)->front(), first.front()) << "from the store";
  const auto third = *world.tail().Read("440783", 2, 3, 1);
  EXPECT_EQ(world.tail().Read("440783", 2, 3, 1)->front(), third.front());
  world.tail().Forget("440783", 9);
  world.tail().Forget("500113", 9);
  world.AddBlock("440783");
  Feed feed = Open(world);
  EXPECT_THAT(Names(feed.Next()->blocks), ElementsAre("structure 1", "440783 1", "440783 2",
                                                      "440783 3", "440783 4", "440783 5"));
}

}  // namespace
}  // namespace taizhang::ledger
