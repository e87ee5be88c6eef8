#include <algorithm>
#include <variant>

#include "tests/support/reference_model.h"

namespace taizhang::aggregator {

using reference::PointAt;
using reference::Span;

namespace {

using reference::Number;
using reference::Part;

/// How much is there of several parts: all together.
Part Gathered(const std::vector<Part>& parts) {
  Part out;
  out.completeness.complete = true;
  for (const Part& part : parts) {
    out.completeness.expected += part.completeness.expected;
    out.completeness.received += part.completeness.received;
    out.completeness.carried += part.completeness.carried;
    out.completeness.carried_age += part.completeness.carried_age;
    out.completeness.bounded += part.completeness.bounded;
    out.coverages.insert(out.coverages.end(), part.coverages.begin(), part.coverages.end());
    out.remainders += part.remainders;
    out.falls += part.falls;
    out.gaps += part.gaps;
    out.partials += part.partials;
    out.filled += part.filled;
    out.completeness.complete = out.completeness.complete && part.completeness.complete;
    out.is_complete = out.is_complete && part.is_complete;
  }
  return out;
}

/// Why nothing can be made of some of them: the first that has no number says so.
NoValue WhyNot(const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    if (!part.number) return part.no_value;
  }
  return NoValue::kNone;
}

std::optional<Period> Moved(MonthIndex first, MonthIndex end) {
  if (first < kMonthMin || end > kMonthMax) return std::nullopt;
  return Period::FromMonths(first, end - first);
}

/// Of what nothing can be read nothing is known.
Part Missing() {
  Part part;
  part.coverages = {std::nullopt};
  part.Lack(NoValue::kMissing);
  return part;
}

}  // namespace

ReferenceModel::Part ReferenceModel::Computed(const Arithmetic& arithmetic,
                                              const std::vector<Part>& of) const {
  Part out = Gathered(of);
  std::vector<Number> terms;
  std::vector<Part> read;
  bool only_grow = true;
  for (size_t i = 0; i < of.size(); ++i) {
    only_grow = only_grow && of[i].only_grows;
    if (arithmetic.skip_missing && of[i].no_value == NoValue::kMissing) continue;
    read.push_back(of[i]);
    if (!of[i].number) continue;
    const bool subtracts = arithmetic.operation == Operation::kDifference && i == 1;
    terms.push_back(subtracts ? Minus(PointAt(mpq_class(0)), *of[i].number) : *of[i].number);
  }
  const NoValue why = WhyNot(read);
  out.may_have = std::all_of(read.begin(), read.end(), [](const Part& part) {
    return part.number.has_value() || part.may_have;
  });
  if (why != NoValue::kNone || terms.empty()) {
    if (read.empty()) out.may_have = false;
    out.Lack(read.empty() ? NoValue::kMissing : why);
    return out;
  }
  out.number = terms.front();
  for (size_t i = 1; i < terms.size(); ++i) {
    switch (arithmetic.operation) {
      case Operation::kSum:
      case Operation::kDifference:
        out.number = Plus(*out.number, terms[i]);
        break;
      case Operation::kProduct:
        out.number = Times(*out.number, terms[i]);
        break;
      case Operation::kQuotient:
        out.number = reference::Over(*out.number, terms[i]);
        break;
    }
    if (!out.number) {
      const Span& divisor = terms[i].span;
      out.may_have = !(IsPoint(divisor) && divisor.lower->value == 0);
      out.Lack(NoValue::kDenominatorMayBeZero);
      return out;
    }
  }
  if (arithmetic.operation == Operation::kQuotient && arithmetic.in_percent) {
    out.number = Times(*out.number, PointAt(mpq_class(100)));
  }
  out.only_grows = arithmetic.operation == Operation::kSum && only_grow;
  return out;
}

ReferenceModel::Part ReferenceModel::Shifted(const Shift& shift, const Expression& operand,
                                             const Reading& reading) const {
  const int64_t length = shift.length ? static_cast<int>(*shift.length) : reading.period.months();
  const int64_t by = length * shift.count;
  const auto moved = Moved(static_cast<MonthIndex>(reading.period.first_month() + by),
                           static_cast<MonthIndex>(reading.period.end_month() + by));
  return moved ? PartOf(operand, reading.Over(*moved)) : Missing();
}

ReferenceModel::Part ReferenceModel::Windowed(const Window& window, const Expression& operand,
                                              const Reading& reading) const {
  const MonthIndex end = reading.period.end_month();
  MonthIndex first = 0;
  if (window.to_date) {
    const int length = static_cast<int>(*window.to_date);
    first = (end - 1) / length * length;
  } else {
    first = end - static_cast<int>(window.trailing) * static_cast<int>(window.length);
  }
  const auto moved = Moved(first, end);
  return moved ? PartOf(operand, reading.Over(*moved)) : Missing();
}

