#include "common/log/block_codec.h"

#include <string>

#include "common/log/text_entry.h"
#include "common/log/text_section.h"
#include "tests/support/plain_blocks.h"
#include "tests/support/random_history.h"
#include <gmock/gmock.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using ::testing::HasSubstr;

constexpr char kPartition[] = "440783";

/// The village of the seed facts with three items of one measure, one of them a bounded amount with
/// a remark.
BlockContent VillageBlock() {
  BlockContent content;
  content.structure_revision = 7;
  content.commit_time_us = 1'751'328'000'000'000;
  content.requests = {{"import-1", "anonymous", 1, 3}};
  content.new_subjects = {"divisions/440783/villages/440783107236"};
  content.new_measures = {"collective-income"};
  content.new_ids = {"rent", "dividend", "parking"};
  content.new_texts = {MakeTextEntry("红丰村", Salt{1}), MakeTextEntry("约数", Salt{2})};
  auto village = std::make_shared<Record>();
  village->display_name = "红丰村";
  village->placements = {{"divisions/440783107", {}}};
  village->details = Village{};
  content.records = {{.subject = 0, .after = village}};
  for (Ordinal id = 1; id <= 3; ++id) {
    ObservationChange change;
    change.id = id;
    change.period = Period::FromMonths(2024 * 12, 12);
    change.value = Int128{id} * 10'000;
    change.after.quantum = Decimal::FromInteger(10'000);
    content.observations.push_back(change);
  }
  content.observations[2].after.bound = Bound::kAbout;
  content.observations[2].after.remark = 2;
  return content;
}

StoredBlock Encoded(const BlockContent& content) {
  return EncodeBlock(kPartition, 1, Hash{}, content, Dictionaries{}).value();
}

TEST(BlockCodec, ReadsBackWhatWasWritten) {
  const absl::StatusOr<BlockContent> decoded =
      DecodeBlock(Encoded(VillageBlock()), Hash{}, Dictionaries{});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(DifferenceOf(VillageBlock(), *decoded), "");
}

TEST(BlockCodec, SameContentGivesSameBytes) {
  EXPECT_EQ(Encoded(VillageBlock()), Encoded(VillageBlock()));
}

// The hash chains for ever: another one for the same content is another format.
TEST(BlockCodec, HashOfAKnownBlock) {
  EXPECT_EQ(ToHex(Encoded(VillageBlock()).hash),
            "145fc299498ea27189cbba7533de9fa1a0a7c0b9a60671a2e1b57b8706c7838a");
}

TEST(BlockCodec, WritesABlockWithoutChanges) {
  const absl::StatusOr<BlockContent> decoded =
      DecodeBlock(Encoded(BlockContent{}), Hash{}, Dictionaries{});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(DifferenceOf(BlockContent{}, *decoded), "");
}

TEST(BlockCodec, ReadsTheLargestBlock) {
  const BlockContent content = PlainBlock(1, kBlockRowsMax, false);
  const absl::StatusOr<BlockContent> decoded =
      DecodeBlock(Encoded(content), Hash{}, Dictionaries{});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(DifferenceOf(content, *decoded), "");
}

TEST(BlockCodec, RefusesToEncodeBeyondALimit) {
  BlockContent rows = PlainBlock(1, kBlockRowsMax + 1, false);
  BlockContent subjects;
  subjects.new_subjects.resize(kBlockSubjectsMax + 1);
  BlockContent requests;
  requests.requests.resize(kBlockRequestsMax + 1);
  BlockContent header;
  header.requests = {{std::string(kBlockHeaderBytesMax, 'r'), "anonymous", 0, 0}};
  BlockContent body;
  body.new_ids = {std::string(kBlockBodyBytesMax, 'i')};
  BlockContent texts;
  texts.new_texts = {MakeTextEntry(std::string(kBlockTextBytesMax, 't'), Salt{})};
  const std::pair<const BlockContent*, const char*> cases[] = {
      {&rows, "50001 changes; the limit is 50000"},
      {&subjects, "50001 new subjects; the limit is 50000"},
      {&requests, "1001 requests; the limit is 1000"},
      {&header, "header"},
      {&body, "body"},
      {&texts, "texts"},
  };
  for (const auto& [content, message] : cases) {
    const absl::Status status =
        EncodeBlock(kPartition, 1, Hash{}, *content, Dictionaries{}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  }
}

TEST(BlockCodec, RefusesToEncodeWhatNoReaderWouldAccept) {
  const auto with = [](void (*change)(BlockContent&)) {
    BlockContent content = VillageBlock();
    change(content);
    return content;
  };
  const std::pair<BlockContent, const char*> cases[] = {
      {with([](BlockContent& c) { c.observations[1].subject = 1; }), "subjects"},
      {with([](BlockContent& c) { c.observations[1].measure = 1; }), "measures"},
      {with([](BlockContent& c) { c.observations[1].id = 4; }), "ids"},
      {with([](BlockContent& c) { c.observations[1].after.remark = 3; }), "remark"},
      {with([](BlockContent& c) { c.observations[1].previous_revision = 1; }),
       "previous_revisions"},
      {with([](BlockContent& c) { c.observations[1].value = PowerOfTen(28); }), "values"},
      {with([](BlockContent& c) { c.observations[1].period = Period::FromMonths(2024 * 12, 2); }),
       "months"},
      {with([](BlockContent& c) { c.observations[1].after.quantum = Decimal::FromInteger(-1); }),
       "quantum"},
      {with([](BlockContent& c) { c.records[0].subject = 1; }), "records.subject"},
      {with([](BlockContent& c) { c.records[0].after = nullptr; }), "records.after"},
      {with([](BlockContent& c) { c.records[0].after = std::make_shared<Record>(); }), "details"},
      {with([](BlockContent& c) { c.new_texts.erase(c.new_texts.begin()); }), "display_name"},
      {with([](BlockContent& c) { c.requests[0].observation_changes = 2; }), "requests"},
  };
  for (const auto& [content, message] : cases) {
    const absl::Status status =
        EncodeBlock(kPartition, 1, Hash{}, content, Dictionaries{}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  }
}

TEST(BlockCodec, KeepsWhatIsErasedOfEarlierBlocks) {
  Dictionaries known;
  for (const char* text : {"a", "b", "c"}) known.texts.Append(text);
  BlockContent content;
  content.requests = {{"erase-1", "anonymous", 0, 0}};
  content.erased_texts = {1, 3};
  const StoredBlock block = EncodeBlock(kPartition, 1, Hash{}, content, known).value();
  EXPECT_EQ(DifferenceOf(content, DecodeBlock(block, Hash{}, known).value()), "");
  for (const std::vector<Ordinal>& wrong :
       {std::vector<Ordinal>{0}, std::vector<Ordinal>{4}, std::vector<Ordinal>{3, 1}}) {
    content.erased_texts = wrong;
    EXPECT_EQ(EncodeBlock(kPartition, 1, Hash{}, content, known).status().code(),
              absl::StatusCode::kInternal);
  }
  content.erased_texts.assign(kBlockErasedTextsMax + 1, 1);
  EXPECT_EQ(EncodeBlock(kPartition, 1, Hash{}, content, known).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(TextSection, ErasesEntriesAndKeepsTheOthersByteForByte) {
  std::vector<TextEntry> texts = {MakeTextEntry("张三", Salt{1}), MakeTextEntry("李四", Salt{2}),
                                  MakeTextEntry("王五", Salt{3})};
  const std::string section = EncodeTextSection(texts);
  for (const size_t i : {0, 2}) {
    texts[i] = {.digest = texts[i].digest, .salt = {}, .text = {}, .erased = true};
  }
  EXPECT_EQ(EraseFromSection(section, {0, 2}).value(), EncodeTextSection(texts));
  EXPECT_EQ(EraseFromSection(EncodeTextSection(texts), {2}).value(), EncodeTextSection(texts));
  EXPECT_EQ(EraseFromSection(section, {}).value(), section);
  EXPECT_EQ(EraseFromSection(section, {3}).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(EraseFromSection(section.substr(0, 9), {0}).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(BlockCodec, RefusesAnotherPredecessor) {
  const absl::Status status =
      DecodeBlock(Encoded(VillageBlock()), Sha256({"other"}), Dictionaries{}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("block 440783@1: header.previous_hash"));
}

TEST(BlockCodec, RefusesABlockUnderAnotherName) {
  StoredBlock partition = Encoded(VillageBlock());
  partition.partition = "500113";
  StoredBlock revision = Encoded(VillageBlock());
  revision.revision = 2;
  EXPECT_THAT(DecodeBlock(partition, Hash{}, Dictionaries{}).status().ToString(),
              HasSubstr("header.partition"));
  EXPECT_THAT(DecodeBlock(revision, Hash{}, Dictionaries{}).status().ToString(),
              HasSubstr("header.revision"));
}

TEST(BlockCodec, RefusesABodyThatClaimsToBeLargerThanItCanBe) {
  StoredBlock bomb = Encoded(VillageBlock());
  bomb.body_bytes = kBlockBodyBytesMax;
  StoredBlock beyond = Encoded(VillageBlock());
  beyond.body_bytes = kBlockBodyBytesMax + 1;
  EXPECT_THAT(DecodeBlock(bomb, Hash{}, Dictionaries{}).status().ToString(),
              HasSubstr("DATA_LOSS: block 440783@1: body"));
  EXPECT_THAT(DecodeBlock(beyond, Hash{}, Dictionaries{}).status().ToString(),
              HasSubstr("DATA_LOSS: block 440783@1: body_bytes"));
}

TEST(BlockCodec, RefusesDictionariesOfAnotherLog) {
  Dictionaries dictionaries;
  dictionaries.subjects.Intern("divisions/440783/villages/440783107236");
  EXPECT_THAT(DecodeBlock(Encoded(VillageBlock()), Hash{}, dictionaries).status().ToString(),
              HasSubstr("body.new_subjects"));
}

/// Calls `check` with every change of one byte in `bytes`.
template <typename Check>
void ForEachDamage(std::string& bytes, Check check) {
  const google::protobuf::LogSilencer silencer;
  for (size_t at = 0; at < bytes.size(); ++at) {
    const char whole = bytes[at];
    for (int flip = 1; flip < 256; ++flip) {
      bytes[at] = static_cast<char>(whole ^ flip);
      check(at);
    }
    bytes[at] = whole;
  }
}

void ExpectRefused(const absl::Status& status, size_t at) {
  EXPECT_TRUE(absl::IsDataLoss(status) || absl::IsUnimplemented(status))
      << "byte " << at << ": " << status;
}

TEST(BlockCodec, RefusesEveryDamagedByteOfTheHeader) {
  StoredBlock block = Encoded(VillageBlock());
  ForEachDamage(block.header, [&](size_t at) {
    ExpectRefused(DecodeBlock(block, Hash{}, Dictionaries{}).status(), at);
  });
}

TEST(BlockCodec, RefusesEveryDamagedByteOfTheHash) {
  StoredBlock block = Encoded(VillageBlock());
  std::string hash(block.hash.begin(), block.hash.end());
  ForEachDamage(hash, [&](size_t at) {
    std::copy(hash.begin(), hash.end(), block.hash.begin());
    ExpectRefused(DecodeBlock(block, Hash{}, Dictionaries{}).status(), at);
  });
}

// Two LZ4 blocks can hold the same bytes; other bytes are never taken for them.
TEST(BlockCodec, RefusesEveryDamagedByteOfTheBodyThatChangesIt) {
  StoredBlock block = Encoded(VillageBlock());
  ForEachDamage(block.body, [&](size_t at) {
    const absl::StatusOr<BlockContent> decoded = DecodeBlock(block, Hash{}, Dictionaries{});
    if (!decoded.ok()) return ExpectRefused(decoded.status(), at);
    EXPECT_EQ(DifferenceOf(VillageBlock(), *decoded), "") << "byte " << at;
  });
}

TEST(BlockCodec, RefusesEveryDamagedByteOfTheTexts) {
  StoredBlock block = Encoded(VillageBlock());
  ForEachDamage(block.texts, [&](size_t at) {
    ExpectRefused(DecodeBlock(block, Hash{}, Dictionaries{}).status(), at);
  });
}

}  // namespace
}  // namespace taizhang
