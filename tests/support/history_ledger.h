#pragma once

#include <cstdint>
#include <memory>

#include "common/log/memory_store.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/feed/tail.h"
#include "tests/support/change_model.h"

namespace taizhang::ledger {

inline constexpr char kHistoryPartition[] = "440783";

/// A ledger over a random history of the partition 440783, with the measures that it observes, and
/// the plain model of what changed.
class HistoryLedger {
 public:
  HistoryLedger(uint64_t seed, int length, int rows_max);

  [[nodiscard]] const Ledger& ledger() const { return *ledger_; }
  [[nodiscard]] const ChangeModel& model() const { return model_; }
  MemoryStore& store() { return store_; }
  Tail& tail() { return *tail_; }

 private:
  void WriteStructure();
  void Append(StoredBlock block, const Hash& previous_hash);

  MemoryStore store_{"epoch"};
  ChangeModel model_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Tail> tail_;
};

}  // namespace taizhang::ledger
