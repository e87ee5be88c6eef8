#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/facts/record.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/plan.h"

namespace taizhang::aggregator {

/// A cluster is counted, but never reports; the other bits of a population are those of reporters.
inline constexpr uint32_t kClusterBit = 1U << static_cast<uint32_t>(RecordKind::kCluster);

/// How many subjects of each kind count in each scope, by measure-period: what is expected (R7),
/// and counts of records (R5). Changes with plans alone, and costs what a plan's edges touch.
class Population {
 public:
  /// Adds so many subjects of the kind `bit` that attend alike; below 0: retracts them.
  void Add(const Attendance& attendance, uint32_t bit, int count);

  // Of all kinds in `bits`:
  /// subject-periods, the deciding day being the last active one;
  [[nodiscard]] int64_t SubjectPeriods(ScopeId scope, uint32_t bits, Frequency frequency,
                                       PeriodRange periods) const;
  /// subjects on the last day of `k`;
  [[nodiscard]] int64_t OnLastDay(ScopeId scope, uint32_t bits, Frequency frequency,
                                  PeriodIndex k) const;
  /// runs of measure-periods of `frequency` within the span of the length of `span` that begins
  /// with the month `first` (R6).
  [[nodiscard]] int64_t Runs(ScopeId scope, uint32_t bits, Frequency frequency, Frequency span,
                             MonthIndex first) const;

  [[nodiscard]] size_t memory_bytes() const;

 private:
  /// A number by period: how many there are at the axis' beginning, and where that changes.
  struct Line {
    int64_t base = 0;
    std::vector<std::pair<PeriodIndex, int32_t>> steps;  ///< sorted

    void Step(PeriodIndex at, PeriodRange axis, int32_t by);
    [[nodiscard]] int64_t At(PeriodIndex k) const;
    [[nodiscard]] int64_t Sum(PeriodRange periods) const;
  };
  /// Lines of runs by (frequency, span), a span being no shorter; then of last days by frequency.
  static constexpr size_t kLines = 14;
  static size_t RunLine(Frequency frequency, Frequency span);
  static size_t LastDayLine(Frequency frequency);

  struct KindLines {
    uint32_t bit = 0;
    std::array<Line, kLines> lines;
  };

  void AddRuns(const Attendance& attendance, uint32_t bit, Frequency frequency, int count);
  KindLines& Touch(ScopeId scope, uint32_t bit);
  template <typename Read>
  int64_t SumOf(ScopeId scope, uint32_t bits, size_t line, Read read) const;

  std::vector<std::vector<KindLines>> scopes_;  ///< by scope; kinds by bit
};

}  // namespace taizhang::aggregator
