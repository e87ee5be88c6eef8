#include "services/aggregator/view/token_waits.h"

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/status/reason.h"
#include "gtest/gtest.h"

namespace taizhang::aggregator {
namespace {

HashPrefix HashOf(uint8_t byte) { return {byte, 1, 2, 3, 4, 5, 6, 7}; }

Token TokenAt(const std::string& partition, uint64_t revision) {
  return {
      .partition = partition, .revision = revision, .hash = HashOf(static_cast<uint8_t>(revision))};
}

class TokenWaitsTest : public testing::Test {
 protected:
  void Apply(const std::string& partition, uint64_t revision) {
    waits_.Applied(partition, revision, HashOf(static_cast<uint8_t>(revision)));
  }
  TokenWaits::WaitId Wait(const std::vector<Token>& tokens) {
    return waits_.Wait(tokens, [this](const absl::Status& status) { settled_.push_back(status); });
  }
  Reason SettledReason() const { return ReasonOf(settled_.at(0)); }

  TokenWaits waits_;
  std::vector<absl::Status> settled_;
};

TEST_F(TokenWaitsTest, SettlesAtOnceWhatIsApplied) {
  Apply("440783", 1);
  Apply("440783", 2);
  EXPECT_EQ(Wait({TokenAt("440783", 1), TokenAt("440783", 2)}), TokenWaits::kSettled);
  EXPECT_EQ(settled_, std::vector<absl::Status>{absl::OkStatus()});
}

TEST_F(TokenWaitsTest, WaitsForNothingWithoutTokens) {
  EXPECT_EQ(Wait({}), TokenWaits::kSettled);
  EXPECT_EQ(settled_, std::vector<absl::Status>{absl::OkStatus()});
}

TEST_F(TokenWaitsTest, WaitsUntilEveryTokenIsApplied) {
  EXPECT_NE(Wait({TokenAt("440783", 2), TokenAt("500113", 1)}), TokenWaits::kSettled);
  Apply("440783", 1);
  Apply("500113", 1);
  EXPECT_TRUE(settled_.empty());
  Apply("440783", 2);
  EXPECT_EQ(settled_, std::vector<absl::Status>{absl::OkStatus()});
  EXPECT_EQ(waits_.size(), 0U);
}

TEST_F(TokenWaitsTest, TakesTheSameTokenTwice) {
  Wait({TokenAt("440783", 1), TokenAt("440783", 1)});
  Apply("440783", 1);
  EXPECT_EQ(settled_, std::vector<absl::Status>{absl::OkStatus()});
}

TEST_F(TokenWaitsTest, RefusesATokenOfAnotherHistory) {
  Apply("440783", 1);
  Token token = TokenAt("440783", 1);
  token.hash[7] ^= 1;
  Wait({token});
  EXPECT_EQ(SettledReason(), Reason::kHistoryDiverged);
  EXPECT_EQ(MetadataOf(settled_[0]), (Metadata{{"partition", "440783"}, {"revision", "1"}}));
}

TEST_F(TokenWaitsTest, RefusesATokenOfAnotherHistoryAlsoWhenItsRevisionCame) {
  Token token = TokenAt("440783", 1);
  token.hash[0] ^= 1;
  Wait({token, TokenAt("500113", 9)});
  Apply("440783", 1);
  EXPECT_EQ(SettledReason(), Reason::kHistoryDiverged);
  EXPECT_EQ(waits_.size(), 0U);
}

TEST_F(TokenWaitsTest, SettlesWhatIsCancelledOnce) {
  const auto id = Wait({TokenAt("440783", 1)});
  waits_.Cancel(id, MakeError(Reason::kNotYetApplied, "late"));
  waits_.Cancel(id, MakeError(Reason::kInternal, "twice"));
  Apply("440783", 1);
  ASSERT_EQ(settled_.size(), 1U);
  EXPECT_EQ(SettledReason(), Reason::kNotYetApplied);
}

TEST_F(TokenWaitsTest, AnswersForAStoppedPartitionWhatWasAppliedBefore) {
  Apply("440783", 1);
  Wait({TokenAt("440783", 2)});
  waits_.Stopped("440783", MakeError(Reason::kLogDamaged, "stopped"));
  EXPECT_EQ(SettledReason(), Reason::kLogDamaged);
  Wait({TokenAt("440783", 3)});
  EXPECT_EQ(ReasonOf(settled_.at(1)), Reason::kLogDamaged);
  Wait({TokenAt("440783", 1)});
  EXPECT_TRUE(settled_.at(2).ok());
}

TEST_F(TokenWaitsTest, EndsAllWaitsAndThoseToCome) {
  Apply("440783", 1);
  Wait({TokenAt("440783", 2)});
  waits_.EndAll(MakeError(Reason::kNotReady, "shutting down"));
  EXPECT_EQ(SettledReason(), Reason::kNotReady);
  Wait({TokenAt("440783", 2)});
  EXPECT_EQ(ReasonOf(settled_.at(1)), Reason::kNotReady);
  Wait({TokenAt("440783", 1)});
  EXPECT_TRUE(settled_.at(2).ok()) << "what is applied needs no waiting";
}

TEST_F(TokenWaitsTest, RefusesMoreWaitsThanItHolds) {
  for (size_t i = 0; i < kTokenWaitsMax; ++i) Wait({TokenAt("440783", 1)});
  EXPECT_TRUE(settled_.empty());
  Wait({TokenAt("440783", 1)});
  EXPECT_EQ(SettledReason(), Reason::kOverloaded);
}

TEST_F(TokenWaitsTest, WakesWaitersOfOtherThreads) {
  std::atomic<int> woken = 0;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, &woken] {
      for (uint64_t revision = 1; revision <= 200; ++revision) {
        const auto id = waits_.Wait({{TokenAt("440783", revision)}},
                                    [&woken](const absl::Status&) { ++woken; });
        if (revision % 3 == 0) waits_.Cancel(id, absl::CancelledError());
      }
    });
  }
  for (uint64_t revision = 1; revision <= 200; ++revision) Apply("440783", revision);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(woken, 800);
  EXPECT_EQ(waits_.size(), 0U);
}

}  // namespace
}  // namespace taizhang::aggregator
