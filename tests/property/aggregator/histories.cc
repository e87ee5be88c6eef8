#include "tests/property/aggregator/histories.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "tests/support/history_text.h"
#include "tests/support/shrink.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

constexpr int kSteps = 4;

uint64_t Setting(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string Again(const History& history, const FigureQuery& query, const Check& check) {
  FigureWorld world;
  world.Replay(history);
  return check(world, query);
}

void Report(uint64_t seed, const FigureWorld& world, const FigureQuery& query, const Check& check,
            const std::string& failure) {
  const History small = Shrink(world.history(), [&](const History& history) {
    return !Again(history, query, check).empty();
  });
  const std::string again = Again(small, query, check);
  ADD_FAILURE() << "seed " << seed << ": " << ToText(query) << "\n"
                << (again.empty() ? "only as it was folded then:\n" + failure : again)
                << "\nafter:\n"
                << ToText(small);
}

}  // namespace

void ForEachHistory(int cases, int questions, const AnyQuestion& any_question, const Check& check) {
  const uint64_t first = Setting("TAIZHANG_SEED", 20'250'601);
  const uint64_t count = Setting("TAIZHANG_CASES", static_cast<uint64_t>(cases));
  const uint64_t end = first + std::min(count, Setting("TAIZHANG_CASES_MAX", count));
  std::cout << "seeds " << first << " to " << end - 1 << "\n";
  for (uint64_t seed = first; seed < end; ++seed) {
    FigureWorld world;
    RandomFigures random(seed);
    random.Begin(world);
    for (int step = 0; step < kSteps; ++step) {
      random.Step(world);
      for (int i = 0; i < questions; ++i) {
        const FigureQuery query = any_question(random, world);
        const std::string failure = check(world, query);
        if (!failure.empty()) return Report(seed, world, query, check, failure);
      }
    }
  }
}

}  // namespace taizhang::aggregator
