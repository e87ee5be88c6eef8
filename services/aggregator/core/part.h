#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "absl/types/span.h"
#include "common/facts/indicator.h"
#include "services/aggregator/core/exact.h"
#include "services/aggregator/core/figure.h"

namespace taizhang::aggregator {

/// What stands at a node of an indicator's definition: its number, and how much of it is there. A
/// figure of several parts has their subject-periods added up and its poorest part's coverage
/// (R12).
struct Part {
  /// A total's in counts of 10^-decimals, as cells have it; anything that was divided exactly.
  std::variant<std::monostate, Quantity, ExactQuantity> number;
  int decimals = 0;                   ///< of a Quantity
  NoValue no_value = NoValue::kNone;  ///< why there is no number
  /// Without a number: bounds alone leave it undefined; true values could give it one.
  bool may_have = false;
  Completeness completeness;
  std::optional<DistinctSubjects> distinct;  ///< of a single total or count
  std::optional<Coverage> coverage;          ///< nothing where a divisor is 0
  int64_t remainders = 0;
  int64_t falls = 0;
  int64_t gaps = 0;
  int64_t partials = 0;
  int64_t filled = 0;
  /// Everybody who is known is in it, REMAINDERs included, to the end of every run.
  bool is_complete = false;
  /// Who is missing can only add: a count, or a sum of amounts that are never negative.
  bool only_grows = false;
  bool reads = true;               ///< anything at all: it is no constant
  std::optional<Pairing> pairing;  ///< of a ratio
  std::string whole;               ///< of a share
  int64_t ranked = 0;              ///< of a rank

  [[nodiscard]] bool HasNumber() const { return number.index() != 0; }
  /// Leaves it without a number.
  void SetNone(NoValue why) {
    number = std::monostate();
    no_value = why;
  }
};

/// One that nothing was read for.
Part NoPart(NoValue why);
Part ConstantPart(const Constant& constant);

/// Its number, which it has, in units.
ExactQuantity ExactNumberOf(const Part& part);

/// What combining them one after another costs, in steps (PartitionSet::Spend). Fractions are kept
/// in their lowest terms, which takes more than in proportion to their digits; and of figures made
/// of figures these grow with every operation.
int64_t StepsToCombine(absl::Span<const Part> parts);
/// What comparing two of them costs, in steps.
int64_t StepsToCompare(const Part& a, const Part& b);

/// How much of `parts` together is there (R12); without a number, and not growing.
Part Together(absl::Span<const Part> parts);

/// R17, with how much of the operands is there. One that is missing leaves no number, unless it is
/// skipped; what is undefined leaves none for its own reason, the first one in order.
Part Combine(const Arithmetic& arithmetic, absl::Span<const Part> operands);

}  // namespace taizhang::aggregator
