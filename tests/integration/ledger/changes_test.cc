#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/status/grpc_status.h"
#include "grpc/impl/codegen/grpc_types.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "tests/integration/ledger/ledger_server.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;

/// One FollowChanges stream. Parts of a commit are put together; what is not complete stays out.
class Changes {
 public:
  explicit Changes(LedgerServer& server, v1::FollowChangesRequest request = {}) {
    if (request.progress_interval_ms() == 0) request.set_progress_interval_ms(100);
    reader_ = server.stub().FollowChanges(&context_, request);
  }
  ~Changes() { context_.TryCancel(); }

  /// Blocks until `count` more commits are complete.
  std::vector<v1::Commit> Next(size_t count) {
    std::vector<v1::Commit> commits;
    v1::FollowChangesResponse response;
    while (commits.size() < count && reader_->Read(&response)) {
      ++messages_;
      largest_ = std::max(largest_, response.ByteSizeLong());
      for (const v1::Commit& part : response.commits()) {
        v1::Commit& commit = parts_[part.partition()];
        commit.MergeFrom(part);
        if (!part.complete()) continue;
        commits.push_back(std::move(commit));
        parts_.erase(part.partition());
      }
    }
    return commits;
  }
  /// "440783 1: a b" for each of the next commits.
  std::vector<std::string> NextNames(size_t count) {
    std::vector<std::string> texts;
    for (const v1::Commit& commit : Next(count)) {
      texts.push_back(commit.partition() + " " + std::to_string(commit.revision()) + ":");
      for (const v1::CommittedRequest& request : commit.requests()) {
        for (const v1::Change& change : request.changes())
          texts.back() +=
              " " + change.record().name().substr(change.record().name().rfind('/') + 1);
      }
    }
    return texts;
  }
  /// Reads until a message has progress; nothing may be left in parts then.
  v1::Progress Progress() {
    v1::FollowChangesResponse response;
    while (reader_->Read(&response) && !response.has_progress()) {
    }
    return response.progress();
  }
  grpc::Status Finish() {
    v1::FollowChangesResponse response;
    while (reader_->Read(&response)) {
    }
    return reader_->Finish();
  }
  [[nodiscard]] size_t messages() const { return messages_; }
  [[nodiscard]] size_t largest() const { return largest_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::FollowChangesResponse>> reader_;
  std::map<std::string, v1::Commit> parts_;
  size_t messages_ = 0;
  size_t largest_ = 0;
};

v1::FollowChangesRequest After(const v1::Commit& commit) {
  v1::FollowChangesRequest request;
  request.add_partitions(commit.partition());
  v1::Cursor& cursor = *request.add_cursors();
  cursor.set_partition(commit.partition());
  cursor.set_revision(commit.revision());
  cursor.set_hash(commit.hash());
  return request;
}

/// `count` enterprises with long names: about 330 bytes a change.
std::string ManyRows(int count, int first = 0) {
  std::string rows;
  for (int i = first; i < first + count; ++i)
    rows += EnterpriseRow("e" + std::to_string(i), std::string(290, 'x'));
  return rows;
}

class LedgerFollowChanges : public ::testing::Test {
 protected:
  LedgerFollowChanges() {
    EXPECT_TRUE(server_.Write(kStructureRequest).ok());
    EXPECT_TRUE(server_.Write(RequestId("first") + EnterpriseRow("a")).ok());
  }

