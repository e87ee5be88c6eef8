#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "common/facts/facts_at.h"
#include "services/aggregator/core/chains.h"
#include "services/aggregator/core/commits.h"
#include "services/aggregator/core/measure_cells.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/plan_table.h"
#include "services/aggregator/core/population.h"
#include "services/aggregator/core/scopes.h"

namespace taizhang::aggregator {

/// What a subject's name says, parsed once.
struct SubjectKind {
  RecordKind kind = RecordKind::kMeasure;  ///< measures and indicators are no subjects
  uint32_t reporter_bit = 0;

  [[nodiscard]] bool IsRecordOfHome() const {
    return kind == RecordKind::kVillage || kind == RecordKind::kEnterprise ||
           kind == RecordKind::kProject;
  }
};

/// What figures are read from: the parts of a PartitionView, which alone writes them, or of a
/// PastView, which has no cells.
struct ViewState {
  /// `commits_of`: of the log, to its head; kept as a reference.
  ViewState(FactsAt facts_at, const Commits& commits_of)
      : facts(facts_at), chains(scopes), commits(commits_of) {}

  FactsAt facts;  ///< all that is read through it is as of its revision
  Scopes scopes;
  Chains chains;
  PlanTable plans;
  MeasureTable measures;
  Population population;
  const Commits& commits;
  std::vector<SubjectKind> subjects;  ///< by ordinal
  /// Of whatever was ever observed, by subject: a year far off costs its own subject alone.
  std::vector<YearRange> observed_years;
  std::vector<bool> has_remainder;  ///< by subject: a REMAINDER was ever seen

  /// The newest revision that is read here.
  [[nodiscard]] uint64_t revision() const {
    return std::min(facts.all().revision(), facts.as_of());
  }
  /// The newest revision that is read here and was committed at or before an instant.
  [[nodiscard]] uint64_t RevisionAt(int64_t instant_us) const {
    return std::min(commits.RevisionAt(instant_us), facts.as_of());
  }
  /// Whether measures and population are kept: otherwise everything is evaluated.
  [[nodiscard]] bool HasCells() const { return facts.IsHead(); }
  [[nodiscard]] bool IsStructure() const { return facts.partition() == kStructurePartition; }
  /// The bit under which a subject is expected and counted in this partition, 0 where its record
  /// lies elsewhere.
  [[nodiscard]] uint32_t PopulationBit(Ordinal subject) const {
    const SubjectKind& kind = subjects[subject];
    if (IsStructure()) {
      return kind.kind == RecordKind::kCluster ? kClusterBit : kind.reporter_bit;
    }
    return kind.IsRecordOfHome() ? kind.reporter_bit : 0;
  }
};

}  // namespace taizhang::aggregator
