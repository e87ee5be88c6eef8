#include "services/aggregator/core/verdict.h"

#include <algorithm>
#include <limits>

namespace taizhang::aggregator {
namespace {

constexpr Int128 kSaturated = std::numeric_limits<Int128>::max();

Int128 SaturatingMultiply(Int128 a, Int128 b) {
  if (const auto product = CheckedMultiply(a, b)) return *product;
  return (a < 0) == (b < 0) ? kSaturated : -kSaturated;
}

/// Intervals in units so fine that half a quantum is a whole number of them: 1 / (2 × 10^digits) of
/// a count.
class FineScale {
 public:
  /// Beyond this many digits a quantum is rounded up, and so claims less.
  static constexpr int kDigitsMax = 9;

  FineScale(absl::Span<const Statement> statements, int decimals) : decimals_(decimals) {
    int digits = 0;
    for (const Statement& statement : statements) {
      digits = std::max(digits, statement.quantum.scale() - decimals);
    }
    digits_ = std::min(digits, kDigitsMax);
  }

  [[nodiscard]] Interval Widen(Interval interval) const {
    const Int128 factor = 2 * PowerOfTen(digits_);
    for (std::optional<End>* end : {&interval.lower, &interval.upper}) {
      if (*end) (*end)->value = SaturatingMultiply((*end)->value, factor);
    }
    return interval;
  }

  /// EXACT is read as ± half a quantum, ends included; ABOUT has no interval.
  [[nodiscard]] std::optional<Interval> Stated(const Statement& statement,
                                               bool non_negative) const {
    if (!statement.has_amount || statement.bound == Bound::kAbout) return std::nullopt;
    Interval interval = Widen(IntervalOf(statement.value, statement.bound, non_negative));
    if (statement.bound == Bound::kExact) {
      const Int128 half = HalfQuantum(statement.quantum);
      interval.lower->value = CheckedSubtract(interval.lower->value, half).value_or(-kSaturated);
      interval.upper->value = CheckedAdd(interval.upper->value, half).value_or(kSaturated);
    }
    return interval;
  }

 private:
  [[nodiscard]] Int128 HalfQuantum(const Decimal& quantum) const {
    const int scale = decimals_ + digits_;
    if (quantum.scale() <= scale) {
      return SaturatingMultiply(quantum.coefficient(), PowerOfTen(scale - quantum.scale()));
    }
    const Int128 divisor = PowerOfTen(quantum.scale() - scale);
    return (quantum.coefficient() + divisor - 1) / divisor;
  }

  int decimals_;
  int digits_ = 0;
};

Verdict Judge(const Interval& computed, const Interval& stated, const Computed& context) {
  if (context.complete && !context.coverage->IsBelowOne()) {
    if (LiesWithin(computed, stated)) return Verdict::kAgrees;
    return Disjoint(computed, stated) ? Verdict::kDiffers : Verdict::kUnknown;
  }
  // Whoever is missing can only add: the lower end stands.
  if (!context.only_grows || !computed.lower) return Verdict::kUnknown;
  const Interval at_least{.lower = computed.lower, .upper = std::nullopt};
  if (Disjoint(at_least, stated)) return Verdict::kDiffers;
  return !stated.upper && LiesWithin(at_least, stated) ? Verdict::kAgrees : Verdict::kUnknown;
}

/// Flags every statement that is disjoint with some other: its lower end lies above the lowest
/// upper end, or its upper end below the highest lower end. (No interval is disjoint with itself.)
void FlagConflicts(absl::Span<const std::optional<Interval>> intervals,
                   std::vector<StatedFigure>& figures) {
  Interval highest_lower;
  Interval lowest_upper;
  for (const auto& interval : intervals) {
    if (!interval) continue;
    const Interval from{.lower = interval->lower, .upper = std::nullopt};
    const Interval to{.lower = std::nullopt, .upper = interval->upper};
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

std::vector<StatedFigure> Compare(absl::Span<const Statement> statements, int decimals,
                                  bool non_negative, const Computed& computed) {
  const FineScale scale(statements, decimals);
  std::vector<StatedFigure> figures;
  std::vector<std::optional<Interval>> intervals;
  for (const Statement& statement : statements) {
    StatedFigure figure{.source = statement.source,
                        .amount = {},
                        .gap = {},
                        .quantum = statement.quantum,
                        .revision = statement.revision,
                        .period_basis = statement.period_basis,
                        .remark = statement.remark};
    intervals.push_back(scale.Stated(statement, non_negative));
    if (statement.has_amount) {
      figure.amount =
          Quantity{.value = statement.value,
                   .interval = IntervalOf(statement.value, statement.bound, non_negative),
                   .about = statement.bound == Bound::kAbout};
      figure.gap = GapOf(*figure.amount, computed.quantity);
    }
    if (intervals.back() && computed.quantity && computed.coverage) {
      figure.verdict = Judge(scale.Widen(computed.quantity->interval), *intervals.back(), computed);
    }
    figures.push_back(std::move(figure));
  }
  FlagConflicts(intervals, figures);
  return figures;
}

}  // namespace taizhang::aggregator