  LedgerServer server_;
};

TEST_F(LedgerFollowChanges, TellsWhatChangedAndThenWhatChanges) {
  Changes changes(server_);
  EXPECT_THAT(changes.NextNames(2),
              ElementsAre("structure 1: CN 440783 440784 sales", "440783 1: a"));
  server_.MustWrite(RequestId("second") + EnterpriseRow("a", "other") + EnterpriseRow("b"));
  const v1::Commit commit = changes.Next(1).front();
  EXPECT_EQ(commit.revision(), 2);
  EXPECT_EQ(commit.hash(), server_.Head("440783")->hash());
  EXPECT_EQ(commit.structure_revision(), 1);
  ASSERT_EQ(commit.requests_size(), 1);
  EXPECT_EQ(commit.requests(0).request_id(), "second");
  EXPECT_EQ(commit.requests(0).principal(), "anonymous");
  const v1::Change& change = commit.requests(0).changes(0);
  EXPECT_EQ(change.outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(change.record().before().display_name(), "E");
  EXPECT_EQ(change.record().after().display_name(), "other");
  EXPECT_EQ(commit.requests(0).changes(1).outcome(), v1::OUTCOME_CREATED);
}

TEST_F(LedgerFollowChanges, ResumesBehindTheLastCompleteCommit) {
  const v1::Commit last = Changes(server_).Next(2).back();
  server_.MustWrite(EnterpriseRow("b"));
  EXPECT_THAT(Changes(server_, After(last)).NextNames(1), ElementsAre("440783 2: b"));
}

TEST_F(LedgerFollowChanges, RefusesACursorOfAnotherHistoryOrBeyondTheHead) {
  v1::FollowChangesRequest request = After(Changes(server_).Next(2).back());
  v1::Cursor& cursor = *request.mutable_cursors(0);
  cursor.set_revision(2);
  EXPECT_EQ(Changes(server_, request).Finish().error_code(), grpc::StatusCode::OUT_OF_RANGE);
  cursor.set_revision(1);
  cursor.mutable_hash()->at(0) = static_cast<char>(cursor.hash()[0] ^ 1);
  EXPECT_EQ(Changes(server_, request).Finish().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  request.clear_cursors();
  request.set_partitions(0, "somewhere");
  EXPECT_EQ(Changes(server_, request).Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LedgerFollowChanges, SendsALargeCommitInParts) {
  server_.MustWrite(ManyRows(5'000));
  Changes changes(server_);
  const std::vector<v1::Commit> commits = changes.Next(3);
  EXPECT_EQ(commits.back().revision(), 2);
  int told = 0;
  for (const v1::CommittedRequest& request : commits.back().requests())
    told += request.changes_size();
  EXPECT_EQ(told, 5'000);
  EXPECT_GE(changes.messages(), 2U);
  EXPECT_LE(changes.largest(), size_t{1} << 20U);
}

TEST_F(LedgerFollowChanges, TellsProgressOnlyOfWhatWasSentWhole) {
  server_.MustWrite(ManyRows(5'000));
  v1::FollowChangesRequest request;
  request.set_progress_interval_ms(100);
  grpc::ClientContext context;
  const auto reader = server_.stub().FollowChanges(&context, request);
  std::map<std::string, int64_t> complete;
  v1::FollowChangesResponse response;
  while (reader->Read(&response)) {
    for (const v1::Commit& part : response.commits()) {
      if (part.complete()) complete[part.partition()] = part.revision();
    }
    for (const v1::Cursor& head : response.progress().heads())
      EXPECT_LE(head.revision(), complete[head.partition()]);
    if (response.has_progress()) break;
  }
  EXPECT_EQ(complete["440783"], 2);
  context.TryCancel();
}

TEST_F(LedgerFollowChanges, TellsProgressOnAQuietStream) {
  Changes changes(server_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(changes.Progress().heads_size(), 2);
}

TEST_F(LedgerFollowChanges, AReaderThatReadsNothingHoldsNothingUp) {
  Changes idle(server_);
  Changes changes(server_);
  changes.Next(2);
  for (int request = 0; request < 5; ++request) server_.MustWrite(ManyRows(2'000, request * 2'000));
  EXPECT_EQ(changes.Next(5).back().revision(), 6);
  EXPECT_EQ(idle.Next(7).back().revision(), 6);
}

TEST_F(LedgerFollowChanges, EndsWhenShuttingDown) {
  Changes changes(server_);
  changes.Next(2);
  std::thread shutdown([&] { server_.Shutdown(); });
  EXPECT_EQ(changes.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  shutdown.join();
}

TEST(LedgerFollowLimit, StreamsOfChangesKeepNoReaderOfBlocksOut) {
  LedgerServer server({.block_streams_max = 1, .change_streams_max = 1});
  server.MustWrite(kStructureRequest);
  Changes changes(server);
  changes.Next(1);
  EXPECT_EQ(Changes(server).Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  grpc::ClientContext context;
  v1::FollowBlocksResponse response;
  const auto blocks = server.stub().FollowBlocks(&context, {});
  EXPECT_TRUE(blocks->Read(&response));
  context.TryCancel();
}

TEST(LedgerFollowLimit, AReaderThatTakesNothingLosesItsPlace) {
  LedgerServer server(
      {.change_streams_max = 1, .message_taken_within = std::chrono::milliseconds(300)});
  server.MustWrite(kStructureRequest);
  for (int request = 0; request < 5; ++request) server.MustWrite(ManyRows(2'000, request * 2'000));
  // Its window stays small, so that messages wait at the server.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  const auto idle = v1::LedgerService::NewStub(
      grpc::CreateCustomChannel(server.address(), grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  const auto reader = idle->FollowChanges(&context, {});
  reader->WaitForInitialMetadata();
  while (Changes(server).Next(1).empty()) {
  }
  v1::FollowChangesResponse response;
  while (reader->Read(&response)) EXPECT_FALSE(response.has_progress());
  const grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(),
            "a message was not taken in time; resume behind what was received whole");
}

/// Three partitions; the last block of 440783, of three, is damaged.
std::vector<StoredBlock> BlocksWithDamage() {
  LedgerServer whole;
  whole.MustWrite(kStructureRequest);
  for (const char* id : {"a", "b", "c"}) whole.MustWrite(EnterpriseRow(id));
  whole.MustWrite(
      RowOf(R"(name: "divisions/440784/enterprises/d" display_name: "D" enterprise {})"));
  std::vector<StoredBlock> blocks;
  for (const char* partition : {"structure", "440783", "440784"}) {
    const auto stored = whole.disk().store().Read(partition, 0, 1 << 20);
    EXPECT_TRUE(stored.ok()) << stored.status();
    blocks.insert(blocks.end(), stored->begin(), stored->end());
  }
  blocks[3].body[0] = static_cast<char>(blocks[3].body[0] ^ 1);
  return blocks;
}

TEST(LedgerFollowDamage, StopsOnePartitionAndSendsTheOthersOn) {
  LedgerServer server({}, BlocksWithDamage());
  v1::FollowChangesRequest request;
  request.set_progress_interval_ms(100);
  grpc::ClientContext context;
  const auto reader = server.stub().FollowChanges(&context, request);
  std::vector<std::string> told;
  const auto read_until_progress = [&] {
    v1::FollowChangesResponse response;
    while (reader->Read(&response)) {
      for (const v1::Commit& commit : response.commits())
        told.push_back(commit.partition() + " " + std::to_string(commit.revision()));
      for (const v1::PartitionStopped& stopped : response.stopped()) {
        told.push_back(stopped.partition() + " stopped at " + std::to_string(stopped.revision()));
        EXPECT_EQ(stopped.reason(), type::v1::ERROR_REASON_LOG_DAMAGED);
        EXPECT_FALSE(stopped.message().empty());
      }
      if (response.has_progress()) break;
    }
    return response.progress();
  };
  const v1::Progress first = read_until_progress();
  EXPECT_EQ(told.front(), "structure 1");
  EXPECT_THAT(told, testing::Contains("440784 1"));
  EXPECT_THAT(told, testing::Contains("440783 stopped at 3"));
  for (const v1::Cursor& head : first.heads()) EXPECT_NE(head.partition(), "440783");
  EXPECT_EQ(first.heads_size(), 2);
  told.clear();
  read_until_progress();
  EXPECT_THAT(told, ElementsAre("440783 stopped at 3"));
  told.clear();
  server.MustWrite(
      RowOf(R"(name: "divisions/440784/enterprises/e" display_name: "E" enterprise {})"));
  while (told.empty() || told.front() != "440784 2") {
    told.clear();
    read_until_progress();
  }
  context.TryCancel();
}

TEST(LedgerFollowDamage, EndsAStreamOfThatPartitionAlone) {
  LedgerServer server({}, BlocksWithDamage());
  v1::FollowChangesRequest request;
  request.add_partitions("440783");
  const absl::Status status = FromGrpcStatus(Changes(server, request).Finish());
  EXPECT_EQ(ReasonOf(status), Reason::kLogDamaged);
  EXPECT_EQ(MetadataOf(status), (Metadata{{"partition", "440783"}, {"revision", "3"}}));
}

TEST_F(LedgerFollowChanges, AgreesWithTheRevisionsOfARecord) {
  server_.MustWrite(RequestId("second") + EnterpriseRow("a", "other"));
  Changes changes(server_);
  const v1::Commit commit = changes.Next(3).back();
  v1::ListRecordRevisionsRequest request;
  request.set_name("divisions/440783/enterprises/a");
  grpc::ClientContext context;
  v1::ListRecordRevisionsResponse response;
  ASSERT_TRUE(server_.stub().ListRecordRevisions(&context, request, &response).ok());
  ASSERT_EQ(response.revisions_size(), 2);
  EXPECT_EQ(response.revisions(0).request_id(), "second");
  EXPECT_EQ(response.revisions(0).change().SerializeAsString(),
            commit.requests(0).changes(0).SerializeAsString());
  EXPECT_EQ(response.token(), server_.Head("440783")->token());
}

}  // namespace
}  // namespace taizhang::ledger
