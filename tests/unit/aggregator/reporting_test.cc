#include "services/aggregator/core/reporting.h"

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

/// Monthly sales of enterprises, due ten days after a month's end; time goes on as a test says.
class Reporting : public Kaiping, public testing::Test {
 protected:
  Reporting() {
    MoveTo("2025-01-01", 9);
    DefineFlow(Frequency::kMonth).due_days = 10;
    Enterprise(kMill, {{kChishui, {}}}).display_name = "金箩米业";
    Enterprise(kFarm, {{kTangkou, {}}}).display_name = "旺禽科技";
  }

  void Report(const std::string& subject, std::string_view period) {
    Observe(subject, "sales", period, Exactly(7));
  }

  ReportingQuery Query(const std::string& scope, std::string_view period,
                       std::string_view measure) {
    Commit();
    return {.scope = *RecordName::Parse(scope),
            .measure = "measures/" + std::string(measure),
            .period = *Period::Parse(period)};
  }
  ReportingRates Rates(const std::string& scope, std::string_view period,
                       std::string_view measure = "sales") {
    const ReportingQuery query = Query(scope, period, measure);
    const auto rates = aggregator::Reporting(structure(), partitions(), now_us()).Rates(query);
    EXPECT_TRUE(rates.ok()) << rates.status();
    return rates.value_or(ReportingRates{});
  }
  /// "farm 2025-01 LATE", in the list's order; `then`: counts in the on-time rate.
  std::vector<std::string> List(const std::string& scope, std::string_view period,
                                std::string_view measure = "sales") {
    const ReportingQuery query = Query(scope, period, measure);
    const auto page = aggregator::Reporting(structure(), partitions(), now_us()).Reporters(query);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> lines;
    if (!page.ok()) return lines;
    for (const ReporterPeriod& each : page->reporters) {
      const char* states[] = {"",        "RECEIVED", "ON_TIME",    "LATE",
                              "NOT_DUE", "MISSING",  "UNEXPECTED", "NO_LONGER_EXPECTED"};
      lines.push_back(each.name.substr(each.name.rfind('/') + 1) + " " + each.period.ToString() +
                      " " + states[static_cast<int>(each.state)] +
                      (each.expected_when_due ? " then" : ""));
    }
    return lines;
  }
};

using Lines = std::vector<std::string>;

TEST_F(Reporting, R13_ExpectedIsWhoeverIsInScopeOnTheDayThatDecides) {
  Enterprise(kMill, {{kChishui, Days("", "2025-02-10")}, {kTangkou, Days("2025-02-10", "")}});
  EXPECT_EQ(Rates(kChishui, "2025-01").expected, 1);
  EXPECT_EQ(Rates(kChishui, "2025-02").expected, 0);
  EXPECT_EQ(Rates(kTangkou, "2025-02").expected, 2);
  EXPECT_EQ(Rates(kCounty, "2025-02").expected, 2);
}

TEST_F(Reporting, R13_WhoTheMeasureDoesNotAskIsNotExpected) {
  DefineFlow(Frequency::kMonth).filter.labels = {{"asked", "yes"}};
  Enterprise(kMill, {{kChishui, {}}}).labels = {{"asked", "yes"}};
  EXPECT_EQ(Rates(kCounty, "2025-01").expected, 1);
}

TEST_F(Reporting, R13_OfWhomItIsNotKnownWhetherItIsAskedIsExpected) {
  DefineFlow(Frequency::kMonth).filter.party_organisation = true;
  Record& mill = Enterprise(kMill, {{kChishui, {}}});
  std::get<taizhang::Enterprise>(mill.details).party_organisation = false;
  EXPECT_EQ(Rates(kCounty, "2025-01").expected, 1) << "the farm's is not recorded";
}

TEST_F(Reporting, R13_ReceivedIsWhoeverHasAnObservationOfThePeriod) {
  Report(kMill, "2025-01");
  Observe(kFarm, "sales", "2025-01", NotAvailable());
  EXPECT_EQ(Rates(kCounty, "2025-01").received, 2) << "not available is a report";
  EXPECT_EQ(Rates(kCounty, "2025-02").received, 0);
}

