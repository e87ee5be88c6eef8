#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// An observation of acme's sales in 2024, with more fields.
std::string Sales(const std::string& fields) {
  return R"(rows { observation { subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" )" +
         fields + " } }";
}

TEST(ObservationPosting, KeepsTheAmountInTheBaseUnitWithItsQuantum) {
  const LedgerWorld world;
  const Posted posted = world.Judge(Sales(R"(amount { value: "69.45亿元" })"));
  ASSERT_THAT(posted.content.observations, SizeIs(1));
  const ObservationChange& change = posted.content.observations[0];
  EXPECT_EQ(change.value, Int128{694'500'000'000});
  EXPECT_EQ(change.after.quantum.ToString(), "1000000");
  EXPECT_EQ(change.after.bound, Bound::kExact);
}

TEST(ObservationPosting, TakesTheQuantumThatIsGiven) {
  const LedgerWorld world;
  const Posted posted =
      world.Judge(Sales(R"(amount { value: "6945000000" quantum: "1000000.0" })"));
  ASSERT_THAT(posted.content.observations, SizeIs(1));
  EXPECT_EQ(posted.content.observations[0].after.quantum.ToString(), "1000000");
}

TEST(ObservationPosting, ReadsUnitsOfFullWidth) {
  const LedgerWorld world;
  const Posted posted = world.Judge(Sales(R"(amount { value: "６９．４５" unit: "　亿元" })"));
  EXPECT_THAT(Complaints(posted), IsEmpty());
  EXPECT_EQ(posted.content.observations[0].value, Int128{694'500'000'000});
}

TEST(ObservationPosting, ReadsUnitAndBoundFromTheirOwnFields) {
  const LedgerWorld world;
  const Posted posted =
      world.Judge(Sales(R"(amount { value: "69.45亿" unit: "元" bound: BOUND_MORE_THAN })"));
  EXPECT_THAT(Complaints(posted), IsEmpty());
  EXPECT_EQ(posted.content.observations[0].value, Int128{694'500'000'000});
  EXPECT_EQ(posted.content.observations[0].after.bound, Bound::kMoreThan);
}

struct Change {
  const char* fields;
  Outcome outcome;
};

TEST(ObservationPosting, RevisesWhereTheValueOrWhatIsSaidOfItDiffers) {
  LedgerWorld world;
  world.Write(Sales(R"(amount { value: "100.0" } remark: "first")"));
  const Change changes[] = {
      {R"(amount { value: "100.0" } remark: "first")", Outcome::kUnchanged},
      {R"(amount { value: "100.00元" } remark: "first")", Outcome::kUpdated},  // another quantum
      {R"(amount { value: "100.1" } remark: "first")", Outcome::kUpdated},     // another value
      {R"(amount { value: "超100.0" } remark: "first")", Outcome::kUpdated},   // another bound
      {R"(amount { value: "100.0" } remark: "second")", Outcome::kUpdated},    // another remark
      {R"(amount { value: "100.0" })", Outcome::kUpdated},                     // no remark
      {R"(amount { value: "100.0" } remark: "first" period_basis: PERIOD_BASIS_ASSUMED)",
       Outcome::kUpdated},
      {R"(not_available: true remark: "first")", Outcome::kUpdated},
      {R"(amount { value: "100.0" } remark: "first" basis: BASIS_WHOLE period_basis: PERIOD_BASIS_STATED)",
       Outcome::kUnchanged},
  };
  for (const Change& change : changes) {
    EXPECT_THAT(world.Judge(Sales(change.fields)).outcomes, ElementsAre(change.outcome))
        << change.fields;
  }
}

TEST(ObservationPosting, CarriesTheVersionBefore) {
  LedgerWorld world;
  world.Write(Sales(R"(amount { value: "100" })"));
  const Posted posted = world.Judge(Sales(R"(not_available: true)"));
  const ObservationChange& change = posted.content.observations[0];
  EXPECT_EQ(change.previous_revision, 2);
  EXPECT_EQ(change.before_value, 10'000);
  EXPECT_EQ(change.after.state, ObservationState::kNotAvailable);
  EXPECT_EQ(change.value, 0);
}

TEST(ObservationPosting, WithdrawsAndCreatesAgain) {
  LedgerWorld world;
  const char* withdrawal = R"pb(rows {
                                  withdrawn_observation {
                                    subject: "divisions/440783/enterprises/acme"
                                    measure: "measures/sales"
                                    period: "2024"
                                  }
                                })pb";
  world.Write(Sales(R"(amount { value: "100" })"));
  EXPECT_THAT(world.Write(withdrawal).outcomes, ElementsAre(Outcome::kWithdrawn));
  EXPECT_THAT(world.Judge(withdrawal).outcomes, ElementsAre(Outcome::kUnchanged));
  EXPECT_THAT(world.Judge(Sales(R"(amount { value: "100" })")).outcomes,
              ElementsAre(Outcome::kCreated));
}

TEST(ObservationPosting, WithdrawsWhatIsObservedOfAWithdrawnSubject) {
  LedgerWorld world;
  world.Write(Sales(R"(amount { value: "100" })"));
  world.Write(R"pb(rows { withdrawn_record: "divisions/440783/enterprises/acme" })pb");
  EXPECT_THAT(Complaints(world.Judge(Sales(R"(amount { value: "200" })"))),
              ElementsAre("rows[0].observation.subject REFERENCE_UNKNOWN"));
  EXPECT_THAT(world
                  .Judge(R"pb(rows {
                                withdrawn_observation {
                                  subject: "divisions/440783/enterprises/acme"
                                  measure: "measures/sales"
                                  period: "2024"
                                }
                              })pb")
                  .outcomes,
              ElementsAre(Outcome::kWithdrawn));
}

TEST(ObservationPosting, KeepsEverySourceOfAStatement) {
  LedgerWorld world;
  const Posted posted = world.Write(R"pb(
    rows {
      observation {
        subject: "divisions/440783"
        measure: "measures/sales"
        period: "2024"
        source: "yearbook"
        amount { value: "1" }
      }
    }
    rows {
      observation {
        subject: "divisions/440783"
        measure: "measures/sales"
        period: "2024"
        source: "news"
        amount { value: "2" }
      }
    }
    rows {
      observation {
        subject: "divisions/440783"
        measure: "measures/sales"
        period: "2024"
        amount { value: "3" }
        basis: BASIS_REMAINDER
      }
    })pb");
  EXPECT_THAT(posted.outcomes,
              ElementsAre(Outcome::kCreated, Outcome::kCreated, Outcome::kCreated));
  EXPECT_THAT(posted.content.new_ids, ElementsAre("yearbook", "news"));
  EXPECT_EQ(posted.content.observations[2].id, 0);
  EXPECT_EQ(posted.content.observations[2].after.basis, Basis::kRemainder);
}

TEST(ObservationPosting, KeepsATownsObservationsWithItsCounty) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/sales"
        period: "2024"
        amount { value: "1" }
      }
    }
    rows {
      observation {
        subject: "divisions/440783107"
        measure: "measures/land"
        period: "2024"
        amount { value: "1" }
      }
    })pb");
  EXPECT_THAT(Complaints(posted), IsEmpty());
}

