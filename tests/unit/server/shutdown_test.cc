#include "common/server/shutdown.h"

#include <csignal>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

TEST(ShutdownSignal, ReturnsTheFirstSignal) {
  ShutdownSignal shutdown;
  std::raise(SIGTERM);
  EXPECT_EQ(shutdown.Wait(), SIGTERM);
}

TEST(ShutdownSignal, LetsTheSecondSignalEndTheProcess) {
  EXPECT_EXIT(
      {
        ShutdownSignal shutdown;
        std::raise(SIGINT);
        shutdown.Wait();
        std::raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace taizhang
