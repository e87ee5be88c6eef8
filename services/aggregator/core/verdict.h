#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/record.h"
#include "services/aggregator/core/exact.h"
#include "services/aggregator/core/figure.h"
#include "services/aggregator/core/statements.h"
#include "services/aggregator/core/tally.h"

namespace taizhang::aggregator {

/// Coverage by subject-periods: received, carried ones included, ÷ expected. Nothing where nothing
/// is expected.
std::optional<Coverage> CoverageOf(const Tally& tally);

/// Coverage by a stated population: contributing ÷ max(expected, the largest stated value).
/// `population`: its statements in counts of 10^-decimals. Nothing where none has an amount
/// (`is_stated` is then false) or the divisor is 0.
struct PopulationCoverage {
  bool is_stated = false;
  std::optional<Coverage> coverage;
};
PopulationCoverage CoverageOf(const SubjectCount& subjects, absl::Span<const Statement> population,
                              int decimals);

/// Whether `a` leaves more open than `b`: it is the smaller fraction or, at one fraction, has the
/// mark with more room below.
bool IsPoorer(const Coverage& a, const Coverage& b);

/// What the computed side of a verdict is.
struct Computed {
  std::optional<Quantity> quantity;          ///< as it is shown, in counts of 10^-decimals
  std::optional<FractionInterval> interval;  ///< before it was rounded; in units
  std::optional<Coverage> coverage;
  bool complete = false;  ///< everybody who is known, REMAINDERs included, to the end of every run
  bool only_grows =
      false;  ///< a count or a sum of non_negative amounts: who is missing can only add
};

/// The stated figures with gap, verdict and conflict (R4, R12), their amounts in counts of
/// 10^-decimals. `measure` is the one that states them; its decimals are no more than `decimals`.
std::vector<StatedFigure> Compare(absl::Span<const Statement> statements, const Measure& measure,
                                  int decimals, const Computed& computed);

}  // namespace taizhang::aggregator
