#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/log/memory_store.h"
#include "tests/simulation/event_queue.h"

namespace taizhang::simulation {

/// What one run of the ledger sees of the disk. An append takes effect only after a while, in
/// order; a crash loses what was still on its way, and sometimes what was written but not yet
/// answered.
class SimulatedDisk final : public Store {
 public:
  SimulatedDisk(EventQueue& events, MemoryStore& platter) : events_(events), platter_(platter) {}

  /// From here on nothing reaches the platter and nobody is answered.
  void Crash() { *alive_ = false; }

  void Append(AppendBatch batch, std::function<void(AppendOutcome)> done) override {
    queue_.emplace_back(std::move(batch), std::move(done));
    if (!std::exchange(busy_, true)) Sync();
  }
  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max) override {
    return platter_.Read(partition, after, bytes_max);
  }
  absl::StatusOr<std::vector<Head>> Heads() override { return platter_.Heads(); }
  absl::StatusOr<std::optional<RequestEntry>> FindRequest(const std::string& partition,
                                                          const std::string& id) override {
    return platter_.FindRequest(partition, id);
  }
  [[nodiscard]] std::string epoch() const override { return platter_.epoch(); }

 private:
  /// Writes the first that waits, then answers it; a crash may fall between the two.
  void Sync() {
    events_.Soon(3'000, [this, alive = alive_] {
      if (!*alive) return;
      auto [batch, done] = std::move(queue_.front());
      queue_.pop_front();
      if (events_.OneIn(40)) {
        platter_.FailNextAppend(events_.OneIn(2) ? MemoryStore::Fault::kUnknownWritten
                                                 : MemoryStore::Fault::kUnknownLost);
      }
      platter_.Append(std::move(batch),
                      [this, alive, done = std::move(done)](AppendOutcome outcome) {
                        events_.Soon(500, [this, alive, done, outcome] {
                          if (!*alive) return;
                          done(outcome);
                          busy_ = !queue_.empty();
                          if (busy_) Sync();
                        });
                      });
    });
  }

  EventQueue& events_;
  MemoryStore& platter_;
  std::deque<std::pair<AppendBatch, std::function<void(AppendOutcome)>>> queue_;
  bool busy_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace taizhang::simulation
