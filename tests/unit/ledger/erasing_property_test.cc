#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/record_texts.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

/// Writes, corrections, withdrawals and erasures in any order, with few texts, on a disk that
/// sometimes loses an append.
class RandomErasures {
 public:
  explicit RandomErasures(uint64_t seed) : random_(seed) { ledger_.Write(kStructureRequest); }

  void Step() {
    if (OneIn(12)) {
      disk_.store().FailNextAppend(OneIn(2) ? MemoryStore::Fault::kUnknownWritten
                                            : MemoryStore::Fault::kUnknownLost);
    }
    const std::string name = absl::StrCat("divisions/440783/enterprises/e", Below(3));
    switch (Below(8)) {
      case 0:
      case 1:
        Erase();
        break;
      case 2:
        ledger_.Write(absl::StrCat("rows { withdrawn_record: \"", name, "\" }"));
        break;
      case 3:
      case 4:
        ledger_.Write(absl::StrCat(
            "rows { observation { subject: \"", name, R"(" measure: "measures/sales" period: "202)",
            Below(2), "\" amount { value: \"", Below(5), "\" } remark: \"", AnyText(), "\" } }"));
        break;
      default:
        ledger_.Write(absl::StrCat("rows { record { name: \"", name, "\" display_name: \"",
                                   AnyText(), "\" description: \"", AnyText(),
                                   R"(" labels { key: "contact" value: ")", AnyText(),
                                   "\" } enterprise {} } }"));
    }
  }

  /// What is gone is in no block, and the live facts are those of the log.
  void Check() {
    const std::vector<StoredBlock> blocks = disk_.store().Read("440783", 0, SIZE_MAX).value();
    for (const StoredBlock& block : blocks) {
      for (const std::string& text : gone_)
        ASSERT_EQ(block.texts.find(text), std::string::npos) << text << " @" << block.revision;
    }
    CommitHarness fresh(disk_.store());
    const auto live_point = ledger_.ledger().PointAt("440783", 0);
    const auto fresh_point = fresh.ledger().PointAt("440783", 0);
    ASSERT_EQ(live_point.ok(), fresh_point.ok());
    if (!live_point.ok()) return;
    ASSERT_TRUE(ledger_.ledger()
                    .ReadAt(*live_point,
                            [&](const Facts& live) {
                              ASSERT_TRUE(
                                  fresh.ledger()
                                      .ReadAt(*fresh_point,
                                              [&](const Facts& folded) { Compare(live, folded); })
                                      .ok());
                            })
                    .ok());
  }

  [[nodiscard]] size_t erased() const { return erased_; }

 private:
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  bool OneIn(uint64_t n) { return Below(n) == 0; }
  std::string AnyText() { return absl::StrCat("Text-", Below(6), "-of-somebody"); }

  void Erase() {
    const std::string text = AnyText();
    const auto answer = ledger_.Erase(text, OneIn(2) ? absl::StrCat("r", next_id_++) : "");
    // What was written before may be written again from here on.
    if ((*answer)->ok()) {
      erased_ += (**answer)->erasure.texts;
      gone_.insert(text);
      CheckGone(text);
      gone_.clear();
    }
  }

  void CheckGone(const std::string& text) {
    Check();
    const auto point = ledger_.ledger().PointAt("440783", 0);
    if (!point.ok()) return;
    EXPECT_TRUE(ledger_.ledger()
                    .ReadAt(*point,
                            [&](const Facts& facts) {
                              EXPECT_FALSE(facts.dictionaries().texts.Find(text).has_value());
                              for (Ordinal i = 1; i < facts.dictionaries().texts.end(); ++i)
                                EXPECT_NE(facts.dictionaries().texts.At(i), text);
                              ExpectInNoRecord(facts, text);
                            })
                    .ok());
  }

  static void ExpectInNoRecord(const Facts& facts, const std::string& text) {
    for (Ordinal subject = 0; subject < facts.dictionaries().subjects.end(); ++subject) {
      for (const RecordVersion& version : facts.RecordVersions(subject)) {
        if (version.record == nullptr) continue;
        VisitTexts(*version.record, [&](std::string_view, std::string_view,
                                        const std::string& found) { EXPECT_NE(found, text); });
      }
    }
  }

  static void Compare(const Facts& live, const Facts& folded) {
    ASSERT_EQ(live.revision(), folded.revision());
    ASSERT_EQ(live.digest(), folded.digest());
    ASSERT_EQ(live.dictionaries().texts.end(), folded.dictionaries().texts.end());
    for (Ordinal text = 1; text < live.dictionaries().texts.end(); ++text) {
      const std::string_view one = live.dictionaries().texts.At(text);
      ASSERT_EQ(one, folded.dictionaries().texts.At(text));
      ASSERT_EQ(live.dictionaries().texts.Find(one), folded.dictionaries().texts.Find(one));
    }
    for (Ordinal subject = 0; subject < live.dictionaries().subjects.end(); ++subject) {
      const auto ours = live.RecordVersions(subject);
      const auto theirs = folded.RecordVersions(subject);
      ASSERT_EQ(ours.size(), theirs.size());
      for (size_t i = 0; i < ours.size(); ++i) {
        ASSERT_EQ(ours[i].revision, theirs[i].revision);
        ASSERT_EQ(ours[i].record == nullptr, theirs[i].record == nullptr);
        const bool stands = ours[i].record != nullptr;
        ASSERT_TRUE(!stands || *ours[i].record == *theirs[i].record);
      }
    }
  }

  std::mt19937_64 random_;
  HeldDisk disk_;
  CommitHarness ledger_{disk_.store()};
  std::set<std::string> gone_;
  size_t erased_ = 0;
  int next_id_ = 0;
};

TEST(ErasingProperty, LeavesNoTraceAndReplaysAsItStands) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  size_t erased = 0;
  for (uint64_t round = 0; round < 30; ++round) {
    RandomErasures history(seed + round);
    for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) history.Step();
    history.Check();
    erased += history.erased();
  }
  EXPECT_GT(erased, 10U);
}

}  // namespace
}  // namespace taizhang::ledger
