#include <string>

#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// `layers` of `width` clusters, each in all `parents` of the layer above.
std::string DenseClusters(int layers, int width, const std::string& when) {
  std::string rows;
  for (int layer = 0; layer < layers; ++layer) {
    for (int i = 0; i < width; ++i) {
      rows += R"(rows { record { name: "divisions/440783/clusters/l)" + std::to_string(layer) +
              "-" + std::to_string(i) +
              R"(" display_name: "C" cluster { kind: CLUSTER_KIND_BRAND } )";
      for (int parent = 0; layer > 0 && parent < width; ++parent) {
        rows += R"(memberships { cluster: "divisions/440783/clusters/l)" +
                std::to_string(layer - 1) + "-" + std::to_string(parent) + "\" " + when + "} ";
      }
      rows += "} } ";
    }
  }
  return rows;
}

/// Ten counties, each in the one before it `times` times over; `open` and `close` make the row.
std::string RepeatedParents(const std::string& open, const std::string& close, int times) {
  std::string rows;
  for (int i = 0; i < 10; ++i) {
    rows += open + R"(name: "divisions/44091)" + std::to_string(i) +
            R"(" display_name: "D" division {} )";
    for (int time = 0; time < times; ++time) {
      rows += R"(placements { place: "divisions/)" +
              (i == 0 ? "4407" : "44091" + std::to_string(i - 1)) + "\" } ";
    }
    rows += close;
  }
  return rows;
}

TEST(HierarchyWalks, JudgesDenseLayersThatAreTooDeepInBoundedSteps) {
  const LedgerWorld world;
  const Posted posted = world.Judge(DenseClusters(10, 16, ""));
  EXPECT_THAT(Complaints(posted), Each(EndsWith("memberships HIERARCHY_INVALID")));
  EXPECT_THAT(Complaints(posted), Contains("rows[159].record.memberships HIERARCHY_INVALID"));
}

TEST(HierarchyWalks, AcceptsDenseLayersThatAreNotTooDeep) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(DenseClusters(4, 16, ""))), IsEmpty());
}

TEST(HierarchyWalks, JudgesDenseLayersWithDatesOfTheirOwnInBoundedSteps) {
  const LedgerWorld world;
  // Edges have days of their own, so that few ways upward have the same.
  std::string rows;
  for (int layer = 0; layer < 10; ++layer) {
    for (int i = 0; i < 16; ++i) {
      rows += R"(rows { record { name: "divisions/440783/clusters/l)" + std::to_string(layer) +
              "-" + std::to_string(i) +
              R"(" display_name: "C" cluster { kind: CLUSTER_KIND_BRAND } )";
      for (int parent = 0; layer > 0 && parent < 16; ++parent) {
        const int year = layer % 2 == 0 ? 2000 + i + parent : 2040 - i - parent;
        rows += R"(memberships { cluster: "divisions/440783/clusters/l)" +
                std::to_string(layer - 1) + "-" + std::to_string(parent) + "\" when { " +
                (layer % 2 == 0 ? "end" : "start") + ": \"" + std::to_string(year) +
                "-01-01\" } } ";
      }
      rows += "} } ";
    }
  }
  EXPECT_THAT(Complaints(world.Judge(rows)), Each(EndsWith("memberships HIERARCHY_INVALID")));
}

TEST(HierarchyWalks, DoesNotWalkListsThatOverlap) {
  const LedgerWorld world;
  const Posted posted = world.Judge(RepeatedParents("rows { record { ", "} } ", 100));
  EXPECT_THAT(Complaints(posted), SizeIs(990));
  EXPECT_THAT(Complaints(posted), Each(EndsWith(".when DATES_INVALID")));
}

TEST(HierarchyWalks, DoesNotWalkListsThatAreTooLong) {
  const LedgerWorld world;
  const Posted posted = world.Judge(RepeatedParents("rows { record { ", "} } ", 101));
  EXPECT_THAT(Complaints(posted), SizeIs(10));
  EXPECT_THAT(Complaints(posted), Each(EndsWith("placements TOO_LARGE")));
}

TEST(HierarchyWalks, RefusesOverlappingListsOfAssumedRecords) {
  const LedgerWorld world;
  const Posted posted = world.Judge(
      R"(validate_only: true rows { record { name: "divisions/440783/enterprises/a" display_name: "A"
                         placements { place: "divisions/440919" } enterprise {} } } )" +
      RepeatedParents("assumed_records { ", "} ", 2));
  EXPECT_THAT(Complaints(posted), SizeIs(10));
  EXPECT_THAT(Complaints(posted), Contains("assumed_records[9].placements[1].when DATES_INVALID"));
}

