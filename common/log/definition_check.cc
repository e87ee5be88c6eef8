#include "common/log/definition_check.h"

#include <cstdint>
#include <string>

#include "common/facts/record.h"
#include "common/log/number_check.h"
#include "common/values/decimal.h"

namespace taizhang {
namespace {

namespace stored = storage::v1;

constexpr uint32_t kDecimalsMax = 9;
constexpr int kConstantDigitsMax = 28;
constexpr int32_t kLengthsMax = 1'200;

const char* FindInTotal(const stored::TotalOf& total) {
  if (!IsName(total.measure())) return "indicator.total.measure";
  if (!HasNumber(total.over_time(), TimeFold::kMax)) return "indicator.total.over_time";
  // 1 is a spelling of the wire that is never kept.
  if (total.over_members() == 1 || !HasNumber(total.over_members(), MemberFold::kCount))
    return "indicator.total.over_members";
  return FindDamageInFilter(total.filter());
}

const char* FindInCount(const stored::CountOf& count) {
  if (count.kind() == 0 || !HasNumber(count.kind(), RecordKind::kIndicator))
    return "indicator.count.kind";
  return FindDamageInFilter(count.filter());
}

const char* FindInConstant(const stored::Constant& constant) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(constant.value());
  if (!value.ok() || value->ToString() != constant.value()) return "constant.value";
  const Int128 end = PowerOfTen(kConstantDigitsMax);
  if (value->scale() > static_cast<int>(kDecimalsMax) || value->coefficient() >= end ||
      value->coefficient() <= -end) {
    return "constant.value";
  }
  return nullptr;
}

const char* FindInShift(const stored::Shift& shift) {
  const int32_t count = shift.count();
  if (count == 0 || count < -kLengthsMax || count > kLengthsMax) return "shift.count";
  if (shift.length() != 0 && !IsFrequency(shift.length())) return "shift.length";
  return nullptr;
}

const char* FindInWindow(const stored::Window& window) {
  if (!IsFrequency(window.length())) return "window.length";
  if (window.trailing() > static_cast<uint32_t>(kLengthsMax)) return "window.trailing";
  if (window.trailing() != 0) return window.to_date() == 0 ? nullptr : "window.to_date";
  if (!IsFrequency(window.to_date()) || window.to_date() == 1) return "window.to_date";
  return window.length() == 1 ? nullptr : "window.length";
}

const char* FindInRatio(const stored::Ratio& ratio) {
  if (const char* damage = FindInTotal(ratio.numerator())) return damage;
  return FindInTotal(ratio.denominator());
}

const char* FindInNode(const stored::Expression& node) {
  switch (node.node_case()) {
    case stored::Expression::kIndicator:
      return IsName(node.indicator()) ? nullptr : "expression.indicator";
    case stored::Expression::kTotal:
      return FindInTotal(node.total());
    case stored::Expression::kCount:
      return FindInCount(node.count());
    case stored::Expression::kConstant:
      return FindInConstant(node.constant());
    case stored::Expression::kArithmetic:
      return HasNumber(node.arithmetic().operation(), Operation::kQuotient)
                 ? nullptr
                 : "arithmetic.operation";
    case stored::Expression::kShift:
      return FindInShift(node.shift());
    case stored::Expression::kWindow:
      return FindInWindow(node.window());
    case stored::Expression::kRatio:
      return FindInRatio(node.ratio());
    case stored::Expression::kGrowth:
      // 1 is a spelling of the wire that is never kept.
      return node.growth().base() == 1 ||
                     !HasNumber(node.growth().base(), GrowthBase::kPeriodBefore)
                 ? "growth.base"
                 : nullptr;
    case stored::Expression::kShareOf:
      return IsNameOrEmpty(node.share_of()) ? nullptr : "expression.share_of";
    case stored::Expression::kRank:
      return node.rank() ? nullptr : "expression.rank";
    case stored::Expression::NODE_NOT_SET:
      break;
  }
  return "expression.node";
}

bool HasItsOperands(const stored::Expression& node) {
  const int count = node.operands_size();
  switch (node.node_case()) {
    case stored::Expression::kArithmetic: {
      const auto operation = static_cast<Operation>(node.arithmetic().operation());
      const bool takes_two =
          operation == Operation::kDifference || operation == Operation::kQuotient;
      return takes_two ? count == 2 : count >= 1 && count <= kOperandsMax;
    }
    case stored::Expression::kShift:
    case stored::Expression::kWindow:
    case stored::Expression::kGrowth:
    case stored::Expression::kShareOf:
    case stored::Expression::kRank:
      return count == 1;
    case stored::Expression::kIndicator:
    case stored::Expression::kTotal:
    case stored::Expression::kCount:
    case stored::Expression::kConstant:
    case stored::Expression::kRatio:
    case stored::Expression::NODE_NOT_SET:
      break;
  }
  return count == 0;
}

/// `nodes` is how many there were before this one.
const char* FindInExpression(const stored::Expression& node, int depth, int& nodes) {
  if (depth > kExpressionDepthMax) return "expression: too deep";
  if (++nodes > kExpressionNodesMax) return "expression: too many nodes";
  if (const char* damage = FindInNode(node)) return damage;
  if (!HasItsOperands(node)) return "expression.operands";
  for (const stored::Expression& operand : node.operands()) {
    if (const char* damage = FindInExpression(operand, depth + 1, nodes)) return damage;
  }
  return nullptr;
}

}  // namespace

const char* FindDamageInFilter(const stored::Filter& filter) {
  if (!HasNumbers(filter.cluster_kinds(), ClusterKind::kPark)) return "filter.cluster_kinds";
  if (!HasNumbers(filter.categories(), ProjectCategory::kOther)) return "filter.categories";
  if (!HasNumbers(filter.stages(), Stage::kCancelled)) return "filter.stages";
  if (!HasNumbers(filter.roles(), Role::kBrandOperator)) return "filter.roles";
  if (!HasNumbers(filter.division_levels(), DivisionLevel::kVillage))
    return "filter.division_levels";
  return nullptr;
}

const char* FindDamageInIndicator(const stored::Indicator& indicator) {
  if (!IsNameOrEmpty(indicator.stated_by())) return "indicator.stated_by";
  if (!IsNameOrEmpty(indicator.population())) return "indicator.population";
  if (indicator.decimals() > kDecimalsMax) return "indicator.decimals";
  if (indicator.has_total()) return FindInTotal(indicator.total());
  if (indicator.has_count()) return FindInCount(indicator.count());
  int nodes = 0;
  return indicator.has_expression() ? FindInExpression(indicator.expression(), 1, nodes) : nullptr;
}

}  // namespace taizhang