TEST(ObservationPosting, TakesAYearToDateOfAYearAsItsLastPeriod) {
  LedgerWorld world;
  const auto output = [](const std::string& period) {
    return R"(rows { observation { subject: "divisions/440783/enterprises/acme" measure: "measures/output" period: ")" +
           period + R"(" amount { value: "5" } } })";
  };
  const Posted posted = world.Write(output("2024"));
  EXPECT_EQ(posted.content.observations[0].period.ToString(), "2024-Q4");
  EXPECT_THAT(world.Judge(output("2024-Q4")).outcomes, ElementsAre(Outcome::kUnchanged));
}

TEST(ObservationPosting, RefusesTheSameKeyTwice) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/output"
        period: "2024"
        amount { value: "1" }
      }
    }
    rows {
      observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/output"
        period: "2024-Q4"
        amount { value: "2" }
      }
    }
    rows {
      withdrawn_observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/sales"
        period: "2024"
      }
    }
    rows {
      observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/sales"
        period: "2024"
        amount { value: "2" }
      }
    }
    rows {
      withdrawn_observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/output"
        period: "2024"
      }
    })pb");
  EXPECT_THAT(Complaints(posted),
              ElementsAre("rows[1].observation DUPLICATE_ROW", "rows[3].observation DUPLICATE_ROW",
                          "rows[4].withdrawn_observation DUPLICATE_ROW"));
}

struct Refusal {
  const char* observation;
  const char* complaint;  ///< field below rows[0].observation, and reason
};