TEST(HierarchyWalks, RefusesOverLongListsOfAssumedRecords) {
  const LedgerWorld world;
  const Posted posted = world.Judge(
      R"(validate_only: true rows { withdrawn_record: "divisions/440783/enterprises/acme" } )" +
      RepeatedParents("assumed_records { ", "} ", 101));
  EXPECT_THAT(Complaints(posted), Contains("assumed_records[0].placements TOO_LARGE"));
}

TEST(HierarchyWalks, LeavesRowsAloneWhoseParentsDoNotChange) {
  LedgerWorld world;
  world.Write(DenseClusters(2, 1, ""));
  // Another home division's chain is new; the membership is as it was.
  world.Write(R"pb(rows {
                     record {
                       name: "divisions/440783"
                       display_name: "A"
                       placements { place: "divisions/44" }
                       division {}
                     }
                   })pb");
  EXPECT_THAT(Complaints(world.Judge(DenseClusters(2, 1, ""))), IsEmpty());
}

/// A town in 440783 from 2010, before that in 440784.
constexpr const char* kMovedTown = R"pb(
  rows {
    record {
      name: "divisions/440783107"
      display_name: "a town"
      placements {
        place: "divisions/440784"
        when { end: "2010-01-01" }
      }
      placements {
        place: "divisions/440783"
        when { start: "2010-01-01" }
      }
      division {}
    }
  }
)pb";

std::string InMovedTown(const std::string& when) {
  return R"(rows { record { name: "divisions/440783/enterprises/a" display_name: "A" enterprise {}
            placements { place: "divisions/440783107" )" +
         when + " } } }";
}

TEST(FirstPlace, LiesInTheHomeDivisionOnItsFirstDay) {
  LedgerWorld world;
  world.Write(kMovedTown);
  EXPECT_THAT(Complaints(world.Judge(InMovedTown(R"(when { start: "2010-01-01" })"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(InMovedTown(R"(when { start: "2009-12-31" })"))),
              ElementsAre("rows[0].record.placements[0].place HIERARCHY_INVALID"));
}

TEST(FirstPlace, WithoutAStartLiesInTheHomeDivisionBeforeAllDates) {
  LedgerWorld world;
  world.Write(kMovedTown);
  EXPECT_THAT(Complaints(world.Judge(InMovedTown(""))),
              ElementsAre("rows[0].record.placements[0].place HIERARCHY_INVALID"));
}

/// A cluster of the moved town in one of 440783.
std::string ChildOfMushrooms(const std::string& when) {
  return R"(rows { record { name: "divisions/440783107/clusters/child" display_name: "C"
            cluster { kind: CLUSTER_KIND_BRAND }
            memberships { cluster: "divisions/440783/clusters/mushrooms" )" +
         when + " } } }";
}

TEST(ParentHomes, AreAboveOnEveryDayOfTheMembership) {
  LedgerWorld world;
  world.Write(kMovedTown);
  EXPECT_THAT(Complaints(world.Judge(ChildOfMushrooms(R"(when { start: "2010-01-01" })"))),
              IsEmpty());
  const Posted posted = world.Judge(ChildOfMushrooms(R"(when { start: "2009-12-31" })"));
  EXPECT_THAT(Complaints(posted),
              ElementsAre("rows[0].record.memberships[0].cluster HIERARCHY_INVALID"));
  EXPECT_THAT(posted.violations[0].description, HasSubstr("on 2009-12-31"));
}

TEST(ParentHomes, AreNotJudgedOnDaysOfWhichNoParentIsKnown) {
  LedgerWorld world;
  world.Write(R"pb(
    rows {
      record {
        name: "divisions/440783107"
        display_name: "a town"
        placements {
          place: "divisions/440783"
          when { start: "2010-01-01" }
        }
        division {}
      }
    })pb");
  EXPECT_THAT(Complaints(world.Judge(ChildOfMushrooms(""))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(ChildOfMushrooms(R"(when { end: "2009-01-01" })"))),
              ElementsAre("rows[0].record.memberships[0].cluster HIERARCHY_INVALID"));
}

TEST(KeptParents, ThatAreNoLongerKnownMustBeWrittenAnew) {
  LedgerWorld world;
  world.Write(R"pb(rows { withdrawn_record: "divisions/4407" })pb");
  const Posted posted = world.Judge(
      R"pb(rows {
             record {
               name: "divisions/440783"
               display_name: "A"
               division {}
             }
           })pb");
  EXPECT_THAT(Complaints(posted), ElementsAre("rows[0].record.placements REFERENCE_UNKNOWN"));
  EXPECT_EQ(posted.violations[0].description,
            "none are written, so that the parents from before are kept, and divisions/4407 of "
            "them is no longer known; write placements");
}

}  // namespace
}  // namespace taizhang::ledger
