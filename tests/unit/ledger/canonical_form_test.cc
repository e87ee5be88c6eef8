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

TEST(CanonicalForm, IsTheSameForTheSameContent) {
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
  };
  std::set<std::string> forms;
  for (const std::string& request : requests)
    EXPECT_TRUE(forms.insert(FormOf(request)).second) << request;
}

// Fingerprints are kept for ever: a request that is repeated after an upgrade must be recognised.
TEST(CanonicalForm, NeverChanges) {
  EXPECT_EQ(ToHex(Sha256(
                {FormOf(Sales(R"(amount { value: "超69.45亿元" } source: "news" remark: "a")"))})),
            "09c2939e37e1213023f467615e1b6aa7e1bd8028d54fc8fdec74f9b979839c20");
  EXPECT_EQ(ToHex(Sha256({FormOf(
                R"(rows { record { name: "divisions/440783" display_name: "a" division {} } })")})),
            "b5b9afe7fe09adc60648e44830dd9108c07a042c2b7ad80c89a9cf1bb75875a7");
}

}  // namespace
}  // namespace taizhang::ledger
