#include <string>
#include <vector>

#include "common/facts/observation_table.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using Handle = ObservationTable::Handle;

Period Of(const char* text) { return Period::Parse(text).value(); }

class ObservationChunksTest : public testing::Test {
 protected:
  void Write(uint64_t revision, Ordinal subject, const char* period, Int128 value = 1) {
    ObservationChange change{.subject = subject, .period = Of(period), .value = value};
    if (const auto stands = table_.Find(subject, 0, 0, change.period)) {
      change.previous_revision = stands->revision;
      change.before_value = stands->value;
      change.before = stands->stamp;
    }
    ASSERT_TRUE(table_.Apply(revision, 0, change, digest_).ok());
  }

  /// "subject/months" of every chunk from `handle` on.
  std::vector<std::string> From(Handle handle) {
    std::vector<std::string> chunks;
    for (handle = table_.ChunkFrom(handle); handle != 0; handle = table_.ChunkAfter(handle)) {
      const ObservationTable::ChunkView view = table_.View(handle);
      chunks.push_back(std::to_string(view.subject) + "/" + std::to_string(view.months));
    }
    return chunks;
  }

  ObservationTable table_;
  uint64_t digest_ = 0;
};

TEST_F(ObservationChunksTest, StandByLengthOfPeriodsThenInOrderOfFirstWriting) {
  Write(1, 5, "2024");
  Write(1, 4, "2024-06");
  Write(2, 3, "2024-Q2");
  Write(2, 2, "2024-06");
  Write(3, 4, "2024-07");
  EXPECT_EQ(From(0), (std::vector<std::string>{"4/1", "2/1", "3/3", "5/12"}));
  const Handle month = table_.First(0, 2024, 2);
  const Handle quarter = table_.First(0, 2024, 3);
  EXPECT_EQ(From(month), (std::vector<std::string>{"2/1", "3/3", "5/12"}));
  EXPECT_EQ(table_.ChunkOfLongerPeriods(month), quarter);
  EXPECT_EQ(table_.ChunkOfLongerPeriods(quarter), table_.First(0, 2024, 5));
  EXPECT_EQ(table_.ChunkOfLongerPeriods(table_.First(0, 2024, 5)), 0U);
  EXPECT_TRUE(ObservationTable::StandsBefore(month, quarter));
  EXPECT_TRUE(ObservationTable::StandsBefore(table_.First(0, 2024, 4), month));
  EXPECT_FALSE(ObservationTable::StandsBefore(quarter, month));
  EXPECT_FALSE(ObservationTable::StandsBefore(month, month));
}

TEST_F(ObservationChunksTest, KeepTheirPlaceWhenMoreAreWritten) {
  Write(1, 1, "2024-06");
  Write(1, 2, "2024");
  const Handle year = table_.First(0, 2024, 2);
  Write(2, 3, "2024-06");
  Write(2, 4, "2024");
  EXPECT_EQ(From(year), (std::vector<std::string>{"2/12", "4/12"}));
}

TEST_F(ObservationChunksTest, AnyNumberMayBeAskedFor) {
  EXPECT_EQ(table_.ChunkFrom(0), 0U);
  EXPECT_EQ(table_.ChunkFrom(UINT32_MAX), 0U);
  Write(1, 1, "2024-06");
  for (const Handle handle : {0U, 1U, 2U, 3U, 7U, 4'000'000'000U, UINT32_MAX}) {
    const Handle found = table_.ChunkFrom(handle);
    EXPECT_TRUE(found == 0 || found == table_.First(0, 2024, 1)) << handle;
  }
  EXPECT_EQ(table_.ChunkFrom(0), table_.First(0, 2024, 1));
}

TEST_F(ObservationChunksTest, ReadASlotAsOfAnyRevision) {
  Write(2, 1, "2024-06", 100);
  Write(3, 1, "2024-07", 1);
  Write(5, 1, "2024-06", 120);
  Write(6, 1, "2024-07", 2);
  const Handle chunk = table_.First(0, 2024, 1);
  EXPECT_EQ(table_.At(chunk, 5, 1), std::nullopt);
  EXPECT_EQ(table_.At(chunk, 5, 2)->value, 100);
  EXPECT_EQ(table_.At(chunk, 5, 4)->value, 100);
  EXPECT_EQ(table_.At(chunk, 5, 5)->value, 120);
  EXPECT_EQ(table_.At(chunk, 5, 9)->revision, 5U);
  EXPECT_EQ(table_.At(chunk, 6, 2), std::nullopt);
  EXPECT_EQ(table_.At(chunk, 6, 5)->value, 1);
  EXPECT_EQ(table_.At(chunk, 0, 9), std::nullopt);
}

}  // namespace
}  // namespace taizhang
