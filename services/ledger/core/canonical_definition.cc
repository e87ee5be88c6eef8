#include <variant>

#include "services/ledger/core/canonical_writer.h"

namespace taizhang::ledger {
namespace {

void PutTotal(const TotalOf& total, CanonicalWriter& out) {
  out.Put(total.measure);
  PutFilter(total.filter, out);
  out.PutEnum(total.over_time);
  out.PutEnum(total.over_members);
}

void PutLength(const std::optional<Frequency>& length, CanonicalWriter& out) {
  out.Put(length ? static_cast<uint64_t>(*length) : 0);
}

// One overload for each alternative of Expression::node.
struct NodeWriter {
  CanonicalWriter& out;

  void operator()(const IndicatorOf& of) const { out.Put(of.indicator); }
  void operator()(const TotalOf& of) const { PutTotal(of, out); }
  void operator()(const CountOf& of) const {
    out.PutEnum(of.kind);
    PutFilter(of.filter, out);
  }
  void operator()(const Constant& of) const {
    const Decimal value = of.value.Normalized();
    out.Put(value.coefficient());
    out.Put(static_cast<uint64_t>(value.scale()));
    out.Put(of.unit);
  }
  void operator()(const Arithmetic& of) const {
    out.PutEnum(of.operation);
    out.Put(uint64_t{of.skip_missing});
    out.Put(uint64_t{of.in_percent});
  }
  void operator()(const Shift& of) const {
    out.Put(Int128{of.count});
    PutLength(of.length, out);
  }
  void operator()(const Window& of) const {
    PutLength(of.to_date, out);
    out.Put(uint64_t{of.trailing});
    out.PutEnum(of.length);
  }
  void operator()(const Ratio& of) const {
    PutTotal(of.numerator, out);
    PutTotal(of.denominator, out);
    out.Put(uint64_t{of.paired});
    out.Put(uint64_t{of.mean});
    out.Put(uint64_t{of.in_percent});
  }
  void operator()(const Growth& of) const {
    out.PutEnum(of.base);
    out.Put(uint64_t{of.like_for_like});
  }
  void operator()(const Share& of) const { out.Put(of.whole); }
  void operator()(const Rank& /*of*/) const {}
};

void PutExpression(const Expression& expression, CanonicalWriter& out) {
  out.Put(uint64_t{expression.node.index()});
  std::visit(NodeWriter{out}, expression.node);
  out.Put(uint64_t{expression.operands.size()});
  for (const Expression& operand : expression.operands) PutExpression(operand, out);
}

}  // namespace

void PutFilter(const Filter& filter, CanonicalWriter& out) {
  out.PutEnums(filter.cluster_kinds);
  out.PutEnums(filter.categories);
  out.PutEnums(filter.stages);
  out.PutEnums(filter.roles);
  out.PutEnums(filter.division_levels);
  out.PutTexts(filter.industries);
  out.PutLabels(filter.labels);
  out.PutTexts(filter.items);
  out.PutOptional(filter.party_organisation);
}

bool HasLaterParts(const Indicator& indicator) {
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  return indicator.decimals.has_value() || (total != nullptr && !total->IsTotal());
}

void PutIndicator(const Indicator& indicator, CanonicalWriter& out) {
  out.Put(uint64_t{indicator.definition.index()});
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  if (total != nullptr) {
    out.Put(total->measure);
    PutFilter(total->filter, out);
  } else if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    out.PutEnum(count->kind);
    PutFilter(count->filter, out);
  } else if (const auto* expression = std::get_if<Expression>(&indicator.definition)) {
    PutExpression(*expression, out);
  }
  out.Put(indicator.stated_by);
  out.Put(indicator.population);
  if (!HasLaterParts(indicator)) return;
  out.PutOptional(indicator.decimals);
  if (total == nullptr) return;
  out.PutEnum(total->over_time);
  out.PutEnum(total->over_members);
}

}  // namespace taizhang::ledger
