#include "tests/support/random_definitions.h"

#include <algorithm>
#include <utility>

namespace taizhang::aggregator {
namespace {

Expression Node(Expression::Node node, std::vector<Expression> operands = {}) {
  return {.node = std::move(node), .operands = std::move(operands)};
}

}  // namespace

const std::vector<std::string>& RandomDefinitions::Units() {
  static const auto& units = *new std::vector<std::string>{"元",    "户", "个",     "天", "%", "",
                                                           "元/户", "位", "百分点", "%",  "%"};
  return units;
}

std::vector<MeasureOffer> RandomDefinitions::MeasuresIn(const std::string& unit, bool flows) const {
  std::vector<MeasureOffer> out;
  for (const MeasureOffer& measure : measures_) {
    if (flows && measure.kind == TemporalKind::kStock) continue;
    if (measure.unit == unit) out.push_back(measure);
  }
  return out;
}

TotalOf RandomDefinitions::AnyTotal(const MeasureOffer& measure, bool only_what_adds_up) {
  TotalOf total{.measure = measure.name, .filter = {}};
  if (Chance(15)) total.filter = any_filter_();
  if (!measure.itemised) total.filter.items.clear();
  if (only_what_adds_up || Chance(30)) return total;
  const TimeFold of_flows[] = {TimeFold::kNatural, TimeFold::kNatural, TimeFold::kLast,
                               TimeFold::kFirst,   TimeFold::kMean,    TimeFold::kMin,
                               TimeFold::kMax};
  const TimeFold of_stocks[] = {TimeFold::kNatural, TimeFold::kNatural, TimeFold::kFirst,
                                TimeFold::kMean,    TimeFold::kMin,     TimeFold::kMax};
  if (measure.kind == TemporalKind::kFlow) total.over_time = of_flows[Below(7)];
  if (measure.kind == TemporalKind::kStock) total.over_time = of_stocks[Below(6)];
  const MemberFold folds[] = {MemberFold::kSum,  MemberFold::kSum, MemberFold::kSum,
                              MemberFold::kMean, MemberFold::kMin, MemberFold::kMax};
  total.over_members = folds[Below(6)];
  return total;
}

Indicator RandomDefinitions::Any(const std::string& unit, int depth, size_t known) {
  Indicator indicator;
  indicator.definition = Make({.unit = unit, .depth = depth, .flows = false, .known = known});
  if (unit == "元" && Chance(30)) {
    // What is missing can only add to some of these.
    std::vector<Expression> totals;
    for (uint64_t i = 1 + Below(2); i > 0; --i) {
      totals.push_back(Node(AnyTotal(Pick(MeasuresIn(unit, false)), true)));
    }
    indicator.definition = Node(Arithmetic{.skip_missing = true}, std::move(totals));
    indicator.stated_by = "measures/stated-yuan";
    return indicator;
  }
  if (unit != "位" && Chance(50)) indicator.decimals = static_cast<uint8_t>(Below(5));
  if (unit == "元" && Chance(30)) indicator.stated_by = "measures/stated-yuan";
  if (unit == "%" && Chance(50)) indicator.stated_by = "measures/stated-rate";
  // A total as it is, with folds.
  const auto* leaf = std::get_if<Expression>(&indicator.definition);
  if (const auto* total = std::get_if<TotalOf>(&leaf->node)) {
    if (total->IsTotal()) indicator.decimals.reset();
    if (Chance(50)) indicator.definition = TotalOf(*total);
  }
  return indicator;
}

Expression RandomDefinitions::Make(const Wish& wish) {
  if (wish.unit == "位") {
    Wish by = wish;
    by.unit = Pick(std::vector<std::string>{"元", "元", "户", "个", "%", ""});
    by.depth = 1;
    return Node(Rank{}, {Make(by)});
  }
  if (wish.unit == "百分点") {
    Wish of = wish;
    of.unit = "%";
    of.depth = std::max(0, wish.depth - 1);
    return Node(Growth{.base = Chance(50) ? GrowthBase::kYearEarlier : GrowthBase::kPeriodBefore},
                {Make(of)});
  }
  if (wish.depth <= 0) return Leaf(wish);
  Wish inner = wish;
  --inner.depth;
  if (wish.unit == "%" && Chance(40)) return GrowthOf(inner);
  switch (Below(6)) {
    case 0:
      return Leaf(inner);
    case 1:
    case 2:
      return Combined(inner);
    case 3:
      return Moved(inner);
    default:
      return Divided(inner);
  }
}

Expression RandomDefinitions::Leaf(const Wish& wish) {
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(wish.known, indicators_.size()); ++i) {
    const IndicatorOffer& offer = indicators_[i];
    if (offer.unit == wish.unit && (offer.flows || !wish.flows)) names.push_back(offer.name);
  }
  if (!names.empty() && Chance(45)) return Node(IndicatorOf{Pick(names)});
  if (wish.unit == "元/户") return RatioOf("元", "户", false, wish);
  if (wish.unit.empty()) {
    if (Chance(20) && !wish.flows) {
      return Node(Constant{.value = *Decimal::FromCoefficient(1 + Below(40), 1), .unit = ""});
    }
    const std::string unit = wish.flows ? "元" : AnyUnit();
    return RatioOf(unit, unit, false, wish);
  }
  if (wish.unit == "%" && Chance(60)) {
    const std::string unit = wish.flows ? "元" : AnyUnit();
    return RatioOf(unit, unit, true, wish);
  }
  const std::vector<MeasureOffer> measures = MeasuresIn(wish.unit, wish.flows);
  if (wish.unit == "个") {
    if (Chance(50) && !wish.flows) {
      Filter filter = Chance(40) ? any_filter_() : Filter{};
      filter.items.clear();
      return Node(CountOf{.kind = static_cast<RecordKind>(1 + Below(5)), .filter = filter});
    }
    TotalOf total = AnyTotal(Pick(MeasuresIn(wish.flows ? "元" : AnyUnit(), wish.flows)), false);
    total.over_members = MemberFold::kCount;
    return Node(total);
  }
  if (!wish.flows && !measures.empty() && Chance(8)) {
    return Node(Constant{.value = Decimal::FromInteger(static_cast<int64_t>(Below(60)) - 10),
                         .unit = wish.unit});
  }
  if (measures.empty()) return RatioOf("元", "元", wish.unit == "%", wish);
  return Node(AnyTotal(Pick(measures), Chance(30)));
}

