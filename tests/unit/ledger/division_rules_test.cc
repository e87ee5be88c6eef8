#include <string>

#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Successors(int count) {
  std::string list = "division { ";
  for (int i = 0; i < count; ++i) {
    list += R"(successors: "divisions/44078)" + std::string(i < 10 ? "310" : "31") +
            std::to_string(i) + "\" ";
  }
  return list + "}";
}

std::string Towns(int count) {
  std::string rows;
  for (int i = 0; i < count; ++i)
    rows += DivisionRow((i < 10 ? "44078310" : "4407831") + std::to_string(i));
  return rows;
}

/// The town 440783107 is merged into 440783108 on 2020-01-01.
LedgerWorld Merged() {
  LedgerWorld world;
  world.Write(DivisionRow("440783108"));
  world.Write(DivisionRow("440783107",
                          R"(placements { place: "divisions/440783" when { end: "2020-01-01" } }
                                         division { successors: "divisions/440783108" })"));
  return world;
}

std::string Placed(const std::string& place, const std::string& start) {
  return RowOf(R"(name: "divisions/440783/enterprises/acme" display_name: "Acme" enterprise {}
                  placements { place: "divisions/440783" when { end: ")" +
               start + R"(" } } placements { place: ")" + place + R"(" when { start: ")" + start +
               "\" } }");
}

TEST(Successors, AreKeptInOrderOfTheirNames) {
  LedgerWorld world;
  const Posted posted = world.Write(
      DivisionRow("440783107",
                  R"(division { successors: "divisions/440784" successors: "divisions/440783" })"));
  const auto& division = std::get<Division>(posted.content.records[0].after->details);
  EXPECT_THAT(division.successors, ElementsAre("divisions/440783", "divisions/440784"));
  EXPECT_THAT(
      world
          .Judge(DivisionRow(
              "440783107",
              R"(division { successors: "divisions/440783" successors: "divisions/440784" })"))
          .outcomes,
      ElementsAre(Outcome::kUnchanged));
}

TEST(Successors, AreKnownDivisionsEachOnceAndNotItself) {
  EXPECT_THAT(Complaints(LedgerWorld().Judge(DivisionRow("440783107", R"(division {
                   successors: "divisions/440783999" successors: "divisions/440783"
                   successors: "divisions/440783" successors: "divisions/440783107"
                   successors: "divisions/440783/clusters/mushrooms" successors: "" })"))),
              ElementsAre("rows[0].record.division.successors[0] REFERENCE_UNKNOWN",
                          "rows[0].record.division.successors[2] VALUE_INVALID",
                          "rows[0].record.division.successors[3] VALUE_INVALID",
                          "rows[0].record.division.successors[4] NAME_INVALID",
                          "rows[0].record.division.successors[5] FIELD_REQUIRED"));
}

TEST(Successors, AreUpTo16) {
  EXPECT_THAT(Complaints(LedgerWorld().Judge(Towns(17) + DivisionRow("440783099", Successors(16)))),
              IsEmpty());
  EXPECT_THAT(Complaints(LedgerWorld().Judge(Towns(17) + DivisionRow("440783099", Successors(17)))),
              ElementsAre("rows[17].record.division.successors TOO_LARGE"));
}

TEST(EndedDivisions, TakeNothingThatBeginsLater) {
  const LedgerWorld world = Merged();
  for (const char* start : {"2020-01-01", "2024-06-30"}) {
    const Posted posted = world.Judge(Placed("divisions/440783107", start));
    ASSERT_THAT(Complaints(posted),
                ElementsAre("rows[0].record.placements[1].place HIERARCHY_INVALID"));
    EXPECT_EQ(posted.violations[0].description,
              "divisions/440783107 ended on 2020-01-01, before this begins (" + std::string(start) +
                  "); name divisions/440783108");
  }
}

TEST(EndedDivisions, KeepWhatBeganBefore) {
  const LedgerWorld world = Merged();
  EXPECT_THAT(Complaints(world.Judge(Placed("divisions/440783107", "2019-12-31"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Placed("divisions/440783108", "2020-01-01"))), IsEmpty());
}

TEST(EndedDivisions, AreNoParentsOfWhatBeginsLater) {
  LedgerWorld world;
  world.Write(
      DivisionRow("440700", R"(placements { place: "divisions/44" when { end: "2020-01-01" } })"));
  const Posted posted = world.Judge(DivisionRow(
      "440783", R"(placements { place: "divisions/440700" when { start: "2020-01-01" } })"));
  ASSERT_THAT(Complaints(posted),
              ElementsAre("rows[0].record.placements[0].place HIERARCHY_INVALID"));
  EXPECT_EQ(posted.violations[0].description,
            "divisions/440700 ended on 2020-01-01, before this begins (2020-01-01); name the "
            "division that took over, and write it as its successor");
}

TEST(EndedDivisions, LetRecordsThatStandBeWrittenAgain) {
  LedgerWorld world;
  world.Write(Placed("divisions/440783107", "2021-01-01"));
  world.Write(DivisionRow(
      "440783107", R"(placements { place: "divisions/440783" when { end: "2020-01-01" } })"));
  EXPECT_THAT(world.Judge(Placed("divisions/440783107", "2021-01-01")).outcomes,
              ElementsAre(Outcome::kUnchanged));
}

TEST(Reorganisation, MovesACountyThatBecomesADistrictByADatedParent) {
  LedgerWorld world;
  world.Write(DivisionRow("4408") + DivisionRow("440803"));
  const Posted posted = world.Judge(
      DivisionRow("440783", R"(placements { place: "divisions/4407" when { end: "2020-01-01" } }
                   placements { place: "divisions/4408" when { start: "2020-01-01" } }
                   division { successors: "divisions/440803" })"));
  EXPECT_THAT(Complaints(posted), IsEmpty());
  EXPECT_THAT(posted.content.records, SizeIs(1));
}

TEST(LaterPlaces, AreAnyDivisionOrAVillageOfTheSameHome) {
  const LedgerWorld world;
  for (const char* place : {"divisions/440784", "divisions/44", "divisions/440783107",
                            "divisions/440783/villages/440783107236"}) {
    EXPECT_THAT(Complaints(world.Judge(Placed(place, "2020-01-01"))), IsEmpty()) << place;
  }
  EXPECT_THAT(
      Complaints(world.Judge(Placed("divisions/440784/villages/440784100200", "2020-01-01"))),
      ElementsAre("rows[0].record.placements[1].place HIERARCHY_INVALID"));
  EXPECT_THAT(
      Complaints(world.Judge(Placed("divisions/440783/villages/440783107999", "2020-01-01"))),
      ElementsAre("rows[0].record.placements[1].place REFERENCE_UNKNOWN"));
}

}  // namespace
}  // namespace taizhang::ledger
