#include <string>

#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Statements of 440783's sales, by the sources [first, end).
std::string Statements(int first, int end, const std::string& period) {
  std::string rows;
  for (int i = first; i < end; ++i) {
    rows +=
        R"(rows { observation { subject: "divisions/440783" measure: "measures/sales" period: ")" +
        period + R"(" source: "s)" + std::to_string(i) + R"(" amount { value: "1" } } } )";
  }
  return rows;
}

/// What the road exempted in 2024, by the items [first, end).
std::string Items(int first, int end) {
  std::string rows;
  for (int i = first; i < end; ++i) {
    rows +=
        R"(rows { observation { subject: "divisions/440783/projects/road" measure: "measures/exempted" period: "2024" item: "i)" +
        std::to_string(i) + R"(" amount { value: "1" } } } )";
  }
  return rows;
}

TEST(ObservationLimits, RefusesThe65thSourceOfAYear) {
  LedgerWorld world;
  world.Write(Statements(0, 64, "2024"));
  const Posted posted = world.Judge(Statements(64, 65, "2024"));
  EXPECT_THAT(Complaints(posted), ElementsAre("rows[0].observation.source TOO_LARGE"));
  EXPECT_THAT(posted.violations[0].description, HasSubstr("up to 64 are kept"));
}

TEST(ObservationLimits, CountsSourcesThatTheRequestAddsItself) {
  LedgerWorld world;
  world.Write(Statements(0, 63, "2024"));
  EXPECT_THAT(Complaints(world.Judge(Statements(63, 65, "2024"))),
              ElementsAre("rows[1].observation.source TOO_LARGE"));
}

TEST(ObservationLimits, LeavesRoomForSourcesThatStandAndForOtherYears) {
  LedgerWorld world;
  world.Write(Statements(0, 64, "2024"));
  EXPECT_THAT(Complaints(world.Judge(Statements(0, 64, "2024") + Statements(64, 65, "2025"))),
              IsEmpty());
}

TEST(ObservationLimits, RefusesThe1001stItemOfAYear) {
  LedgerWorld world;
  world.Write(Items(0, 999));
  EXPECT_THAT(Complaints(world.Judge(Items(999, 1001))),
              ElementsAre("rows[1].observation.item TOO_LARGE"));
}

std::string Sales(const std::string& value) {
  return R"(rows { observation { subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: ")" +
         value + R"(" } } })";
}

TEST(ObservationAmounts, AreNotWhollyBelowZeroWhereTheMeasureNeverIs) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(Sales("不足0"))),
              ElementsAre("rows[0].observation.amount.value VALUE_INVALID"));
  EXPECT_THAT(Complaints(world.Judge(Sales("≤0"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Sales("不足1"))), IsEmpty());
}

TEST(ObservationWithdrawal, RefusesAYearThatMayMeanItsLastPeriodWithoutItsMeasure) {
  LedgerWorld world;
  world.Write(R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/output"
        period: "2024-Q4"
        amount { value: "1" }
      }
    })pb");
  world.Write(R"pb(rows { withdrawn_record: "measures/output" })pb");
  const Posted posted = world.Judge(R"pb(
    rows {
      withdrawn_observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/output"
        period: "2024"
      }
    })pb");
  EXPECT_THAT(Complaints(posted),
              ElementsAre("rows[0].withdrawn_observation.period PERIOD_MISMATCH"));
  EXPECT_THAT(posted.violations[0].description, HasSubstr("give 2024-Q4"));
}

}  // namespace
}  // namespace taizhang::ledger
