#include "common/values/interval.h"

#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

End Closed(Int128 value) { return {.value = value, .open = false}; }
End Open(Int128 value) { return {.value = value, .open = true}; }

Interval Exactly(Int128 value) { return {.lower = Closed(value), .upper = Closed(value)}; }
Interval AtLeast(Int128 value) { return {.lower = Closed(value), .upper = std::nullopt}; }
Interval MoreThan(Int128 value) { return {.lower = Open(value), .upper = std::nullopt}; }
Interval AtMost(Int128 value) { return {.lower = std::nullopt, .upper = Closed(value)}; }
Interval LessThan(Int128 value) { return {.lower = std::nullopt, .upper = Open(value)}; }
Interval Between(Int128 lower, Int128 upper) {
  return {.lower = Closed(lower), .upper = Closed(upper)};
}

void AddTo(Counters& counters, Int128 value, Bound bound, bool non_negative, int sign) {
  counters.AddAmount(value, IntervalOf(value, bound, non_negative), bound != Bound::kExact,
                     bound == Bound::kAbout, sign);
}

TEST(IntervalOf, FollowsTheBound) {
  EXPECT_EQ(IntervalOf(100, Bound::kExact, false), Exactly(100));
  EXPECT_EQ(IntervalOf(100, Bound::kAbout, false), Interval{});
  EXPECT_EQ(IntervalOf(100, Bound::kAtLeast, false), AtLeast(100));
  EXPECT_EQ(IntervalOf(100, Bound::kMoreThan, false), MoreThan(100));
  EXPECT_EQ(IntervalOf(100, Bound::kAtMost, false), AtMost(100));
  EXPECT_EQ(IntervalOf(100, Bound::kLessThan, false), LessThan(100));
}

TEST(IntervalOf, ClipsLowerEndsOfNonNegativeAmountsAtZero) {
  EXPECT_EQ(IntervalOf(100, Bound::kAtMost, true), Between(0, 100));
  EXPECT_EQ(IntervalOf(100, Bound::kAbout, true), AtLeast(0));
  EXPECT_EQ(IntervalOf(-5, Bound::kAtLeast, true), AtLeast(0));
  EXPECT_EQ(IntervalOf(-5, Bound::kMoreThan, true), AtLeast(0));
  EXPECT_EQ(IntervalOf(0, Bound::kMoreThan, true), MoreThan(0));
  EXPECT_EQ(IntervalOf(0, Bound::kAtMost, true), Exactly(0));
  EXPECT_EQ(IntervalOf(100, Bound::kAtLeast, true), AtLeast(100));
}

TEST(IntervalOf, DoesNotClipWhatThatWouldEmpty) {
  EXPECT_EQ(IntervalOf(-5, Bound::kExact, true), Exactly(-5));
  EXPECT_EQ(IntervalOf(-5, Bound::kAtMost, true), AtMost(-5));
  EXPECT_EQ(IntervalOf(0, Bound::kLessThan, true), LessThan(0));
}

TEST(Subtract, TakesTheFarEnds) {
  EXPECT_EQ(Subtract(Between(10, 20), Between(1, 3)), Between(7, 19));
  EXPECT_EQ(Subtract(Exactly(3612), AtLeast(3500)), AtMost(112));
  EXPECT_EQ(Subtract(AtLeast(3500), Exactly(3000)), AtLeast(500));
  EXPECT_EQ(Subtract(AtLeast(5), AtLeast(5)), Interval{});
  EXPECT_EQ(Subtract(Exactly(5), LessThan(2)), MoreThan(3));
}

TEST(Subtract, ReportsOverflow) {
  const Int128 largest = ~(Int128{1} << 127);
  EXPECT_EQ(Subtract(Exactly(largest), Exactly(-1)), std::nullopt);
  EXPECT_EQ(Subtract(AtLeast(-largest), AtMost(2)), std::nullopt);
}

TEST(LiesWithin, MindsOpenEnds) {
  EXPECT_TRUE(LiesWithin(Exactly(3612), AtLeast(3500)));
  EXPECT_TRUE(LiesWithin(Exactly(3500), AtLeast(3500)));
  EXPECT_FALSE(LiesWithin(Exactly(3500), MoreThan(3500)));
  EXPECT_TRUE(LiesWithin(MoreThan(3500), AtLeast(3500)));
  EXPECT_FALSE(LiesWithin(AtLeast(3500), MoreThan(3500)));
  EXPECT_FALSE(LiesWithin(AtLeast(3500), AtMost(4000)));
  EXPECT_TRUE(LiesWithin(LessThan(4000), AtMost(4000)));
  EXPECT_FALSE(LiesWithin(AtMost(4000), LessThan(4000)));
  EXPECT_TRUE(LiesWithin(Between(1, 2), Interval{}));
  EXPECT_FALSE(LiesWithin(Interval{}, Between(1, 2)));
}

