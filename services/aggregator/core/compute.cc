#include "services/aggregator/core/compute.h"

#include "services/aggregator/core/partition_view.h"

namespace taizhang::aggregator {
namespace {

/// Whether figures of the scope are kept in cells and spread over partitions.
bool HasCells(const RecordName& scope) {
  return scope.kind() == RecordKind::kDivision || scope.kind() == RecordKind::kCluster;
}

void ForEachPartitionOf(const RecordName& scope, const PartitionSet& partitions,
                        absl::FunctionRef<void(const PartitionView&)> visit) {
  if (HasCells(scope)) {
    partitions.ForEachTouching(scope.text(), visit);
  } else if (const PartitionView* home = partitions.Find(scope.RecordPartition())) {
    visit(*home);
  }
}

/// What reading one partition's cells costs, in steps: finding them, and each further year.
int64_t StepsOfCells(const Period& period) { return 4 + period.months() / 12; }

/// Whether the figure reads a single measure-period.
bool IsSinglePeriod(const TotalQuestion& question) {
  return question.measure.temporal_kind == TemporalKind::kStock ||
         question.period.IsOne(question.measure.frequency);
}

}  // namespace

TotalComputation::TotalComputation(const TotalQuestion& question, const Structure& structure,
                                   const PartitionSet& partitions)
    : question_(question), structure_(structure), partitions_(partitions) {
  const bool from_cells = HasCells(question.scope) && question.filter.IsEmpty();
  SubjectCount subjects;
  ForEachPartition([&](const PartitionView& view) {
    partitions_.Spend(StepsOfCells(question_.period));
    if (from_cells && ReadTotal(question_, view.state(), tally_)) return;
    partitions_.Spend(EvaluateTotal(question_, view.state(), structure_, tally_, subjects));
  });
  if (!from_cells) subjects_ = subjects;
}

void TotalComputation::ForEachPartition(absl::FunctionRef<void(const PartitionView&)> visit) const {
  ForEachPartitionOf(question_.scope, partitions_, visit);
}

SubjectCount TotalComputation::Subjects() {
  if (subjects_) return *subjects_;
  SubjectCount subjects;
  if (IsSinglePeriod(question_)) {
    subjects = {.expected = tally_.expected, .contributing = tally_.received + tally_.carried};
  } else {
    Tally again;
    ForEachPartition([&](const PartitionView& view) {
      partitions_.Spend(EvaluateTotal(question_, view.state(), structure_, again, subjects));
    });
  }
  subjects_ = subjects;
  return subjects;
}

SubjectCount ComputeCount(const RecordName& scope, const CountOf& count, const Period& period,
                          const PartitionSet& partitions) {
  SubjectCount subjects;
  const std::optional<uint32_t> bits = CountableBits(count);
  ForEachPartitionOf(scope, partitions, [&](const PartitionView& view) {
    partitions.Spend(StepsOfCells(period));
    if (HasCells(scope) && bits) {
      const int64_t counted = ReadCount(scope, *bits, period.end_month() - 1, view.state());
      subjects.expected += counted;
      subjects.contributing += counted;
    } else {
      partitions.Spend(EvaluateCount({.scope = scope, .count = count, .day = period.last_day()},
                                     view.state(), subjects));
    }
  });
  return subjects;
}

}  // namespace taizhang::aggregator
