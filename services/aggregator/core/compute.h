#pragma once

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "services/aggregator/core/evaluate.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/tally.h"

namespace taizhang::aggregator {

/// The partitions that a scope's figures are merged from: all that touch a division or a cluster,
/// the home of anything else.
void ForEachPartitionOf(const RecordName& scope, const PartitionSet& partitions,
                        absl::FunctionRef<void(const ViewState&)> visit);

/// Whether everybody who is known is in a figure with these numbers, REMAINDERs included, to the
/// end of every run.
bool IsComplete(const TotalQuestion& question, const Tally& tally);

/// A total, or another fold of a measure's amounts, merged over its partitions: from cells where
/// they hold it, otherwise evaluated.
class TotalComputation {
 public:
  /// All are kept as references.
  TotalComputation(const TotalQuestion& question, const Structure& structure,
                   const PartitionSet& partitions);

  /// Its numbers of R7; of what adds up also its amounts.
  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] FoldedNumber Number() const;
  /// Whether everybody who is known is in it, REMAINDERs included, to the end of every run.
  [[nodiscard]] bool IsComplete() const { return aggregator::IsComplete(question_, tally_); }
  /// Whether who is missing can only add to it: a sum of amounts that are never negative. A run
  /// that is missing or lags can be a fall.
  [[nodiscard]] bool OnlyGrows() const;
  /// Distinct subjects; evaluated unless the figure is of a single measure-period, where they are
  /// its subject-periods.
  [[nodiscard]] SubjectCount Subjects();

 private:
  void ForEachPartition(absl::FunctionRef<void(const ViewState&)> visit) const;

  const TotalQuestion& question_;
  const Structure& structure_;
  const PartitionSet& partitions_;
  Tally tally_;
  AmountFold amounts_;
  std::optional<SubjectCount> subjects_;
};

/// A count of records, merged likewise: on the last day of `period`, or on `members_on`.
SubjectCount ComputeCount(const RecordName& scope, const CountOf& count, const Period& period,
                          const PartitionSet& partitions,
                          std::optional<Day> members_on = std::nullopt);

}  // namespace taizhang::aggregator
