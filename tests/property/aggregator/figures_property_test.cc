// The engine's figures of random histories against the reference model's, and against themselves.

#include <array>
#include <string>
#include <variant>

#include "tests/property/aggregator/comparison.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_figures.h"
#include "tests/support/reference_model.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

FigureQuery AnyQuery(RandomFigures& random, const FigureWorld& /*world*/) {
  return random.AnyQuery();
}

/// How many answers there were of each sort; few of one would say little of it.
struct Seen {
  int questions = 0;
  int with_value = 0;
  int bounded = 0;
  int filled = 0;
  int stated = 0;
  int decided = 0;
  int undefined = 0;

  void Count(const Figure& figure) {
    ++questions;
    if (figure.no_value > NoValue::kStatedOnly) ++undefined;
    for (const StatedFigure& each : figure.stated) {
      ++stated;
      decided += each.verdict == Verdict::kUnknown ? 0 : 1;
    }
    filled += figure.filled > 0 ? 1 : 0;
    if (!figure.computed) return;
    ++with_value;
    bounded += figure.computed->mark() == Mark::kExact ? 0 : 1;
  }
};

TEST(FigureProperties, TheEngineAndTheReferenceModelAgree) {
  Seen seen;
  Seen made;
  ForEachHistory(600, 25, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    const auto figure = world.Ask(query);
    const ReferenceAnswer expected = ReferenceModel(world.plain()).Answer(query);
    const bool of_parts = IsMadeOfParts(world, query);
    if (figure.ok()) (of_parts ? made : seen).Count(*figure);
    return Difference(figure, expected, of_parts);
  });
  for (const Seen& each : {seen, made}) {
    // Enough answers must be about something, or this says little.
    EXPECT_GT(each.with_value * 8, each.questions);
    EXPECT_GT(each.bounded * 16, each.with_value);
    EXPECT_GT(each.filled, 0);
    EXPECT_GT(each.decided, 0);
    std::cout << each.questions << " answers, " << each.with_value << " with a value, "
              << each.bounded << " of them bounded, " << each.filled << " filled, "
              << each.undefined << " undefined; " << each.stated << " stated, " << each.decided
              << " decided\n";
  }
}

TEST(FigureProperties, WhatWasFoldedStepByStepEqualsWhatIsBuiltAtOnce) {
  const FigureWorld* of = nullptr;
  size_t blocks = 0;
  std::unique_ptr<FigureWorld> rebuilt;
  ForEachHistory(150, 60, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    if (of != &world || blocks != world.blocks().size()) {
      rebuilt = world.Rebuilt();
      of = &world;
      blocks = world.blocks().size();
    }
    const auto folded = world.Ask(query);
    const auto at_once = rebuilt->Ask(query);
    if (!folded.ok() || !at_once.ok()) {
      return folded.status() == at_once.status() ? std::string() : at_once.status().ToString();
    }
    if (*folded == *at_once) return std::string();
    return "folded\n" + ToText(*folded) + "at once\n" + ToText(*at_once);
  });
}

}  // namespace
}  // namespace taizhang::aggregator
