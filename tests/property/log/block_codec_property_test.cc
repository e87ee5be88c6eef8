#include <set>
#include <string>

#include "common/facts/facts.h"
#include "common/log/block_body.h"
#include "common/log/block_codec.h"
#include "common/log/text_section.h"
#include "taizhang/storage/v1/block.pb.h"
#include "tests/property/values/seeded.h"
#include "tests/support/random_history.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

constexpr char kPartition[] = "440783";

TEST(BlockCodecProperty, DecodesWhatItEncodedAndFactsApplyIt) {
  Seeded seeded;
  for (int log = 0; log < 20; ++log) {
    RandomHistory history(seeded.engine()());
    Facts facts(kPartition);
    Hash previous{};
    BlockContent decoded;  // reused: nothing of a block before may remain
    for (uint64_t revision = 1; revision <= 20; ++revision) {
      const BlockContent content = history.Next(static_cast<int>(seeded.Between(0, 200)));
      const absl::StatusOr<StoredBlock> block =
          EncodeBlock(kPartition, revision, previous, content, facts.dictionaries());
      ASSERT_TRUE(block.ok()) << block.status();
      const absl::Status status = DecodeBlock(*block, previous, facts.dictionaries(), decoded);
      ASSERT_TRUE(status.ok()) << status;
      ASSERT_EQ(DifferenceOf(content, decoded), "") << "revision " << revision;
      const absl::Status applied = facts.Apply(revision, decoded);
      ASSERT_TRUE(applied.ok()) << applied;
      previous = block->hash;
    }
    EXPECT_EQ(facts.dictionaries().texts.end(), history.dictionaries().texts.end());
  }
}

TEST(BlockCodecProperty, ReadsErasedTextsAsEmpty) {
  Seeded seeded;
  for (int round = 0; round < 50; ++round) {
    RandomHistory log(seeded.engine()());
    BlockContent content = log.Next(100);
    absl::StatusOr<StoredBlock> block = EncodeBlock(kPartition, 1, Hash{}, content, Dictionaries{});
    ASSERT_TRUE(block.ok()) << block.status();
    std::set<std::string> erased;
    for (const TextEntry& entry : content.new_texts) {
      if (seeded.OneIn(2)) erased.insert(entry.text);
    }
    EraseTexts(erased, content);
    block->texts = EncodeTextSection(content.new_texts);
    const absl::StatusOr<BlockContent> decoded = DecodeBlock(*block, Hash{}, Dictionaries{});
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    ASSERT_EQ(DifferenceOf(content, *decoded), "");
  }
}

// The sections are split by our own code: protobuf's must find the same in them.
TEST(BlockCodecProperty, BodyIsTheMessageOfTheContract) {
  Seeded seeded;
  for (int round = 0; round < 50; ++round) {
    RandomHistory history(seeded.engine()());
    const BlockContent content = history.Next(100);
    const absl::StatusOr<std::string> body = EncodeBody(1, content, Dictionaries{});
    ASSERT_TRUE(body.ok()) << body.status();
    storage::v1::BlockBody message;
    ASSERT_TRUE(message.ParseFromString(*body));
    EXPECT_EQ(message.new_subjects_size(), static_cast<int>(content.new_subjects.size()));
    EXPECT_EQ(message.records_size(), static_cast<int>(content.records.size()));
    EXPECT_EQ(message.observations().values_size(), static_cast<int>(content.observations.size()));
    EXPECT_EQ(message.SerializeAsString(), *body);
    storage::v1::TextSection texts;
    ASSERT_TRUE(texts.ParseFromString(EncodeTextSection(content.new_texts)));
    EXPECT_EQ(texts.texts_size(), static_cast<int>(content.new_texts.size()));
  }
}

}  // namespace
}  // namespace taizhang
