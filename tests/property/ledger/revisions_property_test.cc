#include <string>
#include <vector>

#include "services/ledger/rpc/list_revisions.h"
#include "tests/property/values/seeded.h"
#include "tests/support/history_ledger.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using Made = ChangeModel::Made;

/// All versions of a key, page by page.
std::vector<v1::RecordRevision> AllRevisions(const Ledger& ledger, const v1::Change& change,
                                             int32_t page_size) {
  v1::ListRecordRevisionsRequest request;
  if (change.has_record()) {
    request.set_name(change.record().name());
  } else {
    *request.mutable_observation() = change.observation().key();
  }
  request.set_page_size(page_size);
  std::vector<v1::RecordRevision> revisions;
  do {
    v1::ListRecordRevisionsResponse response;
    const absl::Status status = ListRecordRevisionsInto(ledger, request, response);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_LE(response.revisions_size(), page_size);
    revisions.insert(revisions.end(), response.revisions().begin(), response.revisions().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return revisions;
}

TEST(ListRecordRevisionsProperty, TellsEveryVersionOfEveryKeyNewestFirst) {
  Seeded seeded;
  for (int round = 0; round < 5; ++round) {
    const HistoryLedger history(seeded.engine()(), 20, 60);
    for (const auto& [key, versions] : history.model().by_key()) {
      const std::vector<v1::RecordRevision> told = AllRevisions(
          history.ledger(), versions.front().change, static_cast<int32_t>(seeded.Between(1, 7)));
      ASSERT_EQ(told.size(), versions.size()) << key;
      for (size_t i = 0; i < told.size(); ++i) {
        const Made& made = versions[versions.size() - 1 - i];
        ASSERT_EQ(told[i].revision(), static_cast<int64_t>(made.revision));
        ASSERT_EQ(
            told[i].commit_time().seconds() * 1'000'000 + told[i].commit_time().nanos() / 1'000,
            made.commit_time_us);
        ASSERT_EQ(told[i].principal(), made.principal) << key;
        ASSERT_EQ(told[i].request_id(), made.request_id) << key;
        ASSERT_EQ(DifferenceOf(made.change, told[i].change()), "") << key;
      }
    }
  }
}

}  // namespace
}  // namespace taizhang::ledger
