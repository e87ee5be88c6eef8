#include "tests/unit/ledger/commit_harness.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {

void HeldDisk::Hold() {
  const MutexLock lock(mutex_);
  held_ = true;
}

void HeldDisk::Take(std::function<void()> answer) {
  {
    const MutexLock lock(mutex_);
    if (held_) {
      answers_.push_back(std::move(answer));
      return;
    }
  }
  answer();
}

std::function<void()> HeldDisk::Oldest() {
  const MutexLock lock(mutex_);
  if (answers_.empty()) return nullptr;
  std::function<void()> answer = std::move(answers_.front());
  answers_.pop_front();
  return answer;
}

void HeldDisk::ReleaseOne() {
  if (const std::function<void()> answer = Oldest()) answer();
}

void HeldDisk::Release() {
  {
    const MutexLock lock(mutex_);
    held_ = false;
  }
  while (const std::function<void()> answer = Oldest()) answer();
}

CommitHarness::CommitHarness(Store& store, CommitLimits limits) {
  CommitEnvironment environment;
  environment.store = &store;
  environment.executor = [](const std::function<void()>& task) { task(); };
  environment.now_us = [this] { return now_us_; };
  environment.random = [this](std::span<uint8_t> bytes) {
    for (uint8_t& byte : bytes) byte = next_random_++;
  };
  environment.on_durable = [this](const std::vector<std::shared_ptr<const StoredBlock>>& blocks,
                                  uint64_t) {
    for (const auto& block : blocks)
      durable_.push_back(absl::StrCat(block->partition, " ", block->revision));
  };
  environment.on_rewritten = [this](const std::string& partition, uint64_t through) {
    durable_.push_back(absl::StrCat(partition, " rewritten through ", through));
  };
  environment.on_fatal = [this](const absl::Status& status) { fatal_ = status; };
  environment.warn = [](const std::string&) {};
  ledger_ = std::make_unique<Ledger>(std::move(environment), limits);
  EXPECT_EQ(ledger_->Recover(), absl::OkStatus());
}

std::shared_ptr<Answer> CommitHarness::Write(const std::string& request) {
  return Write(Request(request));
}

std::shared_ptr<Answer> CommitHarness::Write(v1::WriteRecordsRequest request) {
  auto answer = std::make_shared<Answer>();
  answer->request = std::make_shared<const v1::WriteRecordsRequest>(std::move(request));
  absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(*answer->request);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  parsed->principal = "tester";
  ledger_->Write(*std::move(parsed), [answer](absl::StatusOr<Written> written) {
    answer->written = std::move(written);
  });
  return answer;
}

std::shared_ptr<EraseAnswer> CommitHarness::Erase(const std::string& text,
                                                  const std::string& request_id,
                                                  bool validate_only) {
  auto answer = std::make_shared<EraseAnswer>();
  ledger_->Erase({.partition = "440783",
                  .spellings = {text},
                  .request_id = request_id,
                  .principal = "tester",
                  .validate_only = validate_only},
                 [answer](absl::StatusOr<Erased> erased) { *answer = std::move(erased); });
  return answer;
}

std::string RequestId(const std::string& id) { return absl::StrCat("request_id: \"", id, "\" "); }

}  // namespace taizhang::ledger
