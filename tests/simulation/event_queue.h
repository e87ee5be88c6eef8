#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <utility>

namespace taizhang::simulation {

/// Virtual time and everything that will happen in it. Events of one instant run in the order in
/// which they were asked for, so one seed is one history.
class EventQueue {
 public:
  explicit EventQueue(uint64_t seed) : random_(seed) {}

  [[nodiscard]] int64_t now_us() const { return now_us_; }

  void After(int64_t delay_us, std::function<void()> event) {
    events_.emplace(std::pair{now_us_ + delay_us, next_++}, std::move(event));
  }
  /// After a random time up to `most_us`.
  void Soon(int64_t most_us, std::function<void()> event) {
    After(static_cast<int64_t>(Below(static_cast<uint64_t>(most_us) + 1)), std::move(event));
  }

  /// Runs the next event; false where there is none.
  bool Step() {
    if (events_.empty()) return false;
    auto first = events_.extract(events_.begin());
    now_us_ = first.key().first;
    first.mapped()();
    return true;
  }

  /// Uniform in [0, n).
  uint64_t Below(uint64_t n) { return std::uniform_int_distribution<uint64_t>(0, n - 1)(random_); }
  bool OneIn(uint64_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 random_;
  int64_t now_us_ = 0;
  uint64_t next_ = 0;
  std::map<std::pair<int64_t, uint64_t>, std::function<void()>> events_;
};

}  // namespace taizhang::simulation
