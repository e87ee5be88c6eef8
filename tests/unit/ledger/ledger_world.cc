#include "tests/unit/ledger/ledger_world.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/ledger/commit/refusal.h"
#include "services/ledger/rpc/parse_request.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

constexpr const char* kStructure = R"pb(
  rows {
    record {
      name: "divisions/CN"
      display_name: "中国"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/44"
      display_name: "广东省"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/4407"
      display_name: "江门市"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/440783"
      display_name: "开平市"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/440784"
      display_name: "鹤山市"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/440783107"
      display_name: "a town"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/440783/clusters/mushrooms"
      display_name: "mushrooms"
      cluster { kind: CLUSTER_KIND_INDUSTRY }
    }
  }
  rows {
    record {
      name: "divisions/440784/clusters/tea"
      display_name: "tea"
      cluster { kind: CLUSTER_KIND_BRAND }
    }
  }
  rows {
    record {
      name: "measures/sales"
      display_name: "annual sales"
      measure {
        unit: "元"
        decimals: 2
        temporal_kind: TEMPORAL_KIND_FLOW
        frequency: FREQUENCY_YEAR
        reporters: REPORTER_VILLAGE
        reporters: REPORTER_ENTERPRISE
        non_negative: true
      }
    }
  }
  rows {
    record {
      name: "measures/output"
      display_name: "output"
      measure {
        unit: "元"
        temporal_kind: TEMPORAL_KIND_YEAR_TO_DATE
        frequency: FREQUENCY_QUARTER
        reporters: REPORTER_ENTERPRISE
      }
    }
  }
  rows {
    record {
      name: "measures/exempted"
      display_name: "rent exempted"
      measure {
        unit: "元"
        temporal_kind: TEMPORAL_KIND_FLOW
        frequency: FREQUENCY_YEAR
        reporters: REPORTER_PROJECT
        itemised: true
      }
    }
  }
  rows {
    record {
      name: "measures/balance"
      display_name: "balance"
      measure {
        unit: "元"
        temporal_kind: TEMPORAL_KIND_FLOW
        frequency: FREQUENCY_MONTH
        reporters: REPORTER_ENTERPRISE
      }
    }
  }
  rows {
    record {
      name: "measures/land"
      display_name: "land"
      measure {
        unit: "亩"
        decimals: 4
        temporal_kind: TEMPORAL_KIND_STOCK
        frequency: FREQUENCY_YEAR
      }
    }
  }
)pb";

constexpr const char* kSubjects = R"pb(
  rows {
    record {
      name: "divisions/440783/villages/440783107236"
      display_name: "红丰村"
      village {}
    }
  }
  rows {
    record {
      name: "divisions/440783/enterprises/acme"
      display_name: "Acme"
      enterprise {}
    }
  }
  rows {
    record {
      name: "divisions/440783/projects/road"
      display_name: "a road"
      project {}
    }
  }
)pb";

}  // namespace

v1::WriteRecordsRequest Request(const std::string& text) {
  v1::WriteRecordsRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

LedgerWorld::LedgerWorld() {
  Write(kStructure);
  Write(kSubjects);
}

v1::WriteRecordsRequest LedgerWorld::StructureRequest() { return Request(kStructure); }

v1::WriteRecordsRequest LedgerWorld::SubjectsRequest() { return Request(kSubjects); }

Posted LedgerWorld::Judge(const std::string& request) const { return Judge(Request(request)); }

Posted LedgerWorld::Judge(const v1::WriteRecordsRequest& request) const {
  absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
  if (!parsed.ok()) {
    ADD_FAILURE() << parsed.status();
    return {};
  }
  const Facts other(parsed->partition);
  const Facts& facts = parsed->partition == "structure" ? structure_facts_
                       : parsed->partition == "440783"  ? facts_
                                                        : other;
  Posted posted = Post(facts, *structure_, parsed->rows);
  posted.violations = MergeViolations(std::move(parsed->violations), std::move(posted.violations));
  return posted;
}

Posted LedgerWorld::Write(const std::string& request) {
  const v1::WriteRecordsRequest message = Request(request);
  const absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(message);
  Posted posted = Judge(message);
  EXPECT_EQ(Complaints(posted), std::vector<std::string>());
  if (!parsed.ok() || !posted.violations.empty() || !posted.has_changes()) return posted;
  Facts& facts = parsed->partition == "structure" ? structure_facts_ : facts_;
  EXPECT_EQ(facts.Apply(facts.revision() + 1, posted.content), absl::OkStatus());
  if (parsed->partition != "structure") return posted;
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> changes;
  for (const RecordChange& change : posted.content.records) {
    changes.emplace_back(facts.dictionaries().subjects.At(change.subject), change.after);
  }
  structure_ = structure_->With(facts.revision(), changes);
  return posted;
}

void LedgerWorld::Apply(const BlockContent& content) {
  EXPECT_EQ(facts_.Apply(facts_.revision() + 1, content), absl::OkStatus());
}

std::string RowOf(const std::string& fields) {
  return absl::StrCat("rows { record { ", fields, " } } ");
}

std::string EnterpriseRow(const std::string& id, const std::string& display_name) {
  return RowOf(absl::StrCat(R"(name: "divisions/440783/enterprises/)", id, R"(" display_name: ")",
                            display_name, R"(" enterprise {})"));
}

std::string VillageRow(const std::string& code) {
  return RowOf(absl::StrCat(R"(name: "divisions/440783/villages/)", code,
                            R"(" display_name: "V" village {})"));
}

std::string DivisionRow(const std::string& code, const std::string& fields) {
  return RowOf(absl::StrCat(R"(name: "divisions/)", code, R"(" display_name: "D" )", fields,
                            absl::StrContains(fields, "division {") ? "" : " division {}"));
}

void CheckRecords(const std::vector<RecordCase>& cases) {
  const LedgerWorld world;
  for (const RecordCase& one : cases) {
    std::vector<std::string> expected;
    for (const std::string& complaint : one.complaints)
      expected.push_back("rows[0].record." + complaint);
    EXPECT_EQ(Complaints(world.Judge(RowOf(one.record))), expected) << one.record;
  }
}

std::vector<std::string> Complaints(const Posted& posted) { return Complaints(posted.violations); }

std::vector<std::string> Complaints(const std::vector<Violation>& violations) {
  std::vector<std::string> complaints;
  for (const Violation& violation : violations) {
    EXPECT_FALSE(violation.description.empty()) << violation.field;
    complaints.push_back(
        absl::StrCat(violation.field, " ", std::string(ReasonName(violation.reason))));
  }
  return complaints;
}

}  // namespace taizhang::ledger
