#include <future>
#include <thread>

#include "common/values/token.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/integration/ledger/ledger_server.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LedgerRpc : public ::testing::Test {
 protected:
  LedgerRpc() { EXPECT_TRUE(server_.Write(kStructureRequest).ok()); }

  LedgerServer server_;
};

TEST_F(LedgerRpc, WritesRowsAndReadsThemBack) {
  const auto written = server_.Write(EnterpriseRow("a", "红丰") + R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/a"
        measure: "measures/sales"
        period: "2024"
        amount { value: "超5000万元" }
        remark: "as told"
      }
    })pb");
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->partition(), "440783");
  EXPECT_EQ(written->revision(), 1);
  EXPECT_THAT(written->outcomes(), ElementsAre(v1::OUTCOME_CREATED, v1::OUTCOME_CREATED));
  EXPECT_EQ(Token::Parse(written->token())->revision, 1);
  const auto record = server_.Get(R"(name: "divisions/440783/enterprises/a")");
  EXPECT_EQ(record->record().display_name(), "红丰");
  EXPECT_EQ(record->token(), written->token());
  const auto observation = server_.Get(R"pb(
    observation {
      subject: "divisions/440783/enterprises/a"
      measure: "measures/sales"
      period: "2024"
    })pb");
  ASSERT_TRUE(observation.ok()) << observation.status();
  EXPECT_EQ(observation->observation().amount().value(), "50000000");
  EXPECT_EQ(observation->observation().amount().bound(), type::v1::BOUND_MORE_THAN);
  EXPECT_EQ(observation->observation().amount().quantum(), "10000");
  EXPECT_EQ(observation->observation().remark(), "as told");
  EXPECT_EQ(observation->unit(), "元");
}

TEST_F(LedgerRpc, RefusesWithEveryFieldPath) {
  const auto written = server_.Write(EnterpriseRow("a", "") + "rows {}");
  EXPECT_EQ(written.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(written.status()), Reason::kInvalidRequest);
  const std::vector<Violation> violations = ViolationsOf(written.status());
  ASSERT_THAT(violations, SizeIs(2));
  EXPECT_EQ(violations[0].field, "rows[0].record.display_name");
  EXPECT_EQ(violations[1].field, "rows[1]");
}

TEST_F(LedgerRpc, ValidatesEveryRowInItsResponse) {
  std::string rows = "validate_only: true ";
  for (int i = 0; i < 500; ++i) rows += EnterpriseRow("e" + std::to_string(i), "");
  const auto judged = server_.Write(rows);
  ASSERT_TRUE(judged.ok()) << judged.status();
  EXPECT_EQ(judged->violations_size(), 500);
  EXPECT_EQ(judged->violations(499).field(), "rows[499].record.display_name");
  EXPECT_EQ(judged->violations(499).reason(), type::v1::ERROR_REASON_FIELD_REQUIRED);
  EXPECT_EQ(judged->violations(499).row(), 499);
  EXPECT_EQ(judged->token(), "");
  EXPECT_EQ(ReasonOf(server_.Head("440783").status()), Reason::kNotFound);
}

TEST_F(LedgerRpc, ReportsRowsOfWhichNoneNamesAPartition) {
  const auto judged = server_.Write(R"pb(
    validate_only: true
    rows { record { name: "nothing" } }
    rows {
      observation {
        subject: "measures/sales"
        measure: "measures/sales"
        period: "2024"
        amount { value: "1" }
      }
    })pb");
  ASSERT_TRUE(judged.ok()) << judged.status();
  EXPECT_EQ(judged->violations_size(), 2);
  EXPECT_EQ(judged->partition(), "");
}

TEST_F(LedgerRpc, RefusesTooManyRows) {
  v1::WriteRecordsRequest request;
  for (int i = 0; i <= kRowsMax; ++i)
    request.add_rows()->set_withdrawn_record("divisions/440783/enterprises/a");
  EXPECT_EQ(ReasonOf(server_.Write(request).status()), Reason::kTooLarge);
}

TEST_F(LedgerRpc, RefusesARequestThatIsWrongAsAWhole) {
  EXPECT_EQ(
      ViolationsOf(server_.Write(RequestId(std::string(129, 'x')) + EnterpriseRow("a")).status())[0]
          .field,
      "request_id");
  EXPECT_EQ(ViolationsOf(server_
                             .Write(EnterpriseRow("a") + R"pb(
                               assumed_records {
                                 name: "divisions/440783/enterprises/b"
                                 display_name: "B"
                                 enterprise {}
                               })pb")
                             .status())[0]
                .field,
            "assumed_records");
}

TEST_F(LedgerRpc, AnswersAnEmptyRequest) {
  const auto written = server_.Write("");
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_THAT(written->outcomes(), IsEmpty());
}

