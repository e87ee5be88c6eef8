#include <utility>
#include <vector>

#include "common/facts/facts.h"
#include "common/log/block_codec.h"
#include "common/log/folded_block.h"
#include "tests/property/values/seeded.h"
#include "tests/support/random_history.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

constexpr char kPartition[] = "440783";

/// A log of random blocks.
struct Log {
  explicit Log(uint64_t seed, int length = 15) : history(seed) {
    Hash previous{};
    for (int i = 0; i < length; ++i) {
      Dictionaries before = DictionariesOf(contents);
      contents.push_back(history.Next(60));
      absl::StatusOr<StoredBlock> block =
          EncodeBlock(kPartition, static_cast<uint64_t>(i) + 1, previous, contents.back(), before);
      EXPECT_TRUE(block.ok()) << block.status();
      previous = block->hash;
      blocks.push_back(*std::move(block));
    }
  }

  static Dictionaries DictionariesOf(const std::vector<BlockContent>& contents) {
    Dictionaries dictionaries;
    for (const BlockContent& content : contents) dictionaries.Append(content);
    return dictionaries;
  }

  RandomHistory history;
  std::vector<BlockContent> contents;
  std::vector<StoredBlock> blocks;
};

TEST(FoldedBlockProperty, ReadsWithAnyLaterDictionariesWhatWasWritten) {
  Seeded seeded;
  for (int round = 0; round < 10; ++round) {
    const Log log(seeded.engine()());
    for (size_t i = 0; i < log.blocks.size(); ++i) {
      const auto later = static_cast<std::ptrdiff_t>(
          seeded.Between(static_cast<int64_t>(i) + 1, static_cast<int64_t>(log.blocks.size())));
      const Dictionaries dictionaries =
          Log::DictionariesOf({log.contents.begin(), log.contents.begin() + later});
      const Hash previous = i == 0 ? Hash{} : log.blocks[i - 1].hash;
      absl::StatusOr<FoldedBlock> block = FoldedBlock::Open(log.blocks[i], &previous);
      ASSERT_TRUE(block.ok()) << block.status();
      const absl::Status read = block->ReadChanges(dictionaries);
      ASSERT_TRUE(read.ok()) << read;
      BlockContent expected = log.contents[i];
      expected.new_subjects.clear();
      expected.new_measures.clear();
      expected.new_ids.clear();
      expected.new_texts.clear();
      EXPECT_EQ(DifferenceOf(expected, block->content()), "");
    }
  }
}

TEST(FoldedBlock, VerifiesTheHashAndThePredecessorWhereItIsKnown) {
  const Log log(1, 3);
  StoredBlock block = log.blocks[2];
  EXPECT_TRUE(FoldedBlock::Open(block, &log.blocks[1].hash).ok());
  EXPECT_TRUE(FoldedBlock::Open(block, nullptr).ok());
  EXPECT_EQ(FoldedBlock::Open(block, &log.blocks[0].hash).status().message(),
            "block 440783@3: header.previous_hash");
  block.hash[5] ^= 1U;
  EXPECT_EQ(FoldedBlock::Open(block, nullptr).status().message(), "block 440783@3: hash");
}

TEST(FoldedBlock, RefusesDictionariesOfBeforeTheBlock) {
  const Log log(2, 3);
  absl::StatusOr<FoldedBlock> block = FoldedBlock::Open(log.blocks[0], nullptr);
  ASSERT_TRUE(block.ok());
  EXPECT_EQ(block->ReadChanges(Dictionaries{}).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace taizhang
