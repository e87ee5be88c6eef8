#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
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

/// What the computed side of a verdict is.
struct Computed {
  std::optional<Quantity> quantity;
  std::optional<Coverage> coverage;
  bool complete = false;  ///< everybody who is known, REMAINDERs included, to the end of every run
  bool only_grows =
      false;  ///< a count or a sum of non_negative amounts: who is missing can only add
};

/// The stated figures with gap, verdict and conflict (R4, R12). `statements` have values in counts
/// of 10^-decimals, as `computed` has; `non_negative` is of the measure that states them.
std::vector<StatedFigure> Compare(absl::Span<const Statement> statements, int decimals,
                                  bool non_negative, const Computed& computed);

}  // namespace taizhang::aggregator
