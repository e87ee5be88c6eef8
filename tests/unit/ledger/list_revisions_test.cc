#include "services/ledger/rpc/list_revisions.h"

#include <string>
#include <utility>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/commit/history.h"
#include "tests/support/store_fixture.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;

constexpr char kName[] = "divisions/440783/enterprises/a";

/// Counts what is read.
class CountingStore final : public Store {
 public:
  void Append(AppendBatch batch, std::function<void(AppendOutcome)> done) override {
    store_.Append(std::move(batch), std::move(done));
  }
  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max) override {
    auto blocks = store_.Read(partition, after, bytes_max);
    if (!blocks.ok()) return blocks;
    blocks_read_ += blocks->size();
    bytes_read_ = 0;
    for (const StoredBlock& block : *blocks) bytes_read_ += BytesOf(block);
    return blocks;
  }
  absl::StatusOr<std::vector<Head>> Heads() override { return store_.Heads(); }
  absl::StatusOr<std::optional<RequestEntry>> FindRequest(const std::string& partition,
                                                          const std::string& request_id) override {
    return store_.FindRequest(partition, request_id);
  }
  std::string epoch() const override { return store_.epoch(); }

  size_t blocks_read() const { return blocks_read_; }
  size_t bytes_read() const { return bytes_read_; }  ///< by the last call

 private:
  MemoryStore store_{"epoch"};
  size_t blocks_read_ = 0;
  size_t bytes_read_ = 0;
};

class Revisions : public ::testing::Test {
 protected:
  Revisions() { ledger_.Write(kStructureRequest); }

  void Write(const std::string& request) {
    const auto answer = ledger_.Write(request);
    ASSERT_TRUE(answer->written->ok()) << answer->written->status();
  }
  /// Created, updated, withdrawn and created again, at revisions 1 to 4.
  void WriteFourVersions() {
    Write(RequestId("create") + EnterpriseRow("a", "one"));
    Write(RequestId("update") + EnterpriseRow("a", "two"));
    Write(RequestId("withdraw") + R"(rows { withdrawn_record: ")" + kName + R"(" })");
    Write(RequestId("again") + EnterpriseRow("a", "three"));
  }

  absl::StatusOr<v1::ListRecordRevisionsResponse> List(
      const v1::ListRecordRevisionsRequest& request) {
    v1::ListRecordRevisionsResponse response;
    absl::Status status = ListRecordRevisionsInto(ledger_.ledger(), request, response);
    if (!status.ok()) return status;
    return response;
  }
  static v1::ListRecordRevisionsRequest Of(const std::string& name, int32_t page_size = 0) {
    v1::ListRecordRevisionsRequest request;
    request.set_name(name);
    request.set_page_size(page_size);
    return request;
  }
  static std::vector<int64_t> Numbers(const v1::ListRecordRevisionsResponse& response) {
    std::vector<int64_t> numbers;
    for (const v1::RecordRevision& revision : response.revisions())
      numbers.push_back(revision.revision());
    return numbers;
  }

  CountingStore store_;
  CommitHarness ledger_{store_};
};

