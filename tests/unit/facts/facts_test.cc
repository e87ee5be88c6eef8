#include "common/facts/facts.h"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

constexpr char kVillageName[] = "divisions/440783/villages/440783107236";

std::shared_ptr<const Record> AVillage(const std::string& display_name) {
  Record record{.display_name = display_name};
  record.details = Village{};
  return std::make_shared<const Record>(record);
}

BlockContent Creating(const std::string& name, std::shared_ptr<const Record> record) {
  BlockContent content;
  content.new_subjects = {name};
  content.records = {{.subject = 0, .after = std::move(record)}};
  return content;
}

BlockContent Revising(uint64_t previous, std::shared_ptr<const Record> before,
                      std::shared_ptr<const Record> after) {
  BlockContent content;
  content.records = {{.subject = 0,
                      .previous_revision = previous,
                      .before = std::move(before),
                      .after = std::move(after)}};
  return content;
}

TEST(Facts, KeepsEveryVersionOfARecord) {
  Facts facts("440783");
  ASSERT_TRUE(facts.Apply(1, Creating(kVillageName, AVillage("红丰"))).ok());
  ASSERT_TRUE(facts.Apply(2, Revising(1, AVillage("红丰"), AVillage("红丰村"))).ok());
  ASSERT_TRUE(facts.Apply(3, Revising(2, AVillage("红丰村"), nullptr)).ok());

  EXPECT_EQ(facts.FindRecord(0, 0), std::nullopt);
  EXPECT_EQ(facts.FindRecord(0, 1)->record->display_name, "红丰");
  EXPECT_EQ(facts.FindRecord(0, 2)->record->display_name, "红丰村");
  EXPECT_EQ(facts.FindRecord(0)->record, nullptr);
  EXPECT_EQ(facts.FindRecord(0)->revision, 3U);
  EXPECT_EQ(facts.CurrentRecord(0), nullptr);
}

TEST(Facts, AWithdrawnRecordLeavesTheDigestOfNothing) {
  Facts facts("440783");
  EXPECT_EQ(facts.digest(), 0U);
  ASSERT_TRUE(facts.Apply(1, Creating(kVillageName, AVillage("红丰村"))).ok());
  EXPECT_NE(facts.digest(), 0U);
  ASSERT_TRUE(facts.Apply(2, Revising(1, AVillage("红丰村"), nullptr)).ok());
  EXPECT_EQ(facts.digest(), 0U);
}

TEST(Facts, RefusesARevisionThatDoesNotFollow) {
  Facts facts("440783");
  EXPECT_EQ(facts.Apply(2, BlockContent{}).code(), absl::StatusCode::kDataLoss);
}

TEST(Facts, RefusesABeforeThatDoesNotStand) {
  Facts facts("440783");
  ASSERT_TRUE(facts.Apply(1, Creating(kVillageName, AVillage("红丰村"))).ok());
  const absl::Status status = facts.Apply(2, Revising(1, AVillage("冈陵村"), AVillage("红丰")));
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(
      status.message(),
      "divisions/440783/villages/440783107236: the version before is not the one that stands");
}

TEST(Facts, RefusesAPreviousRevisionThatIsNotTheLast) {
  Facts facts("440783");
  ASSERT_TRUE(facts.Apply(1, Creating(kVillageName, AVillage("红丰村"))).ok());
  ASSERT_TRUE(facts.Apply(2, BlockContent{}).ok());
  EXPECT_EQ(facts.Apply(3, Revising(2, AVillage("红丰村"), AVillage("红丰"))).code(),
            absl::StatusCode::kDataLoss);
}

TEST(Facts, RefusesSubjectsThatTheLogDoesNotKnow) {
  Facts facts("440783");
  BlockContent content;
  content.records = {{.subject = 7, .after = AVillage("红丰村")}};
  EXPECT_EQ(facts.Apply(1, content).code(), absl::StatusCode::kDataLoss);
}

TEST(Facts, KeepsThePlaceOfARecordVersionInItsBlock) {
  Facts facts("440783");
  BlockContent content;
  content.new_subjects = {"divisions/440783/projects/a", kVillageName};
  content.records = {{.subject = 0, .after = AVillage("a")},
                     {.subject = 1, .after = AVillage("b")}};
  ASSERT_TRUE(facts.Apply(1, content).ok());
  content = {};
  content.records = {{.subject = 1, .previous_revision = 1, .before = AVillage("b")}};
  ASSERT_TRUE(facts.Apply(2, content).ok());
  const auto versions = facts.RecordVersions(1);
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0].row, 1U);
  EXPECT_EQ(versions[1].row, 0U);
  EXPECT_EQ(versions[1].record, nullptr);
  EXPECT_EQ(facts.RecordVersions(1, 1).size(), 1U);
  EXPECT_TRUE(facts.RecordVersions(9).empty());
}

