#include "services/ledger/core/posting.h"

#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Posting, CreatesAnEnterpriseInItsHomeDivision) {
  const LedgerWorld world;
  const Posted posted = world.Judge(EnterpriseRow("new", "New"));
  EXPECT_THAT(posted.outcomes, ElementsAre(Outcome::kCreated));
  ASSERT_THAT(posted.content.records, SizeIs(1));
  const Record& record = *posted.content.records[0].after;
  EXPECT_THAT(record.placements, ElementsAre(Placement{.place = "divisions/440783", .when = {}}));
  EXPECT_THAT(posted.content.new_subjects, ElementsAre("divisions/440783/enterprises/new"));
  EXPECT_EQ(posted.content.new_texts[0].text, "New");
}

TEST(Posting, PlacesAVillageInItsTownByTheCode) {
  const Posted posted = LedgerWorld().Judge(VillageRow("440783107001"));
  EXPECT_EQ(posted.content.records[0].after->placements[0].place, "divisions/440783107");
}

TEST(Posting, PlacesAVillageInItsHomeWhereItsTownIsNotKnown) {
  const Posted posted = LedgerWorld().Judge(VillageRow("440783999001"));
  EXPECT_EQ(posted.content.records[0].after->placements[0].place, "divisions/440783");
}

TEST(Posting, GivesANewDivisionItsLongestKnownPrefixAsParent) {
  const Posted posted = LedgerWorld().Judge(DivisionRow("500113") + DivisionRow("50"));
  EXPECT_EQ(posted.content.records[0].after->placements[0].place, "divisions/50");
  EXPECT_EQ(posted.content.records[1].after->placements[0].place, "divisions/CN");
}

TEST(Posting, KeepsADivisionsParentsWhereNoneAreGiven) {
  LedgerWorld world;
  world.Write(DivisionRow("440785", R"(placements { place: "divisions/44" })"));
  const Posted posted = world.Write(DivisionRow("440785", R"(english_name: "Enping")"));
  EXPECT_EQ(posted.content.records[0].after->placements[0].place, "divisions/44");
}

TEST(Posting, LeavesAnEqualRecordUnchanged) {
  const Posted posted = LedgerWorld().Judge(EnterpriseRow("acme", "Acme"));
  EXPECT_THAT(posted.outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_FALSE(posted.has_changes());
}

TEST(Posting, LeavesARecordUnchangedWhoseListsStandInAnotherOrder) {
  LedgerWorld world;
  const char* forward = R"pb(
    rows {
      record {
        name: "divisions/440783/enterprises/acme"
        display_name: "Acme"
        placements {
          place: "divisions/440783"
          when { end: "2020-01-01" }
        }
        placements {
          place: "divisions/440784"
          when { start: "2020-01-01" }
        }
        enterprise {}
      }
    })pb";
  const char* backward = R"pb(
    rows {
      record {
        name: "divisions/440783/enterprises/acme"
        display_name: "Acme"
        placements {
          place: "divisions/440784"
          when { start: "2020-01-01" }
        }
        placements {
          place: "divisions/440783"
          when { end: "2020-01-01" }
        }
        enterprise {}
      }
    })pb";
  EXPECT_THAT(world.Write(forward).outcomes, ElementsAre(Outcome::kUpdated));
  EXPECT_THAT(world.Judge(backward).outcomes, ElementsAre(Outcome::kUnchanged));
}

TEST(Posting, UpdatesARecordWithItsVersionBefore) {
  const Posted posted = LedgerWorld().Judge(EnterpriseRow("acme", "Acme Ltd"));
  EXPECT_THAT(posted.outcomes, ElementsAre(Outcome::kUpdated));
  EXPECT_EQ(posted.content.records[0].previous_revision, 1);
  EXPECT_EQ(posted.content.records[0].before->display_name, "Acme");
}

TEST(Posting, WithdrawsARecordAndCreatesItAgain) {
  LedgerWorld world;
  EXPECT_THAT(
      world.Write(R"pb(rows { withdrawn_record: "divisions/440783/projects/road" })pb").outcomes,
      ElementsAre(Outcome::kWithdrawn));
  EXPECT_THAT(
      world.Judge(R"pb(rows { withdrawn_record: "divisions/440783/projects/road" })pb").outcomes,
      ElementsAre(Outcome::kUnchanged));
  const Posted again = world.Write(R"pb(rows {
                                          record {
                                            name: "divisions/440783/projects/road"
                                            display_name: "a road"
                                            project {}
                                          }
                                        })pb");
  EXPECT_THAT(again.outcomes, ElementsAre(Outcome::kCreated));
  EXPECT_EQ(again.content.records[0].previous_revision, 2);
  EXPECT_EQ(again.content.records[0].before, nullptr);
}

TEST(Posting, WithdrawsNothingWhereNothingIs) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    rows { withdrawn_record: "divisions/440783/projects/none" }
    rows {
      withdrawn_observation {
        subject: "divisions/440783/projects/none"
        measure: "measures/exempted"
        period: "2024"
        item: "a"
      }
    })pb");
  EXPECT_THAT(posted.outcomes, ElementsAre(Outcome::kUnchanged, Outcome::kUnchanged));
  EXPECT_FALSE(posted.has_changes());
  EXPECT_THAT(posted.content.new_subjects, IsEmpty());
  EXPECT_THAT(posted.content.new_ids, IsEmpty());
}

