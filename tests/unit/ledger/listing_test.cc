#include "services/ledger/commit/listing.h"

#include "absl/strings/str_cat.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string SalesRow(const std::string& id, int year, int value) {
  return absl::StrCat(R"(rows { observation { subject: "divisions/440783/enterprises/)", id,
                      R"(" measure: "measures/sales" period: ")", year, R"(" amount { value: ")",
                      value, R"(" } } } )");
}

/// Ten enterprises e0 to e9, of which e3 was withdrawn; sales of the first three.
class ListingTest : public testing::Test {
 protected:
  ListingTest() {
    Write(kStructureRequest);
    std::string rows;
    for (int i = 0; i < 10; ++i) rows += EnterpriseRow(absl::StrCat("e", i));
    Write(rows);
    Write(R"(rows { withdrawn_record: "divisions/440783/enterprises/e3" })");
    Write(SalesRow("e2", 2024, 1) + SalesRow("e0", 2024, 2) + SalesRow("e1", 2023, 3));
    Write(SalesRow("e2", 2023, 4) + SalesRow("e2", 2024, 5));
  }

  void Write(const std::string& request) {
    const auto answer = ledger_.Write(request);
    ASSERT_TRUE(answer->written->ok()) << answer->written->status();
  }
  ReadPoint Point(uint64_t revision = 0) {
    return ledger_.ledger().PointAt("440783", revision).value();
  }

  /// The ids of a page; "…" at the end where there is a next one.
  std::vector<std::string> Page(const RecordListing& listing, ListingPosition from,
                                const ListingLimits& limits) {
    const absl::StatusOr<RecordPage> page = ListRecords(ledger_.ledger(), listing, from, limits);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> ids;
    for (const ListedRecord& listed : page->records)
      ids.push_back(listed.name.substr(listed.name.rfind('/') + 1));
    next_ = page->next;
    if (next_) ids.emplace_back("…");
    return ids;
  }

  /// "e0 2024 = 2" of a page; "…" at the end where there is a next one.
  std::vector<std::string> Page(const ObservationListing& listing, ListingPosition from,
                                const ListingLimits& limits) {
    const auto page = ListObservations(ledger_.ledger(), listing, from, limits);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> lines;
    for (const ListedObservation& listed : page->observations) {
      lines.push_back(absl::StrCat(std::string(listed.query.subject.id()), " ",
                                   listed.query.period.ToString(), " = ",
                                   static_cast<int64_t>(listed.read.version.value)));
    }
    next_ = page->next;
    if (next_) lines.emplace_back("…");
    return lines;
  }

  HeldDisk disk_;
  CommitHarness ledger_{disk_.store()};
  std::optional<ListingPosition> next_;
};

TEST_F(ListingTest, GoesThroughRecordsInOrderOfFirstWriting) {
  EXPECT_THAT(Page(RecordListing{.point = Point()}, {}, {}),
              ElementsAre("e0", "e1", "e2", "e4", "e5", "e6", "e7", "e8", "e9"));
}

TEST_F(ListingTest, APageEndsWhereItIsFull) {
  const RecordListing listing{.point = Point()};
  EXPECT_THAT(Page(listing, {}, {.count_max = 3}), ElementsAre("e0", "e1", "e2", "…"));
  EXPECT_THAT(Page(listing, *next_, {.count_max = 3}), ElementsAre("e4", "e5", "e6", "…"));
  EXPECT_THAT(Page(listing, *next_, {.count_max = 3}), ElementsAre("e7", "e8", "e9"));
}

TEST_F(ListingTest, APageThatLooksAtItsMostIsShortOrEmpty) {
  RecordListing listing{.point = Point()};
  listing.filter.text_prefix = "e7";
  const ListingLimits limits{.examined_max = 4, .hold_examined_max = 3};
  EXPECT_THAT(Page(listing, {}, limits), ElementsAre("…"));
  EXPECT_EQ(next_, ListingPosition{.minor = 4});
  EXPECT_THAT(Page(listing, *next_, limits), ElementsAre("e7", "…"));
  EXPECT_THAT(Page(listing, *next_, limits), IsEmpty());
}

