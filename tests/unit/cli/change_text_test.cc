#include "services/cli/show/change_text.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

type::v1::Observation Investment(const std::string& value, type::v1::Bound bound) {
  type::v1::Observation observation;
  observation.set_subject("divisions/440783/projects/p");
  observation.set_measure("measures/total-investment");
  observation.set_period("2025-06");
  observation.mutable_amount()->set_value(value);
  observation.mutable_amount()->set_bound(bound);
  return observation;
}

v1::Change Correction() {
  v1::Change change;
  change.set_outcome(v1::OUTCOME_UPDATED);
  auto& observation = *change.mutable_observation();
  *observation.mutable_before() = Investment("140000000", type::v1::BOUND_EXACT);
  *observation.mutable_after() = Investment("120000000", type::v1::BOUND_MORE_THAN);
  *observation.mutable_key() = KeyOf(observation.after());
  return change;
}

std::string Printed(const v1::Change& change, Created created) {
  std::ostringstream out;
  PrintChange(change, created, "  ", out);
  return out.str();
}

TEST(ChangeText, ShowsARevisionWithTimeWriterRequestAndWhatDiffers) {
  v1::RecordRevision revision;
  revision.set_revision(7);
  revision.mutable_commit_time()->set_seconds(1'751'299'199);  // 2025-06-30T15:59:59Z
  revision.set_principal("anonymous");
  revision.set_request_id("request-1");
  *revision.mutable_change() = Correction();
  std::ostringstream out;
  PrintRevision(revision, out);
  EXPECT_EQ(out.str(),
            "版次 revision 7  2025-06-30 23:59:59 UTC+8  anonymous  request-1\n"
            "  更新 UPDATED\n"
            "    amount.value  140000000 → 120000000\n"
            "    amount.bound  EXACT → MORE_THAN\n");
}

TEST(ChangeText, ShowsACommitWithTheKeyOfEachChange) {
  v1::Commit commit;
  commit.set_partition("440783");
  commit.set_revision(8);
  commit.mutable_commit_time()->set_seconds(0);
  v1::CommittedRequest& request = *commit.add_requests();
  request.set_request_id("r");
  request.set_principal("p");
  *request.add_changes() = Correction();
  std::ostringstream out;
  PrintCommit(commit, out);
  EXPECT_EQ(out.str(),
            "440783  版次 revision 8  1970-01-01 08:00:00 UTC+8  p  r\n"
            "  更新 UPDATED  divisions/440783/projects/p measures/total-investment 2025-06\n"
            "    amount.value  140000000 → 120000000\n"
            "    amount.bound  EXACT → MORE_THAN\n");
}

TEST(ChangeText, ShowsWhatWasCreatedInShortOrWhole) {
  v1::Change change;
  change.set_outcome(v1::OUTCOME_CREATED);
  auto& record = *change.mutable_record();
  record.set_name("divisions/440783/villages/440783107236");
  record.mutable_after()->set_name(record.name());
  record.mutable_after()->set_display_name("红丰村");
  record.mutable_after()->set_english_name("Hongfeng Village");
  EXPECT_EQ(Printed(change, Created::kInShort),
            "  新建 CREATED  divisions/440783/villages/440783107236  红丰村 Hongfeng Village\n");
  EXPECT_EQ(Printed(change, Created::kWhole),
            "  新建 CREATED\n"
            "    display_name  红丰村\n"
            "    english_name  Hongfeng Village\n");
}

TEST(ChangeText, ShowsWhatWasWithdrawn) {
  v1::Change change = Correction();
  change.set_outcome(v1::OUTCOME_WITHDRAWN);
  change.mutable_observation()->clear_after();
  EXPECT_EQ(Printed(change, Created::kInShort),
            "  撤回 WITHDRAWN  divisions/440783/projects/p measures/total-investment 2025-06  = "
            "140,000,000\n");
  EXPECT_EQ(Printed(change, Created::kWhole), "  撤回 WITHDRAWN  = 140,000,000\n");
}

TEST(ChangeText, ShowsAFieldThatIsGone) {
  v1::Change change = Correction();
  change.mutable_observation()->mutable_before()->set_remark("old");
  *change.mutable_observation()->mutable_after() = change.observation().before();
  change.mutable_observation()->mutable_after()->clear_remark();
  EXPECT_EQ(Printed(change, Created::kWhole), "  更新 UPDATED\n    remark  old → —\n");
}

TEST(ChangeText, ShowsAnErasureWithoutTheText) {
  v1::Change change;
  change.mutable_erasure()->set_texts(2);
  EXPECT_EQ(Printed(change, Created::kInShort), "  抹除 ERASED  2 texts of earlier versions\n");
}

TEST(ChangeText, LetsNoTextMoveTheCursor) {
  v1::Change change = Correction();
  change.mutable_observation()->mutable_after()->set_remark("a\x1b[2Jb\nc");
  EXPECT_NE(Printed(change, Created::kWhole).find("remark        a\\u001b[2Jb\\nc\n"),
            std::string::npos)
      << Printed(change, Created::kWhole);
}

TEST(ChangeText, MarksBoundsAndWhatIsNotAvailable) {
  EXPECT_EQ(AmountText(Investment("3500", type::v1::BOUND_AT_LEAST)), "≥ 3,500");
  EXPECT_EQ(AmountText(Investment("29.55", type::v1::BOUND_ABOUT)), "≈ 29.55");
  EXPECT_EQ(AmountText(Investment("0", type::v1::BOUND_UNSPECIFIED)), "= 0");
  EXPECT_EQ(AmountText(Investment("5", type::v1::BOUND_AT_MOST)), "≤ 5");
  EXPECT_EQ(AmountText(Investment("5", type::v1::BOUND_LESS_THAN)), "< 5");
  type::v1::Observation nothing;
  nothing.set_not_available(true);
  EXPECT_EQ(AmountText(nothing), "不可得 not available");
}

TEST(ChangeText, NamesItemAndSourceInAKey) {
  type::v1::ObservationKey key;
  key.set_subject("s");
  key.set_measure("m");
  key.set_period("2025");
  key.set_source("yearbook");
  EXPECT_EQ(KeyText(key), "s m 2025 source yearbook");
}

}  // namespace
}  // namespace taizhang::cli
