// What commands make of the partitions that a ledger has, told by a ledger of the test's own.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/cli/program.h"
#include "services/cli/wire/ledger_reads.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

namespace v1 = taizhang::ledger::v1;

/// Has partitions, two a page, and no records. The head of a partition moves after it was listed.
class FewPartitions final : public v1::LedgerService::Service {
 public:
  explicit FewPartitions(std::vector<std::string> partitions)
      : partitions_(std::move(partitions)) {}

  grpc::Status ListPartitions(grpc::ServerContext* /*context*/,
                              const v1::ListPartitionsRequest* request,
                              v1::ListPartitionsResponse* response) override {
    constexpr size_t kPageSize = 2;
    const size_t begin = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    const size_t end = std::min(partitions_.size(), begin + kPageSize);
    for (size_t i = begin; i < end; ++i) {
      if (!partitions_[i].starts_with(request->prefix())) continue;
      v1::Partition& partition = *response->add_partitions();
      partition.set_name(partitions_[i]);
      partition.set_revision(1);
    }
    if (end < partitions_.size()) response->set_next_page_token(std::to_string(end));
    return grpc::Status::OK;
  }

  grpc::Status GetHead(grpc::ServerContext* /*context*/, const v1::GetHeadRequest* request,
                       v1::GetHeadResponse* response) override {
    if (std::find(partitions_.begin(), partitions_.end(), request->partition()) ==
        partitions_.end()) {
      return {grpc::StatusCode::NOT_FOUND, "nothing was ever written to it"};
    }
    response->set_revision(2);
    return grpc::Status::OK;
  }

  grpc::Status ListRecords(grpc::ServerContext* /*context*/,
                           const v1::ListRecordsRequest* /*request*/,
                           v1::ListRecordsResponse* /*response*/) override {
    return grpc::Status::OK;
  }

  grpc::Status FollowChanges(grpc::ServerContext* /*context*/,
                             const v1::FollowChangesRequest* /*request*/,
                             grpc::ServerWriter<v1::FollowChangesResponse>* writer) override {
    v1::FollowChangesResponse response;
    v1::PartitionStopped& stopped = *response.add_stopped();
    stopped.set_partition("440783");
    stopped.set_message("block 7 does not hold");
    writer->Write(response);
    response.mutable_progress();
    writer->Write(response);
    return grpc::Status::OK;
  }

 private:
  std::vector<std::string> partitions_;
};

class Partitions : public ::testing::Test {
 protected:
  void Serve(std::vector<std::string> partitions) {
    service_ = std::make_unique<FewPartitions>(std::move(partitions));
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }

  /// What the command says on standard error.
  std::string Said(std::vector<std::string> arguments) {
    arguments.push_back("--ledger-address=" + address_);
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const Console console{.in = in, .out = out, .err = err, .environment = [](const std::string&) {
                            return std::optional<std::string>();
                          }};
    status_ = cli::Run(arguments, console);
    return err.str();
  }

  std::string address_;
  int status_ = 0;

 private:
  std::unique_ptr<FewPartitions> service_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(Partitions, AllHeadsAreReadAndThatOfStructureLast) {
  Serve({"structure", "44", "440783", "500113", "CN"});
  const Connection connection({.ledger_address = address_});
  Cursors heads;
  ASSERT_TRUE(ReadHeads(connection, {}, "", heads).ok());
  std::vector<std::pair<std::string, int64_t>> revisions;
  for (const auto& [partition, head] : heads) revisions.emplace_back(partition, head.revision());
  EXPECT_THAT(revisions, ElementsAre(Pair("44", 1), Pair("440783", 1), Pair("500113", 1),
                                     Pair("CN", 1), Pair("structure", 2)));
}

TEST_F(Partitions, OfOnePrefixAreReadAlone) {
  Serve({"structure", "440783", "500113"});
  const Connection connection({.ledger_address = address_});
  Cursors heads;
  ASSERT_TRUE(ReadHeads(connection, {}, "50", heads).ok());
  EXPECT_EQ(heads.size(), 1U);
  EXPECT_TRUE(heads.contains("500113"));
}

TEST_F(Partitions, AreNamedToWhoListsAProvince) {
  Serve({"structure", "44", "440783", "440784", "500113"});
  EXPECT_THAT(Said({"list", "44"}),
              HasSubstr("Records lie with their county: name one, as in taizhang list 440783. "
                        "Below 44: 440783 440784\n"));
  EXPECT_THAT(Said({"list", "CN"}), HasSubstr("Below CN: 440783 440784 500113\n"));
  EXPECT_THAT(Said({"list", "51"}), HasSubstr("No county below 51 has any yet.\n"));
  EXPECT_THAT(Said({"list", "440783"}), Not(HasSubstr("county")));
}

TEST_F(Partitions, AreNamedToNoEnd) {
  std::vector<std::string> many;
  for (int code = 440101; code < 440131; ++code) many.push_back(std::to_string(code));
  Serve(many);
  EXPECT_THAT(Said({"list", "44"}),
              HasSubstr("Below 44: 440101 440102 440103 440104 440105 440106 440107 440108 440109 "
                        "440110 …\n"));
}

TEST_F(Partitions, ThatHaveNothingYetAreSaidToWhoFollowsThem) {
  Serve({"structure", "440783"});
  EXPECT_THAT(Said({"follow", "--until-caught-up", "--partition=440784", "--partition=440783"}),
              HasSubstr("taizhang: nothing was written to partition 440784 yet\n"));
  EXPECT_THAT(Said({"follow", "--until-caught-up", "--prefix=50"}),
              HasSubstr("nothing was written to a partition that begins with 50 yet\n"));
}

TEST_F(Partitions, ThatAreStoppedAreSaidOnceToWhoFollowsThem) {
  Serve({"440783"});
  EXPECT_EQ(Said({"follow", "--until-caught-up"}),
            "taizhang: partition 440783 is stopped, and no more of it comes: block 7 does not "
            "hold\n");
  EXPECT_EQ(status_, kExitData);
}

}  // namespace
}  // namespace taizhang::cli
