#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RecordRules, Names) {
  CheckRecords({
      {R"(name: "divisions/440783/shops/a" display_name: "A" enterprise {})",
       {"name NAME_INVALID"}},
      {R"(display_name: "A" enterprise {})", {"name FIELD_REQUIRED"}},
      {R"(name: "divisions/440783/enterprises/A" display_name: "A" enterprise {})",
       {"name NAME_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A")",
       {"enterprise FIELD_REQUIRED"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" village {})",
       {"village FIELD_NOT_ALLOWED"}},
      {R"(name: "divisions/110101/enterprises/a" display_name: "A" enterprise {})",
       {"name REFERENCE_UNKNOWN"}},
  });
}

TEST(RecordRules, Texts) {
  const std::string long_name(301, 'x');
  const std::string record =
      R"(name: "divisions/440783/enterprises/a" enterprise {} display_name: ")" + long_name + "\"";
  CheckRecords({
      {R"(name: "divisions/440783/enterprises/a" enterprise {})", {"display_name FIELD_REQUIRED"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "a\nb" enterprise {})",
       {"display_name TEXT_INVALID"}},
      {record, {"display_name TEXT_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" labels { key: "a-b" value: "c" } enterprise {})",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" labels { key: "A B" value: "c" } enterprise {})",
       {"labels[A B] VALUE_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" labels { key: "a" value: "" } enterprise {})",
       {"labels[a] FIELD_REQUIRED"}},
  });
}

TEST(RecordRules, Dates) {
  CheckRecords({
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" active { start: "2024-02-30" } enterprise {})",
       {"active.start VALUE_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" active { end: "2200-01-01" } enterprise {})",
       {"active.end VALUE_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" active { start: "2024-01-01" end: "2024-01-01" } enterprise {})",
       {"active DATES_INVALID"}},
      {R"(name: "divisions/440783/projects/a" display_name: "A"
          project { stages { stage: STAGE_PLANNED when { end: "2024-01-02" } }
                    stages { stage: STAGE_SIGNED when { start: "2024-01-01" } } })",
       {"project.stages[1].when DATES_INVALID"}},
      {R"(name: "divisions/440783/projects/a" display_name: "A"
          project { stages { stage: STAGE_SIGNED when { start: "2024-01-01" } }
                    stages { stage: STAGE_PLANNED when { end: "2024-01-01" } } })",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A"
          memberships { cluster: "divisions/440783/clusters/mushrooms" }
          memberships { cluster: "divisions/440784/clusters/tea" }
          memberships { cluster: "divisions/440783/clusters/mushrooms" when { start: "2024-01-01" } } enterprise {})",
       {"memberships[2].when DATES_INVALID"}},
  });
}

TEST(RecordRules, Places) {
  CheckRecords({
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" placements { place: "divisions/440783107" } enterprise {})",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A"
          placements { place: "divisions/440783/villages/440783107236" } enterprise {})",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" placements { place: "divisions/440784" } enterprise {})",
       {"placements[0].place HIERARCHY_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A"
          placements { place: "divisions/440784" when { start: "2024-01-01" } }
          placements { place: "divisions/440783" when { end: "2024-01-01" } } enterprise {})",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A"
          placements { place: "divisions/440783" } placements { place: "divisions/440784" when { start: "2024-01-01" } } enterprise {})",
       {"placements[1].when DATES_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" placements { place: "divisions/440799" } enterprise {})",
       {"placements[0].place REFERENCE_UNKNOWN"}},
      {R"(name: "divisions/440783/villages/440783107001" display_name: "A"
          placements { place: "divisions/440783/villages/440783107236" } village {})",
       {"placements[0].place HIERARCHY_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A"
          placements { place: "divisions/440783/clusters/mushrooms" } enterprise {})",
       {"placements[0].place NAME_INVALID"}},
      {R"(name: "divisions/440783/clusters/a" display_name: "A" placements { place: "divisions/440783" } cluster { kind: CLUSTER_KIND_PARK })",
       {"placements FIELD_NOT_ALLOWED"}},
  });
}

