#include "common/log/sqlite_store.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "common/log/sqlite_connection.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/store_fixture.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using enum AppendOutcome;

class SqliteStoreTest : public ::testing::Test {
 protected:
  SqliteStore::Options Options() {
    SqliteStore::Options options;
    options.directory = directory_.path();
    options.new_epoch = "epoch";
    options.created_us = 1'751'328'000'000'000;
    options.io_error = [this](const absl::Status& status) { io_errors_.push_back(status); };
    return options;
  }
  std::unique_ptr<SqliteStore> Open() { return SqliteStore::Open(Options()).value(); }
  [[nodiscard]] std::string Path(const std::string& file) const {
    return directory_.path() + "/" + file;
  }
  [[nodiscard]] uintmax_t WalBytes() const {
    return std::filesystem::file_size(Path("taizhang.db-wal"));
  }

  ScratchDirectory directory_;
  std::vector<absl::Status>
      io_errors_;  ///< written by the commit thread, read once it has answered
};

/// Keeps the commit thread within an answer, so that what is appended meanwhile waits and is
/// committed together.
class Hold {
 public:
  std::function<void(AppendOutcome)> Until(std::function<void(AppendOutcome)> done) {
    return [this, done = std::move(done)](AppendOutcome outcome) {
      const MutexLock lock(mutex_);
      held_ = true;
      changed_.NotifyAll();
      while (!released_) changed_.Wait(mutex_);
      done(outcome);
    };
  }
  void AwaitHeld() {
    const MutexLock lock(mutex_);
    while (!held_) changed_.Wait(mutex_);
  }
  void Release() {
    const MutexLock lock(mutex_);
    released_ = true;
    changed_.NotifyAll();
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool held_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool released_ TAIZHANG_GUARDED_BY(mutex_) = false;
};

/// Transactions in a write-ahead log: frames whose header has the database's size
/// (https://sqlite.org/fileformat2.html, section 4.1).
int CommitsInWal(const std::string& path) {
  constexpr size_t kHeaderBytes = 32;
  constexpr size_t kFrameHeaderBytes = 24;
  constexpr size_t kPageBytes = 4096;
  std::ifstream file(path, std::ios::binary);
  const std::string wal{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  int commits = 0;
  for (size_t at = kHeaderBytes; at + kFrameHeaderBytes <= wal.size();
       at += kFrameHeaderBytes + kPageBytes) {
    if (wal.substr(at + 4, 4) != std::string(4, '\0')) ++commits;
  }
  return commits;
}

TEST_F(SqliteStoreTest, CommitsWhatWaitsInOneTransactionWhereOneConflictFailsAlone) {
  const std::unique_ptr<SqliteStore> store = Open();
  const int before = CommitsInWal(Path("taizhang.db-wal"));
  Outcomes outcomes;
  Hold hold;
  store->Append(BatchMaker("440783").Next(), hold.Until(outcomes.Next()));
  hold.AwaitHeld();
  for (int partition = 440'801; partition <= 440'810; ++partition) {
    AppendBatch batch = BatchMaker(std::to_string(partition)).Next();
    batch.requests = {OpaqueRequest("r", 1)};
    // Found only when the request is written, after the block: the savepoint takes both back.
    if (partition == 440'805) batch.requests.push_back(batch.requests[0]);
    store->Append(std::move(batch), outcomes.Next());
  }
  hold.Release();
  std::vector<AppendOutcome> expected(11, kAppended);
  expected[5] = kConflict;
  EXPECT_EQ(outcomes.Await(), expected);
  EXPECT_EQ(CommitsInWal(Path("taizhang.db-wal")) - before, 2);
  EXPECT_EQ(store->Heads()->size(), 10U);
  EXPECT_EQ(*store->FindRequest("440805", "r"), std::nullopt);
}

TEST_F(SqliteStoreTest, CommitsWhatIsQueuedBeforeItStops) {
  Outcomes outcomes;
  BatchMaker maker("440783");
  {
    const std::unique_ptr<SqliteStore> store = Open();
    for (int i = 0; i < 100; ++i) store->Append(maker.Next(), outcomes.Next());
  }
  EXPECT_EQ(outcomes.Await(), std::vector<AppendOutcome>(100, kAppended));
  EXPECT_EQ(Open()->Heads()->at(0), maker.head());
}

TEST_F(SqliteStoreTest, QueuesNoMoreBytesThanAllowed) {
  const AppendBatch sample = BatchMaker("440783").Next();
  SqliteStore::Options options = Options();
  options.queue_bytes_max = 3 * BytesOf(sample);
  const std::unique_ptr<SqliteStore> store = SqliteStore::Open(options).value();
  BatchMaker maker("440783");
  Outcomes outcomes;
  std::atomic<int> accepted = 0;
  std::atomic<int> answered = 0;
  std::atomic<int> most = 0;
  for (int i = 0; i < 200; ++i) {
    store->Append(maker.Next(), [&, done = outcomes.Next()](AppendOutcome outcome) {
      most = std::max<int>(most, accepted - answered);
      ++answered;
      done(outcome);
    });
    ++accepted;
  }
  EXPECT_EQ(outcomes.Await(), std::vector<AppendOutcome>(200, kAppended));
  EXPECT_LE(most, 6);  // three in the queue, three in the transaction
}

// 40 MB are written. Catches: no checkpoint, or one that leaves the file as large as it was.
TEST_F(SqliteStoreTest, EmptiesTheWriteAheadLogOnceItIsLarge) {
  const std::unique_ptr<SqliteStore> store = Open();
  BatchMaker maker("440783");
  uintmax_t largest = 0;
  for (int i = 0; i < 40; ++i) {
    ASSERT_EQ(AppendAndAwait(*store, maker.Next(1, std::string(1U << 20U, 'x'))), kAppended);
    largest = std::max(largest, WalBytes());
    ASSERT_EQ(store->Read("440783", static_cast<uint64_t>(i), SIZE_MAX)->size(), 1U);
  }
  EXPECT_LT(largest, uintmax_t{SqliteStore::kWalBytesMax} + (3U << 20U));
  EXPECT_LT(WalBytes(), uintmax_t{10U << 20U});
}

TEST_F(SqliteStoreTest, IsOfOneOwner) {
  const std::unique_ptr<SqliteStore> store = Open();
  const absl::Status status = SqliteStore::Open(Options()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("in use by process " + std::to_string(getpid())));
}

TEST_F(SqliteStoreTest, CanBeOpenedOnceItsOwnerIsGone) {
  Open().reset();
  EXPECT_TRUE(SqliteStore::Open(Options()).ok());
}

TEST_F(SqliteStoreTest, RefusesANewerFormat) {
  Open().reset();
  SqliteConnection::Open(Path("taizhang.db"), SqliteConnection::Mode::kReadWriteCreate)
      ->Execute("UPDATE meta SET value = 2 WHERE name = 'format'")
      .IgnoreError();
  const absl::Status status = SqliteStore::Open(Options()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("format 2; this program knows up to 1"));
}

TEST_F(SqliteStoreTest, RefusesADatabaseOfAnotherProgram) {
  SqliteConnection::Open(Path("taizhang.db"), SqliteConnection::Mode::kReadWriteCreate)
      ->Execute("CREATE TABLE songs (title TEXT)")
      .IgnoreError();
  EXPECT_EQ(SqliteStore::Open(Options()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(Path("taizhang.db")) << std::string(10'000, 'x');
  EXPECT_EQ(SqliteStore::Open(Options()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SqliteStoreTest, SaysWhichDirectoryItCannotCreate) {
  SqliteStore::Options options = Options();
  options.directory = "/proc/taizhang";
  EXPECT_THAT(SqliteStore::Open(options).status().ToString(), HasSubstr("/proc/taizhang"));
}

/// Lets files of this process grow no further than `bytes`, while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
};

TEST_F(SqliteStoreTest, ReportsADiskThatTakesNoMoreOnceAndAnswersUnknown) {
  BatchMaker maker("440783");
  {
    const std::unique_ptr<SqliteStore> store = Open();
    ASSERT_EQ(AppendAndAwait(*store, maker.Next()), kAppended);
    const FileSizeLimit limit(WalBytes() + 100'000);
    EXPECT_EQ(AppendAndAwait(*store, BatchMaker(maker).Next(1, std::string(1'000'000, 'x'))),
              kUnknown);
    EXPECT_EQ(AppendAndAwait(*store, BatchMaker(maker).Next()), kUnknown);
    EXPECT_EQ(io_errors_.size(), 1U);
    EXPECT_EQ(store->Heads()->at(0), maker.head());
  }
  const std::unique_ptr<SqliteStore> store = Open();
  EXPECT_EQ(store->Heads()->at(0), maker.head());
  EXPECT_EQ(AppendAndAwait(*store, maker.Next()), kAppended);
  EXPECT_EQ(io_errors_.size(), 1U);
}

/// All that lies in the files of the data directory.
std::string BytesUnder(const std::string& directory) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream file(entry.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return bytes;
}

/// A batch whose block has texts that are larger than a page, so that they lie on pages of their
/// own.
AppendBatch WithTexts(AppendBatch batch, const std::string& text) {
  batch.blocks[0].texts.clear();
  for (int i = 0; i < 2'000; ++i) batch.blocks[0].texts += text;
  return batch;
}

bool AwaitErased(Store& store) {
  std::promise<bool> gone;
  store.AwaitErased([&gone](bool is_gone) { gone.set_value(is_gone); });
  return gone.get_future().get();
}

TEST_F(SqliteStoreTest, LeavesNothingOfReplacedTextsInItsFiles) {
  const auto store = Open();
  BatchMaker maker("440783");
  ASSERT_EQ(AppendAndAwait(*store, WithTexts(maker.Next(), "somebody")), kAppended);
  ASSERT_EQ(AppendAndAwait(*store, maker.Next()), kAppended);
  EXPECT_THAT(BytesUnder(directory_.path()), HasSubstr("somebody"));
  AppendBatch erasing = maker.Next();
  erasing.text_replacements = {{1, "erased"}};
  ASSERT_EQ(AppendAndAwait(*store, erasing), kAppended);
  EXPECT_TRUE(AwaitErased(*store));
  EXPECT_THAT(BytesUnder(directory_.path()), Not(HasSubstr("somebody")));
  EXPECT_EQ(WalBytes(), 0U);
}

TEST_F(SqliteStoreTest, ErasesOnceNoReaderHoldsTheLogAndAppendsMeanwhile) {
  const auto store = Open();
  BatchMaker maker("440783");
  ASSERT_EQ(AppendAndAwait(*store, WithTexts(maker.Next(), "somebody")), kAppended);
  SqliteConnection reader =
      SqliteConnection::Open(Path("taizhang.db"), SqliteConnection::Mode::kReadOnly).value();
  ASSERT_TRUE(reader.Execute("BEGIN; SELECT count(*) FROM blocks").ok());
  AppendBatch erasing = maker.Next();
  erasing.text_replacements = {{1, "erased"}};
  EXPECT_EQ(AppendAndAwait(*store, erasing), kAppended);
  std::promise<bool> gone;
  store->AwaitErased([&gone](bool is_gone) { gone.set_value(is_gone); });
  EXPECT_EQ(AppendAndAwait(*store, BatchMaker("500113").Next()), kAppended);
  EXPECT_EQ(AppendAndAwait(*store, maker.Next()), kAppended);
  std::future<bool> is_gone = gone.get_future();
  EXPECT_EQ(is_gone.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  ASSERT_TRUE(reader.Execute("COMMIT").ok());
  EXPECT_TRUE(is_gone.get());
  EXPECT_THAT(BytesUnder(directory_.path()), Not(HasSubstr("somebody")));
}

TEST_F(SqliteStoreTest, GivesTheIndexOfRevisionsToAStoreThatLacksIt) {
  BatchMaker maker("440783");
  {
    const auto store = Open();
    AppendBatch batch = maker.Next();
    batch.requests = {OpaqueRequest("r", 1)};
    ASSERT_EQ(AppendAndAwait(*store, batch), kAppended);
  }
  SqliteConnection::Open(Path("taizhang.db"), SqliteConnection::Mode::kReadWriteCreate)
      ->Execute("DROP INDEX requests_by_revision")
      .IgnoreError();
  const auto store = Open();
  AppendBatch erasing = maker.Next();
  erasing.forgotten_fingerprints = {{1, 1}};
  EXPECT_EQ(AppendAndAwait(*store, erasing), kAppended);
  EXPECT_EQ(store->FindRequest("440783", "r")->value().fingerprint, Hash{});
  SqliteConnection reader =
      SqliteConnection::Open(Path("taizhang.db"), SqliteConnection::Mode::kReadOnly).value();
  SqliteStatement plan = reader
                             .Prepare(
                                 "SELECT count(*) FROM sqlite_schema WHERE name = "
                                 "'requests_by_revision'")
                             .value();
  ASSERT_TRUE(*plan.Step());
  EXPECT_EQ(plan.Integer(0), 1);
}

TEST_F(SqliteStoreTest, EmptiesWhatAnEarlierProcessLeftInTheLog) {
  {
    const auto store = Open();
    ASSERT_EQ(AppendAndAwait(*store, BatchMaker("440783").Next()), kAppended);
    std::filesystem::copy_file(Path("taizhang.db"), Path("kept.db"));
    std::filesystem::copy_file(Path("taizhang.db-wal"), Path("kept.db-wal"));
  }
  std::filesystem::rename(Path("kept.db"), Path("taizhang.db"));
  std::filesystem::rename(Path("kept.db-wal"), Path("taizhang.db-wal"));
  const auto store = Open();
  EXPECT_EQ(store->Read("440783", 0, SIZE_MAX)->size(), 1U);
  EXPECT_TRUE(AwaitErased(*store));
  EXPECT_LT(WalBytes(), 64U << 10U);
}

}  // namespace
}  // namespace taizhang
