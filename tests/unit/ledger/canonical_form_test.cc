#include "services/ledger/core/canonical_form.h"

#include <set>

#include "common/log/hash.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

std::string FormOf(const std::string& text) {
  const v1::WriteRecordsRequest request = Request(text);
  return CanonicalForm(ParseWriteRequest(request)->rows);
}

std::string Sales(const std::string& fields) {
  return R"(rows { observation { subject: "divisions/440783" measure: "measures/sales" period: "2024" )" +
         fields + " } }";
}

std::string Defined(const std::string& indicator) {
  return R"(rows { record { name: "indicators/a" indicator { )" + indicator + " } } }";
}

TEST(CanonicalForm, IsTheSameForTheSameContent) {
  EXPECT_EQ(FormOf(Defined(R"(expression { constant { value: "0.50" } })")),
            FormOf(Defined(R"(expression { constant { value: "0.5" } })")));
  EXPECT_EQ(FormOf(Defined("total { over_members: MEMBER_FOLD_SUM }")),
            FormOf(Defined("total {}")));
  EXPECT_EQ(FormOf(Defined("expression { growth { base: GROWTH_BASE_YEAR_EARLIER } }")),
            FormOf(Defined("expression { growth {} }")));
  EXPECT_EQ(FormOf(Sales(R"(amount { value: "1.50 万元" })")),
            FormOf(Sales(R"(amount { value: "1.50" unit: "万元" })")));
  EXPECT_EQ(FormOf(Sales(R"(amount { value: "超1" })")),
            FormOf(Sales(R"(amount { value: "1" bound: BOUND_MORE_THAN })")));
  EXPECT_EQ(FormOf(Sales(R"(amount { value: "１２０万元" })")),
            FormOf(Sales(R"(amount { value: "120万元" })")));
  EXPECT_EQ(FormOf(Sales(R"(amount { value: "1" quantum: "1.0" })")),
            FormOf(Sales(R"(amount { value: "1" quantum: "1" })")));
  EXPECT_EQ(FormOf(R"pb(rows {
                          record {
                            name: "divisions/44"
                            labels { key: "a" value: "1" }
                            labels { key: "b" value: "2" }
                          }
                        })pb"),
            FormOf(R"pb(rows {
                          record {
                            name: "divisions/44"
                            labels { key: "b" value: "2" }
                            labels { key: "a" value: "1" }
                          }
                        })pb"));
}

template <size_t n>
void ExpectAllDiffer(const std::string (&requests)[n]) {
  std::set<std::string> forms;
  for (const std::string& request : requests)
    EXPECT_TRUE(forms.insert(FormOf(request)).second) << request;
}

TEST(CanonicalForm, DiffersWhereAnythingDiffers) {
  const std::string requests[] = {
      "",
      Sales(R"(amount { value: "1" })"),
      Sales(R"(amount { value: "1.0" })"),
      Sales(R"(amount { value: "10" })"),
      Sales(R"(amount { value: "-1" })"),
      Sales(R"(amount { value: "1元" })"),
      Sales(R"(amount { value: "约1" })"),
      Sales(R"(not_available: true)"),
      Sales(R"(amount { value: "1" } source: "a")"),
      Sales(R"(amount { value: "1" } item: "a")"),
      Sales(R"(amount { value: "1" } remark: "a")"),
      Sales(R"(amount { value: "1" } basis: BASIS_REMAINDER)"),
      Sales(R"(amount { value: "1" } period_basis: PERIOD_BASIS_RECURRING)"),
      Sales(R"(amount { value: "1" })") + Sales(R"(amount { value: "1" })"),
      R"(rows { observation { subject: "divisions/440783" measure: "measures/sales" period: "2025" amount { value: "1" } } })",
      R"(rows { withdrawn_observation { subject: "divisions/440783" measure: "measures/sales" period: "2024" } })",
      Sales(R"(amount { value: "1" quantum: "1" })"),
      Sales(R"(amount { value: "1" quantum: "0.1" })"),
      R"(rows { withdrawn_record: "divisions/440783" })",
      R"(rows { withdrawn_record: "divisions/440783" existence: EXISTENCE_STANDS })",
      R"(rows { withdrawn_record: "divisions/440783" existence: EXISTENCE_ABSENT })",
      R"(rows { record { name: "divisions/440783" division { successors: "divisions/44" } } })",
      R"(rows { record { name: "divisions/440783" division { successors: "divisions/44" successors: "divisions/45" } } })",
      R"(rows { observation { subject: "divisions/440783" measure: "measures/sales" period: "2024" amount { value: "1" } } existence: EXISTENCE_STANDS })",
      R"(rows { observation { subject: "divisions/440783" measure: "measures/sales" period: "2024" amount { value: "1" } } existence: EXISTENCE_ABSENT })",
      R"(rows { withdrawn_record: "divisions/440783" etag: "a" })",
      R"(rows { record { name: "divisions/440783" } })",
      R"(rows { record { name: "divisions/440783" division {} } })",
      R"(rows { record { name: "divisions/440783" display_name: "a" } })",
      R"(rows { record { name: "divisions/440783" english_name: "a" } })",
      R"(rows { record { name: "divisions/440783" description: "a" } })",
      R"(rows { record { name: "divisions/440783" active { start: "2024-01-01" } } })",
      R"(rows { record { name: "divisions/440783" active { end: "2024-01-01" } } })",
      R"(rows { record { name: "divisions/440783" placements { place: "a" } } })",
      R"(rows { record { name: "divisions/440783" memberships { cluster: "a" } } })",
      R"(rows { record { name: "divisions/440783" memberships { cluster: "a" role: ROLE_LEADING } } })",
      R"(rows { record { name: "divisions/440783" enterprise {} } })",
      R"(rows { record { name: "divisions/440783" enterprise { party_organisation: false } } })",
      R"(rows { record { name: "divisions/440783" measure { frequency: FREQUENCY_YEAR carry_forward: 0 } } })",
      R"(rows { record { name: "divisions/440783" measure { frequency: FREQUENCY_YEAR due_days: 0 } } })",
      R"(rows { record { name: "divisions/440783" indicator { total { filter { industries: "C" } } } } })",
      R"(rows { record { name: "divisions/440783" indicator { total { filter { items: "C" } } } } })",
      R"(rows { record { name: "divisions/440783" measure { frequency: FREQUENCY_YEAR about_tolerance: "0.1" } } })",
      R"(rows { record { name: "divisions/440783" measure { frequency: FREQUENCY_YEAR filter { industries: "C" } } } })",
  };
  ExpectAllDiffer(requests);
}

