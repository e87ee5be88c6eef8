#include <chrono>
#include <map>
#include <memory>
#include <sstream>
#include <string>
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

const char* const kFirst = "divisions/440783/enterprises/a";
const char* const kSecond = "divisions/500113/enterprises/b";

/// Two counties whose enterprises report by the tenth; that of the second is late in February. The
/// last block, its report of March, is fed by a test. It is April 1st.
class ReportingRpcTest : public testing::Test {
 protected:
  ReportingRpcTest()
      : log_(MakeLogger({}, log_text_)),
        serving_(health_, *log_),
        follower_(views_, serving_),
        workers_("query", 2, 16),
        rpc_(views_, follower_, workers_, timer_, [this] { return now_us_; }) {
    const auto world = TwoCounties();
    Record measure =
        MeasureRecord(TemporalKind::kFlow, Frequency::kMonth, ReporterBit(Reporter::kEnterprise));
    std::get<Measure>(measure.details).due_days = 10;
    world->Put("measures/sales", measure);
    world->MoveTo("2025-03-20", 9);
    world->Observe(kSecond, "sales", "2025-02", Exactly(3));
    world->MoveTo("2025-04-01", 8);
    now_us_ = world->now_us();
    world->Observe(kSecond, "sales", "2025-03", Exactly(4));
    world->Commit();
    blocks_ = EncodeBlocks(*world);
    server_ = *GrpcServer::Start({}, {{v1::AggregatorService::service_full_name(), &rpc_}}, health_,
                                 *log_);
    stub_ = v1::AggregatorService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
    Feed(0, blocks_.size() - 1);
  }

  void Feed(size_t from, size_t to) {
    const std::vector<StoredBlock> blocks(blocks_.begin() + static_cast<ptrdiff_t>(from),
                                          blocks_.begin() + static_cast<ptrdiff_t>(to));
    ASSERT_TRUE(
        follower_.Receive({.epoch = "epoch-1", .blocks = blocks, .heads = HeadsOf(blocks)}).ok());
  }
  void FeedTheLast() { Feed(blocks_.size() - 1, blocks_.size()); }

  static v1::GetReportingRatesRequest Ask(const std::vector<std::string>& scopes,
                                          const std::vector<std::string>& periods) {
    v1::GetReportingRatesRequest request;
    for (const std::string& scope : scopes) request.add_scopes(scope);
    request.add_measures("measures/sales");
    for (const std::string& period : periods) request.add_periods(period);
    return request;
  }
  static v1::ListReportersRequest Whose(const std::string& scope, const std::string& period) {
    v1::ListReportersRequest request;
    request.set_scope(scope);
    request.set_measure("measures/sales");
    request.set_period(period);
    return request;
  }

