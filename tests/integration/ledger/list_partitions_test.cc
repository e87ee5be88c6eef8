#include "tests/integration/ledger/ledger_read.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LedgerPartitions : public LedgerRead {
 protected:
  absl::StatusOr<v1::ListPartitionsResponse> Partitions(const std::string& request) {
    return Call(&v1::LedgerService::Stub::ListPartitions, request);
  }
  /// "440783 2" for each of a page; "…" at the end where there is a next one.
  std::vector<std::string> Heads(const std::string& request) {
    const auto page = Partitions(request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    std::vector<std::string> heads;
    for (const v1::Partition& partition : page->partitions())
      heads.push_back(absl::StrCat(partition.name(), " ", partition.revision()));
    next_ = absl::StrCat(" page_token: \"", page->next_page_token(), "\" ");
    if (!page->next_page_token().empty()) heads.emplace_back("…");
    return heads;
  }
  /// An observation of the division itself, in its own partition.
  void WriteIn(const std::string& division) {
    server_.MustWrite(absl::StrCat(R"(rows { observation { subject: "divisions/)", division,
                                   R"(" measure: "measures/sales" period: "2025-01" )",
                                   R"(source: "news" amount { value: "1" } } })"));
  }
};

TEST_F(LedgerPartitions, ListsStructureFirstAndThenByName) {
  EXPECT_THAT(Heads(""), IsEmpty());
  WriteWorld();
  server_.MustWrite(EnterpriseRow("another"));
  WriteIn("440784");
  WriteIn("CN");
  EXPECT_THAT(Heads(""), ElementsAre("structure 1", "440783 2", "440784 1", "CN 1"));
}

TEST_F(LedgerPartitions, SaysOfEachWhatGetHeadSays) {
  WriteWorld();
  const auto page = Partitions("");
  ASSERT_TRUE(page.ok()) << page.status();
  for (const v1::Partition& partition : page->partitions()) {
    const auto head = server_.Head(partition.name());
    ASSERT_TRUE(head.ok()) << head.status();
    EXPECT_EQ(partition.revision(), head->revision());
    EXPECT_EQ(partition.hash(), head->hash());
    EXPECT_EQ(partition.token(), head->token());
    EXPECT_EQ(partition.commit_time().seconds(), head->commit_time().seconds());
    EXPECT_FALSE(partition.has_stopped());
    EXPECT_EQ(page->epoch(), head->epoch());
  }
}

TEST_F(LedgerPartitions, ListsThoseThatBeginWithThePrefix) {
  WriteWorld();
  WriteIn("440784");
  WriteIn("CN");
  EXPECT_THAT(Heads(R"(prefix: "44078")"), ElementsAre("440783 1", "440784 1"));
  EXPECT_THAT(Heads(R"(prefix: "440784")"), ElementsAre("440784 1"));
  EXPECT_THAT(Heads(R"(prefix: "s")"), ElementsAre("structure 1"));
  EXPECT_THAT(Heads(R"(prefix: "C")"), ElementsAre("CN 1"));
  EXPECT_THAT(Heads(R"(prefix: "45")"), IsEmpty());
}

TEST_F(LedgerPartitions, PagesHaveEachOnceWhateverIsWritten) {
  WriteWorld();
  WriteIn("440784");
  EXPECT_THAT(Heads("page_size: 1"), ElementsAre("structure 1", "…"));
  EXPECT_THAT(Heads("page_size: 1" + next_), ElementsAre("440783 1", "…"));
  const std::string after_first = next_;
  WriteIn("440784");
  WriteIn("CN");
  EXPECT_THAT(Heads("page_size: 2" + next_), ElementsAre("440784 1", "CN 1"));
  server_.MustWrite(R"pb(rows {
                           observation {
                             subject: "divisions/440784"
                             measure: "measures/sales"
                             period: "2025-02"
                             source: "news"
                             amount { value: "1" }
                           }
                         })pb");
  EXPECT_THAT(Heads("page_size: 1" + after_first), ElementsAre("440784 2", "…"));
}

