#include <algorithm>
#include <variant>

#include "tests/support/reference_model.h"

namespace taizhang::aggregator {

using reference::Shape;

namespace {

constexpr int kDividedDecimals = 2;

/// "元" and "户" of "元/户".
std::pair<std::string, std::string> Halves(const std::string& unit) {
  const size_t slash = unit.find('/');
  if (slash == std::string::npos) return {unit, ""};
  return {unit.substr(0, slash), unit.substr(slash + 1)};
}

}  // namespace

const Measure* ReferenceModel::FindMeasure(const std::string& name) const {
  const Measure* measure = FindStatedMeasure(name);
  if (measure == nullptr) errors_.insert(Reason::kScopeUnknown);
  return measure;
}

const Measure* ReferenceModel::FindStatedMeasure(const std::string& name) const {
  const Record* record = members_.Find(name);
  return record == nullptr ? nullptr : &std::get<Measure>(record->details);
}

const Indicator* ReferenceModel::FindIndicator(const std::string& name) const {
  const Record* record = members_.Find(name);
  if (record == nullptr) errors_.insert(Reason::kScopeUnknown);
  return record == nullptr ? nullptr : &std::get<Indicator>(record->details);
}

Shape ReferenceModel::ShapeOf(const Indicator& indicator) const {
  const auto stated_unit = [&](const std::string& otherwise) {
    const Measure* measure = FindStatedMeasure(indicator.stated_by);
    return measure == nullptr ? otherwise : measure->unit;
  };
  Shape shape;
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    shape = ShapeOf(*total, indicator.stated_by);
  } else if (std::holds_alternative<CountOf>(indicator.definition)) {
    shape.unit = stated_unit("个");
  } else if (const auto* expression = std::get_if<Expression>(&indicator.definition)) {
    shape = ShapeOf(*expression);
  } else if (const Measure* measure = FindMeasure(indicator.stated_by)) {
    shape = {.unit = measure->unit, .decimals = measure->decimals};
  }
  if (indicator.decimals) shape.decimals = *indicator.decimals;
  return shape;
}

Shape ReferenceModel::ShapeOf(const TotalOf& total, const std::string& stated_by) const {
  const Measure* measure = FindMeasure(total.measure);
  if (measure == nullptr) return {};
  if (total.over_members == MemberFold::kCount) {
    const Measure* stated = FindStatedMeasure(stated_by);
    return {.unit = stated == nullptr ? "个" : stated->unit, .decimals = 0};
  }
  const bool divided =
      total.over_time == TimeFold::kMean || total.over_members == MemberFold::kMean;
  return {.unit = measure->unit, .decimals = divided ? kDividedDecimals : measure->decimals};
}

Shape ReferenceModel::ShapeOf(const Arithmetic& arithmetic, const std::vector<Shape>& of) const {
  Shape shape = of.front();
  switch (arithmetic.operation) {
    case Operation::kSum:
    case Operation::kDifference:
      for (const Shape& each : of) {
        if (each.unit != shape.unit) errors_.insert(Reason::kUnitMismatch);
        shape.decimals = std::max(shape.decimals, each.decimals);
      }
      return shape;
    case Operation::kProduct:
      shape = {.unit = "", .decimals = 0};
      for (const Shape& each : of) {
        shape.decimals = std::min(9, shape.decimals + each.decimals);
        if (each.unit.empty()) continue;
        const auto [above, below] = Halves(shape.unit);
        const auto [more_above, more_below] = Halves(each.unit);
        if (shape.unit.empty()) {
          shape.unit = each.unit;
        } else if (!below.empty() && below == each.unit) {
          shape.unit = above;
        } else if (!more_below.empty() && more_below == shape.unit) {
          shape.unit = more_above;
        } else {
          errors_.insert(Reason::kUnitMismatch);
        }
      }
      return shape;
    case Operation::kQuotient:
      break;
  }
  const std::string& above = of[0].unit;
  const std::string& below = of[1].unit;
  shape = {.unit = above, .decimals = kDividedDecimals};
  if (above == below) {
    shape.unit = arithmetic.in_percent ? "%" : "";
  } else if (arithmetic.in_percent) {
    errors_.insert(Reason::kUnitMismatch);
  } else if (!below.empty()) {
    // One base unit by another.
    if (above.empty() || !Halves(above).second.empty() || !Halves(below).second.empty()) {
      errors_.insert(Reason::kUnitMismatch);
    }
    shape.unit = above + "/" + below;
  }
  return shape;
}

Shape ReferenceModel::ShapeOf(const Ratio& ratio) const {
  return ShapeOf(Arithmetic{.operation = Operation::kQuotient, .in_percent = ratio.in_percent},
                 {ShapeOf(ratio.numerator, ""), ShapeOf(ratio.denominator, "")});
}

Shape ReferenceModel::ShapeOf(const Expression& expression) const {
  std::vector<Shape> of;
  for (const Expression& operand : expression.operands) of.push_back(ShapeOf(operand));
  if (const auto* reference = std::get_if<IndicatorOf>(&expression.node)) {
    const Indicator* indicator = FindIndicator(reference->indicator);
    return indicator == nullptr ? Shape{} : ShapeOf(*indicator);
  }
  if (const auto* total = std::get_if<TotalOf>(&expression.node)) return ShapeOf(*total, "");
  if (std::holds_alternative<CountOf>(expression.node)) return {.unit = "个", .decimals = 0};
  if (const auto* constant = std::get_if<Constant>(&expression.node)) {
    return {.unit = constant->unit, .decimals = constant->value.Normalized().scale()};
  }
  if (const auto* arithmetic = std::get_if<Arithmetic>(&expression.node)) {
    const auto* divisor = std::get_if<Constant>(&expression.operands.back().node);
    if (arithmetic->operation == Operation::kQuotient && divisor && divisor->value.is_zero()) {
      errors_.insert(Reason::kValueInvalid);
    }
    return ShapeOf(*arithmetic, of);
  }
  if (const auto* ratio = std::get_if<Ratio>(&expression.node)) return ShapeOf(*ratio);
  if (std::holds_alternative<Growth>(expression.node)) {
    return {.unit = of[0].unit == "%" ? "百分点" : "%", .decimals = kDividedDecimals};
  }
  if (const auto* share = std::get_if<Share>(&expression.node)) {
    if (!share->whole.empty() && members_.Find(share->whole) == nullptr) {
      errors_.insert(Reason::kScopeUnknown);
    }
    return {.unit = "%", .decimals = kDividedDecimals};
  }
  if (std::holds_alternative<Rank>(expression.node)) return {.unit = "位", .decimals = 0};
  return of[0];  // a shift or a window
}

}  // namespace taizhang::aggregator
