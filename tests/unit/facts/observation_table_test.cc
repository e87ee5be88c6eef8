#include "common/facts/observation_table.h"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

Period Of(const char* text) { return Period::Parse(text).value(); }

class ObservationTableTest : public testing::Test {
 protected:
  absl::Status Write(uint64_t revision, const char* period, Int128 value, Stamp stamp = {},
                     Ordinal id = 0, uint32_t row = 0) {
    ObservationChange change{.id = id, .period = Of(period), .value = value, .after = stamp};
    const auto stands = table_.Find(0, 0, id, change.period);
    if (stands.has_value()) {
      change.previous_revision = stands->revision;
      change.before_value = stands->value;
      change.before = stands->stamp;
    }
    return table_.Apply(revision, row, change, digest_);
  }

  ObservationTable table_;
  uint64_t digest_ = 0;
};

TEST_F(ObservationTableTest, ReadsAnyPastRevision) {
  ASSERT_TRUE(Write(1, "2025-06", 100).ok());
  ASSERT_TRUE(Write(4, "2025-06", 120).ok());
  ASSERT_TRUE(Write(9, "2025-06", 90).ok());
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2025-06"), 3)->value, 100);
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2025-06"), 4)->value, 120);
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2025-06"))->value, 90);
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2025-06"), 0), std::nullopt);
  EXPECT_EQ(table_.version_count(), 3U);
}

TEST_F(ObservationTableTest, WalksVersionsBackwardAmongThoseOfOtherPeriods) {
  ASSERT_TRUE(Write(1, "2025-06", 100).ok());
  ASSERT_TRUE(Write(2, "2025-05", 1).ok());
  ASSERT_TRUE(Write(3, "2025-05", 2).ok());
  ASSERT_TRUE(Write(4, "2025-06", 0, {.state = ObservationState::kWithdrawn}, 0, 7).ok());
  ASSERT_TRUE(Write(5, "2025-06", 90).ok());
  const auto revisions = [this](uint64_t as_of, size_t count_max) {
    std::vector<uint64_t> found;
    for (const ObservationVersion& version :
         table_.Versions(0, 0, 0, Of("2025-06"), as_of, count_max)) {
      found.push_back(version.revision);
    }
    return found;
  };
  EXPECT_EQ(revisions(5, 9), (std::vector<uint64_t>{5, 4, 1}));
  EXPECT_EQ(revisions(4, 9), (std::vector<uint64_t>{4, 1}));
  EXPECT_EQ(revisions(5, 2), (std::vector<uint64_t>{5, 4}));
  EXPECT_EQ(revisions(0, 9), (std::vector<uint64_t>{}));
  EXPECT_EQ(table_.Versions(0, 0, 0, Of("2025-06"), 4, 1).front().row, 7U);
  EXPECT_TRUE(table_.Versions(0, 0, 1, Of("2025-06"), 5, 9).empty());
}

TEST_F(ObservationTableTest, KeepsValuesBeyond64Bits) {
  const Int128 wide = PowerOfTen(27) * 3 + 7;
  ASSERT_TRUE(Write(1, "2024", wide).ok());
  ASSERT_TRUE(Write(2, "2024", -wide).ok());
  EXPECT_TRUE(table_.Find(0, 0, 0, Of("2024"), 1)->value == wide);
  EXPECT_TRUE(table_.Find(0, 0, 0, Of("2024"))->value == -wide);
}

