#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "taizhang/aggregator/v1/aggregator_service.pb.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// How a partition's facts in both services compare.
enum class FactsVerdict : uint8_t {
  kSame,
  kMoving,     ///< the services were read at different revisions: ask again
  kDifferent,  ///< at the same revision
  kStopped,    ///< in either
  kUntold,     ///< the ledger is of a version that tells no digests
};

struct ComparedPartition {
  FactsVerdict verdict = FactsVerdict::kMoving;
  int64_t head = 0;     ///< in the ledger; 0: it has none
  int64_t applied = 0;  ///< in the aggregator; 0: nothing
  std::optional<uint64_t> ledger_digest;
  uint64_t aggregator_digest = 0;
  std::string stopped;  ///< why
};

/// Partitions by name. What was settled stays: one that is written to all the time is hardly ever
/// read at the same revision in both services, and once is enough.
class FactsComparison {
 public:
  /// What the ledger said first, and then the aggregator. Partitions that do not begin with
  /// `prefix` are left out.
  void Take(const std::map<std::string, taizhang::ledger::v1::Partition>& ledger,
            const taizhang::aggregator::v1::GetStatusResponse& aggregator,
            const std::string& prefix);

  [[nodiscard]] const std::map<std::string, ComparedPartition>& partitions() const {
    return partitions_;
  }
  [[nodiscard]] bool Has(FactsVerdict verdict) const;

 private:
  std::map<std::string, ComparedPartition> partitions_;
};

}  // namespace taizhang::cli