TEST(Disjoint, MindsOpenEnds) {
  EXPECT_TRUE(Disjoint(Exactly(25), Exactly(84)));
  EXPECT_FALSE(Disjoint(Exactly(84), AtLeast(84)));
  EXPECT_TRUE(Disjoint(Exactly(84), MoreThan(84)));
  EXPECT_TRUE(Disjoint(LessThan(84), AtLeast(84)));
  EXPECT_FALSE(Disjoint(AtMost(84), AtLeast(84)));
  EXPECT_FALSE(Disjoint(Interval{}, Exactly(1)));
  EXPECT_TRUE(Disjoint(Between(5, 9), Between(1, 4)));
}

TEST(Contains, IsMembership) {
  EXPECT_TRUE(Contains(Between(1, 3), 1));
  EXPECT_TRUE(Contains(Between(1, 3), 3));
  EXPECT_FALSE(Contains(Between(1, 3), 4));
  EXPECT_FALSE(Contains(MoreThan(3), 3));
  EXPECT_TRUE(Contains(Interval{}, -7));
}

TEST(MarkOf, IsDerivedFromTheEnds) {
  EXPECT_EQ(MarkOf(Exactly(5), false), Mark::kExact);
  EXPECT_EQ(MarkOf(AtLeast(5), false), Mark::kAtLeast);
  EXPECT_EQ(MarkOf(MoreThan(5), false), Mark::kMoreThan);
  EXPECT_EQ(MarkOf(AtMost(5), false), Mark::kAtMost);
  EXPECT_EQ(MarkOf(LessThan(5), false), Mark::kLessThan);
  EXPECT_EQ(MarkOf(Between(5, 6), false), Mark::kRange);
  EXPECT_EQ(MarkOf(Interval{}, false), Mark::kNone);
}

TEST(MarkOf, StaysAboutWhereTheClipGivesAnEnd) {
  EXPECT_EQ(MarkOf(IntervalOf(100, Bound::kAbout, true), true), Mark::kAbout);
  EXPECT_EQ(MarkOf(Interval{}, true), Mark::kAbout);
}

TEST(Counters, GiveThePrefixSumsOfR1sExample) {
  // Jobs ≥ 3,500 in June, exactly 3,612 in September: the stock is replaced, not differenced.
  Counters jobs;
  AddTo(jobs, 3500, Bound::kAtLeast, true, +1);
  EXPECT_EQ(jobs.ToInterval(), AtLeast(3500));
  AddTo(jobs, 3500, Bound::kAtLeast, true, -1);
  AddTo(jobs, 3612, Bound::kExact, true, +1);
  EXPECT_EQ(jobs.ToInterval(), Exactly(3612));
}

TEST(Counters, AddBoundsUp) {
  Counters sales;
  AddTo(sales, 100, Bound::kExact, false, +1);
  AddTo(sales, 50, Bound::kMoreThan, false, +1);
  AddTo(sales, 20, Bound::kAtLeast, false, +1);
  EXPECT_EQ(sales.sum, 170);
  EXPECT_EQ(sales.ToInterval(), MoreThan(170));
  AddTo(sales, 30, Bound::kAtMost, false, +1);
  EXPECT_EQ(sales.ToInterval(), Interval{});
  EXPECT_EQ(sales.count, 4);
  EXPECT_EQ(sales.bounded, 3);
}

TEST(Counters, KeepTheClipOfNonNegativeAmounts) {
  Counters sales;
  AddTo(sales, 100, Bound::kExact, true, +1);
  AddTo(sales, 30, Bound::kLessThan, true, +1);
  EXPECT_EQ(sales.ToInterval(), (Interval{.lower = Closed(100), .upper = Open(130)}));
  AddTo(sales, 10, Bound::kAbout, true, +1);
  EXPECT_EQ(sales.ToInterval(), AtLeast(100));
  EXPECT_EQ(sales.about, 1);
}

TEST(Counters, TouchOnlySumAndCountForExactAmounts) {
  Counters exact;
  AddTo(exact, 7, Bound::kExact, true, +1);
  EXPECT_EQ(exact, (Counters{.sum = 7, .count = 1}));
}

TEST(Counters, LeaveNoTraceOfWhatIsRetracted) {
  Counters counters;
  for (const Bound bound : {Bound::kExact, Bound::kAbout, Bound::kAtLeast, Bound::kMoreThan,
                            Bound::kAtMost, Bound::kLessThan}) {
    AddTo(counters, 40, bound, true, +1);
  }
  for (const Bound bound : {Bound::kLessThan, Bound::kAbout, Bound::kExact, Bound::kAtMost,
                            Bound::kMoreThan, Bound::kAtLeast}) {
    EXPECT_FALSE(counters.IsZero());
    AddTo(counters, 40, bound, true, -1);
  }
  EXPECT_TRUE(counters.IsZero());
}

TEST(Counters, MergeAndUnmerge) {
  Counters county;
  Counters town;
  AddTo(county, 100, Bound::kExact, true, +1);
  AddTo(town, 50, Bound::kMoreThan, true, +1);
  Counters both = county;
  both.Add(town, +1);
  EXPECT_EQ(both.ToInterval(), MoreThan(150));
  both.Add(town, -1);
  EXPECT_EQ(both, county);
}

}  // namespace
}  // namespace taizhang
