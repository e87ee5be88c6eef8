#include <string>
#include <variant>

#include "common/wire/definition_format.h"

namespace taizhang {
namespace {

namespace wire = type::v1;

// Both sides have the same numbers.
static_assert(static_cast<int>(GrowthBase::kPeriodBefore) == wire::GROWTH_BASE_PERIOD_BEFORE);

// One overload for each alternative of Expression::node.
struct NodeFormatter {
  const Expression& node;
  wire::Expression& written;

  void operator()(const IndicatorOf& of) const { written.set_indicator(of.indicator); }
  void operator()(const TotalOf& of) const { FormatTotal(of, *written.mutable_total()); }
  void operator()(const CountOf& of) const { FormatCount(of, *written.mutable_count()); }
  void operator()(const Constant& of) const {
    written.mutable_constant()->set_value(of.value.ToString());
    written.mutable_constant()->set_unit(of.unit);
  }
  void operator()(const Arithmetic& of) const {
    wire::Operands& operands = OperandsFor(of.operation);
    for (const Expression& operand : node.operands)
      FormatExpression(operand, *operands.add_operands());
    operands.set_skip_missing(of.skip_missing);
    operands.set_in_percent(of.in_percent);
  }
  void operator()(const Shift& of) const {
    wire::Shift& shift = *written.mutable_shift();
    FormatOperand(*shift.mutable_operand());
    shift.set_count(of.count);
    if (of.length) shift.set_length(FormatFrequency(*of.length));
  }
  void operator()(const Window& of) const {
    wire::Window& window = *written.mutable_window();
    FormatOperand(*window.mutable_operand());
    if (of.to_date) window.set_to_date(FormatFrequency(*of.to_date));
    window.set_trailing(of.trailing);
    if (of.trailing != 0) window.set_length(FormatFrequency(of.length));
  }
  void operator()(const Ratio& of) const {
    wire::Ratio& ratio = *written.mutable_ratio();
    FormatTotal(of.numerator, *ratio.mutable_numerator());
    FormatTotal(of.denominator, *ratio.mutable_denominator());
    ratio.set_paired(of.paired);
    ratio.set_mean(of.mean);
    ratio.set_in_percent(of.in_percent);
  }
  void operator()(const Growth& of) const {
    wire::Growth& growth = *written.mutable_growth();
    FormatOperand(*growth.mutable_operand());
    growth.set_base(static_cast<wire::GrowthBase>(of.base));
    growth.set_like_for_like(of.like_for_like);
  }
  void operator()(const Share& of) const {
    FormatOperand(*written.mutable_share()->mutable_operand());
    written.mutable_share()->set_whole(of.whole);
  }
  void operator()(const Rank& /*of*/) const {
    FormatOperand(*written.mutable_rank()->mutable_operand());
  }

 private:
  void FormatOperand(wire::Expression& operand) const {
    if (!node.operands.empty()) FormatExpression(node.operands.front(), operand);
  }
  [[nodiscard]] wire::Operands& OperandsFor(Operation operation) const {
    switch (operation) {
      case Operation::kSum:
        return *written.mutable_sum();
      case Operation::kDifference:
        return *written.mutable_difference();
      case Operation::kProduct:
        return *written.mutable_product();
      case Operation::kQuotient:
        break;
    }
    return *written.mutable_quotient();
  }
};

}  // namespace

void FormatExpression(const Expression& expression, wire::Expression& written) {
  std::visit(NodeFormatter{expression, written}, expression.node);
}

}  // namespace taizhang
