#include "services/cli/operate/facts_comparison.h"

#include <algorithm>

namespace taizhang::cli {
namespace {

FactsVerdict VerdictOn(const ComparedPartition& partition) {
  if (!partition.stopped.empty()) return FactsVerdict::kStopped;
  if (partition.head != partition.applied) return FactsVerdict::kMoving;
  if (!partition.ledger_digest) return FactsVerdict::kUntold;
  return *partition.ledger_digest == partition.aggregator_digest ? FactsVerdict::kSame
                                                                 : FactsVerdict::kDifferent;
}

}  // namespace

void FactsComparison::Take(const std::map<std::string, taizhang::ledger::v1::Partition>& ledger,
                           const taizhang::aggregator::v1::GetStatusResponse& aggregator,
                           const std::string& prefix) {
  std::map<std::string, ComparedPartition> read;
  for (const auto& [name, partition] : ledger) {
    ComparedPartition& compared = read[name];
    compared.head = partition.revision();
    if (partition.has_facts_digest()) compared.ledger_digest = partition.facts_digest();
    compared.stopped = partition.stopped().message();
  }
  for (const auto& partition : aggregator.partitions()) {
    if (!partition.partition().starts_with(prefix)) continue;
    ComparedPartition& compared = read[partition.partition()];
    compared.applied = partition.revision();
    compared.aggregator_digest = partition.facts_digest();
    if (compared.stopped.empty()) compared.stopped = partition.stopped();
  }
  for (auto& [name, compared] : read) {
    compared.verdict = VerdictOn(compared);
    ComparedPartition& known = partitions_[name];
    if (known.verdict == FactsVerdict::kMoving) known = std::move(compared);
  }
}

bool FactsComparison::Has(FactsVerdict verdict) const {
  return std::any_of(partitions_.begin(), partitions_.end(), [verdict](const auto& partition) {
    return partition.second.verdict == verdict;
  });
}

}  // namespace taizhang::cli