TEST(RecordRules, Enterprises) {
  CheckRecords({
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise { credit_code: "91350100M000100Y43" })",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise { credit_code: "91350100M000100Y44" })",
       {"enterprise.credit_code VALUE_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise { industry: "C1311" })",
       {}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise { industry: "1311" })",
       {"enterprise.industry VALUE_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" memberships { cluster: "divisions/440783/clusters/none" } enterprise {})",
       {"memberships[0].cluster REFERENCE_UNKNOWN"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" memberships { role: ROLE_LEADING } enterprise {})",
       {"memberships[0].cluster FIELD_REQUIRED"}},
  });
}

TEST(RecordRules, Projects) {
  CheckRecords({
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { owners: "divisions/440783/enterprises/acme" })",
       {}},
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { owners: "divisions/440783/enterprises/none" })",
       {"project.owners[0] REFERENCE_UNKNOWN"}},
      // Enterprises of other divisions cannot be judged here.
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { owners: "divisions/440784/enterprises/b" })",
       {}},
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { owners: "divisions/440783/projects/road" })",
       {"project.owners[0] NAME_INVALID"}},
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { stages {} })",
       {"project.stages[0].stage FIELD_REQUIRED"}},
      {R"(name: "divisions/440783/projects/a" display_name: "A" project { category: 99 })",
       {"project.category VALUE_INVALID"}},
  });
}

TEST(RecordRules, Clusters) {
  CheckRecords({
      {R"(name: "divisions/440783/clusters/a" display_name: "A" cluster {})",
       {"cluster.kind FIELD_REQUIRED"}},
      {R"(name: "divisions/440783/clusters/a" display_name: "A"
          cluster { kind: CLUSTER_KIND_BRAND seats { origin: SEAT_ORIGIN_TOWN } seats { origin: SEAT_ORIGIN_TOWN count: 2 } })",
       {"cluster.seats[1].origin VALUE_INVALID"}},
      {R"(name: "divisions/440783/clusters/a" display_name: "A" active { start: "2024-01-01" } cluster { kind: CLUSTER_KIND_BRAND })",
       {"active FIELD_NOT_ALLOWED"}},
  });
}

TEST(RecordRules, Measures) {
  CheckRecords({
      {R"(name: "measures/a" display_name: "A" measure { unit: "万元" temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR })",
       {"measure.unit UNIT_MISMATCH"}},
      {R"(name: "measures/a" display_name: "A" measure { })",
       {"measure.frequency FIELD_REQUIRED", "measure.unit FIELD_REQUIRED",
        "measure.temporal_kind FIELD_REQUIRED"}},
      {R"(name: "measures/a" display_name: "A"
          measure { unit: "元" decimals: 10 temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR carry_forward: 1 })",
       {"measure.decimals VALUE_INVALID", "measure.carry_forward FIELD_NOT_ALLOWED"}},
      {R"(name: "measures/a" display_name: "A" memberships { cluster: "divisions/440783/clusters/mushrooms" }
          measure { unit: "元" temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR })",
       {"memberships FIELD_NOT_ALLOWED"}},
  });
}

TEST(RecordRules, AMeasuresMeaningNeverChanges) {
  LedgerWorld world;
  const auto sales = [](const std::string& fields) {
    return R"(rows { record { name: "measures/sales" display_name: "S" measure { unit: "元" decimals: 2
              temporal_kind: TEMPORAL_KIND_FLOW frequency: FREQUENCY_YEAR non_negative: true )" +
           fields + " } } }";
  };
  EXPECT_THAT(Complaints(world.Judge(
                  sales("reporters: REPORTER_VILLAGE reporters: REPORTER_ENTERPRISE due_days: 5"))),
              IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(sales("reporters: REPORTER_VILLAGE"))),
              ElementsAre("rows[0].record.measure.reporters IMMUTABLE"));
  world.Write(R"pb(rows { withdrawn_record: "measures/sales" })pb");
  EXPECT_THAT(Complaints(world.Judge(sales("reporters: REPORTER_VILLAGE"))),
              ElementsAre("rows[0].record.measure.reporters IMMUTABLE"));
}

