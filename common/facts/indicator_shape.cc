#include "common/facts/indicator_shape.h"

#include "common/facts/shape_walk.h"

namespace taizhang {

std::optional<Shape> ShapeOf(const Indicator& indicator, RecordLookup find) {
  return ShapeWalk(find, nullptr).OfIndicator({}, indicator);
}

std::optional<Shape> ShapeOf(const Expression& node, RecordLookup find) {
  return ShapeWalk(find, nullptr).OfNode(node, PartPath{.field = "expression"});
}

std::optional<Shape> ShapeOf(const TotalOf& total, RecordLookup find) {
  return ShapeWalk(find, nullptr).OfTotal(total, PartPath{.field = "total"});
}

Shape ShapeOf(const CountOf& /*count*/) { return ShapeWalk::OfCount(); }

ShapeReport CheckShape(std::string_view name, const Indicator& indicator, RecordLookup find) {
  ShapeReport report;
  report.shape = ShapeWalk(find, &report.findings).OfIndicator(name, indicator);
  if (!report.findings.empty()) report.shape.reset();
  return report;
}

}  // namespace taizhang
