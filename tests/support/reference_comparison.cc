// Ratios and growths: what compares totals member by member.
#include <algorithm>
#include <map>
#include <variant>

#include "tests/support/reference_model.h"

namespace taizhang::aggregator {

using reference::Member;
using reference::Number;
using reference::Passing;
using reference::PointAt;

namespace {

using reference::Contribution;
using reference::Part;
using ByMember = std::map<Member, Contribution>;
using Pair = std::pair<Contribution, Contribution>;

Number Percent(const Number& number) { return Times(number, PointAt(mpq_class(100))); }

ByMember Sorted(const std::vector<Contribution>& contributions) {
  ByMember out;
  for (const Contribution& each : contributions) out[each.member] = each;
  return out;
}

/// A REMAINDER in one measure can be a reporter in the other: of no subject both.
bool HasAmount(const ByMember& contributions, const Member& member) {
  const auto found = contributions.find(member);
  return found != contributions.end() && found->second.amount;
}

/// The mean of the subjects' own ratios.
void MeanOfRatios(const std::vector<Pair>& pairs, bool above_adds_up, bool below_adds_up,
                  Part& out) {
  out.may_have = false;
  if (pairs.empty()) return out.Lack(NoValue::kMissing);
  bool may_have = true;
  for (const auto& [above, below] : pairs) {
    const bool adds_up =
        (above_adds_up || above.amounts <= 1) && (below_adds_up || below.amounts <= 1);
    if (!adds_up) return out.Lack(NoValue::kNotAdditive);
    const reference::Span& divisor = below.amount->span;
    if (IsPoint(divisor) && divisor.lower->value == 0) may_have = false;
  }
  Number sum = PointAt(mpq_class(0));
  for (const auto& [above, below] : pairs) {
    const auto own = reference::Over(*above.amount, *below.amount);
    if (!own) {
      out.may_have = may_have;
      return out.Lack(NoValue::kDenominatorMayBeZero);
    }
    sum = Plus(sum, *own);
  }
  out.no_value = NoValue::kNone;
  out.number = reference::Over(sum, PointAt(mpq_class(pairs.size())));
}

}  // namespace

ReferenceModel::Part ReferenceModel::RatioOf(const Ratio& ratio, const Reading& reading) const {
  const bool above_covers = Covers(*FindMeasure(ratio.numerator.measure), reading.period);
  const bool below_covers = Covers(*FindMeasure(ratio.denominator.measure), reading.period);
  if (!above_covers || !below_covers) return {};
  const TotalQuestion numerator = QuestionOf(ratio.numerator, reading);
  const TotalQuestion denominator = QuestionOf(ratio.denominator, reading);
  const ByMember on_top = Sorted(totals_.Of(numerator));
  const ByMember beneath = Sorted(totals_.Of(denominator));
  const bool pairs_only = ratio.paired || ratio.mean;
  const auto side = [&](const TotalQuestion& question, const ByMember& all,
                        const ByMember& others) {
    std::vector<Contribution> kept;
    bool leaves_out = false;
    for (const auto& [member, each] : all) {
      kept.push_back(each);
      if (!pairs_only || (!member.is_remainder && HasAmount(others, member))) continue;
      leaves_out = leaves_out || (member.is_remainder && each.amount);
      kept.back().amount.reset();
    }
    Part part = Together(question, kept, MemberFold::kSum);
    if (leaves_out) part.is_complete = false;
    return part;
  };
  Part out = Computed({.operation = Operation::kQuotient, .in_percent = ratio.in_percent},
                      {side(numerator, on_top, beneath), side(denominator, beneath, on_top)});
  Pairing pairing;
  std::vector<Pair> pairs;
  for (const auto& [member, each] : on_top) {
    if (member.is_remainder || !each.amount) continue;
    if (HasAmount(beneath, member)) pairs.emplace_back(each, beneath.at(member));
    ++(HasAmount(beneath, member) ? pairing.paired : pairing.numerator_only);
  }
  for (const auto& [member, each] : beneath) {
    const bool alone = !member.is_remainder && each.amount && !HasAmount(on_top, member);
    pairing.denominator_only += alone ? 1 : 0;
  }
  out.pairing = pairing;
  if (ratio.mean) {
    MeanOfRatios(pairs, numerator.measure.additive, denominator.measure.additive, out);
    if (out.number && ratio.in_percent) out.number = Percent(*out.number);
  }
  return out;
}

std::optional<TotalOf> ReferenceModel::AsTotal(const Expression& operand) const {
  if (const auto* total = std::get_if<TotalOf>(&operand.node)) return *total;
  const auto* named = std::get_if<IndicatorOf>(&operand.node);
  if (named == nullptr) return std::nullopt;
  const Indicator& indicator = *FindIndicator(named->indicator);
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) return *total;
  const auto* expression = std::get_if<Expression>(&indicator.definition);
  return expression == nullptr ? std::nullopt : AsTotal(*expression);
}

