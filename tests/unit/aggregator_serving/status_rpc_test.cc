// How the aggregator says that it is, by GetStatus and health, while it catches up and builds.

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "common/server/grpc_server.h"
#include "common/server/logging.h"
#include "common/server/timer.h"
#include "common/server/worker_pool.h"
#include "common/status/reason.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/aggregator/follow/follower.h"
#include "services/aggregator/rpc/aggregator_service.h"
#include "services/aggregator/rpc/serving.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

class StatusRpcTest : public testing::Test {
 protected:
  StatusRpcTest()
      : log_(MakeLogger({}, log_text_)),
        serving_(health_, *log_),
        follower_(views_, serving_),
        workers_("query", 2, 16),
        rpc_(views_, follower_, workers_, timer_, [] { return int64_t{0}; }),
        blocks_(EncodeBlocks(*TwoCounties())) {
    server_ = *GrpcServer::Start({}, {{v1::AggregatorService::service_full_name(), &rpc_}}, health_,
                                 *log_);
    stub_ = v1::AggregatorService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  void FeedAll() {
    ASSERT_TRUE(
        follower_.Receive({.epoch = "epoch-1", .blocks = blocks_, .heads = HeadsOf(blocks_)}).ok());
  }
  v1::GetStatusResponse Status() {
    grpc::ClientContext context;
    v1::GetStatusResponse response;
    EXPECT_TRUE(stub_->GetStatus(&context, {}, &response).ok());
    return response;
  }

  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  Health health_;
  Serving serving_;
  Views views_{FigureCacheLimits{}, FirstFold::kAfterFacts};
  Follower follower_;
  Timer timer_;
  WorkerPool workers_;
  AggregatorRpc rpc_;
  std::vector<StoredBlock> blocks_;
  std::unique_ptr<GrpcServer> server_;
  std::unique_ptr<v1::AggregatorService::Stub> stub_;
};

TEST_F(StatusRpcTest, TellsHowFarItFollows) {
  EXPECT_FALSE(Status().serving());
  FeedAll();
  while (views_.BuildSome(kBuildSteps)) {
  }
  const v1::GetStatusResponse status = Status();
  EXPECT_TRUE(status.serving());
  EXPECT_EQ(status.epoch(), "epoch-1");
  EXPECT_EQ(status.observation_versions(), 3);
  ASSERT_EQ(status.partitions_size(), 3);
  EXPECT_EQ(status.partitions(0).partition(), "440783");
  EXPECT_EQ(status.partitions(0).revision(), 3);
  EXPECT_EQ(status.partitions(0).head(), 3);
  EXPECT_EQ(status.partitions(0).token(), TokenOf(blocks_[5]).Encode());
  EXPECT_EQ(status.partitions(0).stopped(), "");
}

TEST_F(StatusRpcTest, TellsWhatIsBeingBuilt) {
  FeedAll();
  EXPECT_TRUE(views_.BuildSome(1)) << "the first of two counties";
  const v1::GetStatusResponse status = Status();
  EXPECT_FALSE(status.serving());
  EXPECT_EQ(status.building_partitions(), 1);
  EXPECT_EQ(status.building_cells(), 1);
  EXPECT_EQ(status.built_series(), 1);
  ASSERT_EQ(status.partitions_size(), 3);
  EXPECT_FALSE(status.partitions(0).has_build());
  ASSERT_EQ(status.partitions(1).partition(), "500113");
  const v1::PartitionBuild& build = status.partitions(1).build();
  ASSERT_EQ(build.measures_size(), 1);
  EXPECT_EQ(build.measures(0), "measures/sales");
  EXPECT_EQ(build.folded(), 0);
  EXPECT_EQ(build.subjects(), 1);
  EXPECT_FALSE(views_.BuildSome(1));
  EXPECT_TRUE(Status().serving());
  EXPECT_EQ(Status().building_cells(), 0);
  EXPECT_EQ(Status().built_series(), 2);
}

TEST_F(StatusRpcTest, ServesWhenTheViewsAreReadyAndTheLedgerIsTheSame) {
  FeedAll();
  EXPECT_EQ(health_.state(), Health::State::kNotServing) << "caught up, but not built";
  serving_.Ready();
  EXPECT_EQ(health_.state(), Health::State::kServing);
  EXPECT_FALSE(follower_.Receive({.epoch = "epoch-2", .blocks = {}, .heads = {}}).ok());
  EXPECT_EQ(health_.state(), Health::State::kNotServing);
  serving_.Ready();
  EXPECT_EQ(health_.state(), Health::State::kNotServing);
}

}  // namespace
}  // namespace taizhang::aggregator
