#include "common/server/worker_pool.h"

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "common/status/reason.h"
#include "gtest/gtest.h"

namespace taizhang {
namespace {

TEST(WorkerPool, RunsTasksInTheOrderInWhichTheyCame) {
  std::vector<int> order;
  {
    WorkerPool pool("test", 1, 10);
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(pool.Run([&order, i] { order.push_back(i); }).ok());
    }
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

TEST(WorkerPool, RefusesMoreThanItsQueueHolds) {
  WorkerPool pool("test", 1, 2);
  std::promise<void> started;
  std::promise<void> release;
  ASSERT_TRUE(pool.Run([&] {
                    started.set_value();
                    release.get_future().wait();
                  })
                  .ok());
  started.get_future().wait();
  EXPECT_TRUE(pool.Run([] {}).ok());
  EXPECT_TRUE(pool.Run([] {}).ok());
  const absl::Status refused = pool.Run([] {});
  EXPECT_EQ(ReasonOf(refused), Reason::kOverloaded);
  EXPECT_EQ(MetadataOf(refused), (Metadata{{"limit", "2"}}));
  release.set_value();
}

TEST(WorkerPool, FinishesWhatIsQueuedWhenItStops) {
  std::atomic<int> done = 0;
  WorkerPool pool("test", 2, 100);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.Run([&done] { ++done; }).ok());
  pool.Stop();
  EXPECT_EQ(done, 50);
  EXPECT_EQ(ReasonOf(pool.Run([] {})), Reason::kNotReady);
}

TEST(WorkerPool, TakesTasksFromSeveralThreads) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool("test", 2, 1'000);
    std::vector<std::thread> givers;
    givers.reserve(4);
    for (int i = 0; i < 4; ++i) {
      givers.emplace_back([&] {
        for (int k = 0; k < 100; ++k) ASSERT_TRUE(pool.Run([&done] { ++done; }).ok());
      });
    }
    for (std::thread& giver : givers) giver.join();
  }
  EXPECT_EQ(done, 400);
}

}  // namespace
}  // namespace taizhang
