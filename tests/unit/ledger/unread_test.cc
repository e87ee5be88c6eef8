#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

// What cannot be read is complained of once, and keeps no other rule from speaking.

namespace taizhang::ledger {
namespace {

TEST(Unread, FieldsAreComplainedOfOnce) {
  CheckRecords({
      {R"(name: "divisions/440783/clusters/a" display_name: "A" cluster { kind: 99 seats { origin: 99 } })",
       {"cluster.kind VALUE_INVALID", "cluster.seats[0].origin VALUE_INVALID"}},
      {R"(name: "measures/sales" display_name: "S" measure { unit: "元" decimals: 2 temporal_kind: 99 frequency: 99
          reporters: REPORTER_VILLAGE reporters: REPORTER_ENTERPRISE reporters: 99 non_negative: true })",
       {"measure.temporal_kind VALUE_INVALID", "measure.frequency FIELD_REQUIRED",
        "measure.reporters[2] VALUE_INVALID"}},
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { stages { stage: 99 } })",
       {"project.stages[0].stage VALUE_INVALID"}},
  });
}

TEST(Unread, DaysOfAStageHideNothingElseOfTheProject) {
  CheckRecords({
      {R"(name: "divisions/440783/projects/a" display_name: "A"
          project { stages { when { start: "2024-02-30" } } owners: "divisions/440783/enterprises/none" })",
       {"project.stages[0].when.start VALUE_INVALID", "project.stages[0].stage FIELD_REQUIRED",
        "project.owners[0] REFERENCE_UNKNOWN"}},
  });
}

TEST(Unread, CountsAreOfRecordsThatLieInScopes) {
  CheckRecords({
      {R"(name: "indicators/a" display_name: "A" indicator { count { kind: RECORD_KIND_MEASURE } })",
       {"indicator.count.kind VALUE_INVALID"}},
      {R"(name: "indicators/a" display_name: "A" indicator { count { kind: RECORD_KIND_INDICATOR } })",
       {"indicator.count.kind VALUE_INVALID"}},
      {R"(name: "indicators/a" display_name: "A" indicator { count { kind: 99 } })",
       {"indicator.count.kind VALUE_INVALID"}},
      {R"(name: "indicators/a" display_name: "A" indicator { count { kind: RECORD_KIND_DIVISION filter { roles: ROLE_MEMBER } } })",
       {"indicator.count.filter.roles FIELD_NOT_ALLOWED"}},
  });
}

}  // namespace
}  // namespace taizhang::ledger
