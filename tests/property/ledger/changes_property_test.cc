#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/ledger/feed/feed.h"
#include "services/ledger/rpc/change_pages.h"
#include "services/ledger/rpc/read_record.h"
#include "tests/property/values/seeded.h"
#include "tests/support/history_ledger.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using Made = ChangeModel::Made;

/// A reader of FollowChanges that keeps whole commits alone, and where to resume.
class Reader {
 public:
  /// What is begun but not complete is dropped, as a reader does whose stream is cut.
  void Resume() { part_.clear(); }

  void Take(const v1::FollowChangesResponse& response) {
    for (const v1::Commit& commit : response.commits()) {
      if (commit.partition() == kHistoryPartition) Take(commit);
    }
  }

  [[nodiscard]] const std::vector<Made>& changes() const { return changes_; }
  [[nodiscard]] std::vector<FeedCursor> cursors() const {
    if (!cursor_) return {};
    return {*cursor_};
  }
  /// A cursor as a reader of revision 1 and later would begin with.
  void BeginAt(const FeedCursor& cursor) { cursor_ = cursor; }

 private:
  void Take(const v1::Commit& commit) {
    const uint64_t revision = cursor_ ? cursor_->revision + 1 : 1;
    ASSERT_EQ(commit.revision(), static_cast<int64_t>(revision));
    for (const v1::CommittedRequest& request : commit.requests()) {
      ASSERT_GT(request.changes_size(), 0);
      for (const v1::Change& change : request.changes()) {
        part_.push_back(
            {revision,
             commit.commit_time().seconds() * 1'000'000 + commit.commit_time().nanos() / 1'000,
             request.request_id(), request.principal(), change});
      }
    }
    if (!commit.complete()) return;
    changes_.insert(changes_.end(), part_.begin(), part_.end());
    part_.clear();
    cursor_ =
        FeedCursor{.partition = commit.partition(), .revision = revision, .hash = commit.hash()};
  }

  std::vector<Made> part_;
  std::vector<Made> changes_;
  std::optional<FeedCursor> cursor_;
};

