#include "tests/integration/ledger/ledger_read.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(LedgerRead, WhatIsListedCanBeWrittenBackUnchanged) {
  WriteWorld();
  WriteSales("2025-01", R"(amount { value: "超120万元" } remark: "by phone")");
  WriteSales("2025-02", "not_available: true");
  WriteSales("2025-03", R"(amount { value: "12.50" })");
  server_.MustWrite(R"pb(rows {
                           withdrawn_observation {
                             subject: "divisions/440783/enterprises/mill"
                             measure: "measures/sales"
                             period: "2025-03"
                           }
                         })pb");
  server_.MustWrite(R"pb(rows {
                           observation {
                             subject: "divisions/440783/clusters/rice"
                             measure: "measures/sales"
                             period: "2025-02"
                             source: "news"
                             amount { value: "约69.45亿元" }
                             basis: BASIS_REMAINDER
                             period_basis: PERIOD_BASIS_ASSUMED
                           }
                         })pb");
  const auto structure = List(R"(partition: "structure")");
  const auto records = List(R"(partition: "440783")");
  const auto observations = Observations(R"(partition: "440783")");
  ASSERT_TRUE(structure.ok() && records.ok() && observations.ok()) << observations.status();
  EXPECT_EQ(structure->records_size(), 7);
  EXPECT_EQ(records->records_size(), 3);
  ASSERT_EQ(observations->observations_size(), 3);
  EXPECT_EQ(observations->observations(0).amount().value(), "1200000");
  EXPECT_EQ(observations->observations(0).amount().bound(), type::v1::BOUND_MORE_THAN);
  EXPECT_EQ(observations->observations(0).remark(), "by phone");
  EXPECT_TRUE(observations->observations(1).not_available());
  EXPECT_EQ(observations->observations(2).source(), "news");
  EXPECT_EQ(observations->observations(2).amount().quantum(), "1000000");
  v1::WriteRecordsRequest back;
  for (const auto& record : structure->records()) *back.add_rows()->mutable_record() = record;
  EXPECT_THAT(server_.MustWrite(back).outcomes(), Each(v1::OUTCOME_UNCHANGED));
  back.Clear();
  for (const auto& record : records->records()) *back.add_rows()->mutable_record() = record;
  for (const auto& observation : observations->observations())
    *back.add_rows()->mutable_observation() = observation;
  EXPECT_THAT(server_.MustWrite(back).outcomes(), Each(v1::OUTCOME_UNCHANGED));
}

TEST_F(LedgerRead, ListsObservationsThatPassEveryFilter) {
  WriteWorld();
  for (const char* period : {"2024-12", "2025-01", "2025-03"})
    WriteSales(period, R"(amount { value: "1" })");
  const auto periods = [&](const std::string& filter) {
    const auto page = Observations(R"(partition: "440783" )" + filter);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> found;
    for (const type::v1::Observation& observation : page->observations())
      found.push_back(observation.period());
    return found;
  };
  EXPECT_THAT(periods(""), ElementsAre("2024-12", "2025-01", "2025-03"));
  EXPECT_THAT(periods(R"(period: "2025-Q1")"), ElementsAre("2025-01", "2025-03"));
  EXPECT_THAT(periods(R"(period: "2025-01..2025-02")"), ElementsAre("2025-01"));
  EXPECT_THAT(periods(R"(subject: "divisions/440783/enterprises/mill" period: "2024")"),
              ElementsAre("2024-12"));
  EXPECT_THAT(periods(R"(subject: "divisions/440783/projects/road")"), IsEmpty());
  EXPECT_THAT(periods(R"(measures: "measures/sales" revision: 2)"), ElementsAre("2024-12"));
}

TEST_F(LedgerRead, RefusesObservationsThatCannotBeListed) {
  WriteWorld();
  EXPECT_THAT(
      Wrong(Observations(R"pb(partition: "440783"
                              subject: "divisions/440784/enterprises/a"
                              measures: "measures/sales"
                              measures: "sales"
                              period: "June")pb")
                .status()),
      ElementsAre("subject NAME_INVALID", "measures[1] NAME_INVALID", "period VALUE_INVALID"));
  EXPECT_THAT(Wrong(Observations(R"(partition: "structure")").status()),
              ElementsAre("partition NAME_INVALID"));
  EXPECT_EQ(MetadataOf(Observations(R"(partition: "440783" measures: "measures/x")").status()),
            (Metadata{{"name", "measures/x"}}));
  EXPECT_EQ(
      MetadataOf(
          Observations(R"(partition: "440783" subject: "divisions/440783/projects/x")").status()),
      (Metadata{{"name", "divisions/440783/projects/x"}}));
  std::string many = R"(partition: "440783" )";
  for (int i = 0; i < 65; ++i) absl::StrAppend(&many, R"(measures: "measures/m)", i, "\" ");
  EXPECT_EQ(MetadataOf(Observations(many).status()), (Metadata{{"limit", "64"}}));
}

