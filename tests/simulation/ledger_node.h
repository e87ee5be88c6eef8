#pragma once

#include <memory>
#include <random>
#include <string>

#include "services/ledger/commit/ledger.h"
#include "services/ledger/feed/tail.h"
#include "tests/simulation/event_queue.h"
#include "tests/simulation/simulated_disk.h"

namespace taizhang::simulation {

/// The ledger's process: it crashes, comes back, and finds what is on the platter.
class LedgerNode {
 public:
  LedgerNode(EventQueue& events, MemoryStore& platter) : events_(events), platter_(platter) {}

  /// Recovers from the platter.
  void Start();
  void Crash();
  [[nodiscard]] bool running() const { return run_ != nullptr; }
  /// Counts up with every start: a stream of an earlier run is broken.
  [[nodiscard]] int incarnation() const { return incarnation_; }
  ledger::Ledger& ledger() { return *run_->ledger; }
  ledger::Tail& tail() { return run_->tail; }
  /// Whether a text is in what readers of the log would get.
  [[nodiscard]] bool Sends(const std::string& partition, const std::string& text);
  /// Whether a request was answered once, and an erasure took what a repeat is compared with.
  [[nodiscard]] bool HasForgotten(const std::string& partition, const std::string& request_id) {
    const auto entry = platter_.FindRequest(partition, request_id);
    return entry.ok() && entry->has_value() && (*entry)->fingerprint == Hash{};
  }

 private:
  struct Run {
    Run(EventQueue& events, MemoryStore& platter) : disk(events, platter), tail(disk, kTailBytes) {}
    SimulatedDisk disk;
    ledger::Tail tail;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
    std::unique_ptr<ledger::Ledger> ledger;
  };

  /// So small that readers often have to go to the disk.
  static constexpr size_t kTailBytes = 4'000;

  ledger::CommitEnvironment Environment(Run& run);

  EventQueue& events_;
  MemoryStore& platter_;
  std::unique_ptr<Run> run_;
  std::mt19937_64 salts_{7};
  int64_t clock_step_us_ = 0;
  int incarnation_ = 0;
};

}  // namespace taizhang::simulation