TEST(CanonicalForm, DiffersWhereDefinitionsDiffer) {
  const std::string requests[] = {
      Defined(""),
      Defined("decimals: 0"),
      Defined("decimals: 1"),
      Defined("total { over_time: TIME_FOLD_MEAN }"),
      Defined("total { over_time: TIME_FOLD_SUM }"),
      Defined("total { over_members: MEMBER_FOLD_MEAN }"),
      Defined("total { over_members: MEMBER_FOLD_MEAN } decimals: 1"),
      Defined("expression {}"),
      Defined("expression {} decimals: 1"),
      Defined("expression { total {} }"),
      Defined("expression { total { over_time: TIME_FOLD_MEAN } }"),
      Defined("expression { count { kind: RECORD_KIND_PROJECT } }"),
      Defined(R"(expression { indicator: "a" })"),
      Defined(R"(expression { constant { value: "1" } })"),
      Defined(R"(expression { constant { value: "0.1" } })"),
      Defined(R"(expression { constant { value: "-1" } })"),
      Defined(R"(expression { constant { value: "1" unit: "元" } })"),
      Defined("expression { sum {} }"),
      Defined("expression { sum { skip_missing: true } }"),
      Defined("expression { sum { operands {} } }"),
      Defined("expression { sum { operands {} operands {} } }"),
      Defined("expression { sum { operands { sum { operands {} } } } }"),
      Defined("expression { difference {} }"),
      Defined("expression { product {} }"),
      Defined("expression { quotient {} }"),
      Defined("expression { quotient { in_percent: true } }"),
      Defined("expression { shift { count: 1 } }"),
      Defined("expression { shift { count: -1 } }"),
      Defined("expression { shift { count: -1 length: FREQUENCY_MONTH } }"),
      Defined("expression { window { to_date: FREQUENCY_YEAR } }"),
      Defined("expression { window { trailing: 12 length: FREQUENCY_MONTH } }"),
      Defined("expression { window { trailing: 12 length: FREQUENCY_YEAR } }"),
      Defined("expression { ratio {} }"),
      Defined("expression { ratio { paired: true } }"),
      Defined("expression { ratio { mean: true } }"),
      Defined("expression { ratio { in_percent: true } }"),
      Defined(R"(expression { ratio { numerator { measure: "a" } } })"),
      Defined(R"(expression { ratio { denominator { measure: "a" } } })"),
      Defined("expression { growth {} }"),
      Defined("expression { growth { like_for_like: true } }"),
      Defined("expression { growth { base: GROWTH_BASE_PERIOD_BEFORE } }"),
      Defined("expression { share {} }"),
      Defined(R"(expression { share { whole: "a" } })"),
      Defined("expression { rank {} }"),
  };
  ExpectAllDiffer(requests);
}

// Fingerprints are kept for ever: a request that is repeated after an upgrade must be recognised.
TEST(CanonicalForm, NeverChanges) {
  EXPECT_EQ(ToHex(Sha256(
                {FormOf(Sales(R"(amount { value: "超69.45亿元" } source: "news" remark: "a")"))})),
            "09c2939e37e1213023f467615e1b6aa7e1bd8028d54fc8fdec74f9b979839c20");
  EXPECT_EQ(ToHex(Sha256({FormOf(
                R"(rows { record { name: "divisions/440783" display_name: "a" division {} } })")})),
            "b5b9afe7fe09adc60648e44830dd9108c07a042c2b7ad80c89a9cf1bb75875a7");
  EXPECT_EQ(ToHex(Sha256({FormOf(R"(rows { record { name: "measures/a" display_name: "a"
                measure { unit: "元" decimals: 2 temporal_kind: TEMPORAL_KIND_STOCK
                          frequency: FREQUENCY_QUARTER reporters: REPORTER_TOWN itemised: true
                          non_additive: true carry_forward: 4 due_days: 9 } } })")})),
            "ebfb59c0ed4467d2edaf52a8268d3a7da4576374f72b7ae2bd895828c27b3c8a");
  EXPECT_EQ(ToHex(Sha256({FormOf(Defined(R"(
                total { measure: "measures/a" filter { industries: "C13" items: "rent"
                        labels { key: "a" value: "b" } party_organisation: true } }
                stated_by: "measures/b" population: "indicators/c")"))})),
            "a3aa2a20b2d69e5f7d2175bf3b417ada00fb287a51419d71730218ece6815e8c");
  EXPECT_EQ(ToHex(Sha256({FormOf(
                Defined("count { kind: RECORD_KIND_PROJECT filter { stages: STAGE_SIGNED } }"))})),
            "c841bb8dfaafe48c5bebc0943d09ec3652d0b8e214e6836889a843a4d9900cc2");
}

}  // namespace
}  // namespace taizhang::ledger
