#include "tests/integration/ledger/ledger_read.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(LedgerRead, ListsWhatLiesInAScopeOnADay) {
  WriteWorld();
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440783")"),
              ElementsAre("440783107236", "mill", "road"));
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440783" day: "2026-01-01")"), ElementsAre("road"));
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440784" day: "2026-01-01")"),
              ElementsAre("440783107236", "mill"));
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440784" day: "2025-12-31")"), IsEmpty());
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440783107" day: "2019-12-31")"),
              ElementsAre("440783107236"));
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440783/villages/440783107236")"),
              ElementsAre("440783107236", "mill"));
  EXPECT_THAT(Ids(R"(partition: "structure" scope: "divisions/440784" day: "2026-01-01")"),
              ElementsAre("440784", "440783107"));
  EXPECT_THAT(Ids(R"(partition: "structure" scope: "divisions/440783" day: "2026-01-01")"),
              ElementsAre("440783", "matrix", "rice"));
}

TEST_F(LedgerRead, ListsWhatBelongsToAClusterOnADay) {
  WriteWorld();
  EXPECT_THAT(IdsOf440783(R"(cluster: "divisions/440783/clusters/matrix")"), ElementsAre("mill"));
  EXPECT_THAT(IdsOf440783(R"(cluster: "divisions/440783/clusters/matrix" day: "2023-12-31")"),
              IsEmpty());
  EXPECT_THAT(Ids(R"(partition: "structure" cluster: "divisions/440783/clusters/matrix")"),
              ElementsAre("matrix", "rice"));
}

TEST_F(LedgerRead, ListsWhatPassesEveryFilter) {
  WriteWorld();
  EXPECT_THAT(IdsOf440783("kinds: RECORD_KIND_PROJECT kinds: RECORD_KIND_VILLAGE"),
              ElementsAre("440783107236", "road"));
  EXPECT_THAT(IdsOf440783("kinds: RECORD_KIND_MEASURE"), IsEmpty());
  EXPECT_THAT(IdsOf440783(R"(labels { key: "tier" value: "1" })"), ElementsAre("mill"));
  EXPECT_THAT(IdsOf440783(R"(text_prefix: "HONG")"), ElementsAre("440783107236"));
  EXPECT_THAT(IdsOf440783(R"(text_prefix: "红")"), ElementsAre("440783107236"));
  EXPECT_THAT(IdsOf440783(R"(text_prefix: "A" kinds: RECORD_KIND_ENTERPRISE)"), IsEmpty());
}

TEST_F(LedgerRead, FindsATextHoweverItsAccentsWereTyped) {
  WriteWorld();
  EXPECT_THAT(IdsOf440783("text_prefix: \"cafe\\xCC\\x81\""), ElementsAre("mill"));
}

TEST_F(LedgerRead, PagesAreOfTheRevisionOfTheFirstWhateverIsWritten) {
  WriteWorld();
  const std::string list = R"(partition: "440783" scope: "divisions/CN" page_size: 1 )";
  EXPECT_THAT(Ids(list), ElementsAre("440783107236", "…"));
  const std::string after_first = next_;
  server_.MustWrite(R"(rows { withdrawn_record: "divisions/440783/enterprises/mill" })");
  server_.MustWrite(EnterpriseRow("late"));
  EXPECT_THAT(Ids(list + after_first), ElementsAre("mill", "…"));
  EXPECT_THAT(Ids(R"(partition: "440783" scope: "divisions/CN" page_size: 9 )" + next_),
              ElementsAre("road"));
  EXPECT_THAT(Ids(R"(partition: "440783")"), ElementsAre("440783107236", "road", "late"));
  const auto page = List(list + after_first);
  EXPECT_EQ(page->token(),
            server_.Get(R"(name: "divisions/440783/enterprises/mill" revision: 1)")->token());
}

