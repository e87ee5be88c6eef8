#include <chrono>
#include <future>
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
#include "services/aggregator/rpc/serving.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

/// The aggregator's service in process, over views that the test feeds.
class AggregatorRpcTest : public testing::Test {
 protected:
  AggregatorRpcTest()
      : log_(MakeLogger({}, log_text_)),
        serving_(health_, *log_),
        follower_(views_, serving_),
        workers_("query", 2, 16),
        rpc_(views_, follower_, workers_, timer_, [this] { return now_us_; }),
        blocks_(EncodeBlocks(*TwoCounties())) {
    server_ = *GrpcServer::Start({}, {{v1::AggregatorService::service_full_name(), &rpc_}}, health_,
                                 *log_);
    stub_ = v1::AggregatorService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  void Feed(size_t from, size_t to) {
    const std::vector<StoredBlock> blocks(blocks_.begin() + static_cast<ptrdiff_t>(from),
                                          blocks_.begin() + static_cast<ptrdiff_t>(to));
    ASSERT_TRUE(
        follower_.Receive({.epoch = "epoch-1", .blocks = blocks, .heads = HeadsOf(blocks)}).ok());
  }
  void FeedAll() { Feed(0, blocks_.size()); }
  /// Two counties and an indicator that is made of others.
  void FeedWith(Expression definition) {
    const auto world = TwoCounties();
    Record record;
    record.details.emplace<Indicator>().definition = std::move(definition);
    world->Put("indicators/made", std::move(record));
    world->Commit();
    blocks_ = EncodeBlocks(*world);
    FeedAll();
  }

  static v1::QueryFiguresRequest Ask(const std::vector<std::string>& scopes,
                                     const std::string& indicator,
                                     const std::vector<std::string>& periods) {
    v1::QueryFiguresRequest request;
    for (const std::string& scope : scopes) request.add_scopes(scope);
    request.add_indicators(indicator);
    for (const std::string& period : periods) request.add_periods(period);
    return request;
  }

  absl::Status Query(const v1::QueryFiguresRequest& request, v1::QueryFiguresResponse& response,
                     std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    return FromGrpcStatus(stub_->QueryFigures(&context, request, &response));
  }

  int64_t now_us_ = 0;
  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  Health health_;
  Serving serving_;
  Views views_;
  Follower follower_;
  Timer timer_;
  WorkerPool workers_;
  AggregatorRpc rpc_;
  std::vector<StoredBlock> blocks_;
  std::unique_ptr<GrpcServer> server_;
  std::unique_ptr<v1::AggregatorService::Stub> stub_;
};

TEST_F(AggregatorRpcTest, IsUnavailableBeforeTheFirstCatchUp) {
  v1::QueryFiguresResponse response;
  const absl::Status status = Query(Ask({"divisions/CN"}, "indicators/sales", {"2025"}), response);
  EXPECT_EQ(ReasonOf(status), Reason::kNotReady);
}

TEST_F(AggregatorRpcTest, AnswersEveryCombinationInOrder) {
  FeedAll();
  v1::QueryFiguresResponse response;
  ASSERT_TRUE(Query(Ask({"divisions/CN", "divisions/500113"}, "indicators/sales",
                        {"2025-01", "2025-01..2025-12"}),
                    response)
                  .ok());
  ASSERT_EQ(response.answers_size(), 4);
  EXPECT_EQ(response.answers(0).scope(), "divisions/CN");
  EXPECT_EQ(response.answers(0).indicator(), "indicators/sales");
  EXPECT_EQ(response.answers(0).period(), "2025-01");
  EXPECT_EQ(response.answers(0).figure().computed().value(), "120");
  EXPECT_EQ(response.answers(1).period(), "2025") << "the shortest spelling";
  EXPECT_EQ(response.answers(1).figure().computed().value(), "127");
  EXPECT_EQ(response.answers(2).figure().computed().value(), "20");
  EXPECT_EQ(response.answers(3).figure().computed().value(), "20");
  EXPECT_EQ(response.answers(0).figure().unit(), "元");
  EXPECT_EQ(response.answers(0).figure().computed().mark(), v1::MARK_EXACT);
  ASSERT_EQ(response.cut_size(), 3);
  EXPECT_EQ(response.cut(2).partition(), "structure");
  EXPECT_EQ(response.cut_digest().size(), 16U);
}

TEST_F(AggregatorRpcTest, AnswersAnInvalidCombinationInItsPlace) {
  FeedAll();
  v1::QueryFiguresResponse response;
  ASSERT_TRUE(Query(Ask({"divisions/CN", "divisions/440000", "nowhere"}, "indicators/sales",
                        {"2025", "last year"}),
                    response)
                  .ok());
  ASSERT_EQ(response.answers_size(), 6);
  const auto reason = [&response](int i) {
    return ReasonOf(FromRpcStatus(response.answers(i).error()));
  };
  EXPECT_EQ(response.answers(0).figure().computed().value(), "127");
  EXPECT_EQ(reason(1), Reason::kValueInvalid);
  EXPECT_EQ(response.answers(1).period(), "last year");
  EXPECT_EQ(reason(2), Reason::kNameInvalid) << "440000 is written 44";
  EXPECT_EQ(reason(4), Reason::kNameInvalid);
  ASSERT_TRUE(Query(Ask({"divisions/3301"}, "indicators/none", {"2025"}), response).ok());
  EXPECT_EQ(reason(0), Reason::kScopeUnknown);
}

TEST_F(AggregatorRpcTest, EvaluatesOnAWorkerWhatCellsDoNotAnswer) {
  FeedAll();
  v1::QueryFiguresResponse response;
  auto request =
      Ask({"divisions/CN", "divisions/440783/enterprises/a"}, "indicators/sales", {"2025"});
  request.set_distinct_subjects(true);
  ASSERT_TRUE(Query(request, response).ok());
  EXPECT_EQ(response.answers(0).figure().computed().value(), "127");
  EXPECT_EQ(response.answers(0).figure().distinct().contributing(), 2);
  EXPECT_EQ(response.answers(1).figure().computed().value(), "107");
}

const TotalOf kSales = {.measure = "measures/sales"};

TEST_F(AggregatorRpcTest, TellsOfARatioWhoIsOnWhichSide) {
  FeedWith({.node = Ratio{.numerator = kSales, .denominator = kSales, .in_percent = true}});
  v1::QueryFiguresResponse response;
  ASSERT_TRUE(Query(Ask({"divisions/CN"}, "indicators/made", {"2025-01"}), response).ok());
  const v1::Figure& figure = response.answers(0).figure();
  EXPECT_EQ(figure.computed().value(), "100");
  EXPECT_EQ(figure.unit(), "%");
  EXPECT_EQ(figure.decimals(), 2);
  EXPECT_EQ(figure.pairing().paired(), 2);
  EXPECT_EQ(figure.completeness().expected(), 4);
}

TEST_F(AggregatorRpcTest, TellsOfAShareWhatTheWholeIs) {
  FeedWith({.node = Share{}, .operands = {{.node = kSales}}});
  v1::QueryFiguresResponse response;
  ASSERT_TRUE(
      Query(Ask({"divisions/440783", "divisions/44"}, "indicators/made", {"2025-01"}), response)
          .ok());
  EXPECT_EQ(response.answers(0).figure().computed().value(), "100");
  EXPECT_EQ(response.answers(0).figure().whole(), "divisions/44");
  EXPECT_EQ(response.answers(1).figure().computed().value(), "83.33");
  EXPECT_EQ(response.answers(1).figure().whole(), "divisions/CN");
}

TEST_F(AggregatorRpcTest, TellsOfARankAmongHowMany) {
  FeedWith({.node = Rank{}, .operands = {{.node = kSales}}});
  v1::QueryFiguresResponse response;
  ASSERT_TRUE(Query(Ask({"divisions/50"}, "indicators/made", {"2025-01"}), response).ok());
  EXPECT_EQ(response.answers(0).figure().computed().value(), "2");
  EXPECT_EQ(response.answers(0).figure().ranked(), 2);
}

TEST_F(AggregatorRpcTest, SaysWhyThereIsNoValue) {
  FeedWith({.node = Growth{}, .operands = {{.node = kSales}}});
  v1::QueryFiguresResponse response;
  ASSERT_TRUE(Query(Ask({"divisions/50"}, "indicators/made", {"2025-01"}), response).ok());
  EXPECT_FALSE(response.answers(0).figure().has_computed());
  EXPECT_EQ(response.answers(0).figure().no_value(), v1::NO_VALUE_MISSING);
}

TEST_F(AggregatorRpcTest, EchoesTheAttributionAsItWasApplied) {
  FeedAll();
  v1::QueryFiguresResponse response;
  auto request = Ask({"divisions/440783/clusters/sanitaryware"}, "indicators/sales", {"2025"});
  ASSERT_TRUE(Query(request, response).ok());
  EXPECT_EQ(response.attribution(), v1::ATTRIBUTION_AS_OF_PERIOD);
  EXPECT_EQ(response.fixed_day(), "");
  request.set_attribution(v1::ATTRIBUTION_FIXED);
  request.set_fixed_day("2024-02-29");
  ASSERT_TRUE(Query(request, response).ok());
  EXPECT_EQ(response.attribution(), v1::ATTRIBUTION_FIXED);
  EXPECT_EQ(response.fixed_day(), "2024-02-29");
}

TEST_F(AggregatorRpcTest, CurrentIsTheDayInChina) {
  FeedAll();
  // Half past four in the afternoon of 2025-12-31 in UTC.
  now_us_ = 1'767'198'600'000'000;
  v1::QueryFiguresResponse response;
  auto request = Ask({"divisions/CN"}, "indicators/sales", {"2025"});
  request.set_attribution(v1::ATTRIBUTION_CURRENT);
  ASSERT_TRUE(Query(request, response).ok());
  EXPECT_EQ(response.attribution(), v1::ATTRIBUTION_CURRENT);
  EXPECT_EQ(response.fixed_day(), "2026-01-01");
  EXPECT_EQ(response.answers(0).figure().computed().value(), "127");
}

TEST_F(AggregatorRpcTest, FillsFromStatementsWhereItIsAsked) {
  const auto world = TwoCounties();
  world->Observe("divisions/50", "sales", "2025-02", Exactly(5));
  world->Commit();
  blocks_ = EncodeBlocks(*world);
  FeedAll();
  v1::QueryFiguresResponse response;
  auto request = Ask({"divisions/CN"}, "indicators/sales", {"2025-02"});
  ASSERT_TRUE(Query(request, response).ok());
  EXPECT_EQ(response.answers(0).figure().computed().value(), "7");
  request.set_fill_from_statements(true);
  ASSERT_TRUE(Query(request, response).ok());
  EXPECT_EQ(response.answers(0).figure().computed().value(), "12");
  EXPECT_EQ(response.answers(0).figure().filled(), 1);
}

TEST_F(AggregatorRpcTest, RefusesEmptyListsAndBadTokensTogether) {
  FeedAll();
  v1::QueryFiguresRequest request;
  request.add_scopes("divisions/CN");
  request.add_tokens("no token");
  v1::QueryFiguresResponse response;
  const absl::Status status = Query(request, response);
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidRequest);
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"indicators", "periods", "tokens[0]"}));
}