TEST_F(LedgerRead, ABatchKeepsItsOrderAndSaysWhatIsNotThere) {
  WriteWorld();
  WriteSales("2025-01", R"(amount { value: "7" })");
  server_.MustWrite(R"(rows { withdrawn_record: "divisions/440783/projects/road" })");
  const std::string request = R"pb(
    partition: "440783"
    names: "divisions/440783/projects/road"
    names: "divisions/440783/enterprises/mill"
    names: "divisions/440783/enterprises/none"
    observations {
      subject: "divisions/440783/enterprises/mill"
      measure: "measures/sales"
      period: "2025-02"
    }
    observations {
      subject: "divisions/440783/enterprises/mill"
      measure: "measures/sales"
      period: "2025-01"
    }
    observations { subject: "divisions/440783" measure: "measures/x" period: "2025" source: "s" }
  )pb";
  const auto batch = Batch(request);
  ASSERT_TRUE(batch.ok()) << batch.status();
  ASSERT_EQ(batch->records_size(), 3);
  EXPECT_EQ(batch->records(0).ShortDebugString(), R"(name: "divisions/440783/projects/road")");
  EXPECT_EQ(batch->records(1).display_name(), "Café du riz");
  EXPECT_EQ(batch->records(1).revision(), 1);
  EXPECT_EQ(batch->records(2).ShortDebugString(), R"(name: "divisions/440783/enterprises/none")");
  ASSERT_EQ(batch->observations_size(), 3);
  EXPECT_EQ(
      batch->observations(0).ShortDebugString(),
      R"(subject: "divisions/440783/enterprises/mill" measure: "measures/sales" period: "2025-02")");
  EXPECT_EQ(batch->observations(1).amount().value(), "7");
  EXPECT_EQ(batch->observations(1).revision(), 2);
  EXPECT_EQ(batch->observations(2).source(), "s");
  EXPECT_EQ(batch->token(), server_.Head("440783")->token());

  const auto before = Batch(request + "revision: 1");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->records(0).display_name(), "a road");
  EXPECT_EQ(before->observations(1).revision(), 0);
}

TEST_F(LedgerRead, ABatchIsOfOnePartition) {
  WriteWorld();
  EXPECT_THAT(
      Wrong(
          Batch(R"pb(partition: "440783"
                     names: "divisions/440783/projects/road"
                     names: "measures/sales"
                     names: "road"
                     observations {
                       subject: "divisions/440784"
                       measure: "measures/sales"
                       period: "2025-01"
                     }
                     observations { subject: "divisions/440783" measure: "sales" period: "x" })pb")
              .status()),
      ElementsAre("names[1] NAME_INVALID", "names[2] NAME_INVALID",
                  "observations[0].subject NAME_INVALID", "observations[1].measure NAME_INVALID",
                  "observations[1].period VALUE_INVALID"));
  EXPECT_THAT(Wrong(Batch(R"pb(partition: "440783"
                               observations {
                                 subject: "divisions/440783"
                                 measure: "measures/sales"
                                 period: "2025"
                               })pb")
                        .status()),
              ElementsAre("observations[0].period PERIOD_MISMATCH"));
  std::string many = R"(partition: "440783" )";
  for (int i = 0; i < 1'001; ++i)
    absl::StrAppend(&many, R"(names: "divisions/440783/projects/p" )");
  EXPECT_EQ(MetadataOf(Batch(many).status()), (Metadata{{"limit", "1000"}}));
}

TEST_F(LedgerRead, GetsWhatStoodAtARevision) {
  WriteWorld();
  WriteSales("2025-01", R"(amount { value: "7" })");
  WriteSales("2025-01", R"(amount { value: "8" })");
  server_.MustWrite(R"(rows { withdrawn_record: "divisions/440783/projects/road" })");
  const std::string road = R"(name: "divisions/440783/projects/road" )";
  EXPECT_EQ(ReasonOf(server_.Get(road).status()), Reason::kNotFound);
  const auto before = server_.Get(road + "revision: 3");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->record().display_name(), "a road");
  EXPECT_EQ(before->record().revision(), 1);
  const std::string sales =
      R"pb(observation {
             subject: "divisions/440783/enterprises/mill"
             measure: "measures/sales"
             period: "2025-01"
           })pb";
  EXPECT_EQ(server_.Get(sales)->observation().amount().value(), "8");
  EXPECT_EQ(server_.Get(sales + " revision: 2")->observation().amount().value(), "7");
  EXPECT_EQ(ReasonOf(server_.Get(sales + " revision: 1").status()), Reason::kNotFound);
  EXPECT_THAT(Wrong(server_.Get(sales + " revision: -1").status()),
              ElementsAre("revision VALUE_INVALID"));
}

}  // namespace
}  // namespace taizhang::ledger