TEST_F(Revisions, TellEveryVersionNewestFirst) {
  WriteFourVersions();
  const auto response = List(Of(kName));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(Numbers(*response), ElementsAre(4, 3, 2, 1));
  const auto& revisions = response->revisions();
  EXPECT_EQ(revisions[0].change().outcome(), v1::OUTCOME_CREATED);
  EXPECT_FALSE(revisions[0].change().record().has_before());
  EXPECT_EQ(revisions[0].change().record().after().display_name(), "three");
  EXPECT_EQ(revisions[1].change().outcome(), v1::OUTCOME_WITHDRAWN);
  EXPECT_EQ(revisions[1].change().record().before().display_name(), "two");
  EXPECT_FALSE(revisions[1].change().record().has_after());
  EXPECT_EQ(revisions[2].change().outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(revisions[2].change().record().before().revision(), 1);
  EXPECT_EQ(revisions[3].change().outcome(), v1::OUTCOME_CREATED);
  EXPECT_EQ(response->next_page_token(), "");
}

TEST_F(Revisions, TellWhoWhenAndWithWhichRequest) {
  WriteFourVersions();
  const auto response = List(Of(kName));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->revisions(2).request_id(), "update");
  EXPECT_EQ(response->revisions(2).principal(), "tester");
  EXPECT_EQ(response->revisions(2).commit_time().seconds(), 1'750'000'000);
}

TEST_F(Revisions, CostWhatTheyReturn) {
  Write(EnterpriseRow("a", "one"));
  for (int i = 0; i < 100; ++i) Write(EnterpriseRow("b", std::to_string(i)));
  Write(EnterpriseRow("a", "two"));
  const size_t before = store_.blocks_read();
  ASSERT_TRUE(List(Of(kName)).ok());
  EXPECT_EQ(store_.blocks_read() - before, 2U);
}

TEST_F(Revisions, APageEndsWhereItHasReadEnough) {
  WriteFourVersions();
  v1::ListRecordRevisionsRequest request = Of(kName);
  v1::ListRecordRevisionsResponse response;
  ASSERT_EQ(ListRecordRevisionsInto(ledger_.ledger(), request, response, 1), absl::OkStatus());
  EXPECT_THAT(Numbers(response), ElementsAre(4));
  const size_t two_blocks = store_.bytes_read() + 1;
  request.set_page_token(response.next_page_token());
  response.Clear();
  ASSERT_EQ(ListRecordRevisionsInto(ledger_.ledger(), request, response, two_blocks),
            absl::OkStatus());
  EXPECT_THAT(Numbers(response), ElementsAre(3, 2));
  request.set_page_token(response.next_page_token());
  response.Clear();
  ASSERT_EQ(ListRecordRevisionsInto(ledger_.ledger(), request, response, two_blocks),
            absl::OkStatus());
  EXPECT_THAT(Numbers(response), ElementsAre(1));
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(Revisions, ArePagedAsOfTheHeadOfTheFirstPage) {
  WriteFourVersions();
  v1::ListRecordRevisionsRequest request = Of(kName, 2);
  const auto first = List(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Numbers(*first), ElementsAre(4, 3));
  Write(EnterpriseRow("a", "four"));
  request.set_page_token(first->next_page_token());
  const auto second = List(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(Numbers(*second), ElementsAre(2, 1));
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(second->token(), first->token());
}

TEST_F(Revisions, RefuseAPageTokenOfAnotherKey) {
  WriteFourVersions();
  Write(EnterpriseRow("b"));
  const auto first = List(Of(kName, 1));
  ASSERT_TRUE(first.ok()) << first.status();
  v1::ListRecordRevisionsRequest request = Of("divisions/440783/enterprises/b", 1);
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(ReasonOf(List(request).status()), Reason::kInvalidRequest);
}

TEST_F(Revisions, RefusePagesLargerThanAHundred) {
  WriteFourVersions();
  EXPECT_TRUE(List(Of(kName, 100)).ok());
  EXPECT_EQ(ReasonOf(List(Of(kName, 101)).status()), Reason::kInvalidRequest);
  EXPECT_EQ(ReasonOf(List(Of(kName, -1)).status()), Reason::kInvalidRequest);
}

TEST_F(Revisions, OfWhatNeverWasAreNotFound) {
  EXPECT_EQ(ReasonOf(List(Of(kName)).status()), Reason::kNotFound);
  Write(EnterpriseRow("b"));
  EXPECT_EQ(ReasonOf(List(Of(kName)).status()), Reason::kNotFound);
  EXPECT_EQ(ReasonOf(List(Of("nothing/like/this")).status()), Reason::kInvalidRequest);
  EXPECT_EQ(ReasonOf(List({}).status()), Reason::kInvalidRequest);
}

TEST_F(Revisions, OfAnObservationOutliveItsMeasure) {
  Write(EnterpriseRow("a"));
  const std::string row =
      R"pb(subject: "divisions/440783/enterprises/a" measure: "measures/sales" period: "2024")pb";
  Write(RequestId("first") + "rows { observation { " + row + R"( amount { value: "5" } } })");
  Write(RequestId("none") + "rows { observation { " + row + " not_available: true } }");
  Write(R"(rows { withdrawn_record: "measures/sales" })");
  v1::ListRecordRevisionsRequest request;
  type::v1::ObservationKey& key = *request.mutable_observation();
  key.set_subject(kName);
  key.set_measure("measures/sales");
  key.set_period("2024");
  const auto response = List(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(Numbers(*response), ElementsAre(3, 2));
  EXPECT_EQ(response->revisions(0).request_id(), "none");
  EXPECT_EQ(response->revisions(0).change().outcome(), v1::OUTCOME_UPDATED);
  EXPECT_TRUE(response->revisions(0).change().observation().after().not_available());
  EXPECT_EQ(response->revisions(1).change().observation().after().amount().value(), "5");
  key.set_period("2023");
  EXPECT_EQ(ReasonOf(List(request).status()), Reason::kNotFound);
  key.set_period("2023-06");
  EXPECT_EQ(ReasonOf(List(request).status()), Reason::kInvalidRequest);
}

TEST(VersionOrigin, IsNotToldOfABlockThatDoesNotVerify) {
  MemoryStore store("epoch");
  BatchMaker batches("440783");
  AppendAndAwait(store, batches.Next());
  const auto origin = ReadOriginFrom(store, "440783", 1, Changed::kRecord, 0);
  EXPECT_EQ(ReasonOf(origin.status()), Reason::kLogDamaged);
  const auto missing = ReadOriginFrom(store, "440783", 2, Changed::kRecord, 0);
  EXPECT_EQ(ReasonOf(missing.status()), Reason::kLogDamaged);
}

}  // namespace
}  // namespace taizhang::ledger