TEST(RecordRules, Indicators) {
  CheckRecords({
      {R"(name: "indicators/a" display_name: "A" indicator { total { measure: "measures/sales" } })",
       {}},
      {R"(name: "indicators/a" display_name: "A" indicator {})",
       {"indicator.stated_by FIELD_REQUIRED"}},
      {R"(name: "indicators/a" display_name: "A" indicator { total { measure: "measures/none" } })",
       {"indicator.total.measure REFERENCE_UNKNOWN"}},
      {R"(name: "indicators/a" display_name: "A" indicator { total { measure: "measures/sales" } stated_by: "measures/land" })",
       {"indicator.stated_by UNIT_MISMATCH"}},
      {R"(name: "indicators/a" display_name: "A"
          indicator { total { measure: "measures/sales" filter { stages: STAGE_PLANNED industries: "C13" } } })",
       {"indicator.total.filter.stages FIELD_NOT_ALLOWED"}},
      {R"(name: "indicators/a" display_name: "A" indicator { count { kind: RECORD_KIND_PROJECT filter { stages: STAGE_PLANNED } } })",
       {}},
      {R"(name: "indicators/a" display_name: "A" indicator { count { } })",
       {"indicator.count.kind FIELD_REQUIRED"}},
      {R"(name: "indicators/a" display_name: "A"
          indicator { count { kind: RECORD_KIND_DIVISION filter { division_levels: "hamlet" } } })",
       {"indicator.count.filter.division_levels[0] VALUE_INVALID"}},
      {R"(name: "indicators/a" display_name: "A" indicator { total { measure: "measures/sales" } population: "indicators/none" })",
       {"indicator.population REFERENCE_UNKNOWN"}},
  });
}

TEST(RecordRules, CountsAreStatedInACountingUnit) {
  const auto measure = [](const std::string& id, const std::string& unit) {
    return R"(rows { record { name: "measures/)" + id + R"(" display_name: "M" measure { unit: ")" +
           unit + R"(" temporal_kind: TEMPORAL_KIND_STOCK frequency: FREQUENCY_YEAR } } } )";
  };
  LedgerWorld world;
  world.Write(measure("members", "家") + measure("share", "%"));
  const auto count = [](const std::string& stated_by) {
    return R"(rows { record { name: "indicators/a" display_name: "A"
              indicator { count { kind: RECORD_KIND_ENTERPRISE } stated_by: "measures/)" +
           stated_by + R"(" } } })";
  };
  EXPECT_THAT(Complaints(world.Judge(count("members"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(count("share"))),
              ElementsAre("rows[0].record.indicator.stated_by UNIT_MISMATCH"));
  EXPECT_THAT(Complaints(world.Judge(count("land"))),
              ElementsAre("rows[0].record.indicator.stated_by UNIT_MISMATCH"));
}

TEST(RecordRules, IndustriesOfAFilterAreALetterAndDigits) {
  CheckRecords({
      {R"(name: "indicators/a" display_name: "A"
          indicator { total { measure: "measures/sales" filter { industries: "C" industries: "C1311" } } })",
       {}},
      {R"(name: "indicators/a" display_name: "A"
          indicator { total { measure: "measures/sales" filter { industries: "C13x" industries: "Cabc" } } })",
       {"indicator.total.filter.industries[0] VALUE_INVALID",
        "indicator.total.filter.industries[1] VALUE_INVALID"}},
  });
}

TEST(HierarchyRules, Divisions) {
  CheckRecords({
      {R"(name: "divisions/440785" display_name: "A" placements { place: "divisions/440783107" } division {})",
       {"placements[0].place HIERARCHY_INVALID"}},
      {R"(name: "divisions/440783" display_name: "A" placements { place: "divisions/440783" } division {})",
       {"placements[0].place HIERARCHY_INVALID", "placements HIERARCHY_INVALID"}},
      {R"(name: "divisions/440783" display_name: "A"
          placements { place: "divisions/4407" when { end: "2024-01-01" } } placements { place: "divisions/44" when { start: "2024-01-01" } } division {})",
       {}},
  });
}