TEST_F(AggregatorRpcTest, RefusesMoreFiguresThanItAnswers) {
  FeedAll();
  auto request = Ask(std::vector<std::string>(101, "divisions/CN"), "indicators/sales",
                     std::vector<std::string>(100, "2025"));
  v1::QueryFiguresResponse response;
  const absl::Status status = Query(request, response);
  EXPECT_EQ(ReasonOf(status), Reason::kTooLarge);
  EXPECT_EQ(MetadataOf(status), (Metadata{{"limit", "10000"}}));
}

TEST_F(AggregatorRpcTest, ShowsWhatATokenSaysWithoutBeingAskedAgain) {
  Feed(0, 3);
  auto request = Ask({"divisions/440783"}, "indicators/sales", {"2025"});
  request.add_tokens(TokenOf(blocks_[3]).Encode());
  auto answer = std::async(std::launch::async, [&] {
    v1::QueryFiguresResponse response;
    const absl::Status status = Query(request, response);
    return status.ok() ? response.answers(0).figure().computed().value() : status.ToString();
  });
  while (views_.waits().size() == 0) std::this_thread::yield();
  Feed(3, blocks_.size());
  EXPECT_EQ(answer.get(), "107");
}

TEST_F(AggregatorRpcTest, SaysWhichTokenWasNotAppliedInTime) {
  FeedAll();
  auto request = Ask({"divisions/440783"}, "indicators/sales", {"2025"});
  request.add_tokens(Token{.partition = "440783", .revision = 99, .hash = {}}.Encode());
  v1::QueryFiguresResponse response;
  const absl::Status status = Query(request, response, std::chrono::milliseconds(200));
  EXPECT_EQ(ReasonOf(status), Reason::kNotYetApplied) << status;
  EXPECT_EQ(MetadataOf(status), (Metadata{{"partition", "440783"}, {"revision", "99"}}));
  EXPECT_EQ(views_.waits().size(), 0U);
}

