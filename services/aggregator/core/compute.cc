#include "services/aggregator/core/compute.h"

#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {
namespace {

/// Whether figures of the scope are kept in cells and spread over partitions.
bool HasCells(const RecordName& scope) {
  return scope.kind() == RecordKind::kDivision || scope.kind() == RecordKind::kCluster;
}

/// What reading one partition's cells costs, in steps: finding them, and each further year.
int64_t StepsOfCells(const Period& period) { return 4 + period.months() / 12; }

/// False where cells that are still being built would have to be replaced by an evaluation that
/// costs too much: the answer is not wanted any more.
bool MayEvaluateInstead(const TotalQuestion& question, const ViewState& state,
                        const PartitionSet& partitions) {
  if (!IsBeingBuilt(question, state)) return true;
  const auto scope = state.scopes.Find(question.scope.text());
  return !scope ||
         partitions.MayEvaluate(state, question.measure_id, StepsOfMembers(state, *scope));
}

/// Whether the figure, a total, reads a single measure-period.
bool IsSinglePeriod(const TotalQuestion& question) {
  return question.measure.temporal_kind == TemporalKind::kStock ||
         question.period.IsOne(question.measure.frequency);
}

}  // namespace

void ForEachPartitionOf(const RecordName& scope, const PartitionSet& partitions,
                        absl::FunctionRef<void(const ViewState&)> visit) {
  if (HasCells(scope)) {
    partitions.ForEachTouching(scope.text(), visit);
  } else if (const ViewState* home = partitions.Find(scope.RecordPartition())) {
    visit(*home);
  }
}

bool IsComplete(const TotalQuestion& question, const Tally& tally) {
  const bool has_partials =
      question.measure.temporal_kind == TemporalKind::kYearToDate && tally.partials() != 0;
  const bool leaves_out_remainders =
      question.over_members != MemberFold::kSum && tally.remainders > 0;
  return tally.received + tally.carried == tally.expected && tally.gaps == 0 && !has_partials &&
         tally.missing_remainders == 0 && !leaves_out_remainders;
}

TotalComputation::TotalComputation(const TotalQuestion& question, const Structure& structure,
                                   const PartitionSet& partitions)
    : question_(question), structure_(structure), partitions_(partitions), amounts_(question) {
  const bool from_cells = HasCells(question.scope) && question.IsKept();
  const bool is_total = question.IsTotal();
  SubjectCount subjects;
  ForEachPartition([&](const ViewState& view) {
    partitions_.Spend(StepsOfCells(question_.period));
    if (from_cells && view.HasCells()) {
      if (ReadTotal(question_, view, tally_)) return;
      if (!MayEvaluateInstead(question_, view, partitions_)) return;
    }
    partitions_.Spend(is_total
                          ? EvaluateTotal(question_, view, structure_, tally_, subjects)
                          : EvaluateFold(question_, view, structure_, amounts_, tally_, subjects));
  });
  if (!from_cells) subjects_ = subjects;
}

void TotalComputation::ForEachPartition(absl::FunctionRef<void(const ViewState&)> visit) const {
  ForEachPartitionOf(question_.scope, partitions_, visit);
}

FoldedNumber TotalComputation::Number() const {
  if (!question_.IsTotal()) return amounts_.Number();
  const Counters& amounts = tally_.amounts;
  if (amounts.count == 0) return {.no_value = NoValue::kMissing};
  if (amounts.count > 1 && !question_.measure.additive) return {.no_value = NoValue::kNotAdditive};
  return {.number = Quantity{.value = amounts.sum,
                             .interval = amounts.ToInterval(),
                             .about = amounts.about > 0},
          .decimals = question_.measure.decimals};
}

bool TotalComputation::OnlyGrows() const {
  const Measure& measure = question_.measure;
  if (!measure.non_negative || !measure.additive) return false;
  if (question_.over_members != MemberFold::kSum) return false;
  const bool reads_one_period =
      question_.over_time == TimeFold::kFirst || question_.over_time == TimeFold::kLast;
  if (!question_.IsNatural() && !reads_one_period) return false;
  return measure.temporal_kind != TemporalKind::kYearToDate || IsComplete();
}

SubjectCount TotalComputation::Subjects() {
  if (subjects_) return *subjects_;
  SubjectCount subjects;
  if (IsSinglePeriod(question_)) {
    subjects = {.expected = tally_.expected, .contributing = tally_.received + tally_.carried};
  } else {
    Tally again;
    ForEachPartition([&](const ViewState& view) {
      partitions_.Spend(EvaluateTotal(question_, view, structure_, again, subjects));
    });
  }
  subjects_ = subjects;
  return subjects;
}

SubjectCount ComputeCount(const RecordName& scope, const CountOf& count, const Period& period,
                          const PartitionSet& partitions, std::optional<Day> members_on) {
  SubjectCount subjects;
  const bool from_cells = HasCells(scope) && !members_on;
  const std::optional<uint32_t> bits = from_cells ? CountableBits(count) : std::nullopt;
  const Day day = members_on.value_or(period.last_day());
  ForEachPartitionOf(scope, partitions, [&](const ViewState& view) {
    partitions.Spend(StepsOfCells(period));
    if (bits && view.HasCells()) {
      const int64_t counted = ReadCount(scope, *bits, period.end_month() - 1, view);
      subjects.expected += counted;
      subjects.contributing += counted;
    } else {
      partitions.Spend(EvaluateCount({.scope = scope, .count = count, .day = day}, view, subjects));
    }
  });
  return subjects;
}

}  // namespace taizhang::aggregator
