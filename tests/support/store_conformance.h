#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/log/store.h"
#include "tests/support/store_fixture.h"
#include <gtest/gtest.h>

namespace taizhang {

/// What a store is. `Kept` makes one: it has `Store& store()` and `void Reopen()`, which closes the
/// store and opens it again from what it keeps (a store that lives in memory stays as it is).
template <typename Kept>
class StoreConformance : public ::testing::Test {
 protected:
  Store& store() { return kept_.store(); }
  void Reopen() { kept_.Reopen(); }

  AppendOutcome Append(AppendBatch batch) { return AppendAndAwait(store(), std::move(batch)); }
  std::vector<StoredBlock> ReadAll(const std::string& partition) {
    return store().Read(partition, 0, SIZE_MAX).value();
  }

 private:
  Kept kept_;
};

TYPED_TEST_SUITE_P(StoreConformance);

TYPED_TEST_P(StoreConformance, ReadsBackWhatWasAppended) {
  BatchMaker maker("440783");
  const AppendBatch first = maker.Next(2);
  const AppendBatch second = maker.Next();
  EXPECT_EQ(this->Append(first), AppendOutcome::kAppended);
  EXPECT_EQ(this->Append(second), AppendOutcome::kAppended);
  const std::vector<StoredBlock> expected{first.blocks[0], first.blocks[1], second.blocks[0]};
  EXPECT_EQ(this->ReadAll("440783"), expected);
  this->Reopen();
  EXPECT_EQ(this->ReadAll("440783"), expected);
}

TYPED_TEST_P(StoreConformance, KeepsBytesOfEveryValue) {
  AppendBatch batch = BatchMaker("440783").Next();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  batch.blocks[0].header = bytes;
  batch.blocks[0].body = bytes;
  batch.blocks[0].texts = "";
  batch.requests = {{"请求 1", Sha256({bytes}), 1, bytes}};
  EXPECT_EQ(this->Append(batch), AppendOutcome::kAppended);
  EXPECT_EQ(this->ReadAll("440783"), batch.blocks);
  EXPECT_EQ(*this->store().FindRequest("440783", "请求 1"), batch.requests[0]);
}

TYPED_TEST_P(StoreConformance, RefusesAnotherRevision) {
  BatchMaker maker("440783");
  EXPECT_EQ(this->Append(maker.Next()), AppendOutcome::kAppended);
  maker.Next();  // never appended
  EXPECT_EQ(this->Append(maker.Next()), AppendOutcome::kConflict);
  EXPECT_EQ(this->Append(BatchMaker("440783").Next()), AppendOutcome::kConflict);
  EXPECT_EQ(this->ReadAll("440783").size(), 1U);
}

TYPED_TEST_P(StoreConformance, RefusesAnotherHash) {
  BatchMaker maker("440783");
  EXPECT_EQ(this->Append(maker.Next()), AppendOutcome::kAppended);
  AppendBatch other = maker.Next();
  other.expected_hash = Sha256({"other"});
  EXPECT_EQ(this->Append(other), AppendOutcome::kConflict);
  AppendBatch first = BatchMaker("500113").Next();
  first.expected_hash = Sha256({"other"});
  EXPECT_EQ(this->Append(first), AppendOutcome::kConflict);
}

TYPED_TEST_P(StoreConformance, RefusesBlocksThatDoNotFollow) {
  AppendBatch gap = BatchMaker("440783").Next(3);
  gap.blocks.erase(gap.blocks.begin() + 1);
  EXPECT_EQ(this->Append(gap), AppendOutcome::kConflict);
  AppendBatch foreign = BatchMaker("440783").Next();
  foreign.blocks[0].partition = "500113";
  EXPECT_EQ(this->Append(foreign), AppendOutcome::kConflict);
  EXPECT_TRUE(this->store().Heads()->empty());
}

TYPED_TEST_P(StoreConformance, WritesNothingOfAConflict) {
  EXPECT_EQ(this->Append(BatchMaker("440783").Next()), AppendOutcome::kAppended);
  AppendBatch batch = BatchMaker("440783").Next();
  batch.requests = {OpaqueRequest("a", 1)};
  EXPECT_EQ(this->Append(batch), AppendOutcome::kConflict);
  EXPECT_EQ(*this->store().FindRequest("440783", "a"), std::nullopt);
}

TYPED_TEST_P(StoreConformance, FailsWhatIsQueuedBehindAConflictAndNothingElse) {
  BatchMaker county("440783");
  BatchMaker district("500113");
  Outcomes outcomes;
  this->store().Append(county.Next(), outcomes.Next());
  AppendBatch conflict = county.Next();
  conflict.expected_hash = Sha256({"other"});
  this->store().Append(conflict, outcomes.Next());
  this->store().Append(county.Next(), outcomes.Next());
  this->store().Append(district.Next(), outcomes.Next());
  this->store().Append(county.Next(), outcomes.Next());
  using enum AppendOutcome;
  EXPECT_EQ(outcomes.Await(),
            (std::vector<AppendOutcome>{kAppended, kConflict, kConflict, kAppended, kConflict}));
  EXPECT_EQ(this->ReadAll("440783").size(), 1U);
  EXPECT_EQ(this->ReadAll("500113").size(), 1U);
}

TYPED_TEST_P(StoreConformance, KeepsRequestsThatChangedNothing) {
  BatchMaker maker("440783");
  EXPECT_EQ(this->Append(maker.Next()), AppendOutcome::kAppended);
  AppendBatch unchanged = maker.Next(0);
  unchanged.requests = {OpaqueRequest("a", 1), OpaqueRequest("b", 1)};
  EXPECT_EQ(this->Append(unchanged), AppendOutcome::kAppended);
  EXPECT_EQ(*this->store().FindRequest("440783", "b"), OpaqueRequest("b", 1));
  EXPECT_EQ(this->store().Heads()->at(0), maker.head());
  EXPECT_EQ(this->Append(maker.Next()), AppendOutcome::kAppended);
}

TYPED_TEST_P(StoreConformance, RefusesRequestsOnAnotherHead) {
  AppendBatch stale = BatchMaker("440783").Next(0);
  stale.requests = {OpaqueRequest("a", 0)};
  EXPECT_EQ(this->Append(BatchMaker("440783").Next()), AppendOutcome::kAppended);
  EXPECT_EQ(this->Append(stale), AppendOutcome::kConflict);
  EXPECT_EQ(*this->store().FindRequest("440783", "a"), std::nullopt);
}

TYPED_TEST_P(StoreConformance, KeepsRequestsOfAPartitionWithoutBlocks) {
  AppendBatch batch = BatchMaker("440783").Next(0);
  batch.requests = {OpaqueRequest("a", 0)};
  EXPECT_EQ(this->Append(batch), AppendOutcome::kAppended);
  EXPECT_TRUE(this->store().Heads()->empty());
  this->Reopen();
  EXPECT_EQ(*this->store().FindRequest("440783", "a"), OpaqueRequest("a", 0));
  EXPECT_EQ(this->Append(BatchMaker("440783").Next()), AppendOutcome::kAppended);
}

TYPED_TEST_P(StoreConformance, FindsRequestsByPartitionAfterReopen) {
  AppendBatch batch = BatchMaker("440783").Next();
  batch.requests = {OpaqueRequest("a", 1)};
  EXPECT_EQ(this->Append(batch), AppendOutcome::kAppended);
  this->Reopen();
  EXPECT_EQ(*this->store().FindRequest("440783", "a"), OpaqueRequest("a", 1));
  EXPECT_EQ(*this->store().FindRequest("440783", "b"), std::nullopt);
  EXPECT_EQ(*this->store().FindRequest("500113", "a"), std::nullopt);
  AppendBatch elsewhere = BatchMaker("500113").Next();
  elsewhere.requests = {OpaqueRequest("a", 1)};
  EXPECT_EQ(this->Append(elsewhere), AppendOutcome::kAppended);
}

TYPED_TEST_P(StoreConformance, RefusesARequestThatWasAnswered) {
  BatchMaker maker("440783");
  AppendBatch first = maker.Next();
  first.requests = {OpaqueRequest("a", 1)};
  AppendBatch again = maker.Next();
  again.requests = {OpaqueRequest("b", 2), OpaqueRequest("a", 2)};
  EXPECT_EQ(this->Append(first), AppendOutcome::kAppended);
  EXPECT_EQ(this->Append(again), AppendOutcome::kConflict);
  EXPECT_EQ(*this->store().FindRequest("440783", "b"), std::nullopt);
  EXPECT_EQ(this->store().Heads()->at(0).revision, 1U);
  AppendBatch twice = BatchMaker("500113").Next();
  twice.requests = {OpaqueRequest("a", 1), OpaqueRequest("a", 1)};
  EXPECT_EQ(this->Append(twice), AppendOutcome::kConflict);
}

TYPED_TEST_P(StoreConformance, ListsHeadsByPartition) {
  BatchMaker structure("structure");
  BatchMaker county("440783");
  EXPECT_TRUE(this->store().Heads()->empty());
  EXPECT_EQ(this->Append(structure.Next(3)), AppendOutcome::kAppended);
  EXPECT_EQ(this->Append(county.Next()), AppendOutcome::kAppended);
  const std::vector<Head> expected{county.head(), structure.head()};
  EXPECT_EQ(*this->store().Heads(), expected);
  this->Reopen();
  EXPECT_EQ(*this->store().Heads(), expected);
}

TYPED_TEST_P(StoreConformance, ReadsAfterARevision) {
  EXPECT_EQ(this->Append(BatchMaker("440783").Next(3)), AppendOutcome::kAppended);
  EXPECT_EQ(this->store().Read("440783", 1, SIZE_MAX)->front().revision, 2U);
  EXPECT_TRUE(this->store().Read("440783", 3, SIZE_MAX)->empty());
  EXPECT_TRUE(this->store().Read("440783", UINT64_MAX, SIZE_MAX)->empty());
  EXPECT_TRUE(this->store().Read("500113", 0, SIZE_MAX)->empty());
}

TYPED_TEST_P(StoreConformance, ReadsNoMoreBytesThanAsked) {
  const AppendBatch batch = BatchMaker("440783").Next(5);
  const size_t bytes = BytesOf(batch.blocks[0]);
  EXPECT_EQ(this->Append(batch), AppendOutcome::kAppended);
  EXPECT_EQ(this->store().Read("440783", 0, 3 * bytes)->size(), 3U);
  EXPECT_EQ(this->store().Read("440783", 0, 3 * bytes - 1)->size(), 2U);
  EXPECT_EQ(this->store().Read("440783", 0, 1)->size(), 1U);
  EXPECT_EQ(this->store().Read("440783", 0, 0)->size(), 1U);
}

TYPED_TEST_P(StoreConformance, KeepsLargeBlocks) {
  const AppendBatch batch = BatchMaker("440783").Next(2, std::string(20U << 20U, 'x'));
  EXPECT_EQ(this->Append(batch), AppendOutcome::kAppended);
  this->Reopen();
  EXPECT_EQ(this->ReadAll("440783"), batch.blocks);
}

TYPED_TEST_P(StoreConformance, AnswersInTheOrderOfTheCalls) {
  BatchMaker maker("440783");
  std::vector<int> order;  // written by one thread at a time: the store's
  Outcomes outcomes;
  for (int i = 0; i < 100; ++i) {
    this->store().Append(maker.Next(), [&order, i, done = outcomes.Next()](AppendOutcome outcome) {
      order.push_back(i);
      done(outcome);
    });
  }
  EXPECT_EQ(outcomes.Await(), std::vector<AppendOutcome>(100, AppendOutcome::kAppended));
  std::vector<int> expected(100);
  for (int i = 0; i < 100; ++i) expected[static_cast<size_t>(i)] = i;
  EXPECT_EQ(order, expected);
}

TYPED_TEST_P(StoreConformance, AppendsFromWithinAnAnswer) {
  BatchMaker maker("440783");
  Outcomes outcomes;
  const AppendBatch first = maker.Next();
  const AppendBatch second = maker.Next();
  const auto done_first = outcomes.Next();
  const auto done_second = outcomes.Next();
  this->store().Append(first, [&](AppendOutcome outcome) {
    this->store().Append(second, done_second);
    done_first(outcome);
  });
  EXPECT_EQ(outcomes.Await(), std::vector<AppendOutcome>(2, AppendOutcome::kAppended));
}

TYPED_TEST_P(StoreConformance, IsVisibleOnceAnswered) {
  BatchMaker maker("440783");
  for (uint64_t revision = 1; revision <= 20; ++revision) {
    EXPECT_EQ(this->Append(maker.Next()), AppendOutcome::kAppended);
    EXPECT_EQ(this->store().Read("440783", revision - 1, SIZE_MAX)->size(), 1U);
    EXPECT_EQ(this->store().Heads()->at(0), maker.head());
  }
}

TYPED_TEST_P(StoreConformance, TakesManyPartitionsFromManyThreads) {
  constexpr int kThreads = 8;
  constexpr int kBatches = 50;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  std::vector<Outcomes> outcomes(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t, &mine = outcomes[static_cast<size_t>(t)]] {
      const std::string partition = std::to_string(440'700 + t);
      BatchMaker maker(partition);
      for (int i = 0; i < kBatches; ++i) {
        AppendBatch batch = maker.Next();
        batch.requests = {OpaqueRequest("r" + std::to_string(i), batch.expected_revision + 1)};
        this->store().Append(std::move(batch), mine.Next());
        EXPECT_TRUE(this->store().Read(partition, 0, 1'000).ok());
        EXPECT_TRUE(this->store().FindRequest(partition, "r1").ok());
      }
      EXPECT_EQ(mine.Await(), std::vector<AppendOutcome>(kBatches, AppendOutcome::kAppended));
    });
  }
  for (std::thread& thread : threads) thread.join();
  this->Reopen();
  EXPECT_EQ(this->store().Heads()->size(), static_cast<size_t>(kThreads));
  for (int t = 0; t < kThreads; ++t) {
    EXPECT_EQ(this->ReadAll(std::to_string(440'700 + t)).size(), static_cast<size_t>(kBatches));
  }
}

TYPED_TEST_P(StoreConformance, LetsOneOfManyThreadsWinEachRevision) {
  constexpr int kThreads = 6;
  constexpr uint64_t kRevisions = 20;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  std::vector<uint64_t> wins(kThreads);
  for (size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t, &wins] {
      Head head{.partition = "440783"};
      while (head.revision < kRevisions) {
        AppendBatch batch{"440783", head.revision, head.hash, {}, {}};
        batch.blocks = {OpaqueBlock("440783", head.revision + 1, "of thread " + std::to_string(t))};
        if (AppendAndAwait(this->store(), std::move(batch)) == AppendOutcome::kAppended) ++wins[t];
        head = this->store().Heads()->at(0);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  uint64_t sum = 0;
  for (const uint64_t count : wins) sum += count;
  EXPECT_EQ(sum, this->ReadAll("440783").size());
}

TYPED_TEST_P(StoreConformance, ReplacesTextsOfOlderBlocksWithTheAppend) {
  BatchMaker maker("440783");
  const AppendBatch first = maker.Next(3);
  EXPECT_EQ(this->Append(first), AppendOutcome::kAppended);
  EXPECT_EQ(this->Append(BatchMaker("500113").Next(3)), AppendOutcome::kAppended);
  AppendBatch erasing = maker.Next();
  erasing.text_replacements = {{1, "erased"}, {3, ""}};
  EXPECT_EQ(this->Append(erasing), AppendOutcome::kAppended);
  std::vector<StoredBlock> expected = first.blocks;
  expected[0].texts = "erased";
  expected[2].texts = "";
  expected.push_back(erasing.blocks[0]);
  EXPECT_EQ(this->ReadAll("440783"), expected);
  EXPECT_EQ(this->ReadAll("500113")[0].texts, "texts");
  this->Reopen();
  EXPECT_EQ(this->ReadAll("440783"), expected);
}

TYPED_TEST_P(StoreConformance, ReplacesTextsOfABlockThatIsQueuedBefore) {
  BatchMaker maker("440783");
  Outcomes outcomes;
  this->store().Append(maker.Next(), outcomes.Next());
  AppendBatch erasing = maker.Next();
  erasing.text_replacements = {{1, "erased"}};
  this->store().Append(erasing, outcomes.Next());
  EXPECT_EQ(outcomes.Await(), std::vector<AppendOutcome>(2, AppendOutcome::kAppended));
  EXPECT_EQ(this->ReadAll("440783")[0].texts, "erased");
}

TYPED_TEST_P(StoreConformance, ReplacesNothingOfAConflict) {
  BatchMaker maker("440783");
  AppendBatch first = maker.Next();
  first.requests = {OpaqueRequest("a", 1)};
  EXPECT_EQ(this->Append(first), AppendOutcome::kAppended);
  AppendBatch conflict = maker.Next();
  conflict.text_replacements = {{1, "erased"}};
  conflict.forgotten_fingerprints = {{1, 1}};
  AppendBatch answered = conflict;
  conflict.expected_hash = Sha256({"other"});
  EXPECT_EQ(this->Append(conflict), AppendOutcome::kConflict);
  answered.requests = {OpaqueRequest("a", 2)};
  EXPECT_EQ(this->Append(answered), AppendOutcome::kConflict);
  EXPECT_EQ(this->ReadAll("440783"), first.blocks);
  EXPECT_EQ(*this->store().FindRequest("440783", "a"), OpaqueRequest("a", 1));
}

TYPED_TEST_P(StoreConformance, RefusesToReplaceTextsOfABlockThatIsNotOlder) {
  BatchMaker maker("440783");
  const AppendBatch first = maker.Next();
  EXPECT_EQ(this->Append(first), AppendOutcome::kAppended);
  const AppendBatch second = maker.Next();
  for (const uint64_t revision : {0, 2, 3}) {
    AppendBatch batch = second;
    batch.text_replacements = {{revision, "erased"}};
    EXPECT_EQ(this->Append(batch), AppendOutcome::kConflict) << revision;
  }
  EXPECT_EQ(this->ReadAll("440783"), first.blocks);
}

TYPED_TEST_P(StoreConformance, ForgetsFingerprintsByRevision) {
  BatchMaker maker("440783");
  for (uint64_t revision = 1; revision <= 5; ++revision) {
    AppendBatch batch = maker.Next();
    batch.requests = {OpaqueRequest("r" + std::to_string(revision), revision)};
    EXPECT_EQ(this->Append(batch), AppendOutcome::kAppended);
  }
  AppendBatch other = BatchMaker("500113").Next();
  other.requests = {OpaqueRequest("r1", 1)};
  EXPECT_EQ(this->Append(other), AppendOutcome::kAppended);
  AppendBatch erasing = maker.Next();
  erasing.forgotten_fingerprints = {{1, 1}, {3, 4}};
  EXPECT_EQ(this->Append(erasing), AppendOutcome::kAppended);
  this->Reopen();
  for (const uint64_t revision : {1, 2, 3, 4, 5}) {
    RequestEntry expected = OpaqueRequest("r" + std::to_string(revision), revision);
    if (revision != 2 && revision != 5) expected.fingerprint = Hash{};
    EXPECT_EQ(*this->store().FindRequest("440783", expected.request_id), expected);
  }
  EXPECT_EQ(*this->store().FindRequest("500113", "r1"), OpaqueRequest("r1", 1));
}

TYPED_TEST_P(StoreConformance, KeepsItsEpoch) {
  const std::string epoch = this->store().epoch();
  EXPECT_FALSE(epoch.empty());
  this->Reopen();
  EXPECT_EQ(this->store().epoch(), epoch);
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreConformance, ReadsBackWhatWasAppended, KeepsBytesOfEveryValue, RefusesAnotherRevision,
    RefusesAnotherHash, RefusesBlocksThatDoNotFollow, WritesNothingOfAConflict,
    FailsWhatIsQueuedBehindAConflictAndNothingElse, KeepsRequestsThatChangedNothing,
    RefusesRequestsOnAnotherHead, KeepsRequestsOfAPartitionWithoutBlocks,
    FindsRequestsByPartitionAfterReopen, RefusesARequestThatWasAnswered, ListsHeadsByPartition,
    ReadsAfterARevision, ReadsNoMoreBytesThanAsked, KeepsLargeBlocks, AnswersInTheOrderOfTheCalls,
    AppendsFromWithinAnAnswer, IsVisibleOnceAnswered, TakesManyPartitionsFromManyThreads,
    LetsOneOfManyThreadsWinEachRevision, ReplacesTextsOfOlderBlocksWithTheAppend,
    ReplacesTextsOfABlockThatIsQueuedBefore, ReplacesNothingOfAConflict,
    RefusesToReplaceTextsOfABlockThatIsNotOlder, ForgetsFingerprintsByRevision, KeepsItsEpoch);

}  // namespace taizhang