TEST_F(AggregatorRpcTest, RefusesATokenOfAnotherHistory) {
  FeedAll();
  Token token = TokenOf(blocks_[1]);
  token.hash[0] ^= 1;
  auto request = Ask({"divisions/440783"}, "indicators/sales", {"2025"});
  request.add_tokens(token.Encode());
  v1::QueryFiguresResponse response;
  const absl::Status status = Query(request, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), Reason::kHistoryDiverged);
}

TEST_F(AggregatorRpcTest, ForgetsACallerWhoHasGone) {
  FeedAll();
  auto request = Ask({"divisions/440783"}, "indicators/sales", {"2025"});
  request.add_tokens(Token{.partition = "440783", .revision = 99, .hash = {}}.Encode());
  grpc::ClientContext context;
  v1::QueryFiguresResponse response;
  auto answer = std::async(std::launch::async,
                           [&] { return stub_->QueryFigures(&context, request, &response); });
  while (views_.waits().size() == 0) std::this_thread::yield();
  context.TryCancel();
  EXPECT_EQ(answer.get().error_code(), grpc::StatusCode::CANCELLED);
  while (views_.waits().size() > 0) std::this_thread::yield();
}

TEST_F(AggregatorRpcTest, ShutsDownWithoutWaitingForTokens) {
  FeedAll();
  auto request = Ask({"divisions/440783"}, "indicators/sales", {"2025"});
  request.add_tokens(Token{.partition = "440783", .revision = 99, .hash = {}}.Encode());
  auto answer = std::async(std::launch::async, [&] {
    v1::QueryFiguresResponse response;
    return Query(request, response);
  });
  while (views_.waits().size() == 0) std::this_thread::yield();
  views_.waits().EndAll(MakeError(Reason::kNotReady, "shutting down"));
  server_->Shutdown(std::chrono::hours(1));
  EXPECT_EQ(ReasonOf(answer.get()), Reason::kNotReady);
}