/// One stream, message by message.
class Stream {
 public:
  Stream(HistoryLedger& history, const std::vector<FeedCursor>& cursors, Seeded& seeded)
      : pages_(history.ledger(), static_cast<size_t>(seeded.Between(200, 20'000))) {
    absl::StatusOr<Feed> feed =
        Feed::Open(history.tail(), {.cursors = cursors, .partitions = {}, .prefix = {}},
                   static_cast<size_t>(seeded.Between(1, 8'000)),
                   static_cast<size_t>(seeded.Between(1, 8'000)));
    EXPECT_TRUE(feed.ok()) << feed.status();
    feed_ = *std::move(feed);
    pages_.Begin(feed_->sent());
  }

  /// False where all is told.
  bool Next(v1::FollowChangesResponse& response) {
    response.Clear();
    if (pages_.is_told()) {
      absl::StatusOr<FeedPage> page = feed_->Next();
      EXPECT_TRUE(page.ok()) << page.status();
      pages_.Take(std::move(page->blocks));
    }
    if (pages_.is_told()) return false;
    const absl::Status filled = pages_.Fill(response);
    EXPECT_TRUE(filled.ok()) << filled;
    EXPECT_GT(response.commits_size(), 0);
    return filled.ok() && response.commits_size() > 0;
  }

 private:
  std::optional<Feed> feed_;
  ChangePages pages_;
};

void ExpectSame(const std::vector<Made>& expected, const std::vector<Made>& told) {
  ASSERT_EQ(told.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(told[i].revision, expected[i].revision);
    ASSERT_EQ(told[i].commit_time_us, expected[i].commit_time_us);
    ASSERT_EQ(told[i].request_id, expected[i].request_id);
    ASSERT_EQ(told[i].principal, expected[i].principal);
    ASSERT_EQ(DifferenceOf(expected[i].change, told[i].change), "") << "change " << i;
  }
}

TEST(FollowChangesProperty, TellsWhatChangedHoweverOftenItIsCut) {
  Seeded seeded;
  for (int round = 0; round < 15; ++round) {
    HistoryLedger history(seeded.engine()(), 12, 60);
    Reader reader;
    std::optional<Stream> stream;
    stream.emplace(history, reader.cursors(), seeded);
    v1::FollowChangesResponse response;
    while (stream->Next(response)) {
      if (seeded.OneIn(5)) {
        // Lost with the connection, wherever it stood.
        reader.Resume();
        stream.emplace(history, reader.cursors(), seeded);
        continue;
      }
      reader.Take(response);
      ASSERT_FALSE(HasFatalFailure());
    }
    ExpectSame(history.model().changes(), reader.changes());
    ASSERT_FALSE(HasFatalFailure());
  }
}

TEST(FollowChangesProperty, TellsWhatFollowsAnyCursor) {
  Seeded seeded;
  HistoryLedger history(seeded.engine()(), 12, 40);
  for (uint64_t begin = 1; begin <= history.model().revision(); ++begin) {
    const StoredBlock block = history.store().Read(kHistoryPartition, begin - 1, 1)->front();
    Reader reader;
    reader.BeginAt({.partition = kHistoryPartition,
                    .revision = begin,
                    .hash = std::string(block.hash.begin(), block.hash.begin() + 8)});
    Stream stream(history, reader.cursors(), seeded);
    v1::FollowChangesResponse response;
    while (stream.Next(response)) reader.Take(response);
    std::vector<Made> expected;
    std::copy_if(history.model().changes().begin(), history.model().changes().end(),
                 std::back_inserter(expected),
                 [begin](const Made& made) { return made.revision > begin; });
    ExpectSame(expected, reader.changes());
    ASSERT_FALSE(HasFatalFailure());
  }
}

v1::GetRecordRequest RequestOf(const v1::Change& change, uint64_t revision) {
  v1::GetRecordRequest request;
  request.set_revision(static_cast<int64_t>(revision));
  if (change.has_record()) {
    request.set_name(change.record().name());
  } else {
    *request.mutable_observation() = change.observation().key();
  }
  return request;
}

/// Whether GetRecord at a revision gives what the change left.
void ExpectRead(const Ledger& ledger, const v1::Change& change, uint64_t revision) {
  v1::GetRecordResponse response;
  const absl::Status status = ReadRecordInto(ledger, RequestOf(change, revision), response);
  if (change.outcome() == v1::OUTCOME_WITHDRAWN) {
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    return;
  }
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(change.has_record()
                ? DifferenceOf(change.record().after(), response.record())
                : DifferenceOf(change.observation().after(), response.observation()),
            "");
}

TEST(FollowChangesProperty, TheAftersComeToWhatIsRead) {
  Seeded seeded;
  HistoryLedger history(seeded.engine()(), 12, 40);
  const auto middle = static_cast<uint64_t>(seeded.Between(1, 12));
  std::map<ChangeModel::Key, v1::Change> at_middle;
  std::map<ChangeModel::Key, v1::Change> at_head;
  Stream stream(history, {}, seeded);
  v1::FollowChangesResponse response;
  while (stream.Next(response)) {
    for (const v1::Commit& commit : response.commits()) {
      if (commit.partition() != kHistoryPartition) continue;
      for (const v1::CommittedRequest& request : commit.requests()) {
        for (const v1::Change& change : request.changes()) {
          at_head[ChangeModel::KeyOf(change)] = change;
          if (commit.revision() <= static_cast<int64_t>(middle))
            at_middle[ChangeModel::KeyOf(change)] = change;
        }
      }
    }
  }
  for (const auto& [key, change] : at_head) ExpectRead(history.ledger(), change, 0);
  for (const auto& [key, change] : at_middle) ExpectRead(history.ledger(), change, middle);
}

}  // namespace
}  // namespace taizhang::ledger
