#include "common/log/memory_store.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace taizhang {
namespace {

AppendBatch FirstBatch() {
  AppendBatch batch{.partition = "440783"};
  batch.blocks.push_back(
      {.partition = "440783", .revision = 1, .hash = Sha256({"1"}), .header = "h"});
  return batch;
}

TEST(MemoryStore, HoldsCallbacksBackByItsExecutor) {
  std::vector<std::function<void()>> held;
  MemoryStore store("epoch",
                    [&held](std::function<void()> task) { held.push_back(std::move(task)); });
  std::optional<AppendOutcome> outcome;
  store.Append(FirstBatch(), [&outcome](AppendOutcome o) { outcome = o; });
  EXPECT_EQ(outcome, std::nullopt);
  EXPECT_EQ(store.Heads()->size(), 1U);
  ASSERT_EQ(held.size(), 1U);
  held[0]();
  EXPECT_EQ(outcome, AppendOutcome::kAppended);
}

struct FaultCase {
  MemoryStore::Fault fault;
  AppendOutcome outcome;
  bool is_written;
};

TEST(MemoryStore, MeetsEachFaultOnce) {
  const FaultCase cases[] = {
      {MemoryStore::Fault::kConflict, AppendOutcome::kConflict, false},
      {MemoryStore::Fault::kUnknownWritten, AppendOutcome::kUnknown, true},
      {MemoryStore::Fault::kUnknownLost, AppendOutcome::kUnknown, false},
  };
  for (const FaultCase& c : cases) {
    MemoryStore store("epoch");
    store.FailNextAppend(c.fault);
    std::vector<AppendOutcome> outcomes;
    store.Append(FirstBatch(), [&outcomes](AppendOutcome o) { outcomes.push_back(o); });
    EXPECT_EQ(store.Heads()->size(), c.is_written ? 1U : 0U);
    store.Append(FirstBatch(), [&outcomes](AppendOutcome o) { outcomes.push_back(o); });
    const AppendOutcome second = c.is_written ? AppendOutcome::kConflict : AppendOutcome::kAppended;
    EXPECT_EQ(outcomes, (std::vector<AppendOutcome>{c.outcome, second}));
  }
}

}  // namespace
}  // namespace taizhang
