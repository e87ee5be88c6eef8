#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "google/protobuf/text_format.h"
#include "tests/integration/ledger/ledger_server.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {

/// 440783 with a town that goes to 440784 in 2026, a village in it, and a cluster in a cluster.
inline std::string ReadStructure() {
  return absl::StrCat(DivisionRow("CN"), DivisionRow("440783"), DivisionRow("440784"),
                      DivisionRow("440783107", R"pb(
                        placements {
                          place: "divisions/440783"
                          when { end: "2026-01-01" }
                        }
                        placements {
                          place: "divisions/440784"
                          when { start: "2026-01-01" }
                        })pb"),
                      R"pb(
                        rows {
                          record {
                            name: "divisions/440783/clusters/matrix"
                            display_name: "matrix"
                            cluster { kind: CLUSTER_KIND_BRAND }
                          }
                        }
                        rows {
                          record {
                            name: "divisions/440783/clusters/rice"
                            display_name: "rice"
                            memberships { cluster: "divisions/440783/clusters/matrix" }
                            cluster { kind: CLUSTER_KIND_BRAND }
                          }
                        }
                        rows {
                          record {
                            name: "measures/sales"
                            display_name: "sales"
                            measure {
                              unit: "元"
                              decimals: 2
                              temporal_kind: TEMPORAL_KIND_FLOW
                              frequency: FREQUENCY_MONTH
                              reporters: REPORTER_ENTERPRISE
                            }
                          }
                        })pb");
}

inline constexpr const char* kReadSubjects = R"pb(
  rows {
    record {
      name: "divisions/440783/villages/440783107236"
      display_name: "红丰村"
      english_name: "Hongfeng"
      village {}
    }
  }
  rows {
    record {
      name: "divisions/440783/enterprises/mill"
      display_name: "Café du riz"
      labels { key: "tier" value: "1" }
      placements {
        place: "divisions/440783"
        when { end: "2020-01-01" }
      }
      placements {
        place: "divisions/440783/villages/440783107236"
        when { start: "2020-01-01" }
      }
      memberships {
        cluster: "divisions/440783/clusters/rice"
        when { start: "2024-01-01" }
      }
      enterprise {}
    }
  }
  rows {
    record {
      name: "divisions/440783/projects/road"
      display_name: "a road"
      labels { key: "tier" value: "2" }
      project {}
    }
  })pb";

/// The world above in a ledger, and its reading calls.
class LedgerRead : public testing::Test {
 protected:
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::LedgerService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    grpc::ClientContext context;
    Response response;
    const grpc::Status status = (server_.stub().*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }
  absl::StatusOr<v1::ListRecordsResponse> List(const std::string& text) {
    return Call(&v1::LedgerService::Stub::ListRecords, text);
  }
  absl::StatusOr<v1::ListObservationsResponse> Observations(const std::string& text) {
    return Call(&v1::LedgerService::Stub::ListObservations, text);
  }
  absl::StatusOr<v1::BatchGetRecordsResponse> Batch(const std::string& text) {
    return Call(&v1::LedgerService::Stub::BatchGetRecords, text);
  }

  /// The last segments of a page's names; "…" at the end where there is a next one.
  std::vector<std::string> Ids(const std::string& text) {
    const auto page = List(text);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    std::vector<std::string> ids;
    for (const type::v1::Record& record : page->records())
      ids.push_back(record.name().substr(record.name().rfind('/') + 1));
    next_ = absl::StrCat(" page_token: \"", page->next_page_token(), "\" ");
    if (!page->next_page_token().empty()) ids.emplace_back("…");
    return ids;
  }
  std::vector<std::string> IdsOf440783(const std::string& filter) {
    return Ids(R"(partition: "440783" )" + filter);
  }

  void WriteWorld() {
    server_.MustWrite(ReadStructure());
    server_.MustWrite(kReadSubjects);
  }
  void WriteSales(const std::string& period, const std::string& rest) {
    server_.MustWrite(absl::StrCat(
        R"(rows { observation { subject: "divisions/440783/enterprises/mill" measure: "measures/sales" period: ")",
        period, "\" ", rest, " } }"));
  }

  LedgerServer server_;
  std::string next_;
};

/// "field REASON" of each violation.
inline std::vector<std::string> Wrong(const absl::Status& status) {
  return Complaints(ViolationsOf(status));
}

}  // namespace taizhang::ledger
