#include "google/protobuf/util/message_differencer.h"
#include "tests/integration/ledger/ledger_server.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::Each;

/// Every field of every kind of record, so that none is lost between message, log and message.
constexpr const char* kStructureOfAllKinds = R"pb(
  rows {
    record {
      name: "divisions/440783/clusters/child"
      display_name: "child"
      english_name: "Child"
      description: "all fields"
      labels { key: "a" value: "1" }
      labels { key: "b" value: "2" }
      memberships {
        cluster: "divisions/440783/clusters/parent"
        when { start: "2020-01-01" end: "2024-01-01" }
      }
      cluster {
        kind: CLUSTER_KIND_INDUSTRY
        seats { origin: SEAT_ORIGIN_DEPARTMENT count: 0 }
        seats { origin: SEAT_ORIGIN_TOWN }
      }
    }
  }
  rows {
    record {
      name: "divisions/440783/clusters/parent"
      display_name: "parent"
      cluster { kind: CLUSTER_KIND_BRAND }
    }
  }
  rows {
    record {
      name: "measures/stock"
      display_name: "stock"
      measure {
        unit: "亩"
        decimals: 4
        temporal_kind: TEMPORAL_KIND_STOCK
        frequency: FREQUENCY_HALF_YEAR
        reporters: REPORTER_VILLAGE
        reporters: REPORTER_ENTERPRISE
        reporters: REPORTER_PROJECT
        reporters: REPORTER_NATION
        reporters: REPORTER_PROVINCE
        reporters: REPORTER_PREFECTURE
        reporters: REPORTER_COUNTY
        reporters: REPORTER_TOWN
        itemised: true
        non_additive: true
        non_negative: true
        carry_forward: 0
        due_days: 30
      }
    }
  }
  rows {
    record {
      name: "divisions/440783107"
      display_name: "a town that was merged"
      placements {
        place: "divisions/440783"
        when { end: "2020-01-01" }
      }
      division { successors: "divisions/440783" successors: "divisions/440784" }
    }
  }
  rows {
    record {
      name: "indicators/total"
      display_name: "total"
      indicator {
        total {
          measure: "measures/stock"
          filter {
            categories: PROJECT_CATEGORY_FUNDING
            stages: STAGE_SIGNED
            roles: ROLE_LEADING
            division_levels: "town"
            industries: "C13"
            labels { key: "a" value: "1" }
            items: "x"
            party_organisation: false
          }
        }
        stated_by: "measures/stock"
        population: "indicators/count"
      }
    }
  }
  rows {
    record {
      name: "indicators/count"
      display_name: "count"
      indicator {
        count {
          kind: RECORD_KIND_CLUSTER
          filter { cluster_kinds: CLUSTER_KIND_BRAND }
        }
      }
    }
  })pb";

constexpr const char* kSubjectsOfAllKinds = R"pb(
  rows {
    record {
      name: "divisions/440783/enterprises/e"
      display_name: "e"
      placements {
        place: "divisions/440783"
        when { end: "2022-02-02" }
      }
      placements {
        place: "divisions/440783/villages/440783107236"
        when { start: "2022-02-02" }
      }
      memberships { cluster: "divisions/440783/clusters/child" role: ROLE_BRAND_OPERATOR }
      active { start: "1999-12-31" }
      enterprise { credit_code: "91350100M000100Y43" industry: "C1311" party_organisation: false }
    }
  }
  rows {
    record {
      name: "divisions/440783/villages/440783107236"
      display_name: "v"
      village {}
    }
  }
  rows {
    record {
      name: "divisions/440783/projects/p"
      display_name: "p"
      project {
        category: PROJECT_CATEGORY_CULTURE
        stages {
          stage: STAGE_PLANNED
          when { end: "2021-01-01" }
        }
        stages {
          stage: STAGE_CANCELLED
          when { start: "2021-01-01" }
        }
        owners: "divisions/440783/enterprises/e"
      }
    }
  })pb";

void ExpectRoundTrip(LedgerServer& server, const std::string& text) {
  const v1::WriteRecordsRequest request = Request(text);
  const auto written = server.Write(request);
  ASSERT_TRUE(written.ok()) << written.status();
  v1::WriteRecordsRequest back;
  for (const v1::Row& row : request.rows()) {
    const auto read = server.Get("name: \"" + row.record().name() + "\"");
    ASSERT_TRUE(read.ok()) << read.status();
    *back.add_rows()->mutable_record() = read->record();
    type::v1::Record bare = read->record();
    bare.clear_etag();
    bare.clear_revision();
    if (row.record().placements().empty()) bare.clear_placements();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(row.record(), bare))
        << row.record().DebugString() << bare.DebugString();
  }
  const auto again = server.Write(back);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(again->outcomes(), Each(v1::OUTCOME_UNCHANGED));
}

TEST(LedgerRoundTrip, KeepsEveryFieldOfEveryKind) {
  LedgerServer server;
  ASSERT_TRUE(server.Write(kStructureRequest).ok());
  ExpectRoundTrip(server, kStructureOfAllKinds);
  ExpectRoundTrip(server, kSubjectsOfAllKinds);
}

TEST(LedgerRoundTrip, WritesBackWhatIsReadOfAnObservation) {
  LedgerServer server;
  ASSERT_TRUE(server.Write(kStructureRequest).ok());
  ASSERT_TRUE(server
                  .Write(R"pb(
                    rows {
                      observation {
                        subject: "divisions/440783"
                        measure: "measures/sales"
                        period: "2024"
                        source: "news"
                        amount { value: "3500余万元" }
                        basis: BASIS_REMAINDER
                        period_basis: PERIOD_BASIS_ASSUMED
                        remark: "others"
                      }
                    })pb")
                  .ok());
  const auto read = server.Get(R"pb(
    observation {
      subject: "divisions/440783"
      measure: "measures/sales"
      period: "2024"
      source: "news"
    })pb");
  ASSERT_TRUE(read.ok()) << read.status();
  const type::v1::Observation& observation = read->observation();
  EXPECT_EQ(observation.amount().value(), "35000000");
  EXPECT_EQ(observation.amount().bound(), type::v1::BOUND_AT_LEAST);
  EXPECT_EQ(observation.basis(), type::v1::BASIS_REMAINDER);
  EXPECT_EQ(observation.period_basis(), type::v1::PERIOD_BASIS_ASSUMED);
  EXPECT_EQ(observation.source(), "news");
}

}  // namespace
}  // namespace taizhang::ledger