Expression RandomDefinitions::Combined(const Wish& wish) {
  std::vector<Expression> operands;
  if (Chance(25)) {
    // Times a pure number; of two of them, in some.
    Wish factor = wish;
    factor.unit = "";
    factor.depth = 0;
    operands = {Make(wish), Make(factor)};
    if (wish.unit == "元" && !wish.flows && Chance(40)) {
      Wish each = wish;
      each.unit = "元/户";
      factor.unit = "户";
      operands = {Make(each), Make(factor)};
    }
    return Node(Arithmetic{.operation = Operation::kProduct, .skip_missing = Chance(20)},
                std::move(operands));
  }
  if (Chance(40)) {
    return Node(Arithmetic{.operation = Operation::kDifference, .skip_missing = Chance(40)},
                {Make(wish), Make(wish)});
  }
  for (uint64_t i = 1 + Below(3); i > 0; --i) operands.push_back(Make(wish));
  return Node(Arithmetic{.operation = Operation::kSum, .skip_missing = Chance(40)},
              std::move(operands));
}

Expression RandomDefinitions::Moved(const Wish& wish) {
  if (wish.flows || wish.unit == "户" || Chance(50)) {
    Shift shift{.count = Chance(70) ? -1 : static_cast<int32_t>(Below(5)) - 2, .length = {}};
    if (shift.count == 0) shift.count = -1;
    if (Chance(50)) shift.length = Chance(60) ? Frequency::kYear : Frequency::kHalfYear;
    if (Chance(2)) shift.count = -1200;
    return Node(shift, {Make(wish)});
  }
  Wish flowing = wish;
  flowing.flows = true;
  flowing.depth = std::min(wish.depth, 1);
  if (wish.unit == "天") flowing.depth = 0;
  Window window;
  if (Chance(50)) {
    window.to_date = Chance(70) ? Frequency::kYear : Frequency::kHalfYear;
  } else {
    window.trailing = 1 + static_cast<uint32_t>(Below(4));
    window.length = Chance(50) ? Frequency::kYear : Frequency::kQuarter;
  }
  return Node(window, {Make(flowing)});
}

Expression RandomDefinitions::RatioOf(const std::string& above, const std::string& below,
                                      bool in_percent, const Wish& wish) {
  const auto side = [&](const std::string& unit) {
    return AnyTotal(Pick(MeasuresIn(unit, wish.flows)), true);
  };
  Ratio ratio{.numerator = side(above),
              .denominator = side(below),
              .paired = Chance(40),
              .mean = Chance(30),
              .in_percent = in_percent};
  return Node(ratio);
}

Expression RandomDefinitions::GrowthOf(const Wish& wish) {
  Growth growth{.base = Chance(60) ? GrowthBase::kYearEarlier : GrowthBase::kPeriodBefore};
  if (Chance(25)) {
    Wish of = wish;
    of.unit = Pick(std::vector<std::string>{"元", "户", "个", ""});
    if (wish.flows) of.unit = "元";
    return Node(growth, {Make(of)});
  }
  growth.like_for_like = Chance(40);
  std::vector<std::string> totals;
  for (size_t i = 0; i < std::min(wish.known, indicators_.size()); ++i) {
    const IndicatorOffer& offer = indicators_[i];
    if (offer.is_total && offer.unit != "%" && (offer.flows || !wish.flows)) {
      totals.push_back(offer.name);
    }
  }
  if (!totals.empty() && Chance(50)) return Node(growth, {Node(IndicatorOf{Pick(totals)})});
  const std::string unit = wish.flows ? "元" : AnyUnit();
  return Node(growth, {Node(AnyTotal(Pick(MeasuresIn(unit, wish.flows)), true))});
}

Expression RandomDefinitions::Divided(const Wish& wish) {
  if (wish.unit == "%") {
    switch (Below(3)) {
      case 0:
        return GrowthOf(wish);
      case 1: {
        Wish of = wish;
        of.unit = wish.flows ? "元" : Pick(std::vector<std::string>{"元", "户", "个"});
        of.depth = 0;
        return Node(Share{.whole = Chance(60) ? "" : Pick(wholes_)}, {Make(of)});
      }
      default:
        break;
    }
  }
  Arithmetic quotient{.operation = Operation::kQuotient, .in_percent = wish.unit == "%"};
  Wish above = wish;
  Wish below = wish;
  if (wish.unit == "%" || wish.unit.empty()) {
    above.unit = below.unit = wish.flows ? "元" : Pick(std::vector<std::string>{"元", "户", "个"});
  } else if (wish.unit == "元/户" && !wish.flows) {
    above.unit = "元";
    below.unit = "户";
  } else {
    below.unit = "";
    below.depth = 0;
  }
  return Node(quotient, {Make(above), Make(below)});
}

}  // namespace taizhang::aggregator
