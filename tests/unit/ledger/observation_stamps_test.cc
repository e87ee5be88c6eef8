#include <string>

#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What an observation says beside its value: only what can be spelt, as long as there is room, and
// anything that stands already.

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Observed(const std::string& fields) {
  return "rows { observation { " + fields + " } }";
}

std::string Sales(const std::string& fields, const std::string& period = "2024") {
  return Observed(
      R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: ")" +
      period + "\" " + fields);
}

std::string Land(const std::string& quantum) {
  return Observed(
      R"(subject: "divisions/440783" measure: "measures/land" period: "2024" amount { value: "0" quantum: ")" +
      quantum + "\" }");
}

TEST(ObservationQuantum, IsOneThatASpellingCanHave) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(Land("0.0015"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Land("1500"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Land("10000"))), IsEmpty());
  const Posted posted = world.Judge(Land("7"));
  EXPECT_THAT(Complaints(posted), ElementsAre("rows[0].observation.amount.quantum VALUE_INVALID"));
  EXPECT_THAT(posted.violations[0].description, HasSubstr("a power of ten"));
}

TEST(ObservationQuantum, IsUnchangedWhereItStands) {
  LedgerWorld world;
  Posted old = world.Judge(Sales(R"(amount { value: "14" })"));
  old.content.observations[0].after.quantum = Decimal::FromInteger(7);
  world.Apply(old.content);
  EXPECT_THAT(world.Judge(Sales(R"(amount { value: "14" quantum: "7" })")).outcomes,
              ElementsAre(Outcome::kUnchanged));
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "14" quantum: "7" })"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "21" quantum: "7" })"))),
              ElementsAre("rows[0].observation.amount.quantum VALUE_INVALID"));
}

TEST(ObservationRemark, IsUnchangedWhereItStands) {
  LedgerWorld world;
  Posted old = world.Judge(Sales(R"(amount { value: "14" } remark: "said")"));
  old.content.new_texts[0].text = " said";
  world.Apply(old.content);
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "14" } remark: " said")"))),
              IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "15" } remark: " said")"))),
              ElementsAre("rows[0].observation.remark TEXT_INVALID"));
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "14" } remark: "said ")"))),
              ElementsAre("rows[0].observation.remark TEXT_INVALID"));
}

/// Writes acme's sales of 2024 in so many precisions that nobody can spell.
void WriteInPrecisions(LedgerWorld& world, int count) {
  ObservationChange change = world.Write(Sales(R"(amount { value: "0" })")).content.observations[0];
  change.before = change.after;
  for (int i = 0; i < count; ++i) {
    change.previous_revision = world.facts().revision();
    change.after.quantum = Decimal::FromInteger(1'000'003 + i);
    BlockContent content;
    content.observations = {change};
    world.Apply(content);
    change.before = change.after;
  }
}

TEST(ObservationStamps, AreRefusedBeforeTheFoldWouldFail) {
  LedgerWorld world;
  WriteInPrecisions(world, 64'510);
  // One more has room: the first row's. The third row's stands already.
  const std::string rows = Sales(R"(amount { value: "1.0" })", "2025") +
                           Sales(R"(amount { value: "2.00" })", "2026") +
                           Sales(R"(amount { value: "3" })", "2027");
  const Posted posted = world.Judge(rows);
  EXPECT_THAT(Complaints(posted), ElementsAre("rows[1].observation.amount TOO_LARGE"));
  EXPECT_THAT(posted.violations[0].description, HasSubstr("no room"));
  world.Write(Sales(R"(amount { value: "1.0" })", "2025"));
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "2.00" })", "2026"))),
              ElementsAre("rows[0].observation.amount TOO_LARGE"));
  // What has no new stamp, or no amount, is written for ever.
  world.Write(Sales(R"(amount { value: "5.0" })", "2026") + Sales("not_available: true", "2027"));
  world.Write(R"pb(rows {
                     withdrawn_observation {
                       subject: "divisions/440783/enterprises/acme"
                       measure: "measures/sales"
                       period: "2026"
                     }
                   })pb");
}

}  // namespace
}  // namespace taizhang::ledger
