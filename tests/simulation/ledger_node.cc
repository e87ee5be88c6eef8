#include "tests/simulation/ledger_node.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace taizhang::simulation {

ledger::CommitEnvironment LedgerNode::Environment(Run& run) {
  ledger::CommitEnvironment environment;
  environment.store = &run.disk;
  environment.executor = [this, alive = run.alive](std::function<void()> task) {
    events_.Soon(200, [alive, task = std::move(task)] {
      if (*alive) task();
    });
  };
  environment.now_us = [this] {
    // The clock steps, now and then backwards.
    if (events_.OneIn(20))
      clock_step_us_ = static_cast<int64_t>(events_.Below(2'000'000)) - 1'000'000;
    return 1'750'000'000'000'000 + events_.now_us() + clock_step_us_;
  };
  environment.random = [this](std::span<uint8_t> bytes) {
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(salts_());
  };
  environment.on_durable = [&run](const ledger::Blocks& blocks, uint64_t facts_digest) {
    run.tail.Add(blocks, facts_digest);
  };
  environment.on_rewritten = [&run](const std::string& partition, uint64_t through) {
    run.tail.Forget(partition, through);
  };
  environment.on_fatal = [this, alive = run.alive](const absl::Status&) {
    // The process ends and is started again.
    events_.After(0, [this, alive] {
      if (!*alive) return;
      Crash();
      events_.Soon(30'000, [this] { Start(); });
    });
  };
  environment.warn = [](const std::string&) {};
  return environment;
}

void LedgerNode::Start() {
  if (running()) return;
  ++incarnation_;
  run_ = std::make_unique<Run>(events_, platter_);
  run_->ledger = std::make_unique<ledger::Ledger>(Environment(*run_));
  const absl::Status loaded = run_->tail.Load();
  const absl::Status recovered = run_->ledger->Recover();
  run_->tail.NoteFacts(run_->ledger->AllPartitions());
  if (!loaded.ok() || !recovered.ok()) {
    std::fprintf(stderr, "%s %s\n", loaded.ToString().c_str(), recovered.ToString().c_str());
    std::abort();
  }
}

bool LedgerNode::Sends(const std::string& partition, const std::string& text) {
  const uint64_t head = tail().FindHead(partition)->revision;
  // One by one, as what is in memory and what is not are not read together.
  for (uint64_t revision = 1; revision <= head; ++revision) {
    const auto blocks = tail().Read(partition, revision - 1, revision, SIZE_MAX);
    if (!blocks.ok() || blocks->front()->texts.find(text) != std::string::npos) return true;
  }
  return false;
}

void LedgerNode::Crash() {
  *run_->alive = false;
  run_->disk.Crash();
  run_ = nullptr;
}

}  // namespace taizhang::simulation
