#include "common/server/timer.h"

#include <chrono>
#include <future>
#include <vector>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

TEST(Timer, RunsActionsInTheOrderOfTheirTimes) {
  Timer timer;
  std::vector<int> order;
  std::promise<void> done;
  const auto now = Clock::now();
  timer.At(now + milliseconds(30), [&] {
    order.push_back(3);
    done.set_value();
  });
  timer.At(now + milliseconds(20), [&] { order.push_back(2); });
  timer.At(now - milliseconds(1), [&] { order.push_back(1); });
  done.get_future().wait();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(Timer, ForgetsWhatIsCancelled) {
  Timer timer;
  bool ran = false;
  std::promise<void> done;
  const auto now = Clock::now();
  timer.Cancel(timer.At(now + milliseconds(10), [&] { ran = true; }));
  timer.At(now + milliseconds(20), [&] { done.set_value(); });
  done.get_future().wait();
  EXPECT_FALSE(ran);
}

TEST(Timer, StopsWithoutWaitingForWhatIsToCome) {
  Timer timer;
  timer.At(Clock::now() + std::chrono::hours(1), [] {});
  timer.Stop();
}

}  // namespace
}  // namespace taizhang
