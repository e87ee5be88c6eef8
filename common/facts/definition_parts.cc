#include "common/facts/definition_parts.h"

#include <string_view>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/facts/shape_walk.h"

namespace taizhang {
namespace {

void Collect(const Expression& node, const std::string& path, std::vector<DefinitionPart>& parts) {
  std::string below = absl::StrCat(path, ".");
  below.append(FieldOfNode(node));
  if (const auto* total = std::get_if<TotalOf>(&node.node)) {
    parts.push_back({.path = below, .total = total});
  } else if (const auto* count = std::get_if<CountOf>(&node.node)) {
    parts.push_back({.path = below, .count = count});
  } else if (const auto* indicator = std::get_if<IndicatorOf>(&node.node)) {
    parts.push_back({.path = below, .indicator = indicator});
  } else if (const auto* ratio = std::get_if<Ratio>(&node.node)) {
    parts.push_back({.path = below + ".numerator", .total = &ratio->numerator});
    parts.push_back({.path = below + ".denominator", .total = &ratio->denominator});
  }
  const bool has_list = std::holds_alternative<Arithmetic>(node.node);
  for (size_t i = 0; i < node.operands.size(); ++i) {
    Collect(node.operands[i],
            has_list ? absl::StrCat(below, ".operands[", i, "]") : below + ".operand", parts);
  }
}

void CollectTotals(Expression& node, std::vector<TotalOf*>& totals) {
  if (auto* total = std::get_if<TotalOf>(&node.node)) totals.push_back(total);
  if (auto* ratio = std::get_if<Ratio>(&node.node)) {
    totals.push_back(&ratio->numerator);
    totals.push_back(&ratio->denominator);
  }
  for (Expression& operand : node.operands) CollectTotals(operand, totals);
}

}  // namespace

std::vector<DefinitionPart> PartsOf(const IndicatorDefinition& definition) {
  std::vector<DefinitionPart> parts;
  if (const auto* total = std::get_if<TotalOf>(&definition)) {
    parts.push_back({.path = "total", .total = total});
  } else if (const auto* count = std::get_if<CountOf>(&definition)) {
    parts.push_back({.path = "count", .count = count});
  } else if (const auto* expression = std::get_if<Expression>(&definition)) {
    Collect(*expression, "expression", parts);
  }
  return parts;
}

std::vector<TotalOf*> TotalsOf(IndicatorDefinition& definition) {
  std::vector<TotalOf*> totals;
  if (auto* total = std::get_if<TotalOf>(&definition)) totals.push_back(total);
  if (auto* expression = std::get_if<Expression>(&definition)) CollectTotals(*expression, totals);
  return totals;
}

}  // namespace taizhang