  absl::Status Rates(const v1::GetReportingRatesRequest& request,
                     v1::GetReportingRatesResponse& response,
                     std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    return FromGrpcStatus(stub_->GetReportingRates(&context, request, &response));
  }
  absl::Status List(const v1::ListReportersRequest& request, v1::ListReportersResponse& response) {
    grpc::ClientContext context;
    return FromGrpcStatus(stub_->ListReporters(&context, request, &response));
  }
  /// Fields and reasons.
  std::map<std::string, std::string> ViolationsOf(const v1::ListReportersRequest& request) {
    v1::ListReportersResponse response;
    std::map<std::string, std::string> found;
    for (const Violation& violation : taizhang::ViolationsOf(List(request, response))) {
      found[violation.field] = std::string(ReasonName(violation.reason));
    }
    return found;
  }
  /// "a 2025-01 3": the reporter's id, the period, the state's number.
  static std::vector<std::string> LinesOf(const v1::ListReportersResponse& response) {
    std::vector<std::string> lines;
    for (const v1::ReporterPeriod& each : response.reporters()) {
      lines.push_back(each.reporter().substr(each.reporter().rfind('/') + 1) + " " + each.period() +
                      " " + v1::ReportState_Name(each.state()).substr(13));
    }
    return lines;
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

using Lines = std::vector<std::string>;

TEST_F(ReportingRpcTest, TellsRatesOfEveryCombinationInOrder) {
  v1::GetReportingRatesResponse response;
  ASSERT_TRUE(
      Rates(Ask({"divisions/CN", "divisions/500113"}, {"2025-02", "2025-01..2025-03"}), response)
          .ok());
  ASSERT_EQ(response.answers_size(), 4);
  EXPECT_EQ(response.answers(1).scope(), "divisions/CN");
  EXPECT_EQ(response.answers(1).measure(), "measures/sales");
  EXPECT_EQ(response.answers(1).period(), "2025-Q1") << "the shortest spelling";
  const v1::ReportingRates& february = response.answers(0).rates();
  EXPECT_EQ(february.expected(), 2);
  EXPECT_EQ(february.received(), 2);
  EXPECT_EQ(february.late(), 1);
  EXPECT_EQ(february.received_rate().percent(), "100.00");
  EXPECT_EQ(february.on_time_rate().numerator(), 1);
  EXPECT_EQ(february.on_time_rate().denominator(), 2);
  EXPECT_EQ(february.on_time_rate().percent(), "50.00");
  EXPECT_EQ(february.due_day(), "2025-03-10");
  EXPECT_EQ(february.due_time().seconds(), 1'741'622'400) << "2025-03-10 16:00 UTC";
  const v1::ReportingRates& quarter = response.answers(1).rates();
  EXPECT_EQ(quarter.expected(), 6);
  EXPECT_EQ(quarter.received(), 4);
  EXPECT_EQ(quarter.not_due(), 2);
  EXPECT_EQ(quarter.received_rate().percent(), "66.66") << "rounded down";
  EXPECT_EQ(quarter.periods(), 3);
  EXPECT_EQ(quarter.due_periods(), 2);
  EXPECT_EQ(response.cut_size(), 3);
  EXPECT_EQ(response.cut_digest().size(), 16U);
  EXPECT_EQ(response.read_time().seconds(), now_us_ / 1'000'000);
}

TEST_F(ReportingRpcTest, AnswersAnInvalidCombinationInItsPlace) {
  v1::GetReportingRatesResponse response;
  auto request = Ask({"divisions/CN", "divisions/3301", "nowhere"}, {"2025", "last year"});
  request.add_measures("measures/none");
  ASSERT_TRUE(Rates(request, response).ok());
  ASSERT_EQ(response.answers_size(), 12);
  const auto reason = [&response](int i) {
    return ReasonOf(FromRpcStatus(response.answers(i).error()));
  };
  EXPECT_TRUE(response.answers(0).has_rates());
  EXPECT_EQ(reason(1), Reason::kValueInvalid);
  EXPECT_EQ(reason(2), Reason::kScopeUnknown) << "there is no such measure";
  EXPECT_EQ(reason(4), Reason::kScopeUnknown);
  EXPECT_EQ(reason(8), Reason::kNameInvalid);
}

TEST_F(ReportingRpcTest, RefusesWhatIsEmptyOrNamedTwice) {
  v1::GetReportingRatesResponse response;
  auto request = Ask({"divisions/CN"}, {"2025-Q1", "2025-01..2025-03"});
  absl::Status status = Rates(request, response);
  ASSERT_EQ(taizhang::ViolationsOf(status).size(), 1U);
  EXPECT_EQ(taizhang::ViolationsOf(status)[0].field, "periods[1]");
  request = Ask({"divisions/CN"}, {"2025-Q1"});
  request.clear_measures();
  status = Rates(request, response);
  ASSERT_EQ(taizhang::ViolationsOf(status).size(), 1U);
  EXPECT_EQ(taizhang::ViolationsOf(status)[0].field, "measures");
}

TEST_F(ReportingRpcTest, WaitsForTokens) {
  auto request = Ask({"divisions/500113"}, {"2025-03"});
  request.add_tokens(TokenOf(blocks_.back()).Encode());
  v1::GetReportingRatesResponse response;
  EXPECT_EQ(ReasonOf(Rates(request, response, std::chrono::milliseconds(100))),
            Reason::kNotYetApplied);
  FeedTheLast();
  ASSERT_TRUE(Rates(request, response).ok());
  EXPECT_EQ(response.answers(0).rates().received(), 1);
}

TEST_F(ReportingRpcTest, ListsWhoReportedWhen) {
  v1::ListReportersResponse response;
  ASSERT_TRUE(List(Whose("divisions/CN", "2025-Q1"), response).ok());
  EXPECT_EQ(LinesOf(response), (Lines{"a 2025-01 ON_TIME", "a 2025-02 ON_TIME", "a 2025-03 NOT_DUE",
                                      "b 2025-01 ON_TIME", "b 2025-02 LATE", "b 2025-03 NOT_DUE"}));
  const v1::ReporterPeriod& late = response.reporters(4);
  EXPECT_EQ(late.reporter(), kSecond);
  EXPECT_EQ(late.first_report_time().seconds(), 1'742'432'400) << "2025-03-20 09:00 in China";
  EXPECT_EQ(late.due_day(), "2025-03-10");
  EXPECT_TRUE(late.expected_when_due());
  EXPECT_FALSE(response.reporters(2).has_first_report_time());
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(ReportingRpcTest, ListsTheStatesThatAreAskedFor) {
  v1::ListReportersRequest request = Whose("divisions/CN", "2025-Q1");
  request.add_states(v1::REPORT_STATE_LATE);
  request.add_states(v1::REPORT_STATE_MISSING);
  v1::ListReportersResponse response;
  ASSERT_TRUE(List(request, response).ok());
  EXPECT_EQ(LinesOf(response), (Lines{"b 2025-02 LATE"}));
}

TEST_F(ReportingRpcTest, AllPagesAreAsOfTheFirstOnesCut) {
  v1::ListReportersRequest request = Whose("divisions/CN", "2025-Q1");
  request.add_states(v1::REPORT_STATE_NOT_DUE);
  request.set_page_size(1);
  v1::ListReportersResponse first;
  ASSERT_TRUE(List(request, first).ok());
  EXPECT_EQ(LinesOf(first), (Lines{"a 2025-03 NOT_DUE"}));
  FeedTheLast();
  now_us_ += int64_t{30} * 24 * 3'600'000'000;
  request.set_page_token(first.next_page_token());
  v1::ListReportersResponse second;
  ASSERT_TRUE(List(request, second).ok());
  EXPECT_EQ(LinesOf(second), (Lines{"b 2025-03 NOT_DUE"})) << "reported, but later";
  EXPECT_EQ(second.cut_digest(), first.cut_digest());
  EXPECT_EQ(second.cut_size(), first.cut_size());
  EXPECT_EQ(second.read_time().seconds(), first.read_time().seconds());
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  ASSERT_TRUE(List(request, first).ok());
  EXPECT_EQ(LinesOf(first), Lines{});
}

TEST_F(ReportingRpcTest, NamesWhatIsWrongWithAList) {
  using Found = std::map<std::string, std::string>;
  EXPECT_EQ(ViolationsOf({}), (Found{{"scope", "FIELD_REQUIRED"},
                                     {"measure", "FIELD_REQUIRED"},
                                     {"period", "FIELD_REQUIRED"}}));
  v1::ListReportersRequest request = Whose("nowhere", "last year");
  request.set_measure("indicators/sales");
  request.set_page_size(1001);
  request.add_states(v1::REPORT_STATE_LATE);
  request.add_states(v1::REPORT_STATE_LATE);
  request.add_states(v1::REPORT_STATE_UNSPECIFIED);
  request.add_tokens("mistyped");
  EXPECT_EQ(ViolationsOf(request), (Found{{"scope", "NAME_INVALID"},
                                          {"measure", "NAME_INVALID"},
                                          {"period", "VALUE_INVALID"},
                                          {"page_size", "VALUE_INVALID"},
                                          {"states[1]", "VALUE_INVALID"},
                                          {"states[2]", "VALUE_INVALID"},
                                          {"tokens[0]", "VALUE_INVALID"}}));
}

TEST_F(ReportingRpcTest, RefusesAPageTokenOfAnotherList) {
  using Found = std::map<std::string, std::string>;
  v1::ListReportersRequest request = Whose("divisions/CN", "2025-Q1");
  request.set_page_size(1);
  v1::ListReportersResponse response;
  ASSERT_TRUE(List(request, response).ok());
  request.set_page_token(response.next_page_token());
  request.set_period("2025-H1");
  EXPECT_EQ(ViolationsOf(request), (Found{{"page_token", "VALUE_INVALID"}}));
  request.set_period("2025-Q1");
  request.set_page_token(response.next_page_token() + "A");
  EXPECT_EQ(ViolationsOf(request), (Found{{"page_token", "VALUE_INVALID"}}));
}

TEST_F(ReportingRpcTest, SaysThatAListsScopeIsUnknownOrItsPeriodTooFine) {
  v1::ListReportersResponse response;
  EXPECT_EQ(ReasonOf(List(Whose("divisions/3301", "2025"), response)), Reason::kScopeUnknown);
  v1::ListReportersRequest request = Whose("divisions/CN", "2025");
  request.set_measure("measures/none");
  EXPECT_EQ(ReasonOf(List(request, response)), Reason::kScopeUnknown);
}

}  // namespace
}  // namespace taizhang::aggregator
