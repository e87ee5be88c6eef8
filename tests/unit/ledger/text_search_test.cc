#include <cstdint>
#include <string>
#include <vector>

#include "common/facts/facts.h"
#include "services/ledger/core/erasure.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kName[] = "divisions/440783/enterprises/a";

/// One enterprise that reports the same month again and again.
class Reports {
 public:
  explicit Reports(const std::vector<std::string>& remarks) {
    BlockContent content;
    content.new_subjects = {kName};
    content.new_measures = {"sales"};
    for (const std::string& remark : remarks)
      content.new_texts.push_back({.digest = {}, .salt = {}, .text = remark, .erased = false});
    EXPECT_TRUE(facts_.Apply(1, content).ok());
  }

  /// `remark`: the how-manieth, 0 none.
  void Report(Ordinal remark) {
    const auto stands = facts_.observations().Find(0, 0, 0, month_);
    ObservationChange change{.subject = 0, .measure = 0, .id = 0, .period = month_};
    if (stands) {
      change.previous_revision = stands->revision;
      change.before_value = stands->value;
      change.before = stands->stamp;
    }
    change.value = 1;
    change.after.remark = remark;
    BlockContent content;
    content.observations = {change};
    EXPECT_TRUE(facts_.Apply(facts_.revision() + 1, content).ok());
  }

  [[nodiscard]] const Facts& facts() const { return facts_; }

 private:
  const Period month_ = Period::FromMonths(2025 * 12 + 5, 1);
  Facts facts_{"440783"};
};

TextUse RemarkAt(uint64_t revision, bool standing = false) {
  return {kName, "remark of measures/sales 2025-06", revision, standing};
}

TEST(TextSearch, TellsVersionsOfOneKeyApart) {
  Reports reports({"张三", "李四"});
  for (const Ordinal remark : {1, 1, 2, 1, 0}) reports.Report(remark);
  const TextUses found = FindText(reports.facts(), {"张三"});
  EXPECT_THAT(found.ordinals, ElementsAre(1));
  EXPECT_THAT(found.subjects, IsEmpty()) << "no record has it";
  EXPECT_THAT(found.uses, ElementsAre(RemarkAt(2), RemarkAt(3), RemarkAt(5)));
  EXPECT_THAT(found.stood, ElementsAre(RevisionRange{2, 3}, RevisionRange{5, 5}));
  EXPECT_EQ(found.standing, "");
}

// Each version used to be looked for from the newest one down: hours for as many as these.
TEST(TextSearch, CostsTheVersionsOfOneKeyOnce) {
  constexpr uint64_t kVersions = 300'000;
  Reports reports({"张三"});
  for (uint64_t i = 0; i < kVersions; ++i) reports.Report(1);
  const TextUses found = FindText(reports.facts(), {"张三"});
  EXPECT_EQ(found.total, kVersions);
  EXPECT_EQ(found.uses.size(), kTextUsesMax);
  EXPECT_EQ(found.standing, kName);
  EXPECT_THAT(found.stood, ElementsAre(RevisionRange{2, kVersions + 1}));
}

TEST(TextSearch, FindsAsOfItsRevisionWhateverIsWrittenBetweenItsPieces) {
  Reports reports({"张三", "李四"});
  reports.Report(1);
  reports.Report(2);
  TextSearch search({"张三", "李四"}, 3);
  while (!search.at_end()) {
    search.Continue(reports.facts(), 1);
    search.Arrange();
    reports.Report(1);
  }
  const std::optional<TextUses> found = search.Take(reports.facts());
  EXPECT_THAT(found->uses, ElementsAre(RemarkAt(2), RemarkAt(3, true)));
  EXPECT_EQ(found->standing, kName);
}

TEST(TextSearch, FindsNoTextThatCameAfterItsRevision) {
  Facts facts("440783");
  BlockContent content;
  ASSERT_TRUE(facts.Apply(1, content).ok());
  content.new_texts = {{.digest = {}, .salt = {}, .text = "张三", .erased = false}};
  ASSERT_TRUE(facts.Apply(2, content).ok());
  TextSearch search({"张三"}, 1);
  while (!search.at_end()) {
    search.Continue(facts, 100);
    search.Arrange();
  }
  EXPECT_THAT(search.Take(facts)->ordinals, IsEmpty());
}

TEST(TextSearch, SaysThatATextWasErasedSinceItWasFound) {
  Facts facts("440783");
  BlockContent content;
  content.new_texts = {{.digest = {}, .salt = {}, .text = "张三", .erased = false}};
  ASSERT_TRUE(facts.Apply(1, content).ok());
  TextSearch search({"张三"}, 1);
  search.Continue(facts, 100);
  BlockContent erasing;
  erasing.erased_texts = {1};
  ASSERT_TRUE(facts.Apply(2, erasing).ok());
  while (!search.at_end()) {
    search.Continue(facts, 100);
    search.Arrange();
  }
  EXPECT_EQ(search.Take(facts), std::nullopt);
}

}  // namespace
}  // namespace taizhang::ledger
