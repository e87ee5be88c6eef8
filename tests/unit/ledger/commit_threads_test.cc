#include <atomic>
#include <map>
#include <thread>

#include "services/ledger/feed/feed.h"
#include "services/ledger/rpc/change_pages.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/unit/ledger/commit_harness.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

/// Threads that run what they are given.
class Threads {
 public:
  explicit Threads(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { Work(); });
  }
  ~Threads() {
    {
      const MutexLock lock(mutex_);
      stopped_ = true;
    }
    changed_.NotifyAll();
    for (std::thread& thread : threads_) thread.join();
  }

  void Run(std::function<void()> task) {
    {
      const MutexLock lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.NotifyOne();
  }

 private:
  void Work() {
    while (true) {
      std::function<void()> task;
      {
        const MutexLock lock(mutex_);
        while (tasks_.empty() && !stopped_) changed_.Wait(mutex_);
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }

  Mutex mutex_;
  CondVar changed_;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::deque<std::function<void()>> tasks_ TAIZHANG_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

/// Counts down to an event.
class Countdown {
 public:
  explicit Countdown(int count) : left_(count) {}
  void Done() {
    const MutexLock lock(mutex_);
    if (--left_ == 0) changed_.NotifyAll();
  }
  void Wait() {
    const MutexLock lock(mutex_);
    while (left_ > 0) changed_.Wait(mutex_);
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  int left_ TAIZHANG_GUARDED_BY(mutex_);
};

constexpr int kWriters = 4;
constexpr int kWritesEach = 60;
constexpr int kWrites = kWriters * kWritesEach;

/// A ledger on three threads, with a disk on a fourth, and the requests of four writers to two
/// counties.
class ThreadedLedger {
 public:
  ThreadedLedger() {
    CommitEnvironment environment;
    environment.store = &store_;
    environment.executor = [this](std::function<void()> task) { pool_.Run(std::move(task)); };
    environment.now_us = [] { return int64_t{1'750'000'000'000'000}; };
    environment.random = [](std::span<uint8_t> bytes) {
      std::fill(bytes.begin(), bytes.end(), uint8_t{1});
    };
    environment.on_durable = [this](const Blocks& blocks, uint64_t facts_digest) {
      tail_.Add(blocks, facts_digest);
    };
    environment.on_fatal = [](const absl::Status& status) { ADD_FAILURE() << status; };
    environment.warn = [](const std::string&) {};
    ledger_ =
        std::make_unique<Ledger>(std::move(environment), CommitLimits{.uncommitted_blocks_max = 4});
    EXPECT_EQ(ledger_->Recover(), absl::OkStatus());
    for (int i = 0; i < kWrites; ++i) {
      const std::string county = i % 2 == 0 ? "440783" : "440784";
      requests_.push_back(Request(
          RequestId("r" + std::to_string(i)) + R"(rows { record { name: "divisions/)" + county +
          "/enterprises/e" + std::to_string(i) + R"(" display_name: "E" enterprise {} } })"));
    }
    Countdown written(1);
    Start(structure_, [&](const absl::Status&) { written.Done(); });
    written.Wait();
  }

  /// Sends a request until it is acknowledged, as a client would.
  void Send(int i, Countdown& all) {
    Start(requests_[static_cast<size_t>(i)], [this, i, &all](const absl::Status& status) {
      if (status.ok()) return all.Done();
      EXPECT_EQ(ReasonOf(status), Reason::kNotReady);
      pool_.Run([this, i, &all] { Send(i, all); });
    });
  }

  /// Writes, and waits for the answer.
  absl::Status WriteNow(const std::string& request) {
    const v1::WriteRecordsRequest message = Request(request);
    absl::Status answer;
    Countdown answered(1);
    Start(message, [&](const absl::Status& status) {
      answer = status;
      answered.Done();
    });
    answered.Wait();
    return answer;
  }

  /// Erases in 440783, and waits for the answer.
  absl::StatusOr<Erased> EraseNow(const std::string& text, bool validate_only) {
    absl::StatusOr<Erased> answer;
    Countdown answered(1);
    ledger_->Erase({.partition = "440783",
                    .spellings = {text},
                    .request_id = {},
                    .principal = "tester",
                    .validate_only = validate_only},
                   [&](absl::StatusOr<Erased> erased) {
                     answer = std::move(erased);
                     answered.Done();
                   });
    answered.Wait();
    return answer;
  }

  MemoryStore& store() { return store_; }
  Tail& tail() { return tail_; }
  const Ledger& ledger() const { return *ledger_; }
  uint64_t HeadOf(const std::string& partition) const {
    const auto head = ledger_->ReadHead(partition);
    return head.ok() ? head->revision : 0;
  }

 private:
  void Start(const v1::WriteRecordsRequest& request,
             std::function<void(const absl::Status&)> done) {
    absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
    ledger_->Write(*std::move(parsed),
                   [done = std::move(done)](const absl::StatusOr<Written>& written) {
                     done(written.status());
                   });
  }

  const v1::WriteRecordsRequest structure_ = Request(kStructureRequest);
  std::vector<v1::WriteRecordsRequest> requests_;
  std::unique_ptr<Ledger> ledger_;
  MemoryStore store_{"epoch",
                     [this](std::function<void()> answer) { disk_.Run(std::move(answer)); }};
  Tail tail_{store_, 2'000};
  Threads pool_{3};
  Threads disk_{1};
};

/// Reads until told to stop: heads never ahead of what was written, every block once and in order.
void Follow(ThreadedLedger& ledger, const std::atomic<bool>& stop) {
  absl::StatusOr<Feed> feed = Feed::Open(ledger.tail(), {}, 500, 200);
  std::map<std::string, uint64_t> revisions;
  while (!stop) {
    const absl::StatusOr<FeedPage> page = feed->Next();
    for (const auto& block : page->blocks)
      ASSERT_EQ(block->revision, ++revisions[block->partition]);
    EXPECT_LE(ledger.HeadOf("440783"), uint64_t{kWrites});
    std::this_thread::yield();
  }
}

/// Reads decoded changes until all writes were told, each once.
void FollowChanges(ThreadedLedger& ledger) {
  absl::StatusOr<Feed> feed = Feed::Open(ledger.tail(), {.prefix = "44"}, 500, 200);
  ChangePages pages(ledger.ledger(), 300);
  std::map<std::string, int> told;
  while (told.size() < kWrites) {
    if (pages.is_told()) pages.Take(feed->Next()->blocks);
    v1::FollowChangesResponse response;
    const absl::Status filled = pages.Fill(response);
    ASSERT_TRUE(filled.ok()) << filled;
    for (const v1::Commit& commit : response.commits()) {
      for (const v1::CommittedRequest& request : commit.requests())
        ASSERT_EQ(++told[request.request_id()], 1) << request.request_id();
    }
    std::this_thread::yield();
  }
}

TEST(CommitThreads, KeepEveryWriteOfEveryWriterOnceWhileOthersReadAndFollow) {
  ThreadedLedger ledger;
  ledger.store().FailNextAppend(MemoryStore::Fault::kUnknownLost);
  Countdown all(kWrites);
  std::atomic<bool> stop = false;
  std::thread reader([&] { Follow(ledger, stop); });
  std::thread teller([&] { FollowChanges(ledger); });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kWritesEach; ++i) ledger.Send(writer * kWritesEach + i, all);
    });
  }
  for (std::thread& writer : writers) writer.join();
  all.Wait();
  stop = true;
  reader.join();
  teller.join();
  EXPECT_EQ(ledger.HeadOf("440783") + ledger.HeadOf("440784"), kWrites);
}

/// Lets texts slip in, corrects and erases them; asks again where another one's turn it is.
void SlipAndErase(ThreadedLedger& ledger, const std::string& who) {
  for (int i = 0; i < 10; ++i) {
    const std::string text = "slip-of-" + who + std::to_string(i);
    ASSERT_EQ(ledger.WriteNow(EnterpriseRow(who, text)), absl::OkStatus());
    ASSERT_EQ(ledger.WriteNow(EnterpriseRow(who, "E")), absl::OkStatus());
    absl::StatusOr<Erased> erased = ledger.EraseNow(text, false);
    while (ReasonOf(erased.status()) == Reason::kOverloaded) {
      std::this_thread::yield();
      erased = ledger.EraseNow(text, false);
    }
    ASSERT_TRUE(erased.ok()) << erased.status();
    EXPECT_EQ(erased->erasure.texts, 1U);
  }
}

TEST(CommitThreads, EraseWhileOthersWriteAndLookForTexts) {
  ThreadedLedger ledger;
  Countdown all(kWrites);
  std::atomic<bool> stop = false;
  std::thread trier([&] {
    while (!stop) {
      const absl::StatusOr<Erased> tried = ledger.EraseNow("E", true);
      if (tried.ok()) {
        EXPECT_LE(tried->erasure.uses_total, uint64_t{kWrites} + 20);
      }
    }
  });
  std::thread first_eraser([&] { SlipAndErase(ledger, "a"); });
  std::thread second_eraser([&] { SlipAndErase(ledger, "b"); });
  for (int i = 0; i < kWrites; ++i) ledger.Send(i, all);
  all.Wait();
  first_eraser.join();
  second_eraser.join();
  stop = true;
  trier.join();
  const std::vector<StoredBlock> blocks = ledger.store().Read("440783", 0, SIZE_MAX).value();
  for (const StoredBlock& block : blocks)
    EXPECT_EQ(block.texts.find("slip-of-"), std::string::npos) << block.revision;
  EXPECT_EQ(ledger.HeadOf("440783") + ledger.HeadOf("440784"), kWrites + 60);
}

}  // namespace
}  // namespace taizhang::ledger
