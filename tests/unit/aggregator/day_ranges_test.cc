#include "services/aggregator/core/day_ranges.h"

#include "tests/support/figure_world.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

std::vector<PeriodRange> Months(const DayRange& range, const DayRange& active, DayRule rule) {
  std::vector<PeriodRange> out;
  AppendMemberPeriods({&range, 1}, active, rule, Frequency::kMonth, out);
  return out;
}

PeriodIndex Month(int year, int month) { return year * 12 + month - 1; }

TEST(DayRanges, EachDayCountsOnceHoweverManyRangesHoldIt) {
  std::vector<DayRange> ranges = {{10, 20}, {15, 30}, {30, 31}, {40, 40}, {0, 5}};
  Normalize(ranges);
  EXPECT_EQ(ranges, (std::vector<DayRange>{{0, 5}, {10, 31}}));
}

TEST(DayRanges, IntersectAndSubtract) {
  const std::vector<DayRange> a = {{0, 10}, {20, 30}};
  const std::vector<DayRange> b = {{5, 25}, {28, 29}};
  EXPECT_EQ(Intersect(a, b), (std::vector<DayRange>{{5, 10}, {20, 25}, {28, 29}}));
  EXPECT_EQ(Subtract(a, b), (std::vector<DayRange>{{0, 5}, {25, 28}, {29, 30}}));
  EXPECT_EQ(Subtract(b, a), (std::vector<DayRange>{{10, 20}}));
}

TEST(DayRanges, R5_APeriodCountsByItsLastDay) {
  const DayRange always;
  const DayRange range = Days("2025-01-31", "2025-04-30");
  const std::vector<PeriodRange> expected = {{Month(2025, 1), Month(2025, 4)}};
  EXPECT_EQ(Months(range, always, DayRule::kLastDay), expected);
  EXPECT_EQ(Months(range, always, DayRule::kLastActiveDay), expected);
}

TEST(DayRanges, R5_TheLastActiveDayDecidesOnlyForFlows) {
  const DayRange active = Days("2025-01-15", "2025-03-10");
  EXPECT_EQ(Months(active, active, DayRule::kLastDay),
            (std::vector<PeriodRange>{{Month(2025, 1), Month(2025, 3)}}));
  EXPECT_EQ(Months(active, active, DayRule::kLastActiveDay),
            (std::vector<PeriodRange>{{Month(2025, 1), Month(2025, 4)}}));
  const DayRange earlier = Days("2025-01-15", "2025-03-05");
  EXPECT_EQ(Months(earlier, active, DayRule::kLastActiveDay),
            (std::vector<PeriodRange>{{Month(2025, 1), Month(2025, 3)}}));
}

TEST(DayRanges, AlwaysIsTheWholeAxis) {
  const DayRange always;
  for (const DayRule rule : {DayRule::kLastDay, DayRule::kLastActiveDay}) {
    EXPECT_EQ(Months(always, always, rule),
              (std::vector<PeriodRange>{WholeAxis(Frequency::kMonth)}));
  }
}

}  // namespace
}  // namespace taizhang::aggregator
