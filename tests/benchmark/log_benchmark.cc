#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "common/log/block_codec.h"
#include "common/log/block_header.h"
#include "common/log/compression.h"
#include "common/log/hash.h"
#include "common/log/sqlite_store.h"
#include "tests/support/plain_blocks.h"
#include <benchmark/benchmark.h>

namespace taizhang {
namespace {

constexpr char kPartition[] = "440783";
constexpr uint32_t kRows = 1'000;

/// A log whose second block is encoded and decoded.
struct SecondBlock {
  explicit SecondBlock(bool revises) : content(PlainBlock(2, kRows, revises)) {
    dictionaries.Append(PlainBlock(1, kRows, revises));
    block = EncodeBlock(kPartition, 2, Hash{}, content, dictionaries).value();
  }
  BlockContent content;
  Dictionaries dictionaries;
  StoredBlock block;
};

void CountRows(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kRows);
}

void Encode(benchmark::State& state) {
  const SecondBlock second(state.range(0) != 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        EncodeBlock(kPartition, 2, Hash{}, second.content, second.dictionaries));
  }
  CountRows(state);
  state.counters["body"] = second.block.body_bytes;
  state.counters["stored"] = static_cast<double>(BytesOf(second.block));
}
BENCHMARK(Encode)->ArgName("revises")->Arg(0)->Arg(1);

void Decode(benchmark::State& state) {
  const SecondBlock second(state.range(0) != 0);
  BlockContent content;
  for (auto _ : state) {
    benchmark::DoNotOptimize(DecodeBlock(second.block, Hash{}, second.dictionaries, content));
  }
  CountRows(state);
}
BENCHMARK(Decode)->ArgName("revises")->Arg(0)->Arg(1);

void DecodeFresh(benchmark::State& state) {
  const SecondBlock second(false);
  for (auto _ : state) {
    benchmark::DoNotOptimize(DecodeBlock(second.block, Hash{}, second.dictionaries));
  }
  CountRows(state);
}
BENCHMARK(DecodeFresh);

void HashOfBlock(benchmark::State& state) {
  const SecondBlock second(false);
  const std::string body(Decompress(second.block.body, second.block.body_bytes).value());
  for (auto _ : state) benchmark::DoNotOptimize(ChainHash(second.block.header, body));
  CountRows(state);
}
BENCHMARK(HashOfBlock);

void CompressBody(benchmark::State& state) {
  const SecondBlock second(false);
  const std::string body(Decompress(second.block.body, second.block.body_bytes).value());
  for (auto _ : state) benchmark::DoNotOptimize(Compress(body));
  CountRows(state);
}
BENCHMARK(CompressBody);

/// One partition, `window` batches of one block of 1,000 rows under way at a time: how much group
/// commit gains.
void AppendToSqlite(benchmark::State& state) {
  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() / "taizhang-log-benchmark";
  std::filesystem::remove_all(directory);
  SqliteStore::Options options;
  options.directory = directory;
  options.new_epoch = "benchmark";
  options.io_error = [](const absl::Status&) { std::abort(); };
  const SecondBlock second(false);
  const auto window = static_cast<uint64_t>(state.range(0));
  {
    std::unique_ptr<SqliteStore> store = SqliteStore::Open(options).value();
    Mutex mutex;
    CondVar answered;
    uint64_t open = 0;
    AppendBatch head{.partition = kPartition};
    for (auto _ : state) {
      AppendBatch batch = head;
      batch.blocks.push_back(second.block);
      batch.blocks.back().revision = ++head.expected_revision;
      batch.requests.push_back(
          {"request-" + std::to_string(head.expected_revision), {}, 1, "outcome"});
      head.expected_hash = second.block.hash;
      const MutexLock lock(mutex);
      while (open == window) answered.Wait(mutex);
      ++open;
      store->Append(std::move(batch), [&](AppendOutcome outcome) {
        if (outcome != AppendOutcome::kAppended) std::abort();
        const MutexLock done(mutex);
        --open;
        answered.NotifyOne();
      });
    }
    const MutexLock lock(mutex);
    while (open > 0) answered.Wait(mutex);
  }
  CountRows(state);
  state.counters["blocks"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  std::filesystem::remove_all(directory);
}
BENCHMARK(AppendToSqlite)->ArgName("window")->Arg(1)->Arg(16)->UseRealTime();

}  // namespace
}  // namespace taizhang

BENCHMARK_MAIN();
