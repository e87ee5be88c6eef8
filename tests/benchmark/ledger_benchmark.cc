// Where a row's time goes on its way through the ledger: each step alone, 1,000 observations a
// request.

#include <chrono>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include "common/log/block_codec.h"
#include "common/log/memory_store.h"
#include "common/log/sqlite_store.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/core/canonical_form.h"
#include "services/ledger/rpc/list_records.h"
#include "services/ledger/rpc/parse_request.h"
#include <benchmark/benchmark.h>

namespace taizhang::ledger {
namespace {

constexpr int kEnterprises = 10'000;
constexpr int kMeasures = 10;
constexpr int kRows = 1'000;

std::string EnterpriseName(int i) {
  return "divisions/440783/enterprises/e-" + std::to_string(100'000 + i);
}
std::string MeasureName(int i) { return "measures/measure-" + std::to_string(i); }

v1::WriteRecordsRequest StructureRequest() {
  v1::WriteRecordsRequest request;
  auto& county = *request.add_rows()->mutable_record();
  county.set_name("divisions/440783");
  county.set_display_name("county");
  county.mutable_division();
  for (int i = 0; i < kMeasures; ++i) {
    auto& record = *request.add_rows()->mutable_record();
    record.set_name(MeasureName(i));
    record.set_display_name("measure");
    auto& measure = *record.mutable_measure();
    measure.set_unit("元");
    measure.set_decimals(2);
    measure.set_temporal_kind(type::v1::TEMPORAL_KIND_FLOW);
    measure.set_frequency(type::v1::FREQUENCY_MONTH);
    measure.add_reporters(type::v1::REPORTER_ENTERPRISE);
  }
  return request;
}

v1::WriteRecordsRequest EnterpriseRequest(int first) {
  v1::WriteRecordsRequest request;
  for (int i = first; i < first + kRows; ++i) {
    auto& record = *request.add_rows()->mutable_record();
    record.set_name(EnterpriseName(i));
    record.set_display_name("enterprise " + std::to_string(i));
    record.mutable_enterprise()->set_industry("C1311");
  }
  return request;
}

/// The nth request of a stream that goes through all enterprises, then measures, then months.
v1::WriteRecordsRequest ObservationRequest(int n) {
  v1::WriteRecordsRequest request;
  request.set_request_id("request-" + std::to_string(n));
  for (int row = 0; row < kRows; ++row) {
    const int at = n * kRows + row;
    const int month = at / kEnterprises / kMeasures;
    auto& observation = *request.add_rows()->mutable_observation();
    observation.set_subject(EnterpriseName(at % kEnterprises));
    observation.set_measure(MeasureName(at / kEnterprises % kMeasures));
    observation.set_period(Period::FromMonths(1950 * 12 + month, 1).ToString());
    observation.mutable_amount()->set_value(std::to_string(1'000 + at % 9'973) + ".25");
    if (row % 4 == 0) observation.mutable_amount()->set_unit("万元");
  }
  return request;
}

/// A ledger whose workers are whoever calls.
class Bench {
 public:
  explicit Bench(Store& store)
      : ledger_({.store = &store,
                 .executor = [](const std::function<void()>& task) { task(); },
                 .now_us = [] { return int64_t{1'750'000'000'000'000}; },
                 .random =
                     [](std::span<uint8_t> bytes) {
                       std::fill(bytes.begin(), bytes.end(), uint8_t{7});
                     },
                 .on_durable = [](const auto&, uint64_t) {},
                 .on_fatal = [](const absl::Status&) { std::abort(); },
                 .warn = [](const std::string&) {}}) {
    if (!ledger_.Recover().ok()) std::abort();
    Write(StructureRequest());
    for (int i = 0; i < kEnterprises; i += kRows) Write(EnterpriseRequest(i));
  }

  void Write(const v1::WriteRecordsRequest& request) {
    std::promise<absl::Status> answered;
    Start(request, [&](const absl::Status& status) { answered.set_value(status); });
    if (const absl::Status status = answered.get_future().get(); !status.ok()) {
      std::fprintf(stderr, "%s\n", status.ToString().c_str());
      std::abort();
    }
  }

  template <typename Done>
  void Start(const v1::WriteRecordsRequest& request, Done done) {
    absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
    if (!parsed.ok()) std::abort();
    ledger_.Write(*std::move(parsed),
                  [done](const absl::StatusOr<Written>& written) { done(written.status()); });
  }

  Ledger& ledger() { return ledger_; }

 private:
  Ledger ledger_;
};

void ParseMessage(benchmark::State& state) {
  const std::string bytes = ObservationRequest(0).SerializeAsString();
  v1::WriteRecordsRequest request;
  for (auto _ : state) {
    if (!request.ParseFromString(bytes)) std::abort();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
  state.counters["bytes_per_row"] = static_cast<double>(bytes.size()) / kRows;
}
BENCHMARK(ParseMessage);

void ParseFreshMessage(benchmark::State& state) {
  const std::string bytes = ObservationRequest(0).SerializeAsString();
  for (auto _ : state) {
    v1::WriteRecordsRequest request;
    if (!request.ParseFromString(bytes)) std::abort();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(ParseFreshMessage);

void ParseRows(benchmark::State& state) {
  const v1::WriteRecordsRequest request = ObservationRequest(0);
  for (auto _ : state) benchmark::DoNotOptimize(ParseWriteRequest(request));
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(ParseRows);

void Fingerprint(benchmark::State& state) {
  const v1::WriteRecordsRequest request = ObservationRequest(0);
  const absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
  for (auto _ : state) benchmark::DoNotOptimize(Sha256({CanonicalForm(parsed->rows)}));
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(Fingerprint);

/// Post, EncodeBlock and Facts::Apply, over a stream of new observations.
void PostEncodeApply(benchmark::State& state, int step) {
  using Clock = std::chrono::steady_clock;
  MemoryStore store("epoch");
  Facts facts("440783");
  std::shared_ptr<const Structure> structure;
  {
    Bench bench(store);
    structure = bench.ledger().structure();
  }
  Hash hash{};
  const absl::StatusOr<std::vector<StoredBlock>> blocks = store.Read("440783", 0, SIZE_MAX);
  for (const StoredBlock& block : *blocks) {
    const auto content = DecodeBlock(block, hash, facts.dictionaries());
    if (!content.ok() || !facts.Apply(block.revision, *content).ok()) std::abort();
    hash = block.hash;
  }
  int n = 0;
  for (auto _ : state) {
    const v1::WriteRecordsRequest request = ObservationRequest(n++);
    absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
    Clock::time_point times[4];
    times[0] = Clock::now();
    Posted posted = Post(facts, *structure, parsed->rows);
    times[1] = Clock::now();
    posted.content.requests.front().request_id = "id";
    const auto block =
        EncodeBlock("440783", facts.revision() + 1, hash, posted.content, facts.dictionaries());
    times[2] = Clock::now();
    if (!block.ok() || !facts.Apply(block->revision, posted.content).ok()) std::abort();
    times[3] = Clock::now();
    hash = block->hash;
    state.SetIterationTime(std::chrono::duration<double>(times[step + 1] - times[step]).count());
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK_CAPTURE(PostEncodeApply, Post, 0)->UseManualTime()->Iterations(2'000);
BENCHMARK_CAPTURE(PostEncodeApply, EncodeBlock, 1)->UseManualTime()->Iterations(2'000);
BENCHMARK_CAPTURE(PostEncodeApply, Apply, 2)->UseManualTime()->Iterations(2'000);

/// From the message to the synced answer, `range` requests at a time, in SQLite.
void WriteSynced(benchmark::State& state) {
  const std::string directory =
      std::filesystem::temp_directory_path() / "taizhang-ledger-benchmark";
  std::filesystem::remove_all(directory);
  auto store =
      SqliteStore::Open({.directory = directory, .new_epoch = "epoch", .io_error = [](const auto&) {
                           std::abort();
                         }});
  if (!store.ok()) std::abort();
  {
    Bench bench(**store);
    const int at_once = static_cast<int>(state.range(0));
    int n = 0;
    for (auto _ : state) {
      state.PauseTiming();
      std::vector<v1::WriteRecordsRequest> requests;
      for (int i = 0; i < at_once; ++i) requests.push_back(ObservationRequest(n++));
      std::vector<std::promise<absl::Status>> answers(requests.size());
      state.ResumeTiming();
      for (int i = 0; i < at_once; ++i) {
        bench.Start(requests[i], [&answer = answers[i]](const absl::Status& status) {
          answer.set_value(status);
        });
      }
      for (auto& answer : answers) {
        if (!answer.get_future().get().ok()) std::abort();
      }
    }
    state.SetItemsProcessed(state.iterations() * kRows * at_once);
  }
  std::filesystem::remove_all(directory);
}
BENCHMARK(WriteSynced)
    ->Arg(1)
    ->Arg(16)
    ->Iterations(60)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Pages of 1,000 of 10,000 enterprises: formatted, or (`range` 1) those of a scope.
void ListRecordsPages(benchmark::State& state) {
  MemoryStore store("epoch");
  Bench bench(store);
  v1::ListRecordsRequest request;
  request.set_partition("440783");
  request.set_page_size(kRows);
  if (state.range(0) == 1) request.set_scope("divisions/440783");
  int64_t listed = 0;
  for (auto _ : state) {
    v1::ListRecordsResponse page;
    if (!ListRecordsInto(bench.ledger(), request, 0, page).ok()) std::abort();
    listed += page.records_size();
    request.set_page_token(page.next_page_token());
  }
  state.SetItemsProcessed(listed);
}
BENCHMARK(ListRecordsPages)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace taizhang::ledger

BENCHMARK_MAIN();
