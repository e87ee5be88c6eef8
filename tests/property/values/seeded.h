#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace taizhang {

/// Random input for one test. The seed is printed, so that a failure can be repeated with
/// TAIZHANG_SEED set to it; without that variable every run tries new input.
class Seeded {
 public:
  Seeded() : engine_(ChooseSeed()) {}

  /// Uniform in [low, high].
  int64_t Between(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(engine_);
  }
  bool OneIn(int64_t n) { return Between(1, n) == 1; }
  std::mt19937_64& engine() { return engine_; }

 private:
  static uint64_t ChooseSeed() {
    const char* given = std::getenv("TAIZHANG_SEED");
    const uint64_t seed =
        given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "TAIZHANG_SEED=" << seed << "\n";
    return seed;
  }

  std::mt19937_64 engine_;
};

}  // namespace taizhang