TEST_F(Reporting, R13_WhatIsCarriedIsNotReceived) {
  DefineStock(Frequency::kMonth);
  Observe(kMill, "jobs", "2025-01", Exactly(30));
  EXPECT_EQ(Get(kCounty, "jobs", "2025-02").completeness.carried, 1);
  EXPECT_EQ(Rates(kCounty, "2025-02", "jobs").received, 0);
}

TEST_F(Reporting, R13_ItIsOnTimeUntilTheDueDayEndsInChina) {
  MoveTo("2025-02-10", 24);
  Report(kMill, "2025-01");
  MoveTo("2025-02-11", 1);
  Report(kFarm, "2025-01");
  EXPECT_EQ(List(kCounty, "2025-01"),
            (Lines{"farm 2025-01 LATE then", "mill 2025-01 ON_TIME then"}));
  const ReportingRates rates = Rates(kCounty, "2025-01");
  EXPECT_EQ(rates.received, 2);
  EXPECT_EQ(rates.late, 1);
  EXPECT_EQ(rates.timeliness, (Timeliness{.expected = 2, .on_time = 1}));
  EXPECT_EQ(FormatDay(*rates.due_day), "2025-02-10");
}

TEST_F(Reporting, R13_CorrectionsDoNotUndoIt) {
  MoveTo("2025-02-03", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-01", 9);
  Observe(kMill, "sales", "2025-01", Exactly(8));
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 ON_TIME then"}));
}

TEST_F(Reporting, R13_WhatIsWithdrawnIsNotReported) {
  MoveTo("2025-02-03", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-01", 9);
  WithdrawObservation(kMill, "sales", "2025-01");
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 MISSING then"}));
  EXPECT_EQ(Rates(kChishui, "2025-01").timeliness, (Timeliness{.expected = 1, .on_time = 0}));
}

TEST_F(Reporting, R13_WhatIsWrittenAgainCameWhenItFirstDid) {
  MoveTo("2025-02-03", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-01", 9);
  WithdrawObservation(kMill, "sales", "2025-01");
  MoveTo("2025-03-02", 9);
  Report(kMill, "2025-01");
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 ON_TIME then"}));
}

TEST_F(Reporting, R13_TheFirstItemOfAPeriodDecides) {
  Measure& measure = DefineFlow(Frequency::kMonth);
  measure.itemised = true;
  measure.due_days = 10;
  MoveTo("2025-02-03", 9);
  Observe(kMill, "sales", "2025-01", Exactly(1).Of("rice"));
  MoveTo("2025-03-01", 9);
  Observe(kMill, "sales", "2025-01", Exactly(2).Of("flour"));
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 ON_TIME then"}));
}

TEST_F(Reporting, R13_WhoStillHasTimeIsNotMissing) {
  MoveTo("2025-02-05", 9);
  Report(kMill, "2025-01");
  ReportingRates rates = Rates(kCounty, "2025-01");
  EXPECT_EQ(rates.not_due, 1);
  EXPECT_EQ(rates.missing(), 0);
  EXPECT_EQ(rates.timeliness, (Timeliness{.expected = 2, .on_time = 1})) << "so far";
  EXPECT_EQ(List(kCounty, "2025-01"),
            (Lines{"farm 2025-01 NOT_DUE then", "mill 2025-01 ON_TIME then"}));
  MoveTo("2025-02-11", 1);
  rates = Rates(kCounty, "2025-01");
  EXPECT_EQ(rates.not_due, 0);
  EXPECT_EQ(rates.missing(), 1);
}

TEST_F(Reporting, R13_OnTimeIsOfThoseWhoWereKnownWhenItWasDue) {
  MoveTo("2025-02-05", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-01", 9);
  Enterprise(kCounty + "/enterprises/plant-co", {{kChishui, {}}});
  EXPECT_EQ(Rates(kCounty, "2025-01").expected, 3) << "received is of those who are known now";
  EXPECT_EQ(Rates(kCounty, "2025-01").timeliness, (Timeliness{.expected = 2, .on_time = 1}));
  EXPECT_EQ(List(kChishui, "2025-01"),
            (Lines{"mill 2025-01 ON_TIME then", "plant-co 2025-01 MISSING"}));
}

TEST_F(Reporting, R13_WhoMovedSinceIsListedApartWhereItWasExpected) {
  MoveTo("2025-02-05", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-01", 9);
  Enterprise(kMill, {{kTangkou, {}}});
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 NO_LONGER_EXPECTED then"}));
  EXPECT_EQ(Rates(kChishui, "2025-01").expected, 0);
  EXPECT_EQ(Rates(kChishui, "2025-01").timeliness, (Timeliness{.expected = 1, .on_time = 1}));
  EXPECT_EQ(List(kTangkou, "2025-01"),
            (Lines{"farm 2025-01 MISSING then", "mill 2025-01 ON_TIME"}));
}

TEST_F(Reporting, R13_ATownThatMovedSinceTakesNobodyAlong) {
  MoveTo("2025-02-05", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-01", 9);
  Put("divisions/440784", DivisionIn({{"divisions/4407", {}}}));
  Put(kChishui, DivisionIn({{"divisions/440784", {}}}));
  EXPECT_EQ(Rates(kCounty, "2025-01").expected, 1);
  EXPECT_EQ(Rates(kCounty, "2025-01").timeliness, (Timeliness{.expected = 2, .on_time = 1}));
  EXPECT_EQ(Rates("divisions/440784", "2025-01").timeliness, Timeliness{});
}

TEST_F(Reporting, R13_TheUnexpectedAreListedApart) {
  Enterprise(kMill, {{kChishui, {}}}).active = Days("2025-02-01", "");
  MoveTo("2025-02-05", 9);
  Report(kMill, "2025-01");
  const ReportingRates rates = Rates(kCounty, "2025-01");
  EXPECT_EQ(rates.expected, 1);
  EXPECT_EQ(rates.received, 0);
  EXPECT_EQ(rates.unexpected, 1);
  EXPECT_EQ(List(kCounty, "2025-01"),
            (Lines{"farm 2025-01 NOT_DUE then", "mill 2025-01 UNEXPECTED"}));
}

TEST_F(Reporting, R13_WithoutDueDaysNobodyIsLate) {
  DefineFlow(Frequency::kMonth);
  MoveTo("2025-02-01", 0);
  Report(kMill, "2025-01");
  EXPECT_EQ(List(kCounty, "2025-01"), (Lines{"farm 2025-01 NOT_DUE", "mill 2025-01 RECEIVED"}));
  MoveTo("2025-02-01", 1);
  EXPECT_EQ(List(kCounty, "2025-01"), (Lines{"farm 2025-01 MISSING", "mill 2025-01 RECEIVED"}));
  EXPECT_EQ(Rates(kCounty, "2025-01").timeliness, std::nullopt);
  EXPECT_EQ(Rates(kCounty, "2025-01").due_day, std::nullopt);
}

TEST_F(Reporting, R13_EachMeasurePeriodIsAReportOfItsOwn) {
  MoveTo("2025-02-05", 9);
  Report(kMill, "2025-01");
  MoveTo("2025-03-05", 9);
  Report(kMill, "2025-02");
  Report(kFarm, "2025-01");
  const ReportingRates rates = Rates(kCounty, "2025-Q1");
  EXPECT_EQ(rates.expected, 6);
  EXPECT_EQ(rates.received, 3);
  EXPECT_EQ(rates.late, 1);
  EXPECT_EQ(rates.missing(), 0);
  EXPECT_EQ(rates.not_due, 3) << "February is due on March 10th, March on April 10th";
  EXPECT_EQ(rates.timeliness, (Timeliness{.expected = 6, .on_time = 2}));
  EXPECT_EQ(rates.periods, 3);
  EXPECT_EQ(rates.due_periods, 1);
  EXPECT_EQ(FormatDay(*rates.due_day), "2025-04-10");
}

TEST_F(Reporting, R13_AYearToDateIsReportedPeriodByPeriod) {
  DefineToDate(Frequency::kQuarter);
  Observe(kMill, "tax", "2025-Q1", Exactly(3));
  Observe(kMill, "tax", "2025-Q2", Exactly(5));
  const ReportingRates rates = Rates(kCounty, "2025", "tax");
  EXPECT_EQ(rates.expected, 8);
  EXPECT_EQ(rates.received, 2);
}

TEST_F(Reporting, R13_WhatTheDueDaysAreTodayDecides) {
  MoveTo("2025-02-20", 9);
  Report(kMill, "2025-01");
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 LATE then"}));
  DefineFlow(Frequency::kMonth).due_days = 30;
  EXPECT_EQ(List(kChishui, "2025-01"), (Lines{"mill 2025-01 ON_TIME then"}));
}

TEST_F(Reporting, R13_TownsThatReportAreExpectedInThemselvesAndAbove) {
  Define("area", TemporalKind::kFlow, Frequency::kYear, kTowns).due_days = 31;
  MoveTo("2026-01-20", 9);
  Observe(kChishui, "area", "2025", Exactly(9));
  MoveTo("2026-03-01", 9);
  Put(kTangkou, DivisionIn({{kCounty, {}}}));
  EXPECT_EQ(List(kCounty, "2025", "area"),
            (Lines{"440783108 2025 MISSING then", "440783116 2025 ON_TIME then"}));
  EXPECT_EQ(List(kChishui, "2025", "area"), (Lines{"440783116 2025 ON_TIME then"}));
  EXPECT_EQ(Rates(kRice, "2025", "area").expected, 0);
}

TEST_F(Reporting, ASubjectIsAScopeOfItsOwn) {
  EXPECT_EQ(List(kMill, "2024-12"), (Lines{"mill 2024-12 NOT_DUE then"}));
}

TEST_F(Reporting, ListsAreCutIntoPages) {
  MoveTo("2025-04-01", 9);
  Report(kMill, "2025-01");
  const ReportingQuery query = Query(kCounty, "2025-Q1", "sales");
  aggregator::Reporting reporting(structure(), partitions(), now_us());
  ReporterSelection selection{
      .states = 1U << static_cast<unsigned>(ReportState::kMissing), .after = {}, .count_max = 2};
  const auto first = reporting.Reporters(query, selection);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->reporters.size(), 2U);
  EXPECT_TRUE(first->has_more);
  EXPECT_EQ(first->reporters[0].display_name, "旺禽科技");
  EXPECT_EQ(first->reporters[1].period.ToString(), "2025-02");
  selection.after = {first->reporters[1].name, first->reporters[1].period};
  const auto second = reporting.Reporters(query, selection);
  ASSERT_TRUE(second.ok());
  ASSERT_EQ(second->reporters.size(), 1U);
  EXPECT_EQ(second->reporters[0].name, kMill);
  EXPECT_FALSE(second->has_more);
}

TEST_F(Reporting, WhatDoesNotExistIsAnError) {
  ReportingQuery query = Query(kCounty, "2025-01", "none");
  EXPECT_EQ(ReasonOf(aggregator::Reporting(structure(), partitions(), 0).Rates(query).status()),
            Reason::kScopeUnknown);
  query = Query("divisions/3301", "2025-01", "sales");
  EXPECT_EQ(ReasonOf(aggregator::Reporting(structure(), partitions(), 0).Rates(query).status()),
            Reason::kScopeUnknown);
  Define("land", TemporalKind::kFlow, Frequency::kQuarter, kEnterprises);
  query = Query(kCounty, "2025-01", "land");
  EXPECT_EQ(ReasonOf(aggregator::Reporting(structure(), partitions(), 0).Rates(query).status()),
            Reason::kPeriodTooFine);
}

}  // namespace
}  // namespace taizhang::aggregator
