#include <thread>

#include "common/status/grpc_status.h"
#include "tests/integration/ledger/ledger_server.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;

/// One stream, read message by message.
class Stream {
 public:
  explicit Stream(LedgerServer& server, v1::FollowBlocksRequest request = {}) {
    if (request.progress_interval_ms() == 0) request.set_progress_interval_ms(100);
    reader_ = server.stub().FollowBlocks(&context_, request);
  }
  ~Stream() { context_.TryCancel(); }

  /// Blocks until there are `count` more: "440783 1".
  std::vector<std::string> Blocks(size_t count) {
    std::vector<std::string> blocks;
    v1::FollowBlocksResponse response;
    while (blocks.size() < count && reader_->Read(&response)) {
      for (const v1::Block& block : response.blocks()) {
        blocks.push_back(block.partition() + " " + std::to_string(block.revision()));
        last_ = block;
      }
    }
    return blocks;
  }
  /// Reads until a message has progress.
  v1::Progress Progress() {
    v1::FollowBlocksResponse response;
    while (reader_->Read(&response) && !response.has_progress()) {
    }
    return response.progress();
  }
  grpc::Status Finish() {
    v1::FollowBlocksResponse response;
    while (reader_->Read(&response)) {
    }
    return reader_->Finish();
  }
  void Cancel() { context_.TryCancel(); }
  const v1::Block& last() const { return last_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::FollowBlocksResponse>> reader_;
  v1::Block last_;
};

class LedgerFollow : public ::testing::Test {
 protected:
  LedgerFollow() {
    EXPECT_TRUE(server_.Write(kStructureRequest).ok());
    EXPECT_TRUE(server_.Write(EnterpriseRow("a")).ok());
  }

  LedgerServer server_;
};

TEST_F(LedgerFollow, SendsWhatThereIsAndThenWhatComes) {
  Stream stream(server_);
  EXPECT_THAT(stream.Blocks(2), ElementsAre("structure 1", "440783 1"));
  server_.MustWrite(EnterpriseRow("b"));
  EXPECT_THAT(stream.Blocks(1), ElementsAre("440783 2"));
  EXPECT_EQ(stream.last().hash(), server_.Head("440783")->hash());
}

TEST_F(LedgerFollow, SendsNothingThatIsNotDurable) {
  Stream stream(server_);
  stream.Blocks(2);
  server_.disk().Hold();
  std::thread writer([&] { server_.MustWrite(EnterpriseRow("b")); });
  while (server_.disk().store().Heads()->front().revision < 2) std::this_thread::yield();
  // Progress tells the durable head, and no block came before it.
  EXPECT_EQ(stream.Progress().heads(0).revision(), 1);
  server_.disk().Release();
  EXPECT_THAT(stream.Blocks(1), ElementsAre("440783 2"));
  writer.join();
}

TEST_F(LedgerFollow, ResumesBehindACursor) {
  v1::FollowBlocksRequest request;
  {
    Stream stream(server_);
    stream.Blocks(2);
    v1::Cursor& cursor = *request.add_cursors();
    cursor.set_partition(stream.last().partition());
    cursor.set_revision(stream.last().revision());
    cursor.set_hash(stream.last().hash());
    request.set_partition_prefix("44");
  }
  server_.MustWrite(EnterpriseRow("b"));
  EXPECT_THAT(Stream(server_, request).Blocks(1), ElementsAre("440783 2"));
}

TEST_F(LedgerFollow, RefusesACursorOfAnotherHistory) {
  v1::FollowBlocksRequest request;
  v1::Cursor& cursor = *request.add_cursors();
  cursor.set_partition("440783");
  cursor.set_revision(1);
  cursor.set_hash("another!");
  EXPECT_EQ(Stream(server_, request).Finish().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  request.mutable_cursors(0)->set_revision(2);
  EXPECT_EQ(Stream(server_, request).Finish().error_code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(LedgerFollow, TellsProgressOnAQuietStream) {
  Stream stream(server_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(stream.Progress().heads_size(), 2);
}

TEST_F(LedgerFollow, RefusesWhatIsWrong) {
  v1::FollowBlocksRequest request;
  request.add_partitions("somewhere");
  EXPECT_EQ(Stream(server_, request).Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LedgerFollow, RefusesListsThatAreTooLong) {
  v1::FollowBlocksRequest request;
  for (int i = 0; i < 10'001; ++i) request.add_partitions("440783");
  EXPECT_EQ(ReasonOf(FromGrpcStatus(Stream(server_, request).Finish())), Reason::kTooLarge);
  request.clear_partitions();
  for (int i = 0; i < 10'001; ++i) request.add_cursors()->set_revision(-1);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(Stream(server_, request).Finish())), Reason::kTooLarge);
}

TEST_F(LedgerFollow, EndsWithTheCaller) {
  Stream stream(server_);
  stream.Blocks(2);
  stream.Cancel();
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(LedgerFollow, EndsAllStreamsWhenShuttingDown) {
  Stream first(server_);
  Stream second(server_);
  first.Blocks(2);
  second.Blocks(2);
  std::thread shutdown([&] { server_.Shutdown(); });
  EXPECT_EQ(first.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(second.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  shutdown.join();
}

TEST_F(LedgerFollow, AReaderThatReadsNothingHoldsNothingUp) {
  Stream idle(server_);
  Stream stream(server_);
  stream.Blocks(2);
  const std::string text(290, 'x');
  for (int request = 0; request < 20; ++request) {
    std::string rows;
    for (int i = 0; i < 500; ++i)
      rows += EnterpriseRow("e" + std::to_string(request * 500 + i), text);
    ASSERT_TRUE(server_.Write(rows).ok());
  }
  EXPECT_EQ(stream.Blocks(20).back(), "440783 21");
  EXPECT_EQ(idle.Blocks(22).back(), "440783 21");
}

TEST(LedgerFollowLimit, RefusesMoreStreamsThanItHolds) {
  LedgerServer server({.block_streams_max = 1});
  server.MustWrite(kStructureRequest);
  Stream first(server);
  first.Blocks(1);
  EXPECT_EQ(Stream(server).Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace taizhang::ledger
