#include "services/aggregator/rpc/follower_client.h"

#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "common/log/mutex.h"
#include "common/server/logging.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

using ledger::v1::FollowBlocksRequest;
using ledger::v1::FollowBlocksResponse;
using ledger::v1::LedgerService;
using std::chrono::milliseconds;

/// A ledger that ends each stream after one block, and says where it stands once all are sent.
class CuttingLedger : public LedgerService::Service {
 public:
  explicit CuttingLedger(std::vector<StoredBlock> blocks) : blocks_(std::move(blocks)) {}

  grpc::Status FollowBlocks(grpc::ServerContext* context, const FollowBlocksRequest* request,
                            grpc::ServerWriter<FollowBlocksResponse>* writer) override {
    ++streams;
    if (refuses) return ToGrpcStatus(MakeError(Reason::kHistoryDiverged, "no such cursor"));
    std::map<std::string, uint64_t> cursors;
    for (const auto& cursor : request->cursors()) {
      cursors[cursor.partition()] = static_cast<uint64_t>(cursor.revision());
    }
    FollowBlocksResponse response;
    response.set_epoch("epoch-1");
    for (const StoredBlock& block : blocks_) {
      if (block.revision <= cursors[block.partition]) continue;
      auto& out = *response.add_blocks();
      out.set_partition(block.partition);
      out.set_revision(static_cast<int64_t>(block.revision));
      out.set_hash(block.hash.data(), block.hash.size());
      out.set_header(block.header);
      out.set_body(block.body);
      out.set_body_bytes(block.body_bytes);
      out.set_texts(block.texts);
      writer->Write(response);
      return {grpc::StatusCode::UNAVAILABLE, "cut"};
    }
    for (const Head& head : HeadsOf(blocks_)) {
      auto& out = *response.mutable_progress()->add_heads();
      out.set_partition(head.partition);
      out.set_revision(static_cast<int64_t>(head.revision));
    }
    writer->Write(response);
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  }

  std::atomic<int> streams = 0;
  std::atomic<bool> refuses = false;

 private:
  std::vector<StoredBlock> blocks_;
};

class Listener : public FollowerObserver {
 public:
  void CaughtUp() override { caught_up.set_value(); }
  void PartitionStopped(const std::string& partition, const absl::Status& why) override {
    ADD_FAILURE() << partition << ": " << why;
  }
  void Refused(const absl::Status& /*why*/) override { refused.set_value(); }

  std::promise<void> caught_up;
  std::promise<void> refused;
};

class FollowerClientTest : public testing::Test {
 protected:
  FollowerClientTest()
      : ledger_(EncodeBlocks(*TwoCounties())),
        log_(MakeLogger({}, log_text_)),
        follower_(views_, listener_) {}

  void StartLedger() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&ledger_);
    server_ = builder.BuildAndStart();
  }
  std::unique_ptr<FollowerClient> Connect() {
    return std::make_unique<FollowerClient>(
        "127.0.0.1:" + std::to_string(port_), follower_, [] { return 0.0; }, *log_);
  }

  CuttingLedger ledger_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  Listener listener_;
  Views views_;
  Follower follower_;
};

TEST_F(FollowerClientTest, ResumesFromItsCursorsUntilItHasCaughtUp) {
  StartLedger();
  const auto client = Connect();
  listener_.caught_up.get_future().wait();
  EXPECT_EQ(ledger_.streams, 8) << "one for each block, and one to follow";
  EXPECT_TRUE(views_.readiness().ok());
}

TEST_F(FollowerClientTest, StopsWhileAStreamIsQuiet) {
  StartLedger();
  auto client = Connect();
  listener_.caught_up.get_future().wait();
  client->Stop();
}

TEST_F(FollowerClientTest, StopsWhileNoLedgerIsThere) {
  port_ = 1;
  auto client = Connect();
  client->Stop();
}

TEST_F(FollowerClientTest, EndsWhenTheLedgerDoesNotKnowItsCursors) {
  ledger_.refuses = true;
  StartLedger();
  const auto client = Connect();
  listener_.refused.get_future().wait();
  EXPECT_EQ(ledger_.streams, 1);
  EXPECT_EQ(ReasonOf(views_.readiness()), Reason::kHistoryDiverged);
}

TEST(Backoff, DoublesUpToItsLimitAndSpreads) {
  EXPECT_EQ(BackoffOf(1, 0.0), milliseconds(50));
  EXPECT_EQ(BackoffOf(1, 1.0), milliseconds(100));
  EXPECT_EQ(BackoffOf(3, 1.0), milliseconds(400));
  EXPECT_EQ(BackoffOf(7, 1.0), milliseconds(5'000));
  EXPECT_EQ(BackoffOf(1'000'000, 0.0), milliseconds(2'500));
}

}  // namespace
}  // namespace taizhang::aggregator
