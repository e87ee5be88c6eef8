#include "services/ledger/log_check.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "common/log/sqlite_store.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/store_fixture.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

/// A ledger that runs on a directory, and somebody who checks its store meanwhile.
class LogCheckTest : public ::testing::Test {
 protected:
  LogCheckTest() {
    auto store = SqliteStore::Open({.directory = directory_.path(), .new_epoch = "epoch"});
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    CommitEnvironment environment;
    environment.store = store_.get();
    environment.executor = [](const std::function<void()>& task) { task(); };
    environment.now_us = [] { return int64_t{1'750'000'000'000'000}; };
    environment.random = [](std::span<uint8_t> bytes) {
      std::fill(bytes.begin(), bytes.end(), uint8_t{1});
    };
    environment.on_durable = [](const auto&, uint64_t) {};
    environment.on_fatal = [](const absl::Status& status) { ADD_FAILURE() << status; };
    environment.warn = [](const std::string&) {};
    ledger_ = std::make_unique<Ledger>(std::move(environment));
    EXPECT_EQ(ledger_->Recover(), absl::OkStatus());
    Write(kStructureRequest);
  }
  ~LogCheckTest() override { store_.reset(); }

  void Write(const std::string& text) {
    const v1::WriteRecordsRequest request = Request(text);
    absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    parsed->principal = "tester";
    std::promise<absl::Status> written;
    ledger_->Write(*std::move(parsed), [&written](const absl::StatusOr<Written>& answer) {
      written.set_value(answer.status());
    });
    EXPECT_EQ(written.get_future().get(), absl::OkStatus());
  }
  void Erase(const std::string& text) {
    std::promise<absl::Status> erased;
    ledger_->Erase(
        {.partition = "440783", .spellings = {text}, .principal = "tester"},
        [&erased](const absl::StatusOr<Erased>& answer) { erased.set_value(answer.status()); });
    EXPECT_EQ(erased.get_future().get(), absl::OkStatus());
  }
  /// Four versions of a name; the texts of the first three do not stand.
  void WriteNames() {
    for (const char* name : {"one", "two", "three", "four"}) Write(EnterpriseRow("a", name));
  }
  std::unique_ptr<SqliteInspector> Inspector() {
    auto inspector = SqliteInspector::Open(directory_.path());
    EXPECT_TRUE(inspector.ok()) << inspector.status();
    return *std::move(inspector);
  }

  ScratchDirectory directory_;
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(LogCheckTest, TextsThatAreErasedWhileItReadsAreNoDamage) {
  WriteNames();
  bool is_first = true;
  const auto report = CheckLog(*Inspector(), "440783",
                               [&](const std::string&, uint64_t revision, uint64_t) {
                                 if (revision != 2 || !std::exchange(is_first, false)) return;
                                 // One that is still to be read, and then one that was read.
                                 Erase("three");
                                 Erase("one");
                               },
                               {.read_bytes = 1, .revisions_between_words = 1});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->damage, "");
  EXPECT_EQ(report->revisions, 6U);
  EXPECT_EQ(report->erased_texts, 2U);
}

TEST_F(LogCheckTest, SqlitesOwnCheckIsGivenUpBesideALedger) {
  WriteNames();
  const auto in_time = Inspector()->FindFileDamage(std::chrono::minutes(1));
  ASSERT_TRUE(in_time.ok()) << in_time.status();
  EXPECT_EQ(in_time->what, "");
  EXPECT_FALSE(in_time->was_left_out);
  // Until the file takes longer than a millisecond.
  BatchMaker batches("500113");
  bool was_left_out = false;
  for (int i = 0; i < 20 && !was_left_out; ++i) {
    for (int block = 0; block < 8; ++block) {
      ASSERT_EQ(AppendAndAwait(*store_, batches.Next(1, std::string(1 << 20, 'x'))),
                AppendOutcome::kAppended);
    }
    const auto damage = Inspector()->FindFileDamage(std::chrono::milliseconds(1));
    ASSERT_TRUE(damage.ok()) << damage.status();
    EXPECT_EQ(damage->what, "");
    was_left_out = damage->was_left_out;
  }
  EXPECT_TRUE(was_left_out);
}

TEST_F(LogCheckTest, SqlitesOwnCheckEndsByItselfWhereNobodyWrites) {
  WriteNames();
  store_.reset();
  const auto damage = Inspector()->FindFileDamage(std::chrono::milliseconds(0));
  ASSERT_TRUE(damage.ok()) << damage.status();
  EXPECT_EQ(damage->what, "");
  EXPECT_FALSE(damage->was_left_out);
}

}  // namespace
}  // namespace taizhang::ledger