TEST_F(AggregatorRpcTest, ListsIndicatorsInPagesOfOneRevision) {
  const auto world = TwoCounties();
  blocks_ = EncodeBlocks(*world);
  FeedAll();
  v1::ListIndicatorsRequest request;
  request.set_page_size(1);
  v1::ListIndicatorsResponse response;
  grpc::ClientContext first;
  ASSERT_TRUE(stub_->ListIndicators(&first, request, &response).ok());
  ASSERT_EQ(response.indicators_size(), 1);
  EXPECT_EQ(response.indicators(0).record().name(), "indicators/enterprises");
  EXPECT_EQ(response.indicators(0).record().indicator().count().kind(),
            type::v1::RECORD_KIND_ENTERPRISE);
  EXPECT_EQ(response.indicators(0).unit(), "个");
  EXPECT_EQ(response.indicators(0).temporal_kind(), type::v1::TEMPORAL_KIND_STOCK);

  world->Withdraw("indicators/sales");
  world->Put("indicators/zz", Count(RecordKind::kVillage));
  world->Commit();
  const size_t before = blocks_.size();
  blocks_ = EncodeBlocks(*world);
  Feed(before, blocks_.size());

  request.set_page_token(response.next_page_token());
  grpc::ClientContext second;
  ASSERT_TRUE(stub_->ListIndicators(&second, request, &response).ok());
  ASSERT_EQ(response.indicators_size(), 1);
  EXPECT_EQ(response.indicators(0).record().name(), "indicators/sales") << "as at the first page";
  EXPECT_EQ(response.indicators(0).unit(), "元");
  EXPECT_EQ(response.indicators(0).frequency(), type::v1::FREQUENCY_MONTH);
  EXPECT_EQ(response.next_page_token(), "");

  request.set_page_token("");
  request.set_page_size(0);
  grpc::ClientContext again;
  ASSERT_TRUE(stub_->ListIndicators(&again, request, &response).ok());
  ASSERT_EQ(response.indicators_size(), 2);
  EXPECT_EQ(response.indicators(1).record().name(), "indicators/zz");
}

TEST_F(AggregatorRpcTest, RefusesAPageTokenOfAnotherList) {
  FeedAll();
  v1::ListIndicatorsRequest request;
  request.set_page_token("bm90IG91cnM");
  v1::ListIndicatorsResponse response;
  grpc::ClientContext context;
  const absl::Status status = FromGrpcStatus(stub_->ListIndicators(&context, request, &response));
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidRequest);
  ASSERT_EQ(ViolationsOf(status).size(), 1U);
  EXPECT_EQ(ViolationsOf(status)[0].field, "page_token");
}

}  // namespace
}  // namespace taizhang::aggregator
