#include "tests/unit/ledger/feed_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FeedDigests, TellWhatTheFactsComeToWhereTheHeadWasSent) {
  FeedWorld world;
  world.AddBlock("440783");
  absl::StatusOr<Feed> feed = Feed::Open(world.tail(), {}, 1, 1);
  ASSERT_TRUE(feed.ok()) << feed.status();
  ASSERT_TRUE(feed->Next().ok());
  EXPECT_THAT(feed->digests(), ElementsAre(world.DigestOf("structure")));
  ASSERT_TRUE(feed->Next().ok());
  EXPECT_THAT(feed->digests(), ElementsAre(world.DigestOf("440783"), world.DigestOf("structure")));
}

TEST(FeedDigests, TellWhatFactsComeToOnlyOnceTheyAreFolded) {
  FeedWorld world;
  world.AddBlock("440783");
  Tail tail(world.store(), 1 << 20);
  ASSERT_EQ(tail.Load(), absl::OkStatus());
  absl::StatusOr<Feed> unfolded = Feed::Open(tail, {});
  ASSERT_TRUE(unfolded->Next()->caught_up);
  EXPECT_THAT(unfolded->digests(), IsEmpty());
  tail.NoteFacts(world.ledger().AllPartitions());
  absl::StatusOr<Feed> feed = Feed::Open(tail, {});
  ASSERT_TRUE(feed->Next()->caught_up);
  EXPECT_THAT(feed->digests(), ElementsAre(world.DigestOf("440783"), world.DigestOf("structure")));
}

}  // namespace
}  // namespace taizhang::ledger
