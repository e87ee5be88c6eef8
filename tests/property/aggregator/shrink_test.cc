// What makes failing histories small, on properties that are false on purpose.

#include "tests/support/shrink.h"

#include <string>
#include <variant>

#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_figures.h"
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

/// A history as random ones are.
History AnyHistory(uint64_t seed) {
  FigureWorld world;
  RandomFigures random(seed);
  random.Begin(world);
  for (int step = 0; step < 4; ++step) random.Step(world);
  return world.history();
}

/// "Nothing of a county is ever above 100": false as soon as anybody in it reports so much.
bool IsAboveAHundred(const History& history) {
  FigureWorld world;
  world.Replay(history);
  const auto figure = world.Ask("divisions/440783", "total-flow-month", "2024");
  return figure.ok() && figure->computed && figure->computed->value > 100;
}

/// The first that is.
History AboveAHundred() {
  for (uint64_t seed = 1;; ++seed) {
    History history = AnyHistory(seed);
    if (IsAboveAHundred(history)) return history;
  }
}

TEST(Shrink, LeavesTheFewRowsThatAFailureNeeds) {
  const History history = AboveAHundred();
  ASSERT_GT(SizeOf(history), 300U);
  const History small = Shrink(history, IsAboveAHundred);
  EXPECT_TRUE(IsAboveAHundred(small));
  // A county and a town, an indicator, a measure, somebody in the town; a few amounts below 50.
  EXPECT_LE(SizeOf(small), 10U) << ToText(small);
  EXPECT_EQ(small.size(), 1U) << ToText(small);
}

TEST(Shrink, NothingOfWhatIsLeftCanBeLeftOut) {
  const History small = Shrink(AboveAHundred(), IsAboveAHundred);
  for (size_t i = 0; i < small.size(); ++i) {
    for (size_t j = 0; j < small[i].size(); ++j) {
      History fewer = small;
      fewer[i].erase(fewer[i].begin() + static_cast<ptrdiff_t>(j));
      EXPECT_FALSE(IsAboveAHundred(fewer)) << ToText(small) << "without\n" << ToText(fewer);
    }
  }
}

TEST(Shrink, StopsAfterSoManyTriesWithWhatStillFails) {
  int tries = 0;
  const StillFails fails = [&tries](const History& history) {
    ++tries;
    return IsAboveAHundred(history);
  };
  const History small = Shrink(AboveAHundred(), fails, 20);
  EXPECT_EQ(tries, 20);
  EXPECT_TRUE(IsAboveAHundred(small));
}

TEST(Shrink, KeepsAHistoryOfWhichNothingCanBeLeftOut) {
  const History history = AnyHistory(7);
  const StillFails only_whole = [&](const History& other) {
    return ToText(other) == ToText(history);
  };
  EXPECT_EQ(ToText(Shrink(history, only_whole, 100)), ToText(history));
}

/// The failing property itself: its failure says the seed, the question and the small history.
void RunAFalseProperty() {
  const auto any_query = [](RandomFigures& /*random*/, const FigureWorld& /*world*/) {
    return FigureQuery{.scope = *RecordName::Parse("divisions/440783"),
                       .indicator = "indicators/count-enterprise",
                       .period = *Period::Parse("2024"),
                       .members_on = {}};
  };
  ForEachHistory(20, 1, any_query, [](FigureWorld& world, const FigureQuery& query) {
    const auto figure = world.Ask(query);
    const bool any = figure.ok() && figure->computed && figure->computed->value > 0;
    return std::string(any ? "somebody is counted" : "");
  });
}

TEST(Shrink, AFailingPropertyTellsItsSeedAndItsSmallestHistory) {
  testing::TestPartResultArray results;
  {
    testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    RunAFalseProperty();
  }
  ASSERT_EQ(results.size(), 1);
  const std::string message = results.GetTestPartResult(0).message();
  EXPECT_NE(message.find("seed 2025"), std::string::npos) << message;
  EXPECT_NE(message.find("count-enterprise of divisions/440783 in 2024"), std::string::npos);
  EXPECT_NE(message.find("somebody is counted\nafter:\nblock\n"), std::string::npos) << message;
  // A county, an indicator, an enterprise; where it lies in a town, the town.
  EXPECT_LE(std::count(message.begin(), message.end(), '\n'), 9) << message;
}

}  // namespace
}  // namespace taizhang::aggregator
