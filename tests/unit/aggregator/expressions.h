#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {

// Nodes of definitions as tests write them.

inline TotalOf AmountsOf(std::string_view measure_id, Filter filter = {}) {
  return {.measure = "measures/" + std::string(measure_id), .filter = std::move(filter)};
}
inline Expression Named(std::string_view indicator_id) {
  return {.node = IndicatorOf{"indicators/" + std::string(indicator_id)}, .operands = {}};
}
inline Expression TotalNode(std::string_view measure_id, Filter filter = {}) {
  return {.node = AmountsOf(measure_id, std::move(filter)), .operands = {}};
}
inline Expression CountNode(RecordKind kind, Filter filter = {}) {
  return {.node = CountOf{.kind = kind, .filter = std::move(filter)}, .operands = {}};
}
inline Expression ConstantNode(std::string_view value, std::string unit = "元") {
  return {.node = Constant{.value = *Decimal::Parse(value), .unit = std::move(unit)},
          .operands = {}};
}
inline Expression ArithmeticNode(Operation operation, std::vector<Expression> operands) {
  return {.node = Arithmetic{.operation = operation}, .operands = std::move(operands)};
}
inline Expression SumNode(std::vector<Expression> operands) {
  return ArithmeticNode(Operation::kSum, std::move(operands));
}
inline Expression DifferenceNode(Expression first, Expression second) {
  return ArithmeticNode(Operation::kDifference, {std::move(first), std::move(second)});
}
inline Expression ProductNode(std::vector<Expression> operands) {
  return ArithmeticNode(Operation::kProduct, std::move(operands));
}
inline Expression QuotientNode(Expression first, Expression second) {
  return ArithmeticNode(Operation::kQuotient, {std::move(first), std::move(second)});
}
inline Expression SkippingMissing(Expression arithmetic) {
  std::get<Arithmetic>(arithmetic.node).skip_missing = true;
  return arithmetic;
}
inline Expression InPercent(Expression arithmetic) {
  std::get<Arithmetic>(arithmetic.node).in_percent = true;
  return arithmetic;
}
inline Expression ShiftNode(Expression operand, int count, std::optional<Frequency> length = {}) {
  return {.node = Shift{.count = count, .length = length}, .operands = {std::move(operand)}};
}
inline Expression ToDateNode(Expression operand, Frequency length) {
  return {.node = Window{.to_date = length}, .operands = {std::move(operand)}};
}
inline Expression TrailingNode(Expression operand, uint32_t count, Frequency length) {
  return {.node = Window{.to_date = {}, .trailing = count, .length = length},
          .operands = {std::move(operand)}};
}
inline Expression RatioNode(Ratio ratio) { return {.node = std::move(ratio), .operands = {}}; }
inline Expression GrowthNode(Expression operand, Growth growth = {}) {
  return {.node = growth, .operands = {std::move(operand)}};
}
inline Expression ShareNode(Expression operand, std::string whole = {}) {
  return {.node = Share{.whole = std::move(whole)}, .operands = {std::move(operand)}};
}
inline Expression RankNode(Expression operand) {
  return {.node = Rank{}, .operands = {std::move(operand)}};
}

/// Kaiping with indicators that are made of others.
class Definitions : public Kaiping {
 public:
  /// The indicator `id`; it can be completed until the next commit.
  Indicator& Made(std::string_view id, Expression expression);
  /// As Get, on terms of its own.
  absl::StatusOr<Figure> AskFor(const std::string& scope, std::string_view indicator,
                                std::string_view period, bool fill,
                                std::optional<Day> members_on = std::nullopt);
};

}  // namespace taizhang::aggregator