TEST_F(ObservationTableTest, KeepsTheStampOfEachVersion) {
  const Stamp stamp{.bound = Bound::kAtLeast,
                    .basis = Basis::kRemainder,
                    .period_basis = PeriodBasis::kRecurring,
                    .quantum = Decimal::FromInteger(10'000),
                    .remark = 5};
  ASSERT_TRUE(Write(1, "2025-Q2", 3500, stamp).ok());
  ASSERT_TRUE(Write(2, "2025-Q2", 3612).ok());
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2025-Q2"), 1)->stamp, stamp);
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2025-Q2"))->stamp, Stamp{});
}

TEST_F(ObservationTableTest, ListsTheChunksOfAllIds) {
  ASSERT_TRUE(Write(1, "2024", 90'000, {}, 1, 0).ok());
  ASSERT_TRUE(Write(1, "2024", 70'000, {}, 2, 1).ok());
  const auto second = table_.First(0, 2024, 0);
  EXPECT_EQ(table_.View(second).id, 2U);
  EXPECT_EQ(table_.At(second, 0).row, 1U);
  const auto first = table_.View(second).next;
  EXPECT_EQ(table_.View(first).id, 1U);
  EXPECT_EQ(table_.View(first).next, 0U);
}

TEST_F(ObservationTableTest, MarksSlotsThatAreNotPlain) {
  ASSERT_TRUE(Write(1, "2025-01", 5).ok());
  ASSERT_TRUE(Write(1, "2025-03", 5, {.bound = Bound::kAbout}).ok());
  ASSERT_TRUE(Write(1, "2025-12", 0, {.state = ObservationState::kWithdrawn}).ok());
  const auto view = table_.View(table_.First(0, 2025, 0));
  EXPECT_EQ(view.present, 0b1000'0000'0101);
  EXPECT_EQ(view.inexact, 0b1000'0000'0100);
  ASSERT_TRUE(Write(2, "2025-03", 5).ok());
  EXPECT_EQ(table_.View(table_.First(0, 2025, 0)).inexact, 0b1000'0000'0000);
}

TEST_F(ObservationTableTest, FindsYearsInAnyOrderOfWriting) {
  ASSERT_TRUE(Write(1, "2024", 24).ok());
  ASSERT_TRUE(Write(2, "2019", 19).ok());
  ASSERT_TRUE(Write(3, "2030", 30).ok());
  EXPECT_EQ(table_.Years(0), (std::pair{2019, 2030}));
  EXPECT_EQ(table_.Find(0, 0, 0, Of("2019"))->value, 19);
  EXPECT_EQ(table_.First(0, 2025, 0), 0U);
  EXPECT_EQ(table_.First(0, 2031, 0), 0U);
}

TEST_F(ObservationTableTest, TheDigestForgetsTheOrderOfWritingOtherKeys) {
  ASSERT_TRUE(Write(1, "2025-01", 5).ok());
  ASSERT_TRUE(Write(1, "2025-02", 6).ok());
  ObservationTable other;
  uint64_t other_digest = 0;
  ASSERT_TRUE(other.Apply(1, 0, {.period = Of("2025-02"), .value = 6}, other_digest).ok());
  ASSERT_TRUE(other.Apply(1, 1, {.period = Of("2025-01"), .value = 5}, other_digest).ok());
  EXPECT_EQ(digest_, other_digest);
}

TEST_F(ObservationTableTest, ASubjectWithManyYearsCostsNoColumnsOfAllSubjects) {
  for (int year = 1900; year < 2200; ++year) {
    const ObservationChange change{
        .subject = 50'000, .period = Period::FromMonths(year * 12, 12), .value = 1};
    ASSERT_TRUE(table_.Apply(1, 0, change, digest_).ok());
  }
  EXPECT_LT(table_.memory_bytes(), 2'000'000U);
}

TEST_F(ObservationTableTest, RefusesABeforeThatDoesNotStand) {
  ASSERT_TRUE(Write(1, "2025-06", 100).ok());
  const ObservationChange wrong_value{
      .period = Of("2025-06"), .previous_revision = 1, .before_value = 99, .value = 1};
  EXPECT_EQ(table_.Apply(2, 0, wrong_value, digest_).code(), absl::StatusCode::kDataLoss);
  const ObservationChange no_version{.period = Of("2025-07"), .previous_revision = 1};
  EXPECT_EQ(table_.Apply(2, 0, no_version, digest_).code(), absl::StatusCode::kDataLoss);
}

TEST_F(ObservationTableTest, TellsHowManyNewStampsItHasRoomFor) {
  const auto in = [](int quantum) { return Stamp{.quantum = Decimal::FromInteger(quantum)}; };
  EXPECT_EQ(table_.stamp_room(), 64'512U);
  for (int i = 1; i <= 64'511; ++i)
    ASSERT_TRUE(Write(static_cast<uint64_t>(i), "2025", i, in(i)).ok());
  EXPECT_EQ(table_.stamp_room(), 1U);
  EXPECT_TRUE(table_.HasStamp(7, in(7)));
  EXPECT_FALSE(table_.HasStamp(Int128{1} << 70, in(7)));
  EXPECT_FALSE(table_.HasStamp(7, in(64'512)));
  for (int i = 64'512; i <= 65'536; ++i)
    ASSERT_TRUE(Write(static_cast<uint64_t>(i), "2025", i, in(i)).ok());
  EXPECT_EQ(table_.stamp_room(), 0U);
  EXPECT_EQ(Write(65'537, "2025", 1, in(65'537)).code(), absl::StatusCode::kDataLoss);
}

TEST_F(ObservationTableTest, RefusesPeriodsThatAreNoSlot) {
  EXPECT_EQ(Write(1, "2025-01..2025-05", 1).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Write(1, "2025-02..2025-04", 1).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace taizhang
