#include <functional>
#include <string>

#include "services/ledger/core/violations.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Every list and text of a record has a limit, which is kept and not cut at.

namespace taizhang::ledger {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr const char* kEnterprise = R"(name: "divisions/440783/enterprises/a" enterprise {} )";
constexpr const char* kNamedEnterprise =
    R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise {} )";

std::string Day(int number) {
  const int year = 1900 + number;
  return std::to_string(year) + "-01-01";
}

std::string When(int number) {
  return R"(when { start: ")" + Day(number) + R"(" end: ")" + Day(number + 1) + R"(" } )";
}

std::string Repeat(int count, const std::function<std::string(int)>& one) {
  std::string all;
  for (int i = 0; i < count; ++i) all += one(i);
  return all;
}

std::string Project(const std::string& fields) {
  return R"(name: "divisions/440783/projects/a" display_name: "A" project { )" + fields + "}";
}

std::string Total(const std::string& filter) {
  return R"(name: "indicators/a" display_name: "A" indicator { total { measure: "measures/sales" filter { )" +
         filter + "} } }";
}

struct Limit {
  std::string complaint;
  int most;
  std::function<std::string(int)> record;  ///< with so many entries, or bytes
};

std::vector<Limit> TextLimits() {
  const auto text = [](const std::string& field, const std::string& rest) {
    return [field, rest](int bytes) {
      return rest + field + ": \"" + std::string(static_cast<size_t>(bytes), 'x') + "\" ";
    };
  };
  return {
      {"display_name TEXT_INVALID", 300, text("display_name", kEnterprise)},
      {"english_name TEXT_INVALID", 300, text("english_name", kNamedEnterprise)},
      {"description TEXT_INVALID", 4000, text("description", kNamedEnterprise)},
      {"labels[k] TEXT_INVALID", 200,
       [](int bytes) {
         return std::string(kNamedEnterprise) + R"(labels { key: "k" value: ")" +
                std::string(static_cast<size_t>(bytes), 'x') + "\" }";
       }},
  };
}

std::vector<Limit> ListLimits() {
  const std::string named = kNamedEnterprise;
  return {
      {"labels TOO_LARGE", 64,
       [named](int n) {
         return named + Repeat(n, [](int i) {
                  return R"(labels { key: "k)" + std::to_string(i) + R"(" value: "v" } )";
                });
       }},
      {"placements TOO_LARGE", 100,
       [named](int n) {
         return named + Repeat(n, [](int i) {
                  return R"(placements { place: "divisions/440783" )" + When(i) + "} ";
                });
       }},
      {"memberships TOO_LARGE", 200,
       [named](int n) {
         return named + Repeat(n, [](int i) {
                  return R"(memberships { cluster: "divisions/440783/clusters/mushrooms" )" +
                         When(i) + "} ";
                });
       }},
      {"memberships TOO_LARGE", 16,
       [](int n) {
         return R"(name: "divisions/440783/clusters/a" display_name: "A" cluster { kind: CLUSTER_KIND_PARK } )" +
                Repeat(n, [](int i) {
                  return R"(memberships { cluster: "divisions/440783/clusters/mushrooms" )" +
                         When(i) + "} ";
                });
       }},
      {"project.stages TOO_LARGE", 100,
       [](int n) {
         return Project(
             Repeat(n, [](int i) { return "stages { stage: STAGE_PLANNED " + When(i) + "} "; }));
       }},
      {"project.owners TOO_LARGE", 100,
       [](int n) {
         return Project(Repeat(n, [](int i) {
           return R"(owners: "divisions/440784/enterprises/e)" + std::to_string(i) + "\" ";
         }));
       }},
      {"indicator.total.filter.industries TOO_LARGE", 64,
       [](int n) { return Total(Repeat(n, [](int) { return R"(industries: "C13" )"; })); }},
      {"indicator.total.filter.roles TOO_LARGE", 64,
       [](int n) { return Total(Repeat(n, [](int) { return "roles: ROLE_MEMBER "; })); }},
      {"indicator.total.filter.labels TOO_LARGE", 64,
       [](int n) {
         return Total(Repeat(n, [](int i) {
           return R"(labels { key: "k)" + std::to_string(i) + R"(" value: "v" } )";
         }));
       }},
  };
}

void ExpectLimits(const std::vector<Limit>& limits) {
  const LedgerWorld world;
  for (const Limit& limit : limits) {
    const std::string complaint = "rows[0].record." + limit.complaint;
    EXPECT_THAT(Complaints(world.Judge(RowOf(limit.record(limit.most)))), Not(Contains(complaint)));
    EXPECT_THAT(Complaints(world.Judge(RowOf(limit.record(limit.most + 1)))),
                ElementsAre(complaint));
  }
}

TEST(Limits, OfTextsAreInBytes) { ExpectLimits(TextLimits()); }

TEST(Limits, OfListsAreInEntries) { ExpectLimits(ListLimits()); }

