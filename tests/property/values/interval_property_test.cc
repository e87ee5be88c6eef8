#include <algorithm>
#include <optional>
#include <vector>

#include "common/values/interval.h"
#include "gtest/gtest.h"
#include "tests/property/values/seeded.h"

namespace taizhang {
namespace {

constexpr int kRounds = 5'000;

struct Entry {
  Int128 value = 0;
  Bound bound = Bound::kExact;
  Interval interval;

  void AddTo(Counters& counters, int sign) const {
    counters.AddAmount(value, interval, bound != Bound::kExact, bound == Bound::kAbout, sign);
  }
};

Int128 RandomValue(Seeded& random) {
  if (random.OneIn(10)) return 0;
  const Int128 small = random.Between(-1'000, 1'000);
  // Up to the limit of amounts, where sums are longest.
  return random.OneIn(10) ? small * PowerOfTen(24) : small;
}

Entry RandomEntry(Seeded& random) {
  Entry entry;
  entry.value = RandomValue(random);
  entry.bound = random.OneIn(2) ? Bound::kExact : static_cast<Bound>(random.Between(0, 5));
  entry.interval = IntervalOf(entry.value, entry.bound, random.OneIn(2));
  return entry;
}

/// A whole value that `interval` contains.
Int128 Witness(Seeded& random, const Interval& interval) {
  const Int128 distance = random.OneIn(4) ? 0 : random.Between(0, 100);
  if (interval.lower && interval.upper) {
    const Int128 least = interval.lower->value + (interval.lower->open ? 1 : 0);
    const Int128 most = interval.upper->value - (interval.upper->open ? 1 : 0);
    return std::min(least + distance, std::max(least, most));
  }
  if (interval.lower) return interval.lower->value + (interval.lower->open ? 1 : 0) + distance;
  if (interval.upper) return interval.upper->value - (interval.upper->open ? 1 : 0) - distance;
  return RandomValue(random);
}

/// The sum as R1 defines it, end by end.
Interval SumOf(const std::vector<Entry>& entries) {
  Interval sum{.lower = End{}, .upper = End{}};
  for (const Entry& entry : entries) {
    const auto extend = [](std::optional<End>& end, const std::optional<End>& by) {
      if (!end || !by) {
        end.reset();
        return;
      }
      end = End{.value = end->value + by->value, .open = end->open || by->open};
    };
    extend(sum.lower, entry.interval.lower);
    extend(sum.upper, entry.interval.upper);
  }
  return sum;
}

TEST(CountersProperty, AnyOrderOfAddingAndRetractingEqualsRecomputation) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Entry> present;
    Counters incremental;
    const int64_t steps = random.Between(1, 40);
    for (int64_t step = 0; step < steps; ++step) {
      if (!present.empty() && random.OneIn(3)) {
        const auto at =
            static_cast<size_t>(random.Between(0, static_cast<int64_t>(present.size()) - 1));
        present[at].AddTo(incremental, -1);
        present.erase(present.begin() + static_cast<std::ptrdiff_t>(at));
      } else {
        present.push_back(RandomEntry(random));
        present.back().AddTo(incremental, +1);
      }
    }
    Counters recomputed;
    for (const Entry& entry : present) entry.AddTo(recomputed, +1);
    ASSERT_EQ(incremental, recomputed);
    ASSERT_EQ(incremental.ToInterval(), SumOf(present));

    std::shuffle(present.begin(), present.end(), random.engine());
    for (const Entry& entry : present) entry.AddTo(incremental, -1);
    ASSERT_TRUE(incremental.IsZero());
  }
}

TEST(CountersProperty, TheIntervalContainsEverySumOfWitnesses) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    Counters counters;
    Int128 truth = 0;
    const int64_t amounts = random.Between(1, 12);
    for (int64_t i = 0; i < amounts; ++i) {
      const Entry entry = RandomEntry(random);
      const Int128 witness = Witness(random, entry.interval);
      ASSERT_TRUE(Contains(entry.interval, witness));
      truth += witness;
      entry.AddTo(counters, +1);
    }
    ASSERT_TRUE(Contains(counters.ToInterval(), truth)) << ToString(truth);
  }
}

TEST(CountersProperty, MergingPartsEqualsAddingTheirAmounts) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    Counters whole;
    Counters parts[3];
    for (int i = 0; i < 10; ++i) {
      const Entry entry = RandomEntry(random);
      entry.AddTo(whole, +1);
      entry.AddTo(parts[random.Between(0, 2)], +1);
    }
    Counters merged;
    for (const Counters& part : parts) merged.Add(part, +1);
    ASSERT_EQ(merged, whole);
    for (const Counters& part : parts) merged.Add(part, -1);
    ASSERT_TRUE(merged.IsZero());
  }
}

TEST(SubtractProperty, ContainsEveryDifferenceOfWitnesses) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    const Interval a = RandomEntry(random).interval;
    const Interval b = RandomEntry(random).interval;
    const std::optional<Interval> difference = Subtract(a, b);
    ASSERT_TRUE(difference);
    ASSERT_TRUE(Contains(*difference, Witness(random, a) - Witness(random, b)));
  }
}

TEST(ClipProperty, RemovesNothingThatIsZeroOrMore) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    const Entry entry = RandomEntry(random);
    const Interval clipped = ClipAtZero(entry.interval);
    ASSERT_TRUE(LiesWithin(clipped, entry.interval));
    ASSERT_EQ(ClipAtZero(clipped), clipped);
    const Int128 witness = Witness(random, entry.interval);
    ASSERT_TRUE(witness < 0 || Contains(clipped, witness));
  }
}

/// Ends at even values between −6 and 6, so that odd values show what open ends leave out.
Interval SmallInterval(Seeded& random) {
  Interval interval;
  int64_t lower = -6;
  if (!random.OneIn(4)) {
    lower = 2 * random.Between(-3, 2);
    interval.lower = End{.value = lower, .open = random.OneIn(2)};
  }
  if (!random.OneIn(4)) {
    const int64_t upper = 2 * random.Between(lower / 2 + 1, 3);
    interval.upper = End{.value = upper, .open = random.OneIn(2)};
  }
  return interval;
}

TEST(IntervalProperty, RelationsAgreeWithTryingEveryValue) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    const Interval a = SmallInterval(random);
    const Interval b = SmallInterval(random);
    bool within = true;
    bool apart = true;
    for (int value = -9; value <= 9; ++value) {
      const bool in_a = Contains(a, value);
      const bool in_b = Contains(b, value);
      within = within && (!in_a || in_b);
      apart = apart && !(in_a && in_b);
    }
    ASSERT_EQ(LiesWithin(a, b), within);
    ASSERT_EQ(Disjoint(a, b), apart);
    ASSERT_EQ(Disjoint(b, a), apart);
  }
}

}  // namespace
}  // namespace taizhang