TEST_F(LedgerRead, PagesAreOfTheStructureOfTheFirst) {
  WriteWorld();
  const std::string list =
      R"(partition: "440783" scope: "divisions/440783" day: "2025-01-01" page_size: 1 )";
  EXPECT_THAT(Ids(list), ElementsAre("440783107236", "…"));
  server_.MustWrite(R"pb(
    rows {
      record {
        name: "divisions/440783107"
        display_name: "a town"
        placements { place: "divisions/440784" }
        division {}
      }
    })pb");
  EXPECT_THAT(Ids(list + next_), ElementsAre("mill", "…"));
  EXPECT_THAT(Ids(list + next_), ElementsAre("road"));
  EXPECT_THAT(Ids(list), ElementsAre("road"));
  EXPECT_THAT(IdsOf440783(R"(scope: "divisions/440783" day: "2025-01-01" revision: 1)"),
              ElementsAre("440783107236", "mill", "road"));
}

TEST_F(LedgerRead, APageEndsBeforeAMessageIsTooLargeForAClient) {
  server_.MustWrite(ReadStructure());
  const std::string description(4'000, 'x');
  std::string rows;
  for (int i = 0; i < 1'000; ++i) {
    absl::StrAppend(&rows, R"(rows { record { name: "divisions/440783/enterprises/e)", i,
                    R"(" display_name: "E" description: ")", description, R"(" enterprise {} } })");
  }
  server_.MustWrite(rows);
  std::string list = R"(partition: "440783" page_size: 1000 )";
  const auto first = List(list);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_LT(first->ByteSizeLong(), size_t{2'200'000});
  EXPECT_GT(first->records_size(), 400);
  const auto second = List(absl::StrCat(list, "page_token: \"", first->next_page_token(), "\""));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->records(0).name(),
            absl::StrCat("divisions/440783/enterprises/e", first->records_size()));
  std::string names = R"(partition: "440783" )";
  for (const type::v1::Record& record : first->records())
    absl::StrAppend(&names, "names: \"", record.name(), "\" ");
  for (const type::v1::Record& record : second->records())
    absl::StrAppend(&names, "names: \"", record.name(), "\" ");
  EXPECT_EQ(ReasonOf(Batch(names).status()), Reason::kTooLarge);
}

TEST_F(LedgerRead, RefusesWhatCannotBeListed) {
  WriteWorld();
  const absl::Status status = List(R"pb(partition: "villages"
                                        kinds: RECORD_KIND_VILLAGE
                                        kinds: RECORD_KIND_UNSPECIFIED
                                        scope: "divisions/440783/clusters/rice"
                                        cluster: "rice"
                                        day: "2025-02-30"
                                        labels { key: "Tier" value: "1" }
                                        labels { key: "tier" }
                                        page_size: 1001
                                        page_token: "abc"
                                        revision: -1)pb")
                                  .status();
  EXPECT_THAT(Wrong(status),
              testing::UnorderedElementsAre("kinds[1] VALUE_INVALID", "labels[Tier] VALUE_INVALID",
                                            "labels[tier] FIELD_REQUIRED", "scope NAME_INVALID",
                                            "cluster NAME_INVALID", "day VALUE_INVALID",
                                            "partition NAME_INVALID", "revision VALUE_INVALID",
                                            "page_size VALUE_INVALID", "page_token VALUE_INVALID"));
  EXPECT_THAT(Wrong(List(R"(partition: "440783" page_size: -1)").status()),
              ElementsAre("page_size VALUE_INVALID"));
  EXPECT_THAT(Wrong(List("").status()), ElementsAre("partition FIELD_REQUIRED"));
}

