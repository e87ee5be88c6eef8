#include "tests/integration/ledger/ledger_server.h"

#include <utility>

#include "common/server/logging.h"
#include "common/status/grpc_status.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {

namespace {

void Put(Store& store, const std::vector<StoredBlock>& blocks) {
  Head head;
  for (const StoredBlock& block : blocks) {
    if (block.partition != head.partition) head = {.partition = block.partition};
    store.Append({.partition = head.partition,
                  .expected_revision = head.revision,
                  .expected_hash = head.hash,
                  .blocks = {block},
                  .requests = {}},
                 [](AppendOutcome outcome) { EXPECT_EQ(outcome, AppendOutcome::kAppended); });
    head.revision = block.revision;
    head.hash = block.hash;
  }
}

}  // namespace

LedgerServer::LedgerServer(LedgerService::Options options, const std::vector<StoredBlock>& stored)
    : log_(MakeLogger({.level = "error"})) {
  Put(disk_.store(), stored);
  CommitEnvironment environment;
  environment.store = &disk_.store();
  environment.executor = [this](std::function<void()> task) {
    workers_.Run(std::move(task)).IgnoreError();
  };
  environment.now_us = [] { return int64_t{1'750'000'000'000'000}; };
  if (!options.now_us) options.now_us = environment.now_us;
  environment.random = [](std::span<uint8_t> bytes) {
    std::fill(bytes.begin(), bytes.end(), uint8_t{1});
  };
  environment.on_durable = [this](const Blocks& blocks, uint64_t facts_digest) {
    tail_.Add(blocks, facts_digest);
  };
  environment.on_fatal = [](const absl::Status& status) { ADD_FAILURE() << status; };
  environment.warn = [](const std::string&) {};
  ledger_ = std::make_unique<Ledger>(std::move(environment));
  EXPECT_EQ(ledger_->Recover(), absl::OkStatus());
  EXPECT_EQ(tail_.Load(), absl::OkStatus());
  tail_.NoteFacts(ledger_->AllPartitions());
  service_ = std::make_unique<LedgerService>(*ledger_, tail_, workers_, timer_, options);
  auto server = GrpcServer::Start({}, {{v1::LedgerService::service_full_name(), service_.get()}},
                                  health_, *log_);
  EXPECT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  stub_ = v1::LedgerService::NewStub(
      grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
}

LedgerServer::~LedgerServer() { Shutdown(); }

void LedgerServer::Shutdown() {
  if (server_ == nullptr) return;
  service_->EndStreams();
  server_->Shutdown(std::chrono::seconds(10));
  workers_.Stop();
  server_ = nullptr;
}

absl::StatusOr<v1::WriteRecordsResponse> LedgerServer::Write(
    const v1::WriteRecordsRequest& request) {
  grpc::ClientContext context;
  v1::WriteRecordsResponse response;
  const grpc::Status status = stub_->WriteRecords(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

absl::StatusOr<v1::WriteRecordsResponse> LedgerServer::Write(const std::string& request) {
  return Write(Request(request));
}

v1::WriteRecordsResponse LedgerServer::MustWrite(const v1::WriteRecordsRequest& request) {
  const auto response = Write(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.value_or(v1::WriteRecordsResponse());
}

v1::WriteRecordsResponse LedgerServer::MustWrite(const std::string& request) {
  return MustWrite(Request(request));
}

absl::StatusOr<v1::GetRecordResponse> LedgerServer::Get(const std::string& request) {
  v1::GetRecordRequest message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(request, &message));
  grpc::ClientContext context;
  v1::GetRecordResponse response;
  const grpc::Status status = stub_->GetRecord(&context, message, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

absl::StatusOr<v1::GetHeadResponse> LedgerServer::Head(const std::string& partition) {
  v1::GetHeadRequest message;
  message.set_partition(partition);
  grpc::ClientContext context;
  v1::GetHeadResponse response;
  const grpc::Status status = stub_->GetHead(&context, message, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

}  // namespace taizhang::ledger