bool ReferenceModel::IsLikeForLike(const TotalQuestion& current, const TotalQuestion& base,
                                   const Contribution& c, const Contribution& b) const {
  if (c.member.is_remainder || !c.amount || !b.amount) return false;
  for (const Contribution& side : {c, b}) {
    if (side.received != side.expected || side.carried > 0 || side.gap) return false;
  }
  const MonthIndex first = base.period.first_month();
  const TotalQuestion throughout =
      current.At(Period::FromMonths(first, current.period.end_month() - first));
  for (const Period& period : throughout.Periods()) {
    if (totals_.CountsIn(throughout, c.member, period) != Passing::kYes) return false;
  }
  return true;
}

void ReferenceModel::GrowthOfMembers(const Growth& growth, const TotalOf& total,
                                     const Reading& current, const Reading& base,
                                     Part& current_part, Part& base_part) const {
  const TotalQuestion now = QuestionOf(total, current);
  const TotalQuestion then = QuestionOf(total, base);
  const bool cuts = now.measure.temporal_kind == TemporalKind::kYearToDate;
  std::vector<Contribution> c;
  std::vector<Contribution> b;
  bool leaves_out = false;
  for (const Member& member : totals_.MembersOf(now.measure)) {
    TotalQuestion cut_now = now;
    TotalQuestion cut_then = then;
    bool comparable = true;
    if (cuts) {
      const std::vector<Period> here = now.Periods();
      const std::vector<Period> there = then.Periods();
      std::optional<size_t> last;
      for (size_t i = 0; i < here.size(); ++i) {
        if (totals_.HasAmount(now, member, here[i]) && totals_.HasAmount(then, member, there[i])) {
          last = i;
        }
      }
      comparable = last.has_value();
      if (last) {
        const int months = static_cast<int>(*last + 1) * now.months();
        cut_now.period = Period::FromMonths(now.period.first_month(), months);
        cut_then.period = Period::FromMonths(then.period.first_month(), months);
      }
    }
    c.push_back(totals_.Of(cut_now, member));
    b.push_back(totals_.Of(cut_then, member));
    if (cuts) {
      // What is there of the whole of either side says how much of it is compared.
      const auto whole = [&](const TotalQuestion& question, Contribution& each) {
        Contribution all = totals_.Of(question, member);
        all.amount = each.amount;
        all.amounts = each.amounts;
        each = all;
      };
      whole(now, c.back());
      whole(then, b.back());
    }
    const bool stays =
        comparable && (!growth.like_for_like || IsLikeForLike(now, then, c.back(), b.back()));
    if (stays) continue;
    for (std::vector<Contribution>* side : {&c, &b}) {
      Contribution& each = side->back();
      // Like for like leaves out by what it means; whoever cannot be compared is lacking.
      if (each.amount && (member.is_remainder || !comparable)) leaves_out = true;
      each.amount.reset();
    }
  }
  current_part = Together(now, c, total.over_members);
  base_part = Together(then, b, total.over_members);
  if (leaves_out) current_part.is_complete = base_part.is_complete = false;
}

ReferenceModel::Part ReferenceModel::GrowthOf(const Growth& growth, const Expression& operand,
                                              const Reading& reading) const {
  const int back = growth.base == GrowthBase::kYearEarlier ? 12 : reading.period.months();
  const MonthIndex first = reading.period.first_month() - back;
  std::optional<Reading> then;
  if (first >= kMonthMin) then = reading.Over(Period::FromMonths(first, reading.period.months()));
  Part current;
  Part base;
  const auto total = AsTotal(operand);
  const bool is_to_date = total && total->IsTotal() &&
                          FindMeasure(total->measure)->temporal_kind == TemporalKind::kYearToDate;
  if (then && total && (is_to_date || growth.like_for_like)) {
    const Measure& measure = *FindMeasure(total->measure);
    const bool base_covers = Covers(measure, then->period);
    if (!Covers(measure, reading.period) || !base_covers) return {};
    GrowthOfMembers(growth, *total, reading, *then, current, base);
  } else {
    current = PartOf(operand, reading);
    if (then) {
      base = PartOf(operand, *then);
    } else {
      base.Lack(NoValue::kMissing);
    }
  }
  const bool in_points = ShapeOf(operand).unit == "%";
  const Operation operation = in_points ? Operation::kDifference : Operation::kQuotient;
  Part out = Computed({.operation = operation}, {current, base});
  out.only_grows = false;
  if (in_points || !current.number || !base.number) return out;
  const auto& low = base.number->span.lower;
  const bool positive = low && (low->value > 0 || (low->value == 0 && low->open));
  if (!positive || !out.number) {
    const auto& high = base.number->span.upper;
    out.may_have = !high || high->value > 0;
    out.Lack(NoValue::kBaseNotPositive);
    return out;
  }
  out.number = Percent(Minus(*out.number, PointAt(mpq_class(1))));
  return out;
}

}  // namespace taizhang::aggregator
