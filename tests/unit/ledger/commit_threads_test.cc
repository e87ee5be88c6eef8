#include <atomic>
#include <thread>

#include "common/log/block_codec.h"
#include "services/ledger/feed/feed.h"
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

TEST(CommitThreads, KeepEveryWriteOfEveryWriterOnceWhileOthersReadAndFollow) {
  constexpr int kWriters = 4;
  constexpr int kWritesEach = 60;
  Threads disk_thread(1);
  MemoryStore store("epoch", [&](std::function<void()> answer) { disk_thread.Run(std::move(answer)); });
  Tail tail(store, 2'000);
  Threads pool(3);
  CommitEnvironment environment;
  environment.store = &store;
  environment.executor = [&](std::function<void()> task) { pool.Run(std::move(task)); };
  environment.now_us = [] { return int64_t{1'750'000'000'000'000}; };
  environment.random = [](std::span<uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), uint8_t{1}); };
  environment.on_durable = [&](const Blocks& blocks) { tail.Add(blocks); };
  environment.on_fatal = [](const absl::Status& status) { FAIL() << status; };
  environment.warn = [](const std::string&) {};
  Ledger ledger(std::move(environment), {.uncommitted_blocks_max = 4});
  ASSERT_EQ(ledger.Recover(), absl::OkStatus());
  const auto write = [&](const v1::WriteRecordsRequest& request, std::function<void(const absl::Status&)> done) {
    absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
    ledger.Write(*std::move(parsed), [done = std::move(done)](const absl::StatusOr<Written>& written) { done(written.status()); });
  };
  {
    Countdown written(1);
    const v1::WriteRecordsRequest structure = Request(kStructureRequest);
    write(structure, [&](const absl::Status&) { written.Done(); });
    written.Wait();
  }
  std::vector<v1::WriteRecordsRequest> requests;
  for (int i = 0; i < kWriters * kWritesEach; ++i) {
    const std::string county = i % 2 == 0 ? "440783" : "440784";
    requests.push_back(Request(RequestId("r" + std::to_string(i)) + R"(rows { record { name: "divisions/)" + county +
                               "/enterprises/e" + std::to_string(i) + R"(" display_name: "E" enterprise {} } })"));
  }
  // A few fail and are sent again, as a client would.
  store.FailNextAppend(MemoryStore::Fault::kUnknownLost);
  Countdown all(kWriters * kWritesEach);
  std::function<void(int)> send = [&](int i) {
    write(requests[static_cast<size_t>(i)], [&, i](const absl::Status& status) {
      if (status.ok()) return all.Done();
      EXPECT_EQ(ReasonOf(status), Reason::kNotReady);
      pool.Run([&, i] { send(i); });
    });
  };
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    absl::StatusOr<Feed> feed = Feed::Open(tail, {}, 500, 200);
    std::map<std::string, uint64_t> revisions;
    while (!stop) {
      for (const auto& block : feed->Next()->blocks) ASSERT_EQ(block->revision, ++revisions[block->partition]);
      const auto head = ledger.ReadHead("440783");
      if (head.ok()) EXPECT_LE(head->revision, kWriters * kWritesEach);
      std::this_thread::yield();
    }
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kWritesEach; ++i) send(writer * kWritesEach + i);
    });
  }
  for (std::thread& writer : writers) writer.join();
  all.Wait();
  stop = true;
  reader.join();
  EXPECT_EQ(ledger.ReadHead("440783")->revision + ledger.ReadHead("440784")->revision, kWriters * kWritesEach);
}

}  // namespace
}  // namespace taizhang::ledger
