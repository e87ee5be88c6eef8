#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "common/server/grpc_server.h"
#include "common/server/logging.h"
#include "common/server/timer.h"
#include "common/server/worker_pool.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/aggregator/follow/follower.h"
#include "services/aggregator/rpc/aggregator_service.h"
#include "services/aggregator/rpc/background_audit.h"
#include "services/aggregator/rpc/serving.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

/// The aggregator's service in process, caught up with two counties.
class AuditRpcTest : public testing::Test {
 protected:
  AuditRpcTest()
      : log_(MakeLogger({}, log_text_)),
        serving_(health_, *log_),
        follower_(views_, serving_),
        workers_("query", 2, 16),
        rpc_(views_, follower_, workers_, timer_, [] { return int64_t{0}; }) {
    server_ = *GrpcServer::Start({}, {{v1::AggregatorService::service_full_name(), &rpc_}}, health_,
                                 *log_);
    stub_ = v1::AggregatorService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
    const std::vector<StoredBlock> blocks = EncodeBlocks(*TwoCounties());
    EXPECT_TRUE(
        follower_.Receive({.epoch = "epoch-1", .blocks = blocks, .heads = HeadsOf(blocks)}).ok());
  }

  absl::Status AuditFigures(const v1::AuditFiguresRequest& request,
                            v1::AuditFiguresResponse& response) {
    grpc::ClientContext context;
    return FromGrpcStatus(stub_->AuditFigures(&context, request, &response));
  }
  v1::GetStatusResponse Status() {
    grpc::ClientContext context;
    v1::GetStatusResponse response;
    EXPECT_TRUE(stub_->GetStatus(&context, {}, &response).ok());
    return response;
  }
  /// Adds 1 to what January's sales come to at a scope: what nobody but a test can do.
  void Spoil(std::string_view partition, std::string_view scope) {
    ASSERT_TRUE(views_
                    .Read([&](Reading& reading) {
                      const ViewState& state = *reading.Find(partition);
                      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
                      auto& cells = const_cast<Cells&>(*state.measures.At(0).cells);
                      cells.Add(*state.scopes.Find(scope), {.year = 2025, .slot = 0}, {.sum = 1},
                                nullptr);
                    })
                    .ok());
  }

  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  Health health_;
  Serving serving_;
  Views views_;
  Follower follower_;
  Timer timer_;
  WorkerPool workers_;
  AggregatorRpc rpc_;
  std::unique_ptr<GrpcServer> server_;
  std::unique_ptr<v1::AggregatorService::Stub> stub_;
};

TEST_F(AuditRpcTest, ComparesCellsWithTheFacts) {
  v1::AuditFiguresRequest request;
  request.set_cells(300);
  request.set_seed(7);
  v1::AuditFiguresResponse response;
  ASSERT_TRUE(AuditFigures(request, response).ok());
  EXPECT_GT(response.compared(), 0);
  EXPECT_EQ(response.mismatched(), 0);
  EXPECT_EQ(response.seed(), 7U);
  const v1::GetStatusResponse status = Status();
  EXPECT_EQ(status.cell_comparisons(), response.compared());
  EXPECT_EQ(status.cell_mismatches(), 0);
}

TEST_F(AuditRpcTest, TellsWhatACellHoldsThatTheFactsDoNotComeTo) {
  Spoil("440783", "divisions/440783");
  v1::AuditFiguresRequest request;
  request.add_scopes("divisions/440783");
  request.set_partition_prefix("4407");
  request.set_cells(300);
  v1::AuditFiguresResponse response;
  ASSERT_TRUE(AuditFigures(request, response).ok());
  ASSERT_GT(response.mismatches_size(), 0);
  EXPECT_EQ(response.mismatched(), response.mismatches_size());
  const v1::CellMismatch& mismatch = response.mismatches(0);
  EXPECT_EQ(mismatch.partition(), "440783");
  EXPECT_EQ(mismatch.revision(), 3);
  EXPECT_EQ(mismatch.scope(), "divisions/440783");
  EXPECT_EQ(mismatch.measure(), "measures/sales");
  EXPECT_EQ(mismatch.period(), "2025-01");
  EXPECT_EQ(mismatch.differences(), "sum 101, not 100");
  EXPECT_EQ(Status().cell_mismatches(), response.mismatched());
}

TEST_F(AuditRpcTest, RefusesToCompareWhatIsNotKept) {
  v1::AuditFiguresRequest request;
  request.add_scopes("divisions/440783/enterprises/a");
  request.set_cells(-1);
  v1::AuditFiguresResponse response;
  const absl::Status status = AuditFigures(request, response);
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidRequest);
  const std::vector<Violation> violations = ViolationsOf(status);
  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0].field, "scopes[0]");
  EXPECT_EQ(violations[1].field, "cells");
}

TEST_F(AuditRpcTest, ComparesInTheBackgroundAndSaysInTheLogWhatDiffers) {
  Spoil("440783", "divisions/440783");
  BackgroundAudit audit(rpc_.auditor(), std::chrono::milliseconds(1), 1, *log_);
  while (rpc_.auditor().counts().mismatches == 0) std::this_thread::yield();
  audit.Stop();
  EXPECT_NE(log_text_.str().find("measures/sales at divisions/440783 in 2025-01: sum 101, not 100"),
            std::string::npos)
      << log_text_.str();
}

TEST_F(AuditRpcTest, ComparesNothingInTheBackgroundWhereItIsTurnedOff) {
  BackgroundAudit audit(rpc_.auditor(), std::chrono::milliseconds(0), 1, *log_);
  audit.Stop();
  EXPECT_EQ(rpc_.auditor().counts().comparisons, 0U);
}

}  // namespace
}  // namespace taizhang::aggregator