ReferenceModel::Part ReferenceModel::ShareOf(const Share& share, const Expression& operand,
                                             const Reading& reading) const {
  const Part part = PartOf(operand, reading);
  std::optional<std::string> whole = share.whole;
  if (share.whole.empty()) whole = members_.ParentOn(reading.scope, reading.period.last_day());
  if (!whole || members_.Find(*whole) == nullptr) {
    Part alone = Gathered({part, Missing()});
    alone.Lack(part.number ? NoValue::kMissing : part.no_value);
    return alone;
  }
  const Part of = PartOf(operand, reading.In(*whole));
  Part out = Computed({.operation = Operation::kQuotient, .in_percent = true}, {part, of});
  out.whole = *whole;
  return out;
}

ReferenceModel::Part ReferenceModel::RankOf(const Expression& operand,
                                            const Reading& reading) const {
  const Day day = reading.period.last_day();
  const auto parent = members_.ParentOn(reading.scope, day);
  if (!parent || members_.Find(*parent) == nullptr) {
    const Part part = PartOf(operand, reading);
    Part alone = Gathered({part});
    alone.Lack(part.number ? NoValue::kMissing : part.no_value);
    return alone;
  }
  Part own;
  // Not missing, but undefined because of bounds: they can stand anywhere.
  int anywhere = 0;
  std::vector<Part> all;
  std::vector<Number> others;
  for (const std::string& like : members_.LikeOn(reading.scope, day)) {
    const Part part = PartOf(operand, reading.In(like));
    all.push_back(part);
    if (like == reading.scope) {
      own = part;
    } else if (part.number) {
      others.push_back(*part.number);
    } else if (part.may_have) {
      ++anywhere;
    }
  }
  Part out = Gathered(all);
  out.ranked = static_cast<int64_t>(others.size()) + (own.number ? 1 : 0);
  if (!own.number) {
    out.may_have = own.may_have;
    out.Lack(own.no_value);
    return out;
  }
  int best = 1;
  int worst = 1 + anywhere;
  const Span& mine = own.number->span;
  for (const Number& other : others) {
    if (IsAbove(other.span, mine)) ++best;
    // Whether any of its values lies above any of mine.
    const bool can_be_above =
        !other.span.upper || !mine.lower || other.span.upper->value > mine.lower->value;
    if (can_be_above) ++worst;
  }
  out.number = PointAt(mpq_class(best));
  out.number->span.upper->value = worst;
  return out;
}

ReferenceModel::Part ReferenceModel::PartOf(const Expression& expression,
                                            const Reading& reading) const {
  const std::vector<Expression>& operands = expression.operands;
  if (const auto* indicator = std::get_if<IndicatorOf>(&expression.node)) {
    return PartOf(*FindIndicator(indicator->indicator), reading);
  }
  if (const auto* total = std::get_if<TotalOf>(&expression.node)) {
    const Indicator alone{.definition = *total, .stated_by = {}, .population = {}};
    return PartOf(alone, reading);
  }
  if (const auto* count = std::get_if<CountOf>(&expression.node)) {
    return PartOf(*count, "", reading);
  }
  if (const auto* constant = std::get_if<Constant>(&expression.node)) {
    Part part;
    part.completeness.complete = true;
    part.number = PointAt(constant->value);
    part.only_grows = true;
    return part;
  }
  if (const auto* arithmetic = std::get_if<Arithmetic>(&expression.node)) {
    std::vector<Part> of;
    for (const Expression& operand : operands) of.push_back(PartOf(operand, reading));
    return Computed(*arithmetic, of);
  }
  if (const auto* shift = std::get_if<Shift>(&expression.node)) {
    return Shifted(*shift, operands[0], reading);
  }
  if (const auto* window = std::get_if<Window>(&expression.node)) {
    return Windowed(*window, operands[0], reading);
  }
  if (const auto* ratio = std::get_if<Ratio>(&expression.node)) return RatioOf(*ratio, reading);
  if (const auto* growth = std::get_if<Growth>(&expression.node)) {
    return GrowthOf(*growth, operands[0], reading);
  }
  if (const auto* share = std::get_if<Share>(&expression.node)) {
    return ShareOf(*share, operands[0], reading);
  }
  return RankOf(operands[0], reading);
}

}  // namespace taizhang::aggregator