TEST(HierarchyRules, RefusesACycleOfTwoRows) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(R"pb(
                rows {
                  record {
                    name: "divisions/440783"
                    display_name: "A"
                    placements { place: "divisions/440784" }
                    division {}
                  }
                }
                rows {
                  record {
                    name: "divisions/440784"
                    display_name: "B"
                    placements { place: "divisions/440783" }
                    division {}
                  }
                })pb")),
              ElementsAre("rows[0].record.placements HIERARCHY_INVALID",
                          "rows[1].record.placements HIERARCHY_INVALID"));
}

TEST(HierarchyRules, AcceptsACycleThatHoldsOnNoDay) {
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(R"pb(
                rows {
                  record {
                    name: "divisions/440783"
                    display_name: "A"
                    placements {
                      place: "divisions/440784"
                      when { end: "2024-01-01" }
                    }
                    placements {
                      place: "divisions/4407"
                      when { start: "2024-01-01" }
                    }
                    division {}
                  }
                }
                rows {
                  record {
                    name: "divisions/440784"
                    display_name: "B"
                    placements {
                      place: "divisions/440783"
                      when { start: "2024-01-01" }
                    }
                    division {}
                  }
                })pb")),
              IsEmpty());
}

/// Clusters c1 in c2 in c3 in c4 of 440783, and `more`.
std::string ClusterChain(int length, const std::string& more) {
  std::string rows;
  for (int i = 1; i <= length; ++i) {
    rows += R"(rows { record { name: "divisions/440783/clusters/c)" + std::to_string(i) +
            R"(" display_name: "C" cluster { kind: CLUSTER_KIND_BRAND } )";
    if (i < length) {
      rows += R"(memberships { cluster: "divisions/440783/clusters/c)" + std::to_string(i + 1) +
              R"(" } )";
    }
    rows += "} } ";
  }
  return rows + more;
}

TEST(HierarchyRules, NestsClustersFourDeepAndNoDeeper) {
  LedgerWorld world;
  world.Write(ClusterChain(4, ""));
  EXPECT_THAT(Complaints(world.Judge(R"pb(
                rows {
                  record {
                    name: "divisions/440783/clusters/c4"
                    display_name: "C"
                    cluster { kind: CLUSTER_KIND_BRAND }
                    memberships { cluster: "divisions/440783/clusters/mushrooms" }
                  }
                })pb")),
              ElementsAre("rows[0].record.memberships HIERARCHY_INVALID"));
  EXPECT_THAT(Complaints(world.Judge(R"pb(
                rows {
                  record {
                    name: "divisions/440783/clusters/c4"
                    display_name: "C"
                    cluster { kind: CLUSTER_KIND_BRAND }
                    memberships { cluster: "divisions/440783/clusters/c1" }
                  }
                })pb")),
              ElementsAre("rows[0].record.memberships HIERARCHY_INVALID"));
}

TEST(HierarchyRules, AParentClustersHomeIsTheSameOrAbove) {
  LedgerWorld world;
  world.Write(R"pb(rows {
                     record {
                       name: "divisions/44/clusters/gd"
                       display_name: "C"
                       cluster { kind: CLUSTER_KIND_BRAND }
                     }
                   })pb");
  const auto child = [](const std::string& parent) {
    return R"(rows { record { name: "divisions/440783/clusters/child" display_name: "C" cluster { kind: CLUSTER_KIND_BRAND }
              memberships { cluster: ")" +
           parent + R"(" } } })";
  };
  EXPECT_THAT(Complaints(world.Judge(child("divisions/440783/clusters/mushrooms"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(child("divisions/44/clusters/gd"))), IsEmpty());
  EXPECT_THAT(Complaints(world.Judge(child("divisions/440784/clusters/tea"))),
              ElementsAre("rows[0].record.memberships[0].cluster HIERARCHY_INVALID"));
}

}  // namespace
}  // namespace taizhang::ledger
