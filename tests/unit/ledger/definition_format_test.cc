// Records that are answered as they were written: what FormatRecord gives is read as the same
// again.

#include <memory>
#include <string>

#include "services/ledger/rpc/format_record.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

/// The record as it is kept, answered and read once more.
std::pair<Record, Record> KeptTwice(const std::string& row) {
  LedgerWorld world;
  world.Write(R"pb(rows {
                     record {
                       name: "indicators/part"
                       display_name: "P"
                       indicator { total { measure: "measures/sales" } }
                     }
                   })pb");
  const Posted posted = world.Judge(row);
  EXPECT_EQ(Complaints(posted), std::vector<std::string>());
  if (!posted.violations.empty()) return {};
  const Record& first = *posted.content.records.front().after;
  v1::WriteRecordsRequest again;
  type::v1::Record& written = *again.add_rows()->mutable_record();
  FormatRecord(posted.content.new_subjects.front(), first, 1, written);
  const Posted second = world.Judge(again);
  EXPECT_EQ(Complaints(second), std::vector<std::string>());
  if (!second.violations.empty()) return {};
  return {first, *second.content.records.front().after};
}

void ExpectKept(const std::string& indicator) {
  const auto [first, second] =
      KeptTwice(R"(rows { record { name: "indicators/a" display_name: "A" indicator { )" +
                indicator + " } } }");
  EXPECT_EQ(first, second) << indicator;
}

TEST(DefinitionFormat, EveryNodeIsAnsweredAsItWasWritten) {
  const std::string sales = R"(total { measure: "measures/sales" })";
  ExpectKept(R"(expression { indicator: "indicators/part" })");
  ExpectKept(R"(expression { total { measure: "measures/land" over_time: TIME_FOLD_FIRST
                over_members: MEMBER_FOLD_COUNT } })");
  ExpectKept(R"(expression { count { kind: RECORD_KIND_CLUSTER filter {
                cluster_kinds: CLUSTER_KIND_PARK } } })");
  ExpectKept(R"(expression { constant { value: "-0.125" unit: "元" } } decimals: 0)");
  for (const std::string operation : {"sum", "difference", "product", "quotient"}) {
    const std::string second = operation == "product" ? R"(constant { value: "2" })" : sales;
    ExpectKept("expression { " + operation + " { operands { " + sales + " } operands { " + second +
               " } } }");
  }
  ExpectKept("expression { sum { operands { " + sales + " } skip_missing: true } }");
  ExpectKept("expression { quotient { operands { " + sales + " } operands { " + sales +
             " } in_percent: true } }");
  ExpectKept("expression { shift { operand { " + sales + " } count: -2 length: FREQUENCY_YEAR } }");
  ExpectKept("expression { shift { operand { " + sales + " } count: 1 } }");
  ExpectKept("expression { window { operand { " + sales + " } to_date: FREQUENCY_HALF_YEAR } }");
  ExpectKept("expression { window { operand { " + sales +
             " } trailing: 4 length: FREQUENCY_QUARTER } }");
  ExpectKept(R"(expression { ratio { numerator { measure: "measures/sales" }
                denominator { measure: "measures/output" filter { industries: "C13" } }
                paired: true mean: true in_percent: true } })");
  ExpectKept("expression { growth { operand { " + sales +
             " } base: GROWTH_BASE_PERIOD_BEFORE like_for_like: true } }");
  ExpectKept("expression { share { operand { " + sales + R"( } whole: "divisions/44" } })");
  ExpectKept("expression { rank { operand { share { operand { " + sales + " } } } } }");
  ExpectKept(R"(total { measure: "measures/sales" over_time: TIME_FOLD_MAX
                over_members: MEMBER_FOLD_MIN } decimals: 4)");
}

TEST(DefinitionFormat, AMeasureIsAnsweredAsItWasWritten) {
  const auto [first, second] = KeptTwice(R"pb(rows {
                                                record {
                                                  name: "measures/a"
                                                  display_name: "A"
                                                  measure {
                                                    unit: "元"
                                                    temporal_kind: TEMPORAL_KIND_FLOW
                                                    frequency: FREQUENCY_YEAR
                                                    reporters: REPORTER_ENTERPRISE
                                                    about_tolerance: "0.0500"
                                                    filter { industries: "C13" }
                                                  }
                                                }
                                              })pb");
  EXPECT_EQ(first, second);
  EXPECT_EQ(std::get<Measure>(second.details).about_tolerance, 500);
}

TEST(DefinitionFormat, DefaultsAreLeftOut) {
  type::v1::Record written;
  Record record;
  record.details = Indicator{
      .definition = Expression{Growth{}, {Expression{TotalOf{.measure = "measures/sales"}, {}}}}};
  FormatRecord("indicators/a", record, 1, written);
  EXPECT_EQ(written.indicator().ShortDebugString(),
            R"(expression { growth { operand { total { measure: "measures/sales" } } } })");
}

}  // namespace
}  // namespace taizhang::ledger