TEST_F(ListingTest, StepsOnChainsCountIntoWhatAPageLooksAt) {
  Write(RowOf(
      R"(name: "divisions/440783/clusters/rice" display_name: "R" cluster { kind: CLUSTER_KIND_BRAND })"));
  Write(RowOf(
      R"(name: "divisions/440783/clusters/tea" display_name: "T" cluster { kind: CLUSTER_KIND_BRAND })"));
  std::string rows;
  for (const char* id : {"e0", "e1", "e2"}) {
    rows += RowOf(absl::StrCat(R"(name: "divisions/440783/enterprises/)", id,
                               R"(" display_name: "E" enterprise {} )",
                               R"(memberships { cluster: "divisions/440783/clusters/tea" } )",
                               R"(memberships { cluster: "divisions/440783/clusters/rice" })"));
  }
  Write(rows);
  RecordListing listing{.point = Point(), .day = ParseDay("2025-01-01").value()};
  // Memberships are kept in order of their names: the one in question comes last.
  listing.cluster = RecordName::Parse("divisions/440783/clusters/tea").value();
  // A record, two entries and two clusters: five for each of the first three.
  const ListingLimits limits{.examined_max = 10};
  EXPECT_THAT(Page(listing, {}, limits), ElementsAre("e0", "e1", "…"));
  EXPECT_EQ(next_, ListingPosition{.minor = 2});
  EXPECT_THAT(Page(listing, *next_, limits), ElementsAre("e2", "…"));
  // However much the first one takes, it is told.
  EXPECT_THAT(Page(listing, {}, {.examined_max = 1}), ElementsAre("e0", "…"));
  EXPECT_EQ(next_, ListingPosition{.minor = 1});
}

TEST_F(ListingTest, AsOfAnEarlierRevisionLaterChangesAreNotThere) {
  const ReadPoint before = Point(1);
  Write(EnterpriseRow("e10") + EnterpriseRow("e0", "renamed"));
  EXPECT_THAT(Page(RecordListing{.point = before}, {.minor = 2}, {}),
              ElementsAre("e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9"));
  const auto page = ListRecords(ledger_.ledger(), {.point = before}, {});
  EXPECT_EQ(page->records[0].record->display_name, "E");
  EXPECT_EQ(page->records[0].revision, 1U);
}

TEST_F(ListingTest, AnyPositionMayBeAskedFor) {
  EXPECT_THAT(Page(RecordListing{.point = Point()}, {.minor = UINT64_MAX}, {}), IsEmpty());
  EXPECT_THAT(Page(RecordListing{.point = Point()}, {.minor = 9}, {}), ElementsAre("e9"));
  ObservationListing listing{.point = Point()};
  for (const uint64_t number : {uint64_t{1}, uint64_t{15}, uint64_t{1} << 35U, UINT64_MAX}) {
    EXPECT_FALSE(Page(listing, {.major = number, .minor = number}, {.count_max = 1}).size() > 2);
  }
  EXPECT_THAT(Page(listing, {.minor = UINT64_MAX}, {}), IsEmpty());
  listing.subject = RecordName::Parse("divisions/440783/enterprises/e2").value();
  EXPECT_THAT(Page(listing, {.major = UINT64_MAX, .minor = UINT64_MAX}, {}), IsEmpty());
}

TEST_F(ListingTest, NothingIsFoundInAScopeThatIsNotKnown) {
  RecordListing listing{.point = Point(), .day = 0};
  listing.scope = RecordName::Parse("divisions/440799").value();
  EXPECT_EQ(ReasonOf(ListRecords(ledger_.ledger(), listing, {}).status()), Reason::kNotFound);
  listing.scope = RecordName::Parse("divisions/440784/villages/440784107236").value();
  EXPECT_EQ(ReasonOf(ListRecords(ledger_.ledger(), listing, {}).status()), Reason::kNotFound);
  listing.scope.reset();
  listing.cluster = RecordName::Parse("divisions/440783/clusters/tea").value();
  EXPECT_EQ(ReasonOf(ListRecords(ledger_.ledger(), listing, {}).status()), Reason::kNotFound);
}

TEST_F(ListingTest, NothingLiesInAVillageOfAnotherPartition) {
  Write(R"pb(rows {
               record {
                 name: "divisions/440784/villages/440784107236"
                 display_name: "V"
                 village {}
               }
             })pb");
  RecordListing listing{.point = Point(), .day = 0};
  listing.scope = RecordName::Parse("divisions/440784/villages/440784107236").value();
  EXPECT_THAT(Page(listing, {}, {}), IsEmpty());
}

TEST_F(ListingTest, GoesThroughObservationsByTheirChunks) {
  const ObservationListing listing{.point = Point()};
  EXPECT_THAT(Page(listing, {}, {}),
              ElementsAre("e2 2024 = 5", "e0 2024 = 2", "e1 2023 = 3", "e2 2023 = 4"));
  EXPECT_THAT(Page(listing, {}, {.count_max = 3}),
              ElementsAre("e2 2024 = 5", "e0 2024 = 2", "e1 2023 = 3", "…"));
  EXPECT_THAT(Page(listing, *next_, {.count_max = 3}), ElementsAre("e2 2023 = 4"));
}

TEST_F(ListingTest, ThoseOfASubjectComeByMeasureAndYear) {
  ObservationListing listing{.point = Point()};
  listing.subject = RecordName::Parse("divisions/440783/enterprises/e2").value();
  EXPECT_THAT(Page(listing, {}, {}), ElementsAre("e2 2023 = 4", "e2 2024 = 5"));
  EXPECT_THAT(Page(listing, {}, {.count_max = 1}), ElementsAre("e2 2023 = 4", "…"));
  EXPECT_THAT(Page(listing, *next_, {.count_max = 1}), ElementsAre("e2 2024 = 5"));
}

