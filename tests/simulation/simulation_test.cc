#include "tests/simulation/simulation.h"

#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

namespace taizhang::simulation {
namespace {

/// TAIZHANG_SEED repeats one history.
std::vector<uint64_t> Seeds(int count) {
  if (const char* seed = std::getenv("TAIZHANG_SEED")) return {std::strtoull(seed, nullptr, 10)};
  std::vector<uint64_t> seeds;
  std::random_device random;
  for (int i = 0; i < count; ++i) seeds.push_back(random());
  return seeds;
}

TEST(Simulation, HoldsThroughCrashesLostAnswersAndCutStreams) {
  int crashes = 0;
  size_t erasures = 0;
  for (const uint64_t seed : Seeds(300)) {
    Simulation simulation(seed);
    const std::string complaint = simulation.Run();
    ASSERT_EQ(complaint, "") << "TAIZHANG_SEED=" << seed;
    crashes += simulation.crashes();
    erasures += simulation.erasures();
  }
  // A world in which nothing happens proves nothing.
  EXPECT_GT(crashes, 0);
  EXPECT_GT(erasures, 0U);
}

TEST(Simulation, OneSeedIsOneHistory) {
  Simulation first(42);
  Simulation second(42);
  EXPECT_EQ(first.Run(), second.Run());
  EXPECT_EQ(first.crashes(), second.crashes());
}

}  // namespace
}  // namespace taizhang::simulation