TEST_F(LedgerPartitions, ListsNothingThatIsNotDurable) {
  WriteWorld();
  EXPECT_FALSE(
      server_
          .Write(RequestId("bad") +
                 R"(rows { record { name: "divisions/440799/enterprises/x" enterprise {} } })")
          .ok());
  EXPECT_THAT(Heads(""), ElementsAre("structure 1", "440783 1"));
  EXPECT_THAT(Heads(R"(prefix: "440799" page_size: 1)"), IsEmpty());
}

TEST_F(LedgerPartitions, RefusesWhatNoNameBeginsWith) {
  for (const char* prefix : {"44a", "4407831070", "divisions/44", "Structure", "cn", "４４"}) {
    const absl::Status status = Partitions(absl::StrCat("prefix: \"", prefix, "\"")).status();
    EXPECT_THAT(Wrong(status), ElementsAre("prefix NAME_INVALID")) << prefix;
  }
  EXPECT_THAT(
      Wrong(Partitions(R"(prefix: "x" page_size: 1001 page_token: "abc")").status()),
      ElementsAre("prefix NAME_INVALID", "page_token VALUE_INVALID", "page_size VALUE_INVALID"));
  EXPECT_THAT(Wrong(Partitions("page_size: -1").status()), ElementsAre("page_size VALUE_INVALID"));
}

TEST_F(LedgerPartitions, APageTokenIsOfItsOwnListing) {
  WriteWorld();
  EXPECT_THAT(Heads(R"(prefix: "s" page_size: 1)"), ElementsAre("structure 1"));
  EXPECT_THAT(Heads("page_size: 1"), ElementsAre("structure 1", "…"));
  const absl::Status other = Partitions(R"(prefix: "44")" + next_).status();
  EXPECT_THAT(Wrong(other), ElementsAre("page_token VALUE_INVALID"));
  EXPECT_THAT(std::string(other.message()), HasSubstr("another prefix"));
  EXPECT_THAT(Wrong(List(R"(partition: "structure")" + next_).status()),
              ElementsAre("page_token VALUE_INVALID"));
  EXPECT_THAT(Ids(R"(partition: "structure" page_size: 1)"), ElementsAre("CN", "…"));
  EXPECT_THAT(Wrong(Partitions(next_).status()), ElementsAre("page_token VALUE_INVALID"));
}

TEST(LedgerStoppedPartition, IsListedWithItsReason) {
  std::vector<StoredBlock> stored;
  {
    LedgerServer healthy;
    healthy.MustWrite(ReadStructure());
    healthy.MustWrite(kReadSubjects);
    healthy.MustWrite(EnterpriseRow("another"));
    for (const char* partition : {"structure", "440783"}) {
      const auto blocks = healthy.disk().store().Read(partition, 0, 1 << 20);
      ASSERT_TRUE(blocks.ok()) << blocks.status();
      stored.insert(stored.end(), blocks->begin(), blocks->end());
    }
  }
  stored.back().body[0] = static_cast<char>(stored.back().body[0] ^ 1);
  LedgerServer server({}, stored);
  grpc::ClientContext context;
  v1::ListPartitionsResponse page;
  ASSERT_TRUE(server.stub().ListPartitions(&context, {}, &page).ok());
  ASSERT_EQ(page.partitions_size(), 2);
  EXPECT_FALSE(page.partitions(0).has_stopped());
  const v1::Partition& stopped = page.partitions(1);
  EXPECT_EQ(stopped.name(), "440783");
  EXPECT_EQ(stopped.revision(), 2);
  EXPECT_EQ(stopped.hash(), std::string(stored.back().hash.begin(), stored.back().hash.end()));
  EXPECT_FALSE(stopped.has_commit_time());
  EXPECT_EQ(stopped.stopped().partition(), "440783");
  EXPECT_EQ(stopped.stopped().reason(), type::v1::ERROR_REASON_LOG_DAMAGED);
  EXPECT_EQ(stopped.stopped().revision(), 2);
  EXPECT_THAT(stopped.stopped().message(), HasSubstr("the log of 440783 is damaged"));
}

}  // namespace
}  // namespace taizhang::ledger