constexpr Refusal kRefusals[] = {
    // Names.
    {R"(measure: "measures/sales" period: "2024" amount { value: "1" } subject: "acme")",
     "subject NAME_INVALID"},
    {R"(subject: "measures/sales" measure: "measures/sales" period: "2024" amount { value: "1" })",
     "subject NAME_INVALID"},
    {R"(subject: "divisions/440783/enterprises/none" measure: "measures/sales" period: "2024" amount { value: "1" })",
     "subject REFERENCE_UNKNOWN"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/none" period: "2024" amount { value: "1" })",
     "measure REFERENCE_UNKNOWN"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "divisions/44" period: "2024" amount { value: "1" })",
     "measure NAME_INVALID"},
    // Periods.
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024-06" amount { value: "1" })",
     "period PERIOD_MISMATCH"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/balance" period: "2024" amount { value: "1" })",
     "period PERIOD_MISMATCH"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/output" period: "2024-H1" amount { value: "1" })",
     "period PERIOD_MISMATCH"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "" amount { value: "1" })",
     "period FIELD_REQUIRED"},
    // Amounts and units.
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1美元" })",
     "amount UNIT_MISMATCH"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" unit: "亩" })",
     "amount UNIT_MISMATCH"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1万元" unit: "元" })",
     "amount.unit FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1.005" })",
     "amount AMOUNT_NOT_EXACT"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1e5" })",
     "amount.value VALUE_INVALID"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "-1" })",
     "amount.value VALUE_INVALID"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "超1" bound: BOUND_AT_MOST })",
     "amount.bound FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" } not_available: true)",
     "amount FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024")",
     "amount FIELD_REQUIRED"},
    // Quanta.
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" quantum: "3" })",
     "amount.quantum VALUE_INVALID"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" quantum: "0" })",
     "amount.quantum VALUE_INVALID"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" quantum: "-1" })",
     "amount.quantum VALUE_INVALID"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" quantum: "1万" })",
     "amount.quantum VALUE_INVALID"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "0" quantum: "18446744073709551616" })",
     "amount.quantum VALUE_INVALID"},
    // Enums.
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" amount { value: "1" bound: 9 })",
     "amount.bound VALUE_INVALID"},
    {R"(subject: "divisions/440783" measure: "measures/sales" period: "2024" amount { value: "1" } basis: 9)",
     "basis VALUE_INVALID"},
    {R"(subject: "divisions/440783" measure: "measures/sales" period: "2024" amount { value: "1" } period_basis: 9)",
     "period_basis VALUE_INVALID"},
    // Contributions and statements.
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" source: "news" amount { value: "1" })",
     "source FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" basis: BASIS_REMAINDER amount { value: "1" })",
     "basis FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783/enterprises/acme" measure: "measures/sales" period: "2024" item: "a" amount { value: "1" })",
     "item FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783/projects/road" measure: "measures/exempted" period: "2024" amount { value: "1" })",
     "item FIELD_REQUIRED"},
    {R"(subject: "divisions/440783/projects/road" measure: "measures/exempted" period: "2024" item: "A b" amount { value: "1" })",
     "item VALUE_INVALID"},
    {R"(subject: "divisions/440783" measure: "measures/exempted" period: "2024" item: "a" amount { value: "1" })",
     "item FIELD_NOT_ALLOWED"},
    {R"(subject: "divisions/440783" measure: "measures/sales" period: "2024" source: "The News" amount { value: "1" })",
     "source VALUE_INVALID"},
    // Remarks.
    {"subject: \"divisions/440783\" measure: \"measures/sales\" period: \"2024\" remark: "
     "\"a\\nb\" amount { value: \"1\" }",
     "remark TEXT_INVALID"},
};

TEST(ObservationPosting, RefusesWhatIsNotSound) {
  const LedgerWorld world;
  for (const Refusal& refusal : kRefusals) {
    const Posted posted =
        world.Judge(R"(rows { observation { )" + std::string(refusal.observation) +
                    R"( } } rows { withdrawn_record: "divisions/440783/enterprises/none" })");
    EXPECT_THAT(Complaints(posted),
                ElementsAre("rows[0].observation." + std::string(refusal.complaint)))
        << refusal.observation;
  }
}

TEST(ObservationPosting, AcceptsWhatIsNegativeWhereTheMeasureMayBe) {
  const LedgerWorld world;
  const Posted posted = world.Judge(R"pb(
    rows {
      observation {
        subject: "divisions/440783/enterprises/acme"
        measure: "measures/balance"
        period: "2024-06"
        amount { value: "-7" }
      }
    })pb");
  EXPECT_THAT(Complaints(posted), IsEmpty());
  EXPECT_EQ(posted.content.observations[0].value, -7);
}

TEST(ObservationPosting, ConvertsAreasExactlyOrRefuses) {
  const LedgerWorld world;
  const auto land = [](const std::string& amount) {
    return R"(rows { observation { subject: "divisions/440783" measure: "measures/land" period: "2024" amount { value: ")" +
           amount + R"(" } } })";
  };
  EXPECT_EQ(world.Judge(land("19700平方米")).content.observations[0].value, 295'500);
  EXPECT_THAT(Complaints(world.Judge(land("0.1平方米"))),
              ElementsAre("rows[0].observation.amount AMOUNT_NOT_EXACT"));
}

}  // namespace
}  // namespace taizhang::ledger
