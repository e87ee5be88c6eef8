// Both services in one process: whether the aggregator's facts are the ledger's is found out while
// it follows.

#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

#include "common/server/logging.h"
#include "common/status/reason.h"
#include "services/aggregator/follow/follower.h"
#include "services/aggregator/rpc/follower_client.h"
#include "services/aggregator/view/views.h"
#include "tests/integration/ledger/ledger_server.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

constexpr std::chrono::milliseconds kProgressInterval{100};

class Listener : public FollowerObserver {
 public:
  void CaughtUp() override { caught_up.set_value(); }
  void PartitionStopped(const std::string& partition, const absl::Status& why) override {
    stopped.set_value({partition, why});
  }
  void Refused(const absl::Status& why) override { ADD_FAILURE() << why; }

  std::promise<void> caught_up;
  std::promise<std::pair<std::string, absl::Status>> stopped;
};

class DigestTest : public testing::Test {
 protected:
  DigestTest() : log_(MakeLogger({}, log_text_)) {
    ledger_.MustWrite(ledger::LedgerWorld::StructureRequest());
    ledger_.MustWrite(ledger::LedgerWorld::SubjectsRequest());
    Observe("100", "as told by Zhang San");
  }
  ~DigestTest() override {
    client_.reset();
    ledger_.Shutdown();
  }

  void Observe(const std::string& value, const std::string& remark = "") {
    ledger_.MustWrite(R"(rows { observation { subject: "divisions/440783/enterprises/acme" )"
                      R"(measure: "measures/sales" period: "2025" amount { value: ")" +
                      value + R"(" } remark: ")" + remark + R"(" } })");
  }
  void Erase(const std::string& text) {
    ledger::v1::EraseTextRequest request;
    request.set_partition("440783");
    request.set_text(text);
    ledger::v1::EraseTextResponse response;
    grpc::ClientContext context;
    const grpc::Status status = ledger_.stub().EraseText(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.texts(), 1);
  }

  void Follow(BlockFault fault = nullptr) {
    follower_ = std::make_unique<Follower>(views_, listener_, std::move(fault));
    client_ = std::make_unique<FollowerClient>(
        ledger_.address(), *follower_, [] { return 0.0; }, *log_, kProgressInterval);
  }
  /// Waits until the county's newest revision was compared.
  void AwaitComparisonOfTheHead() {
    const auto head = static_cast<uint64_t>(ledger_.Head("440783")->revision());
    while (RevisionOf("440783") < head) std::this_thread::yield();
    // A further progress compares both partitions.
    const uint64_t before = follower_->digest_counts().comparisons;
    while (follower_->digest_counts().comparisons < before + 2) std::this_thread::yield();
  }
  uint64_t RevisionOf(const std::string& partition) const {
    for (const PartitionReport& report : views_.Report()) {
      if (report.partition == partition) return report.revision;
    }
    return 0;
  }

  ledger::LedgerServer ledger_;
  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  Listener listener_;
  Views views_;
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<FollowerClient> client_;
};

TEST_F(DigestTest, BothServicesComeToTheSameFacts) {
  Follow();
  listener_.caught_up.get_future().wait();
  Observe("120");
  AwaitComparisonOfTheHead();
  EXPECT_EQ(follower_->digest_counts().mismatches, 0U);
}

TEST_F(DigestTest, AFoldThatWentWrongStopsItsPartition) {
  Follow([](const std::string& partition, uint64_t, BlockContent& content) {
    if (partition == "440783" && !content.observations.empty()) ++content.observations[0].value;
  });
  const auto [partition, why] = listener_.stopped.get_future().get();
  EXPECT_EQ(partition, "440783");
  EXPECT_EQ(ReasonOf(why), Reason::kLogDamaged);
  EXPECT_EQ(why.message().substr(0, 73),
            "440783 is stopped at revision 2: its facts differ from the ledger's there");
  listener_.caught_up.get_future().wait();
  EXPECT_EQ(follower_->digest_counts().mismatches, 1U);
}

TEST_F(DigestTest, AnErasureLeavesTheFactsEqual) {
  Follow();
  listener_.caught_up.get_future().wait();
  Observe("100");
  Erase("as told by Zhang San");
  AwaitComparisonOfTheHead();
  EXPECT_EQ(follower_->digest_counts().mismatches, 0U);
}

TEST_F(DigestTest, AListOfPartitionsTellsTheDigestsOfTheirHeads) {
  ledger::v1::ListPartitionsResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(ledger_.stub().ListPartitions(&context, {}, &response).ok());
  ASSERT_EQ(response.partitions_size(), 2);
  for (const auto& partition : response.partitions()) {
    EXPECT_EQ(partition.facts_digest(), ledger_.Head(partition.name())->facts_digest());
  }
}

}  // namespace
}  // namespace taizhang::aggregator
