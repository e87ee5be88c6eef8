#include "tests/support/history_ledger.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "common/log/block_codec.h"
#include "tests/support/random_history.h"

namespace taizhang::ledger {
namespace {

constexpr int kMeasures = 40;

/// Those that a RandomHistory observes: by month, quarter, half-year and year in turn. Every other
/// one is contributed to by enterprises, so that there are statements too.
std::map<std::string, std::shared_ptr<const Record>> Measures() {
  constexpr Frequency kFrequencies[] = {Frequency::kMonth, Frequency::kQuarter,
                                        Frequency::kHalfYear, Frequency::kYear};
  std::map<std::string, std::shared_ptr<const Record>> measures;
  for (int i = 0; i < kMeasures; ++i) {
    Measure measure;
    measure.unit = "元";
    measure.decimals = static_cast<uint8_t>(i % 5);
    measure.frequency = kFrequencies[i % 4];
    measure.reporters = i % 2 == 0 ? ReporterBit(Reporter::kEnterprise) : 0;
    auto record = std::make_shared<Record>();
    record->details = measure;
    measures.emplace("measure-" + std::to_string(i), std::move(record));
  }
  return measures;
}

StoredBlock MustEncode(const std::string& partition, uint64_t revision, const Hash& previous_hash,
                       const BlockContent& content, const Dictionaries& dictionaries) {
  absl::StatusOr<StoredBlock> block =
      EncodeBlock(partition, revision, previous_hash, content, dictionaries);
  if (block.ok()) return *std::move(block);
  std::cerr << block.status() << std::endl;
  std::abort();
}

}  // namespace

HistoryLedger::HistoryLedger(uint64_t seed, int length, int rows_max) : model_(Measures()) {
  WriteStructure();
  RandomHistory history(seed);
  Dictionaries dictionaries;
  Hash last{};
  for (int i = 0; i < length; ++i) {
    const BlockContent content = history.Next(rows_max);
    StoredBlock block =
        MustEncode(kHistoryPartition, static_cast<uint64_t>(i) + 1, last, content, dictionaries);
    dictionaries.Append(content);
    model_.Add(content);
    const Hash hash = block.hash;
    Append(std::move(block), last);
    last = hash;
  }
  CommitEnvironment environment;
  environment.store = &store_;
  environment.executor = [](const std::function<void()>& task) { task(); };
  environment.warn = [](const std::string& what) { std::cerr << what << std::endl; };
  ledger_ = std::make_unique<Ledger>(std::move(environment));
  tail_ = std::make_unique<Tail>(store_, size_t{1} << 16U);
  if (!ledger_->Recover().ok() || !tail_->Load().ok()) std::abort();
}

void HistoryLedger::WriteStructure() {
  BlockContent content;
  for (const auto& [id, record] : Measures()) {
    content.records.push_back({.subject = static_cast<Ordinal>(content.new_subjects.size()),
                               .previous_revision = 0,
                               .before = nullptr,
                               .after = record});
    content.new_subjects.push_back("measures/" + id);
  }
  content.requests = {{"structure", "anonymous", static_cast<uint32_t>(content.records.size()), 0}};
  Append(MustEncode("structure", 1, Hash{}, content, Dictionaries{}), Hash{});
}

void HistoryLedger::Append(StoredBlock block, const Hash& previous_hash) {
  AppendBatch batch{.partition = block.partition,
                    .expected_revision = block.revision - 1,
                    .expected_hash = previous_hash,
                    .blocks = {},
                    .requests = {}};
  batch.blocks.push_back(std::move(block));
  store_.Append(std::move(batch), [](AppendOutcome outcome) {
    if (outcome != AppendOutcome::kAppended) std::abort();
  });
}

}  // namespace taizhang::ledger