TEST_F(ListingTest, AsOfAnEarlierRevisionObservationsReadAsTheyStood) {
  ObservationListing listing{.point = Point(3)};
  EXPECT_THAT(Page(listing, {}, {}), ElementsAre("e2 2024 = 1", "e0 2024 = 2", "e1 2023 = 3"));
  listing.subject = RecordName::Parse("divisions/440783/enterprises/e2").value();
  EXPECT_THAT(Page(listing, {}, {}), ElementsAre("e2 2024 = 1"));
  listing.point = Point(2);
  EXPECT_THAT(Page(listing, {}, {}), IsEmpty());
}

TEST_F(ListingTest, WhatWasWrittenAfterThePointEndsTheWalk) {
  const ObservationListing listing{.point = Point(2)};
  // One chunk is looked at, not all four.
  EXPECT_THAT(Page(listing, {}, {.examined_max = 2, .hold_examined_max = 2}), IsEmpty());
}

TEST_F(ListingTest, APageOfObservationsLooksAtItsMost) {
  ObservationListing listing{.point = Point()};
  listing.period = Period::Parse("2023").value();
  const ListingLimits limits{.examined_max = 2, .hold_examined_max = 1};
  EXPECT_THAT(Page(listing, {}, limits), ElementsAre("…"));
  EXPECT_THAT(Page(listing, *next_, limits), ElementsAre("e1 2023 = 3", "e2 2023 = 4"));
}

TEST_F(ListingTest, ObservationsOfAMeasureThatWasWithdrawnAreRead) {
  Write(R"(rows { withdrawn_record: "measures/sales" })");
  EXPECT_EQ(ledger_.ledger().structure()->FindMeasure("measures/sales"), nullptr);
  EXPECT_THAT(Page(ObservationListing{.point = Point(3)}, {}, {.count_max = 1}),
              ElementsAre("e2 2024 = 1", "…"));
  const auto read = ledger_.ledger().ReadObservation(
      {.subject = RecordName::Parse("divisions/440783/enterprises/e0").value(),
       .measure = RecordName::Parse("measures/sales").value(),
       .period = Period::Parse("2024").value()});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(std::get<Measure>(read->measure->details).unit, "元");
}

TEST_F(ListingTest, APointOfAnEarlierRevisionGoesWithTheStructureItWasDecidedOn) {
  Write(R"pb(rows {
               record {
                 name: "measures/more"
                 display_name: "more"
                 measure { unit: "元" temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR }
               }
             })pb");
  EXPECT_EQ(Point().structure_revision, 2U);
  EXPECT_EQ(Point(4).structure_revision, 1U);
  EXPECT_EQ(ledger_.ledger().PointAt("structure", 1)->structure_revision, 1U);
  EXPECT_EQ(ledger_.ledger().PointAt("structure", 0)->structure_revision, 2U);
}

TEST_F(ListingTest, APointBeyondTheDurableHeadIsNotKnown) {
  disk_.Hold();
  const auto answer = ledger_.Write(EnterpriseRow("e11"));
  const absl::Status status = ledger_.ledger().PointAt("440783", 5).status();
  EXPECT_EQ(ReasonOf(status), Reason::kRevisionUnknown);
  EXPECT_EQ(MetadataOf(status),
            (Metadata{{"partition", "440783"}, {"revision", "5"}, {"head", "4"}}));
  EXPECT_EQ(Point().revision, 4U);
  disk_.Release();
  EXPECT_EQ(Point(5).revision, 5U);
}

TEST_F(ListingTest, APointOfAnotherHistoryIsRefused) {
  ReadPoint point = Point(2);
  EXPECT_EQ(ledger_.ledger().CheckPoint(point), absl::OkStatus());
  point.hash[0] ^= 1;
  EXPECT_EQ(ReasonOf(ledger_.ledger().CheckPoint(point)), Reason::kHistoryDiverged);
  point = Point(2);
  point.structure_revision = 99;
  EXPECT_EQ(ReasonOf(ledger_.ledger().CheckPoint(point)), Reason::kRevisionUnknown);
  point.partition = "440799";
  EXPECT_EQ(ReasonOf(ledger_.ledger().CheckPoint(point)), Reason::kNotFound);
}

TEST_F(ListingTest, PointsOutliveARestart) {
  const ReadPoint point = Point(2);
  CommitHarness again(disk_.store());
  EXPECT_EQ(again.ledger().CheckPoint(point), absl::OkStatus());
  EXPECT_EQ(again.ledger().PointAt("440783", 2).value(), point);
}

}  // namespace
}  // namespace taizhang::ledger
