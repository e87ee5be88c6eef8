#include <string>

#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// References are judged where they are written, and never enforced later: what others refer to can
// be withdrawn, and what refers to it stands on.

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Member(const std::string& display_name) {
  return RowOf(R"(name: "divisions/440783/enterprises/acme" enterprise {} display_name: ")" +
               display_name +
               R"(" memberships { cluster: "divisions/440783/clusters/mushrooms" })");
}

std::string Project(const std::string& display_name) {
  return RowOf(R"(name: "divisions/440783/projects/road" display_name: ")" + display_name +
               R"(" project { owners: "divisions/440783/enterprises/acme" })");
}

std::string Sales(const std::string& value, const std::string& more = "") {
  return R"(rows { observation { subject: "divisions/440783/enterprises/acme" measure: "measures/sales"
            period: "2024" amount { value: ")" +
         value + "\" } " + more + "} } ";
}

std::string Withdrawal(const std::string& name) {
  return "rows { withdrawn_record: \"" + name + "\" } ";
}

TEST(WithdrawnReferences, LetWhatIsReferredToBeWithdrawn) {
  LedgerWorld world;
  world.Write(Member("Acme"));
  world.Write(Project("Road"));
  EXPECT_THAT(world.Write(Withdrawal("divisions/440783/clusters/mushrooms")).outcomes,
              ElementsAre(Outcome::kWithdrawn));
  EXPECT_THAT(world.Write(Withdrawal("divisions/440783/enterprises/acme")).outcomes,
              ElementsAre(Outcome::kWithdrawn));
  EXPECT_THAT(
      world.Write(Withdrawal("divisions/440783107") + Withdrawal("measures/sales")).outcomes,
      ElementsAre(Outcome::kWithdrawn, Outcome::kWithdrawn));
}

TEST(WithdrawnReferences, LeaveARecordUnchangedThatIsWrittenAsItStands) {
  LedgerWorld world;
  world.Write(Member("Acme"));
  world.Write(Project("Road"));
  world.Write(Withdrawal("divisions/440783/clusters/mushrooms"));
  EXPECT_THAT(world.Judge(Member("Acme")).outcomes, ElementsAre(Outcome::kUnchanged));
  world.Write(Withdrawal("divisions/440783/enterprises/acme"));
  EXPECT_THAT(world.Judge(Project("Road")).outcomes, ElementsAre(Outcome::kUnchanged));
}

TEST(WithdrawnReferences, AreRefusedWhereTheyAreWrittenAnew) {
  LedgerWorld world;
  world.Write(Member("Acme"));
  world.Write(Withdrawal("divisions/440783/clusters/mushrooms"));
  EXPECT_THAT(Complaints(world.Judge(Member("Acme Ltd"))),
              ElementsAre("rows[0].record.memberships[0].cluster REFERENCE_UNKNOWN"));
}

TEST(WithdrawnReferences, HoldAgainOnceTheRecordIsCreatedAgain) {
  LedgerWorld world;
  world.Write(Member("Acme"));
  world.Write(Withdrawal("divisions/440783/clusters/mushrooms"));
  world.Write(RowOf(R"(name: "divisions/440783/clusters/mushrooms" display_name: "m"
                       cluster { kind: CLUSTER_KIND_PARK })"));
  EXPECT_THAT(Complaints(world.Judge(Member("Acme Ltd"))), IsEmpty());
}

TEST(WithdrawnSubjects, KeepObservationsThatAreUnchangedAndTakeNoOthers) {
  LedgerWorld world;
  world.Write(Sales("1.0", R"(remark: "r")"));
  world.Write(Withdrawal("divisions/440783/enterprises/acme"));
  EXPECT_THAT(world.Judge(Sales("1.0", R"(remark: "r")")).outcomes,
              ElementsAre(Outcome::kUnchanged));
  for (const std::string& row :
       {Sales("2.0", R"(remark: "r")"), Sales("1.0"), Sales("1.00", R"(remark: "r")"),
        Sales("1.0", R"(remark: "new")")}) {
    EXPECT_THAT(Complaints(world.Judge(row)),
                ElementsAre("rows[0].observation.subject REFERENCE_UNKNOWN"))
        << row;
  }
}

TEST(WithdrawnMeasures, TakeNothingAndComeBackWithTheSameMeaning) {
  LedgerWorld world;
  world.Write(Sales("1"));
  world.Write(Withdrawal("measures/sales"));
  EXPECT_THAT(Complaints(world.Judge(Sales("2"))),
              ElementsAre("rows[0].observation.measure REFERENCE_UNKNOWN"));
  const auto measure = [](const std::string& unit) {
    return RowOf(R"(name: "measures/sales" display_name: "S" measure { unit: ")" + unit +
                 R"(" decimals: 2 temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR
                    reporters: REPORTER_VILLAGE reporters: REPORTER_ENTERPRISE non_negative: true })");
  };
  EXPECT_THAT(Complaints(world.Judge(measure("美元"))),
              ElementsAre("rows[0].record.measure.unit IMMUTABLE"));
  world.Write(measure("元"));
  EXPECT_THAT(world.Judge(Sales("2")).outcomes, ElementsAre(Outcome::kUpdated));
}

}  // namespace
}  // namespace taizhang::ledger
