#include "services/aggregator/core/ratio.h"

#include <array>
#include <optional>
#include <utility>

#include "services/aggregator/core/fraction_sum.h"
#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/two_totals.h"

namespace taizhang::aggregator {
namespace {

Quantity QuantityOf(const Counters& counters) {
  return {.value = counters.sum, .interval = counters.ToInterval(), .about = counters.about > 0};
}

/// What an exact fraction costs among thousands, in steps.
constexpr int64_t kStepsOfARatio = 100;

/// The subjects' own ratios.
class MeanOfRatios {
 public:
  MeanOfRatios(const Measure& numerator, const Measure& denominator)
      : numerator_(numerator), denominator_(denominator) {}

  void Add(const MemberAmount& numerator, const MemberAmount& denominator) {
    has_sums_ = has_sums_ || !IsOne(numerator, numerator_) || !IsOne(denominator, denominator_);
    if (has_sums_) return;
    const ExactQuantity divisor = ToExact(QuantityOf(denominator.counters), denominator_.decimals);
    divides_by_zero_ = divides_by_zero_ || IsZero(divisor.interval);
    if (may_divide_by_zero_) return;
    const auto own = Divide(ToExact(QuantityOf(numerator.counters), numerator_.decimals), divisor);
    may_divide_by_zero_ = !own.has_value();
    if (!own) return;
    sum_.Add(*own);
    ++count_;
  }

  void WriteTo(Part& part) const {
    if (has_sums_) return part.SetNone(NoValue::kNotAdditive);
    if (may_divide_by_zero_) {
      part.may_have = !divides_by_zero_;
      return part.SetNone(NoValue::kDenominatorMayBeZero);
    }
    if (count_ == 0) return part.SetNone(NoValue::kMissing);
    part.number = Multiply(sum_.Total(), PointOf(Fraction(1) / Fraction(count_)));
  }

 private:
  static bool IsOne(const MemberAmount& amount, const Measure& measure) {
    return measure.additive || amount.counters.count <= 1;
  }

  const Measure& numerator_;
  const Measure& denominator_;
  QuantitySum sum_;
  int64_t count_ = 0;
  bool has_sums_ = false;            ///< of what does not add up
  bool may_divide_by_zero_ = false;  ///< one of the denominators may be 0
  bool divides_by_zero_ = false;     ///< one of them is 0
};

/// Of the sums that were kept.
void Quotient(const Part& numerator, const Part& denominator, Part& part) {
  for (const Part* side : {&numerator, &denominator}) {
    if (!side->HasNumber()) return part.SetNone(side->no_value);
  }
  const ExactQuantity divisor = ExactNumberOf(denominator);
  auto quotient = Divide(ExactNumberOf(numerator), divisor);
  if (!quotient) {
    part.may_have = !IsZero(divisor.interval);
    return part.SetNone(NoValue::kDenominatorMayBeZero);
  }
  part.number = *std::move(quotient);
}

}  // namespace

absl::StatusOr<Part> PartOfRatio(const Ratio& ratio, const Spot& spot, const Terms& terms) {
  std::array<const Measure*, 2> measures{};
  for (const auto& [total, place] :
       {std::pair(&ratio.numerator, &measures[0]), std::pair(&ratio.denominator, &measures[1])}) {
    *place = terms.structure.FindMeasure(total->measure);
    if (*place == nullptr) return Unknown("measure", total->measure);
    if (absl::Status status = CheckPeriod(spot.period, **place); !status.ok()) return status;
  }
  const TotalQuestion numerator = QuestionOf(ratio.numerator, *measures[0], spot, terms);
  const TotalQuestion denominator = QuestionOf(ratio.denominator, *measures[1], spot, terms);
  const bool only_paired = ratio.paired || ratio.mean;
  TwoTotals totals;
  MeanOfRatios mean(*measures[0], *measures[1]);
  ForEachOfBoth(numerator, denominator, terms,
                [&](const MemberInScope& member, MemberTotal& of_first, MemberTotal& of_second) {
                  const MemberOutcome& first = of_first.Of(member);
                  const MemberOutcome& second = of_second.Of(member);
                  totals.Count(first, second);
                  const bool is_paired =
                      !first.is_remainder() && first.contributes && second.contributes;
                  if (only_paired && !is_paired) return;
                  if (ratio.mean) return mean.Add(first.amount, second.amount);
                  if (first.contributes) totals.first.kept.Add(first.amount.counters, 1);
                  if (second.contributes) totals.second.kept.Add(second.amount.counters, 1);
                });
  const std::array<Part, 2> sides = {PartOfSide(numerator, totals.first, only_paired),
                                     PartOfSide(denominator, totals.second, only_paired)};
  Part part = Together(sides);
  part.pairing = totals.pairing;
  if (ratio.mean) {
    terms.partitions.Spend(kStepsOfARatio * totals.pairing.paired);
    mean.WriteTo(part);
  } else {
    Quotient(sides[0], sides[1], part);
  }
  if (ratio.in_percent && part.HasNumber()) {
    part.number = Multiply(std::get<ExactQuantity>(part.number), PointOf(100));
  }
  return part;
}

}  // namespace taizhang::aggregator
