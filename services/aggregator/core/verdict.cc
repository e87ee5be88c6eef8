#include "services/aggregator/core/verdict.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/aggregator/core/amount_rules.h"

namespace taizhang::aggregator {
namespace {

using StatedInterval = std::optional<FractionInterval>;

/// EXACT is read as ± half a quantum, ends included; what says nothing of its ends has no interval.
StatedInterval IntervalOf(const Statement& statement, const Measure& measure) {
  const AmountRules rules = AmountRules::Of(measure);
  if (!statement.has_amount || rules.IsAbout(statement.bound)) return std::nullopt;
  const Quantity stated{.value = statement.value,
                        .interval = rules.IntervalOf(statement.value, statement.bound)};
  FractionInterval interval = ToExact(stated, measure.decimals).interval;
  if (statement.bound == Bound::kExact) {
    const Fraction half =
        ToFraction(statement.quantum.coefficient(), statement.quantum.scale()) / 2;
    interval.lower->value -= half;
    interval.upper->value += half;
  }
  return interval;
}

bool Disjoint(const FractionInterval& a, const FractionInterval& b) {
  return LiesBelow(a, b) || LiesBelow(b, a);
}

Verdict Judge(const FractionInterval& computed, const FractionInterval& stated,
              const Computed& context) {
  if (context.complete && !context.coverage->IsBelowOne()) {
    if (LiesWithin(computed, stated)) return Verdict::kAgrees;
    return Disjoint(computed, stated) ? Verdict::kDiffers : Verdict::kUnknown;
  }
  // Whoever is missing can only add: the lower end stands.
  if (!context.only_grows || !computed.lower) return Verdict::kUnknown;
  const FractionInterval at_least{.lower = computed.lower, .upper = std::nullopt};
  if (Disjoint(at_least, stated)) return Verdict::kDiffers;
  return !stated.upper && LiesWithin(at_least, stated) ? Verdict::kAgrees : Verdict::kUnknown;
}

/// Flags every statement that is disjoint with some other: its lower end lies above the lowest
/// upper end, or its upper end below the highest lower end. (No interval is disjoint with itself.)
void FlagConflicts(absl::Span<const StatedInterval> intervals, std::vector<StatedFigure>& figures) {
  FractionInterval highest_lower;
  FractionInterval lowest_upper;
  for (const StatedInterval& interval : intervals) {
    if (!interval) continue;
    const FractionInterval from{.lower = interval->lower, .upper = std::nullopt};
    const FractionInterval to{.lower = std::nullopt, .upper = interval->upper};
    if (!highest_lower.lower || LiesWithin(from, highest_lower)) {
      if (from.lower) highest_lower = from;
    }
    if (!lowest_upper.upper || LiesWithin(to, lowest_upper)) {
      if (to.upper) lowest_upper = to;
    }
  }
  for (size_t i = 0; i < figures.size(); ++i) {
    if (!intervals[i]) continue;
    figures[i].conflict =
        Disjoint(*intervals[i], highest_lower) || Disjoint(*intervals[i], lowest_upper);
  }
}

/// Of a coverage whose divisor is stated with `bound`.
Mark CoverageMark(Bound bound) {
  switch (bound) {
    case Bound::kExact:
      return Mark::kExact;
    case Bound::kAbout:
      return Mark::kAbout;
    case Bound::kAtLeast:
    case Bound::kMoreThan:
      return Mark::kAtMost;
    case Bound::kAtMost:
    case Bound::kLessThan:
      return Mark::kAtLeast;
  }
  return Mark::kAbout;
}

int Room(Mark mark) {
  switch (mark) {
    case Mark::kAtLeast:
      return 1;
    case Mark::kAbout:
      return 2;
    case Mark::kAtMost:
      return 3;
    default:
      return 0;
  }
}

std::optional<Quantity> GapOf(const Quantity& stated, const std::optional<Quantity>& computed) {
  if (!computed) return std::nullopt;
  const auto value = CheckedSubtract(stated.value, computed->value);
  const auto interval = Subtract(stated.interval, computed->interval);
  if (!value || !interval) return std::nullopt;
  return Quantity{.value = *value, .interval = *interval, .about = stated.about || computed->about};
}

}  // namespace

std::optional<Coverage> CoverageOf(const Tally& tally) {
  if (tally.expected <= 0) return std::nullopt;
  return Coverage{.numerator = tally.received + tally.carried, .denominator = tally.expected};
}

bool IsPoorer(const Coverage& a, const Coverage& b) {
  const Int128 left = Int128{a.numerator} * b.denominator;
  const Int128 right = Int128{b.numerator} * a.denominator;
  if (left != right) return left < right;
  // "At least" leaves the least room for somebody to be missing.
  const auto room = [](Mark mark) { return mark == Mark::kAtLeast ? -1 : Room(mark); };
  return room(a.mark) > room(b.mark);
}

PopulationCoverage CoverageOf(const SubjectCount& subjects, absl::Span<const Statement> population,
                              int decimals) {
  PopulationCoverage out;
  const Statement* largest = nullptr;
  Mark mark = Mark::kExact;
  for (const Statement& statement : population) {
    if (!statement.has_amount) continue;
    if (largest != nullptr && statement.value < largest->value) continue;
    const bool ties = largest != nullptr && statement.value == largest->value;
    const Mark own = CoverageMark(statement.bound);
    // Of two that state the same number, the one that leaves more room counts.
    if (!ties || Room(own) > Room(mark)) mark = own;
    largest = &statement;
  }
  if (largest == nullptr) return out;
  out.is_stated = true;
  const Int128 unit = PowerOfTen(decimals);
  Int128 stated = largest->value <= 0 ? 0 : (largest->value + unit - 1) / unit;
  stated = std::min<Int128>(stated, std::numeric_limits<int64_t>::max());
  // Where more are known than are stated at most, the divisor is what is known.
  if (subjects.expected > stated && mark == Mark::kAtLeast) mark = Mark::kExact;
  const auto divisor = std::max(subjects.expected, static_cast<int64_t>(stated));
  if (divisor <= 0) return out;
  out.coverage = Coverage{.numerator = subjects.contributing, .denominator = divisor, .mark = mark};
  return out;
}

std::vector<StatedFigure> Compare(absl::Span<const Statement> statements, const Measure& measure,
                                  int decimals, const Computed& computed) {
  const AmountRules rules = AmountRules::Of(measure);
  std::vector<StatedFigure> figures;
  std::vector<StatedInterval> intervals;
  figures.reserve(statements.size());
  intervals.reserve(statements.size());
  for (const Statement& statement : statements) {
    StatedFigure figure{.source = statement.source,
                        .amount = {},
                        .gap = {},
                        .quantum = statement.quantum,
                        .revision = statement.revision,
                        .period_basis = statement.period_basis,
                        .remark = statement.remark};
    intervals.push_back(IntervalOf(statement, measure));
    if (statement.has_amount) {
      Quantity stated{.value = statement.value,
                      .interval = rules.IntervalOf(statement.value, statement.bound),
                      .about = rules.IsAbout(statement.bound)};
      figure.amount = Rescaled(stated, decimals - measure.decimals);
      if (figure.amount) figure.gap = GapOf(*figure.amount, computed.quantity);
    }
    if (intervals.back() && computed.interval && computed.coverage) {
      figure.verdict = Judge(*computed.interval, *intervals.back(), computed);
    }
    figures.push_back(std::move(figure));
  }
  FlagConflicts(intervals, figures);
  return figures;
}

}  // namespace taizhang::aggregator
