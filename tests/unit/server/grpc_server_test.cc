#include "common/server/grpc_server.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/server/health.h"
#include "common/server/logging.h"
#include "common/server/self_dial.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "taizhang/aggregator/v1/aggregator_service.grpc.pb.h"

namespace taizhang {
namespace {

using aggregator::v1::AggregatorService;
using aggregator::v1::GetStatusRequest;
using aggregator::v1::GetStatusResponse;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using HealthStub = grpc::health::v1::Health::Stub;

/// Refuses every call with as many violations as a request of 5,000 rows can have.
class RefusingService : public AggregatorService::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context, const GetStatusRequest*,
                                      GetStatusResponse*) override {
    std::vector<Violation> violations;
    violations.reserve(5'000);
    for (int i = 0; i < 5'000; ++i) {
      violations.push_back({.row = i,
                            .field = absl::StrCat("rows[", i, "].observation.amount.unit"),
                            .reason = Reason::kUnitMismatch,
                            .description = "单位 美元 不能换算成 元：请写 元、万元 或 亿元"});
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpcStatus(MakeInvalidRequest(std::move(violations))));
    return reactor;
  }
};

class GrpcServerTest : public testing::Test {
 protected:
  GrpcServerTest() : log_(MakeLogger({}, log_text_)) { options_.health_address = "127.0.0.1:0"; }

  absl::StatusOr<std::unique_ptr<GrpcServer>> Start() {
    return GrpcServer::Start(options_, {{AggregatorService::service_full_name(), &service_}},
                             health_, *log_);
  }

  static std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }

  static HealthCheckResponse::ServingStatus Check(const std::string& address) {
    HealthStub stub(ChannelTo(address));
    grpc::ClientContext context;
    HealthCheckResponse response;
    const grpc::Status status = stub.Check(&context, {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status();
  }

  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  ServerOptions options_;
  Health health_;
  RefusingService service_;
};

TEST_F(GrpcServerTest, SaysNotServingUntilTold) {
  const auto server = *Start();
  EXPECT_EQ(Check(server->address()), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Check(server->health_address()), HealthCheckResponse::NOT_SERVING);
  health_.SetServing(true);
  EXPECT_EQ(Check(server->address()), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check(server->health_address()), HealthCheckResponse::SERVING);
}

TEST_F(GrpcServerTest, KnowsTheHealthOfItsServicesOnly) {
  const auto server = *Start();
  HealthStub stub(ChannelTo(server->address()));
  HealthCheckRequest request;
  HealthCheckResponse response;
  request.set_service("taizhang.aggregator.v1.AggregatorService");
  grpc::ClientContext known;
  EXPECT_TRUE(stub.Check(&known, request, &response).ok());
  request.set_service("another.Service");
  grpc::ClientContext unknown;
  EXPECT_EQ(stub.Check(&unknown, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(GrpcServerTest, ServesHealthAloneOnTheHealthPort) {
  const auto server = *Start();
  AggregatorService::Stub stub(ChannelTo(server->health_address()));
  grpc::ClientContext context;
  GetStatusResponse response;
  EXPECT_EQ(stub.GetStatus(&context, {}, &response).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcServerTest, TellsWatchersOfEachChangeAndOfTheEnd) {
  const auto server = *Start();
  HealthStub stub(ChannelTo(server->address()));
  grpc::ClientContext context;
  const auto stream = stub.Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  health_.SetServing(true);
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  server->Shutdown(std::chrono::hours(1));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(GrpcServerTest, LetsAWatcherGo) {
  const auto server = *Start();
  HealthStub stub(ChannelTo(server->address()));
  grpc::ClientContext context;
  const auto stream = stub.Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(stream->Read(&response));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

/// Waits for the health that a watcher hears of.
class Expecting : public Health::Watcher {
 public:
  explicit Expecting(Health::State state) : expected_(state) {}
  void Changed(Health::State state) override {
    if (state == expected_ && !std::exchange(heard_, true)) reached_.set_value();
  }
  void Wait() { reached_.get_future().wait(); }

 private:
  const Health::State expected_;
  bool heard_ = false;
  std::promise<void> reached_;
};

TEST_F(GrpcServerTest, NoticesThatItsPortDoesNotAnswer) {
  health_.SetServing(true);
  Expecting lost(Health::State::kNotServing);
  health_.Add(lost);
  const SelfDial dial("127.0.0.1:1", health_, *log_, std::chrono::milliseconds(1));
  lost.Wait();
  health_.Remove(lost);
  EXPECT_NE(log_text_.str().find("127.0.0.1:1 does not answer any more"), std::string::npos);
}

TEST_F(GrpcServerTest, NoticesThatItsPortAnswersAgain) {
  const auto server = *Start();
  health_.SetServing(true);
  health_.SetReachable(false);
  Expecting found(Health::State::kServing);
  health_.Add(found);
  const SelfDial dial(server->address(), health_, *log_, std::chrono::milliseconds(1));
  found.Wait();
  health_.Remove(found);
}

TEST_F(GrpcServerTest, LogsTheAddressesThatItGot) {
  const auto server = *Start();
  EXPECT_NE(server->address(), "127.0.0.1:0");
  EXPECT_NE(log_text_.str().find(absl::StrCat("listening on ", server->address())),
            std::string::npos);
}

TEST_F(GrpcServerTest, RefusesAPortThatIsTaken) {
  const auto server = *Start();
  options_.listen_address = server->address();
  const absl::Status status = Start().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(),
            absl::StrCat("cannot listen on ", server->address(), ": Address already in use"));
}

TEST_F(GrpcServerTest, DeliversAnErrorWithManyViolations) {
  const auto server = *Start();
  AggregatorService::Stub stub(ChannelTo(server->address()));
  grpc::ClientContext context;
  GetStatusResponse response;
  const absl::Status status = FromGrpcStatus(stub.GetStatus(&context, {}, &response));
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidRequest) << status;
  EXPECT_EQ(MetadataOf(status), (Metadata{{"violations", "5000"}}));
  EXPECT_GT(ViolationsOf(status).size(), 20U);
}

/// Asks `Stub` for the list of services and the file of one of them.
template <typename Stub, typename Request, typename Response>
void AskReflection(const std::string& address) {
  Stub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto stream = stub.ServerReflectionInfo(&context);
  Request request;
  Response response;
  request.set_list_services("");
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service())
    names.push_back(service.name());
  EXPECT_EQ(names, (std::vector<std::string>{"taizhang.aggregator.v1.AggregatorService",
                                             "grpc.health.v1.Health"}));

  request.set_file_containing_symbol(names[0]);
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  std::set<std::string> files;
  for (const std::string& encoded : response.file_descriptor_response().file_descriptor_proto()) {
    google::protobuf::FileDescriptorProto file;
    ASSERT_TRUE(file.ParseFromString(encoded));
    files.insert(file.name());
  }
  EXPECT_EQ(files.count("taizhang/aggregator/v1/aggregator_service.proto"), 1U);
  EXPECT_EQ(files.count("google/rpc/status.proto"), 1U) << "imports are sent as well";

  request.set_file_by_filename("no/such.proto");
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  EXPECT_EQ(response.error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(GrpcServerTest, DescribesItselfInBothVersionsOfReflection) {
  const auto server = *Start();
  namespace v1 = grpc::reflection::v1;
  namespace v1alpha = grpc::reflection::v1alpha;
  AskReflection<v1::ServerReflection::Stub, v1::ServerReflectionRequest,
                v1::ServerReflectionResponse>(server->address());
  AskReflection<v1alpha::ServerReflection::Stub, v1alpha::ServerReflectionRequest,
                v1alpha::ServerReflectionResponse>(server->address());
}

TEST_F(GrpcServerTest, CancelsWhatOutlastsTheDrain) {
  const auto server = *Start();
  grpc::reflection::v1::ServerReflection::Stub stub(ChannelTo(server->address()));
  grpc::ClientContext context;
  const auto stream = stub.ServerReflectionInfo(&context);
  grpc::reflection::v1::ServerReflectionRequest request;
  grpc::reflection::v1::ServerReflectionResponse response;
  request.set_list_services("");
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  server->Shutdown(std::chrono::milliseconds(10));
  EXPECT_FALSE(stream->Finish().ok());
}

}  // namespace
}  // namespace taizhang
