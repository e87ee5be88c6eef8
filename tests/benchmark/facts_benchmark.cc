// Folding of facts alone: rows a second and bytes a version.

#include "common/facts/facts.h"
#include <benchmark/benchmark.h>

namespace taizhang {
namespace {

constexpr int kSubjects = 20'000;
constexpr int kMeasures = 10;
constexpr int kRowsPerBlock = 1'000;

/// A month of every subject and measure, in blocks of kRowsPerBlock.
std::vector<BlockContent> Month(int month) {
  std::vector<BlockContent> blocks;
  const Period period = Period::FromMonths(2021 * 12 + month, 1);
  int row = 0;
  for (Ordinal measure = 0; measure < kMeasures; ++measure) {
    for (Ordinal subject = 0; subject < kSubjects; ++subject, ++row) {
      if (row % kRowsPerBlock == 0) blocks.emplace_back();
      ObservationChange change;
      change.subject = subject;
      change.measure = measure;
      change.period = period;
      change.value = 100'000 + subject;
      change.after.quantum = Decimal::FromInteger(1);
      blocks.back().observations.push_back(change);
    }
  }
  return blocks;
}

void FoldFacts(benchmark::State& state) {
  const int months = static_cast<int>(state.range(0));
  std::vector<BlockContent> blocks(1);
  for (int i = 0; i < kSubjects; ++i) blocks[0].new_subjects.push_back("s" + std::to_string(i));
  for (int i = 0; i < kMeasures; ++i) blocks[0].new_measures.push_back("m" + std::to_string(i));
  for (int month = 0; month < months; ++month) {
    for (BlockContent& block : Month(month)) blocks.push_back(std::move(block));
  }
  const int64_t rows = int64_t{kSubjects} * kMeasures * months;
  size_t bytes = 0;
  for (auto _ : state) {
    Facts facts("440783");
    uint64_t revision = 0;
    for (const BlockContent& block : blocks) {
      const absl::Status status = facts.Apply(++revision, block);
      if (!status.ok()) state.SkipWithError(std::string(status.message()).c_str());
    }
    bytes = facts.memory_bytes();
  }
  state.SetItemsProcessed(state.iterations() * rows);
  state.counters["bytes_per_version"] = static_cast<double>(bytes) / static_cast<double>(rows);
}
BENCHMARK(FoldFacts)->Arg(12)->Arg(24)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace taizhang

BENCHMARK_MAIN();