TEST(Posting, LetsRowsReferToEachOtherInAnyOrder) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/new"
        measure: "measures/sales"
        period: "2024"
        amount { value: "1" }
      }
    }
    rows {
      record {
        name: "divisions/440783/projects/new"
        display_name: "P"
        placements { place: "divisions/440783/villages/440783107001" }
        project { owners: "divisions/440783/enterprises/new" }
      }
    }
    rows {
      record {
        name: "divisions/440783/villages/440783107001"
        display_name: "V"
        village {}
      }
    }
    rows {
      record {
        name: "divisions/440783/enterprises/new"
        display_name: "New"
        enterprise {}
      }
    })pb");
  EXPECT_THAT(Complaints(posted), IsEmpty());
  EXPECT_EQ(posted.content.requests[0].record_changes, 3);
  EXPECT_EQ(posted.content.requests[0].observation_changes, 1);
}

TEST(Posting, TakesAssumedRecordsAsWritten) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    validate_only: true
    rows {
      observation {
        subject: "divisions/440783/enterprises/later"
        measure: "measures/later"
        period: "2024"
        amount { value: "1万户" }
      }
    }
    assumed_records {
      name: "divisions/440783/enterprises/later"
      display_name: "L"
      enterprise {}
    }
    assumed_records {
      name: "measures/later"
      display_name: "M"
      measure {
        unit: "户"
        temporal_kind: TEMPORAL_KIND_FLOW
        frequency: FREQUENCY_YEAR
        reporters: REPORTER_ENTERPRISE
      }
    })pb");
  EXPECT_THAT(Complaints(posted), IsEmpty());
  EXPECT_THAT(posted.outcomes, ElementsAre(Outcome::kCreated));
}

TEST(Posting, ReportsEverythingThatIsWrongInOrderOfRows) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/none"
        measure: "measures/none"
        period: "2024-13"
      }
    }
    rows {
      record {
        name: "divisions/440783/enterprises/x"
        enterprise { credit_code: "1" }
      }
    }
    rows {})pb");
  EXPECT_THAT(Complaints(posted), ElementsAre("rows[0].observation.period VALUE_INVALID",
                                              "rows[0].observation.amount FIELD_REQUIRED",
                                              "rows[0].observation.subject REFERENCE_UNKNOWN",
                                              "rows[0].observation.measure REFERENCE_UNKNOWN",
                                              "rows[1].record.display_name FIELD_REQUIRED",
                                              "rows[1].record.enterprise.credit_code VALUE_INVALID",
                                              "rows[2] FIELD_REQUIRED"));
}

TEST(Posting, RefusesTheSameNameTwice) {
  EXPECT_THAT(Complaints(LedgerWorld().Judge(
                  EnterpriseRow("x") + R"pb(rows {
                                              withdrawn_record: "divisions/440783/enterprises/x"
                                            })pb")),
              ElementsAre("rows[1].withdrawn_record DUPLICATE_ROW"));
}

TEST(Posting, RefusesRowsOfAnotherPartition) {
  const std::string elsewhere =
      R"(name: "divisions/440784/enterprises/x" display_name: "X" enterprise {})";
  EXPECT_THAT(Complaints(LedgerWorld().Judge(EnterpriseRow("x") + RowOf(elsewhere) + R"pb(
                rows {
                  observation {
                    subject: "divisions/44"
                    measure: "measures/land"
                    period: "2024"
                    amount { value: "1" }
                  }
                })pb")),
              ElementsAre("rows[1].record.name SEVERAL_PARTITIONS",
                          "rows[2].observation.subject SEVERAL_PARTITIONS"));
}

TEST(Posting, AcceptsTheEtagThatStandsAndNoOther) {
  LedgerWorld world;
  const Posted wrong = world.Judge(R"pb(
    rows {
      record {
        name: "divisions/440783/enterprises/acme"
        display_name: "Acme Ltd"
        enterprise {}
      }
      etag: "7-0"
    }
    rows {
      record {
        name: "divisions/440783/enterprises/new"
        display_name: "New"
        enterprise {}
      }
      etag: "1-0"
    })pb");
  EXPECT_THAT(Complaints(wrong),
              ElementsAre("rows[0].etag ETAG_MISMATCH", "rows[1].etag ETAG_MISMATCH"));
}

TEST(Posting, NamesTheStructureThatItWasDecidedOn) {
  LedgerWorld world;
  EXPECT_EQ(world.Judge(R"pb(rows { withdrawn_record: "divisions/440783/projects/road" })pb")
                .content.structure_revision,
            1);
  world.Write(R"pb(rows {
                     record {
                       name: "divisions/50"
                       display_name: "重庆市"
                       division {}
                     }
                   })pb");
  EXPECT_EQ(world.Judge(R"pb(rows { withdrawn_record: "divisions/440783/projects/road" })pb")
                .content.structure_revision,
            2);
}

}  // namespace
}  // namespace taizhang::ledger
