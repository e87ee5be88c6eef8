#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "services/aggregator/core/evaluate.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/tally.h"

namespace taizhang::aggregator {

/// A total merged over its partitions: from cells where they hold it, otherwise evaluated.
class TotalComputation {
 public:
  TotalComputation(const TotalQuestion& question, const Structure& structure,
                   const PartitionSet& partitions);

  [[nodiscard]] const Tally& tally() const { return tally_; }
  /// Distinct subjects; evaluated unless the figure is of a single measure-period, where they are
  /// its subject-periods.
  [[nodiscard]] SubjectCount Subjects();

 private:
  void ForEachPartition(absl::FunctionRef<void(const PartitionView&)> visit) const;

  const TotalQuestion& question_;
  const Structure& structure_;
  const PartitionSet& partitions_;
  Tally tally_;
  std::optional<SubjectCount> subjects_;
};

/// A count of records, merged likewise.
SubjectCount ComputeCount(const RecordName& scope, const CountOf& count, const Period& period,
                          const PartitionSet& partitions);

}  // namespace taizhang::aggregator