BlockContent Bringing(const std::string& text, BlockContent content) {
  content.new_texts.push_back({.digest = {}, .salt = {}, .text = text, .erased = false});
  return content;
}

// The numbers were computed apart from this program. An aggregator compares its own with those of a
// ledger of another version: one that comes to others stops every partition.
TEST(Facts, ComesToTheDigestThatOtherVersionsComeTo) {
  Facts facts("440783");
  const Stamp exact{.quantum = Decimal::FromInteger(1)};
  BlockContent content = Bringing("按报表", Creating(kVillageName, AVillage("红丰村")));
  content.new_measures = {"sales"};
  content.observations = {{.period = *Period::Parse("2025-06"), .value = 120, .after = exact}};
  ASSERT_TRUE(facts.Apply(1, content).ok());
  EXPECT_EQ(facts.digest(), 0x1650d4ac19fb73cdU);
  content = {};
  content.observations = {
      {.period = *Period::Parse("2025-06"),
       .previous_revision = 1,
       .before_value = 120,
       .before = exact,
       .value = -3,
       .after = {.bound = Bound::kAtLeast, .quantum = Decimal::FromInteger(1), .remark = 1}}};
  ASSERT_TRUE(facts.Apply(2, content).ok());
  EXPECT_EQ(facts.digest(), 0x9a45286943e54c2dU);
}

TEST(Facts, AnErasedTextIsGoneFromEveryVersionAndTheDigestStays) {
  Facts facts("440783");
  ASSERT_TRUE(facts.Apply(1, Bringing("张三", Creating(kVillageName, AVillage("张三")))).ok());
  ASSERT_TRUE(
      facts.Apply(2, Bringing("李四", Revising(1, AVillage("张三"), AVillage("李四")))).ok());
  const uint64_t digest = facts.digest();
  const std::shared_ptr<const Record> seen = facts.FindRecord(0, 1)->record;
  EXPECT_EQ(facts.OriginOfText(2).revision, 2U);
  EXPECT_EQ(facts.OriginOfText(2).first, 2U);
  BlockContent erasing;
  erasing.erased_texts = {1};
  ASSERT_TRUE(facts.Apply(3, erasing).ok());
  EXPECT_EQ(facts.FindRecord(0, 1)->record->display_name, "");
  EXPECT_EQ(facts.FindRecord(0)->record->display_name, "李四");
  EXPECT_EQ(facts.dictionaries().texts.At(1), "");
  EXPECT_EQ(facts.digest(), digest);
  EXPECT_EQ(seen->display_name, "张三") << "who reads meanwhile has what it was";
  ASSERT_TRUE(facts.Apply(4, Revising(2, AVillage("李四"), AVillage("王五"))).ok());
}

TEST(Facts, ErasesInTheSubjectsThatItIsTold) {
  Facts facts("440783");
  BlockContent content = Creating(kVillageName, AVillage("张三"));
  content.new_subjects.emplace_back("divisions/440783/villages/440783107237");
  content.records.push_back({.subject = 1, .after = AVillage("张三")});
  ASSERT_TRUE(facts.Apply(1, Bringing("张三", content)).ok());
  // That of the same block could not be known before.
  BlockContent erasing = Revising(1, AVillage("张三"), AVillage("李四"));
  erasing.erased_texts = {1};
  const std::vector<Ordinal> subjects;
  ASSERT_TRUE(facts.Apply(2, Bringing("李四", erasing), &subjects).ok());
  EXPECT_EQ(facts.FindRecord(0, 1)->record->display_name, "");
  EXPECT_EQ(facts.FindRecord(1)->record->display_name, "张三") << "nobody said so";

  ASSERT_TRUE(
      facts.Apply(3, Bringing("王五", Revising(2, AVillage("李四"), AVillage("王五")))).ok());
  erasing = {};
  erasing.erased_texts = {2};
  const std::vector<Ordinal> told = {0, 7};
  ASSERT_TRUE(facts.Apply(4, erasing, &told).ok());
  EXPECT_EQ(facts.FindRecord(0, 2)->record->display_name, "");
  EXPECT_EQ(facts.CurrentRecord(0)->display_name, "王五");
}

TEST(Facts, RefusesToEraseATextThatTheLogDoesNotKnow) {
  Facts facts("440783");
  BlockContent erasing;
  erasing.erased_texts = {1};
  EXPECT_EQ(facts.Apply(1, erasing).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace taizhang
