#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/log/mutex.h"
#include "common/log/store.h"

namespace taizhang {

/// Collects the outcomes of appends, in the order in which they are answered, and waits for them.
class Outcomes {
 public:
  /// The `done` of the next append.
  std::function<void(AppendOutcome)> Next() {
    const MutexLock lock(mutex_);
    ++expected_;
    return [this](AppendOutcome outcome) {
      const MutexLock answered(mutex_);
      outcomes_.push_back(outcome);
      changed_.NotifyAll();
    };
  }

  /// All of them, once every append is answered.
  std::vector<AppendOutcome> Await() {
    const MutexLock lock(mutex_);
    while (outcomes_.size() < expected_) changed_.Wait(mutex_);
    return outcomes_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  size_t expected_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  std::vector<AppendOutcome> outcomes_ TAIZHANG_GUARDED_BY(mutex_);
};

inline AppendOutcome AppendAndAwait(Store& store, AppendBatch batch) {
  Outcomes outcomes;
  store.Append(std::move(batch), outcomes.Next());
  return outcomes.Await().front();
}

/// A block that only a store looks at: nothing of it can be decoded.
inline StoredBlock OpaqueBlock(const std::string& partition, uint64_t revision,
                               std::string body = "body") {
  StoredBlock block{.partition = partition, .revision = revision};
  block.hash = Sha256({partition, std::to_string(revision), body});
  block.header = "header " + std::to_string(revision);
  block.body = std::move(body);
  block.body_bytes = 7;
  block.texts = "texts";
  return block;
}

/// Makes batches that follow each other.
class BatchMaker {
 public:
  explicit BatchMaker(std::string partition) { head_.partition = std::move(partition); }

  /// The next batch, of `blocks` blocks.
  AppendBatch Next(int blocks = 1, const std::string& body = "body") {
    AppendBatch batch{head_.partition, head_.revision, head_.hash, {}, {}};
    for (int i = 0; i < blocks; ++i) {
      batch.blocks.push_back(OpaqueBlock(head_.partition, ++head_.revision, body));
      head_.hash = batch.blocks.back().hash;
    }
    return batch;
  }

  [[nodiscard]] const Head& head() const { return head_; }

 private:
  Head head_;
};

inline RequestEntry OpaqueRequest(const std::string& id, uint64_t revision) {
  return {id, Sha256({"rows of", id}), revision, "outcome of " + id};
}

}  // namespace taizhang