TEST_F(LedgerRead, RefusesListsAndTextsThatAreTooLong) {
  WriteWorld();
  const std::string list = R"(partition: "440783" )";
  std::string kinds = list;
  for (int i = 0; i < 17; ++i) kinds += "kinds: RECORD_KIND_VILLAGE ";
  EXPECT_EQ(ReasonOf(List(kinds).status()), Reason::kTooLarge);
  std::string labels = list;
  for (int i = 0; i < 65; ++i)
    labels += absl::StrCat(R"(labels { key: "k)", i, R"(" value: "v" } )");
  EXPECT_EQ(ReasonOf(List(labels).status()), Reason::kTooLarge);
  EXPECT_THAT(
      Wrong(List(absl::StrCat(list, "text_prefix: \"", std::string(301, 'x'),
                              R"(" labels { key: "k" value: ")", std::string(201, 'x'), "\" }"))
                .status()),
      testing::UnorderedElementsAre("text_prefix TEXT_INVALID", "labels[k] TEXT_INVALID"));
}

TEST_F(LedgerRead, AScopeOrClusterThatIsNotKnownIsNotFound) {
  WriteWorld();
  const absl::Status scope = List(R"(partition: "440783" scope: "divisions/45")").status();
  EXPECT_EQ(scope.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(MetadataOf(scope), (Metadata{{"name", "divisions/45"}}));
  const absl::Status cluster =
      List(R"(partition: "440783" cluster: "divisions/440783/clusters/tea")").status();
  EXPECT_EQ(MetadataOf(cluster), (Metadata{{"name", "divisions/440783/clusters/tea"}}));
  EXPECT_EQ(ReasonOf(List(R"(partition: "440799")").status()), Reason::kNotFound);
}

TEST_F(LedgerRead, APageTokenIsOfItsOwnListing) {
  WriteWorld();
  EXPECT_THAT(IdsOf440783("page_size: 1"), ElementsAre("440783107236", "…"));
  const auto complaint = [&](const std::string& request) {
    const absl::Status status = List(request + next_).status();
    EXPECT_THAT(Wrong(status), ElementsAre("page_token VALUE_INVALID"));
    return ViolationsOf(status).empty() ? "" : ViolationsOf(status)[0].description;
  };
  EXPECT_THAT(complaint(R"(partition: "structure")"), HasSubstr("of partition 440783"));
  EXPECT_THAT(complaint(R"(partition: "440783" day: "2025-01-01")"), HasSubstr("other filters"));
  EXPECT_THAT(complaint(R"(partition: "440783" text_prefix: "m")"), HasSubstr("other filters"));
  EXPECT_THAT(complaint(R"(partition: "440783" revision: 2)"), HasSubstr("of revision 1"));
  EXPECT_THAT(Wrong(Observations(R"(partition: "440783")" + next_).status()),
              ElementsAre("page_token VALUE_INVALID"));
  EXPECT_THAT(IdsOf440783("revision: 1" + next_), ElementsAre("mill", "road"));
}

TEST_F(LedgerRead, APageTokenOfAnotherHistoryIsRefused) {
  WriteWorld();
  EXPECT_THAT(IdsOf440783("page_size: 1"), ElementsAre("440783107236", "…"));
  LedgerServer other;
  other.MustWrite(ReadStructure());
  other.MustWrite(EnterpriseRow("another"));
  v1::ListRecordsRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(partition: "440783" page_size: 1 )" + next_, &request));
  grpc::ClientContext context;
  v1::ListRecordsResponse response;
  const absl::Status status =
      FromGrpcStatus(other.stub().ListRecords(&context, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), Reason::kHistoryDiverged);
  EXPECT_EQ(MetadataOf(status), (Metadata{{"partition", "440783"}, {"revision", "1"}}));
}

TEST_F(LedgerRead, ARevisionBeyondTheHeadIsNotKnown) {
  WriteWorld();
  for (const absl::Status& status :
       {List(R"(partition: "440783" revision: 2)").status(),
        Observations(R"(partition: "440783" revision: 2)").status(),
        Batch(R"(partition: "440783" revision: 2)").status(),
        server_.Get(R"(name: "divisions/440783/projects/road" revision: 2)").status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
    EXPECT_EQ(ReasonOf(status), Reason::kRevisionUnknown);
    EXPECT_EQ(MetadataOf(status),
              (Metadata{{"head", "1"}, {"partition", "440783"}, {"revision", "2"}}));
  }
}

}  // namespace
}  // namespace taizhang::ledger
