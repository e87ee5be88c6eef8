#pragma once

#include <cstdint>

#include "common/values/interval.h"

namespace taizhang::aggregator {

/// What adds up to a figure, over subject-periods and partitions alike: REMAINDERs are in the
/// amounts and in none of the numbers of R7.
struct Tally {
  Counters amounts;
  int64_t expected = 0;  ///< subject-periods; for YEAR_TO_DATE, runs (R7)
  int64_t received = 0;
  int64_t carried = 0;
  int64_t carried_age = 0;
  int64_t bounded = 0;
  int64_t unknown = 0;     ///< expected, but a filtered field is not recorded (R7)
  int64_t remainders = 0;  ///< REMAINDER statements
  int64_t falls = 0;       ///< runs of YEAR_TO_DATE that fell
  int64_t gaps = 0;        ///< members of which a run's start is missing
  int64_t gap_runs = 0;    ///< the runs of those that are subjects
  int64_t partial_remainders = 0;
  int64_t missing_remainders = 0;  ///< stated to be not available, or nothing after a run's start

  void Add(const Tally& other);
  /// YEAR_TO_DATE: runs that are there, but not to their end (R6).
  [[nodiscard]] int64_t partials() const {
    return expected - received - gap_runs - unknown + partial_remainders;
  }

  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Distinct subjects: evaluated, never kept.
struct SubjectCount {
  int64_t expected = 0;
  int64_t contributing = 0;

  friend bool operator==(const SubjectCount&, const SubjectCount&) = default;
};

inline void Tally::Add(const Tally& other) {
  amounts.Add(other.amounts, 1);
  expected += other.expected;
  received += other.received;
  carried += other.carried;
  carried_age += other.carried_age;
  bounded += other.bounded;
  unknown += other.unknown;
  remainders += other.remainders;
  falls += other.falls;
  gaps += other.gaps;
  gap_runs += other.gap_runs;
  partial_remainders += other.partial_remainders;
  missing_remainders += other.missing_remainders;
}

}  // namespace taizhang::aggregator
