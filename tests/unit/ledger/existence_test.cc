#include "services/ledger/commit/refusal.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kStands = "existence: EXISTENCE_STANDS ";
constexpr const char* kAbsent = "existence: EXISTENCE_ABSENT ";

std::string Enterprise(const std::string& id, const std::string& name, const std::string& more) {
  return R"(rows { record { name: "divisions/440783/enterprises/)" + id + R"(" display_name: ")" +
         name + R"(" enterprise {} } )" + more + "} ";
}

std::string Sales(const std::string& value, const std::string& more) {
  return R"(rows { observation { subject: "divisions/440783/enterprises/acme" measure: "measures/sales"
            period: "2024" amount { value: ")" +
         value + R"(" } } )" + more + "} ";
}

std::string SalesWithdrawn(const std::string& more) {
  return R"(rows { withdrawn_observation { subject: "divisions/440783/enterprises/acme"
            measure: "measures/sales" period: "2024" } )" +
         more + "} ";
}

TEST(Existence, LetsARecordBeCreatedOrRevisedAsItSays) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(Enterprise("acme", "Acme Ltd", kStands))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Enterprise("new", "New", kAbsent))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Enterprise("acme", "Acme Ltd", kAbsent))),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
  EXPECT_THAT(Complaints(world.Judge(Enterprise("new", "New", kStands))),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
}

TEST(Existence, IsAskedOfARowThatChangesNothing) {
  LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(Enterprise("acme", "Acme", kAbsent))),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
  EXPECT_THAT(Complaints(world.Judge(Enterprise("acme", "Acme", R"(etag: "7-0")"))),
              ElementsAre("rows[0].etag ETAG_MISMATCH"));
  world.Write(Sales("1", ""));
  EXPECT_THAT(Complaints(world.Judge(Sales("1", kAbsent))),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
  EXPECT_THAT(Complaints(world.Judge(Sales("1", R"(etag: "7-0")"))),
              ElementsAre("rows[0].etag ETAG_MISMATCH"));
}

TEST(Existence, CountsWhatIsWithdrawnAsAbsent) {
  LedgerWorld world;
  world.Write(Sales("1", kAbsent));
  EXPECT_THAT(Complaints(world.Judge(Sales("2", kStands))), IsEmpty());
  world.Write(SalesWithdrawn(kStands));
  EXPECT_THAT(Complaints(world.Judge(Sales("2", kStands))),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
  EXPECT_THAT(world.Judge(Sales("2", kAbsent)).outcomes, ElementsAre(Outcome::kCreated));
}

TEST(Existence, SaysWhatAWithdrawalNeeds) {
  const LedgerWorld world;
  EXPECT_THAT(world.Judge(SalesWithdrawn("")).outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_THAT(Complaints(world.Judge(SalesWithdrawn(kStands))),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
  EXPECT_THAT(world.Judge(SalesWithdrawn(kAbsent)).outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_THAT(Complaints(world.Judge(
                  R"pb(rows {
                         withdrawn_record: "divisions/440783/enterprises/none"
                         existence: EXISTENCE_STANDS
                       })pb")),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH"));
}

TEST(Existence, IsNotAbsentWhereThereIsAnEtag) {
  const LedgerWorld world;
  EXPECT_THAT(
      Complaints(world.Judge(Enterprise("new", "New", R"(etag: "1-0" )" + std::string(kAbsent)))),
      ElementsAre("rows[0].existence FIELD_NOT_ALLOWED"));
  EXPECT_THAT(Complaints(world.Judge(Enterprise("new", "New", "existence: 9"))),
              ElementsAre("rows[0].existence VALUE_INVALID"));
}

TEST(Existence, IsToldOfBesideAnAmountThatCannotBeKept) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(Sales("1.005", kStands))),
              ElementsAre("rows[0].observation.amount AMOUNT_NOT_EXACT",
                          "rows[0].existence EXISTENCE_MISMATCH"));
}

TEST(Refusal, AbortsWhereNothingButWhatIsTakenForGrantedIsWrong) {
  const LedgerWorld world;
  Posted posted = world.Judge(Sales("1", kStands) + Enterprise("acme", "A", R"(etag: "7-0")"));
  const absl::Status status = RefusalOf("440783", posted, std::move(posted.violations));
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), Reason::kExistenceMismatch);
  EXPECT_THAT(
      MetadataOf(status),
      ElementsAre(std::pair("name", "divisions/440783/enterprises/acme measures/sales 2024")));
}

TEST(Refusal, NamesAllViolationsWhereSomethingElseIsWrong) {
  const LedgerWorld world;
  Posted posted = world.Judge(Sales("1", kStands) + Enterprise("acme", "", ""));
  const absl::Status status = RefusalOf("440783", posted, std::move(posted.violations));
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidRequest);
  EXPECT_THAT(Complaints(ViolationsOf(status)),
              ElementsAre("rows[0].existence EXISTENCE_MISMATCH",
                          "rows[1].record.display_name FIELD_REQUIRED"));
}

}  // namespace
}  // namespace taizhang::ledger