TEST(Limits, SayOneThingOfAListThatIsTooLong) {
  const auto project = [](const std::string& fields) { return Project(fields); };
  const auto division = [](const std::string& fields) {
    return R"(name: "divisions/440785" display_name: "D" division { )" + fields + "}";
  };
  const auto of = [](const std::string& entry) {
    return Repeat(1'000, [entry](int) { return entry; });
  };
  CheckRecords({
      {division(of(R"(successors: "x" )")), {"division.successors TOO_LARGE"}},
      {project(of(R"(owners: "x" )")), {"project.owners TOO_LARGE"}},
      {project(of("stages {} ")), {"project.stages TOO_LARGE"}},
      {kNamedEnterprise + of(R"(memberships { cluster: "x" } )"), {"memberships TOO_LARGE"}},
      {kNamedEnterprise + of(R"(placements { place: "x" } )"), {"placements TOO_LARGE"}},
      {kNamedEnterprise +
           Repeat(65, [](int i) { return R"(labels { key: "K)" + std::to_string(i) + "\" } "; }),
       {"labels TOO_LARGE"}},
      {R"(name: "divisions/440783/clusters/a" display_name: "A" cluster { kind: CLUSTER_KIND_PARK )" +
           of("seats {} ") + "}",
       {"cluster.seats TOO_LARGE"}},
      {R"(name: "measures/a" display_name: "A" measure { unit: "元" temporal_kind: TEMPORAL_KIND_STOCK frequency: FREQUENCY_YEAR )" +
           of("reporters: REPORTER_UNSPECIFIED ") + "}",
       {"measure.reporters TOO_LARGE"}},
      {Total(of("roles: ROLE_UNSPECIFIED ")), {"indicator.total.filter.roles TOO_LARGE"}},
      {Total(of(R"(industries: "x" )")), {"indicator.total.filter.industries TOO_LARGE"}},
  });
}

TEST(Limits, OfViolationsBoundWhatARequestCosts) {
  Violations violations;
  for (int i = 0; i < 100'002; ++i) violations.Add({}, "f", Reason::kValueInvalid, "wrong");
  EXPECT_EQ(violations.TakeSorted().size(), 100'000U);
}

TEST(Limits, OfARemarkAreInBytes) {
  const auto row = [](size_t bytes) {
    return R"(rows { observation { subject: "divisions/440783" measure: "measures/land" period: "2024"
              amount { value: "1" } remark: ")" +
           std::string(bytes, 'x') + "\" } }";
  };
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(row(1000))), ElementsAre());
  EXPECT_THAT(Complaints(world.Judge(row(1001))),
              ElementsAre("rows[0].observation.remark TEXT_INVALID"));
}

TEST(Limits, OfAUnitAreInBytes) {
  const auto row = [](size_t bytes) {
    return R"(rows { observation { subject: "divisions/440783" measure: "measures/land" period: "2024"
              amount { value: "1" unit: "亩)" +
           std::string(bytes - 3, ' ') + "\" } } }";
  };
  const LedgerWorld world;
  EXPECT_THAT(Complaints(world.Judge(row(256))), ElementsAre());
  EXPECT_THAT(Complaints(world.Judge(row(257))),
              ElementsAre("rows[0].observation.amount.unit UNIT_MISMATCH"));
}

TEST(Limits, OfMeasuresAreNumbers) {
  const auto measure = [](const std::string& fields) {
    return R"(name: "measures/a" display_name: "A" measure { unit: "元" temporal_kind: TEMPORAL_KIND_STOCK
              frequency: FREQUENCY_YEAR )" +
           fields + "}";
  };
  CheckRecords({
      {measure("decimals: 9 carry_forward: 1200 due_days: 3660 "), {}},
      {measure("decimals: 10 "), {"measure.decimals VALUE_INVALID"}},
      {measure("decimals: 4294967295 "), {"measure.decimals VALUE_INVALID"}},
      {measure("carry_forward: 1201 "), {"measure.carry_forward VALUE_INVALID"}},
      {measure("due_days: 3661 "), {"measure.due_days VALUE_INVALID"}},
  });
}

TEST(Limits, OfARequestRefuseItAsAWhole) {
  v1::WriteRecordsRequest request;
  for (int i = 0; i < 5'001; ++i) request.add_rows();
  EXPECT_EQ(ReasonOf(ParseWriteRequest(request).status()), Reason::kTooLarge);
  request.clear_rows();
  for (int i = 0; i < 5'001; ++i) request.add_assumed_records();
  EXPECT_EQ(ReasonOf(ParseWriteRequest(request).status()), Reason::kTooLarge);
  request.clear_assumed_records();
  request.set_request_id(std::string(129, 'x'));
  EXPECT_EQ(Complaints(ViolationsOf(ParseWriteRequest(request).status())),
            std::vector<std::string>{"request_id VALUE_INVALID"});
}

}  // namespace
}  // namespace taizhang::ledger