TEST_F(LedgerRpc, AnswersARepeatedRequestAlike) {
  const auto first = server_.Write(RequestId("r") + EnterpriseRow("a"));
  const auto again = server_.Write(RequestId("r") + EnterpriseRow("a"));
  EXPECT_EQ(first->token(), again->token());
  EXPECT_THAT(again->outcomes(), ElementsAre(v1::OUTCOME_CREATED));
  const auto other = server_.Write(RequestId("r") + EnterpriseRow("b"));
  EXPECT_EQ(other.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(MetadataOf(other.status()), (Metadata{{"request_id", "r"}}));
}

TEST_F(LedgerRpc, GuardsByEtag) {
  server_.MustWrite(EnterpriseRow("a"));
  const std::string etag =
      server_.Get(R"(name: "divisions/440783/enterprises/a")")->record().etag();
  v1::WriteRecordsRequest request = Request(EnterpriseRow("a", "renamed"));
  request.mutable_rows(0)->set_etag(etag);
  EXPECT_TRUE(server_.Write(request).ok());
  request.mutable_rows(0)->mutable_record()->set_display_name("renamed again");
  EXPECT_EQ(server_.Write(request).status().code(), absl::StatusCode::kAborted);
}

TEST_F(LedgerRpc, GuardsObservationsByEtag) {
  server_.MustWrite(EnterpriseRow("a"));
  const auto sales = [](const std::string& value) {
    return Request(
        R"(rows { observation { subject: "divisions/440783/enterprises/a" measure: "measures/sales" period: "2024"
                   amount { value: ")" +
        value + R"(" } } })");
  };
  server_.MustWrite(sales("1"));
  const auto read = server_.Get(R"pb(
    observation {
      subject: "divisions/440783/enterprises/a"
      measure: "measures/sales"
      period: "2024"
    })pb");
  v1::WriteRecordsRequest request = sales("2");
  request.mutable_rows(0)->set_etag(read->observation().etag());
  EXPECT_TRUE(server_.Write(request).ok());
  EXPECT_EQ(ReasonOf(server_.Write(request).status()), Reason::kEtagMismatch);
}

TEST_F(LedgerRpc, ReadsNothingThatIsNotThere) {
  EXPECT_EQ(ReasonOf(server_.Get(R"(name: "divisions/440783/enterprises/a")").status()),
            Reason::kNotFound);
  EXPECT_EQ(ReasonOf(server_.Get(R"(name: "divisions/440784/enterprises/a")").status()),
            Reason::kNotFound);
  EXPECT_EQ(ReasonOf(server_
                         .Get(R"pb(
                           observation {
                             subject: "divisions/440783"
                             measure: "measures/sales"
                             period: "2024"
                           })pb")
                         .status()),
            Reason::kNotFound);
  EXPECT_EQ(ReasonOf(server_.Get("").status()), Reason::kInvalidRequest);
  EXPECT_EQ(ReasonOf(server_.Head("440784").status()), Reason::kNotFound);
  EXPECT_EQ(ReasonOf(server_.Head("county").status()), Reason::kInvalidRequest);
}

TEST_F(LedgerRpc, TellsTheHead) {
  const auto head = server_.Head("structure");
  EXPECT_EQ(head->revision(), 1);
  EXPECT_THAT(head->hash(), SizeIs(32));
  EXPECT_EQ(head->commit_time().seconds(), 1'750'000'000);
  EXPECT_EQ(head->epoch(), "test-epoch");
  EXPECT_NE(head->facts_digest(), 0);
}

TEST(LedgerOverload, RefusesWhatItCannotTakeAndServesOn) {
  LedgerServer server({.admission = {.requests_max = 1}});
  server.MustWrite(kStructureRequest);
  server.disk().Hold();
  auto first = std::async(std::launch::async, [&] { return server.Write(EnterpriseRow("a")); });
  // Once it is with the disk, it is under way until the disk answers.
  while (server.disk().store().Heads()->front().partition != "440783") std::this_thread::yield();
  const absl::Status refused = server.Get(R"(name: "divisions/440783")").status();
  EXPECT_EQ(ReasonOf(refused), Reason::kOverloaded);
  server.disk().Release();
  EXPECT_TRUE(first.get().ok());
  EXPECT_TRUE(server.Write(EnterpriseRow("b")).ok());
}

TEST(LedgerShutdown, FinishesWritesThatAreUnderWay) {
  LedgerServer server;
  server.MustWrite(kStructureRequest);
  server.disk().Hold();
  auto write = std::async(std::launch::async, [&] { return server.Write(EnterpriseRow("a")); });
  while (server.disk().store().Heads()->front().partition != "440783") std::this_thread::yield();
  std::thread shutdown([&] { server.Shutdown(); });
  server.disk().Release();
  EXPECT_TRUE(write.get().ok());
  shutdown.join();
}

TEST(LedgerShutdown, OutlivesAClientThatGaveUp) {
  LedgerServer server;
  server.MustWrite(kStructureRequest);
  server.disk().Hold();
  {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
    v1::WriteRecordsResponse response;
    const grpc::Status status =
        server.stub().WriteRecords(&context, Request(EnterpriseRow("a")), &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  server.disk().Release();
  server.Shutdown();
}

}  // namespace
}  // namespace taizhang::ledger
