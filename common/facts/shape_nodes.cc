#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/shape_walk.h"
#include "common/values/record_name.h"
#include "common/values/units.h"

namespace taizhang {
namespace {

constexpr int kConstantDigitsMax = 28;
constexpr int kConstantScaleMax = 9;
constexpr int kLengthsMax = 1'200;
constexpr std::string_view kPercent = "%";
constexpr std::string_view kPercentagePoints = "百分点";
constexpr std::string_view kRankUnit = "位";

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

/// The name of a node's alternative in the proto.
struct FieldOf {
  std::string_view operator()(const IndicatorOf& /*of*/) const { return "indicator"; }
  std::string_view operator()(const TotalOf& /*of*/) const { return "total"; }
  std::string_view operator()(const CountOf& /*of*/) const { return "count"; }
  std::string_view operator()(const Constant& /*of*/) const { return "constant"; }
  std::string_view operator()(const Arithmetic& of) const {
    switch (of.operation) {
      case Operation::kSum:
        return "sum";
      case Operation::kDifference:
        return "difference";
      case Operation::kProduct:
        return "product";
      case Operation::kQuotient:
        break;
    }
    return "quotient";
  }
  std::string_view operator()(const Shift& /*of*/) const { return "shift"; }
  std::string_view operator()(const Window& /*of*/) const { return "window"; }
  std::string_view operator()(const Ratio& /*of*/) const { return "ratio"; }
  std::string_view operator()(const Growth& /*of*/) const { return "growth"; }
  std::string_view operator()(const Share& /*of*/) const { return "share"; }
  std::string_view operator()(const Rank& /*of*/) const { return "rank"; }
};

/// It is made of a total or count and is none any more.
void MakeNoTotal(Shape& shape) {
  shape.is_total = false;
  shape.adds_up = false;
}

void MakeOf(Shape& shape, std::string_view unit, uint8_t decimals) {
  shape.unit = unit;
  shape.decimals = decimals;
  MakeNoTotal(shape);
}

}  // namespace

std::string_view FieldOfNode(const Expression& node) { return std::visit(FieldOf{}, node.node); }

bool ShapeWalk::TakeNode(const PartPath& path) {
  if (is_exhausted_) return false;
  const auto refuse = [&](std::string description) {
    is_exhausted_ = true;
    Add(ShapeProblem::kTooLarge, path.Text(), std::move(description));
    return false;
  };
  if (depth_ >= kExpressionDepthMax) {
    return refuse(absl::StrCat("lies deeper than ", kExpressionDepthMax,
                               " nodes; name a part of it as an indicator of its own"));
  }
  if (own_nodes_ >= kExpressionNodesMax) {
    return refuse(absl::StrCat("a definition has up to ", kExpressionNodesMax,
                               " nodes; name a part of it as an indicator of its own"));
  }
  if (nodes_ >= kIndicatorNodesMax) {
    return refuse(absl::StrCat("a definition has up to ", kIndicatorNodesMax,
                               " nodes with those of the indicators that it names"));
  }
  ++own_nodes_;
  ++nodes_;
  return true;
}

std::optional<Shape> ShapeWalk::OfNode(const Expression& node, const PartPath& path) {
  if (!TakeNode(path)) return std::nullopt;
  ++depth_;
  std::optional<Shape> shape = std::visit(
      [&](const auto& of) {
        return Of(node, of, PartPath{.above = &path, .field = FieldOfNode(node)});
      },
      node.node);
  --depth_;
  return shape;
}

std::optional<Shape> ShapeWalk::Of(const Expression& /*node*/, const IndicatorOf& of,
                                   const PartPath& path) {
  if (of.indicator.empty()) {
    Add(ShapeProblem::kRequired, path.above->Text(),
        "say what stands at this node: an indicator, a total, a count, a constant, or what is made "
        "of others");
    return std::nullopt;
  }
  if (std::find(chain_.begin(), chain_.end(), of.indicator) != chain_.end()) {
    std::string cycle;
    for (const std::string_view name : chain_) absl::StrAppend(&cycle, View(name), " → ");
    Add(ShapeProblem::kCycle, path.Text(),
        absl::StrCat("an indicator cannot be made of itself: ", cycle, of.indicator));
    return std::nullopt;
  }
  const Record* record = FindOf(of.indicator, RecordKind::kIndicator, "", path);
  if (record == nullptr) return std::nullopt;
  if (chain_.size() > static_cast<size_t>(kIndicatorDepthMax)) {
    is_exhausted_ = true;
    Add(ShapeProblem::kTooLarge, path.Text(),
        absl::StrCat("indicators name others in turn up to ", kIndicatorDepthMax, " deep"));
    return std::nullopt;
  }
  const auto& indicator = std::get<Indicator>(record->details);
  if (std::holds_alternative<std::monostate>(indicator.definition)) {
    Add(ShapeProblem::kInvalid, path.Text(),
        absl::StrCat(of.indicator, " has stated figures only; name one that is computed"));
    return std::nullopt;
  }
  if (chain_.size() <= 1 && findings_ != nullptr) {
    referring_ = path.Text();
    has_foreign_finding_ = false;
  }
  const int depth = std::exchange(depth_, 0);
  const int own_nodes = std::exchange(own_nodes_, 0);
  // A total or count is a node too, but none that OfNode meets.
  const bool is_leaf = !std::holds_alternative<Expression>(indicator.definition);
  std::optional<Shape> shape;
  if (!is_leaf || TakeNode(path)) shape = OfIndicator(of.indicator, indicator);
  depth_ = depth;
  own_nodes_ = own_nodes;
  if (shape) ++shape->nodes;
  return shape;
}

std::optional<Shape> ShapeWalk::Of(const Expression& /*node*/, const TotalOf& of,
                                   const PartPath& path) {
  return OfTotal(of, path);
}

std::optional<Shape> ShapeWalk::Of(const Expression& /*node*/, const CountOf& /*of*/,
                                   const PartPath& /*path*/) {
  return OfCount();
}

std::optional<Shape> ShapeWalk::Of(const Expression& /*node*/, const Constant& of,
                                   const PartPath& path) {
  const Decimal value = of.value.Normalized();
  if (value.scale() > kConstantScaleMax || value.coefficient() >= PowerOfTen(kConstantDigitsMax) ||
      value.coefficient() <= -PowerOfTen(kConstantDigitsMax)) {
    Add(ShapeProblem::kInvalid, path.Text("value"),
        absl::StrCat("has too many digits; a constant has up to ", kConstantDigitsMax, ", ",
                     kConstantScaleMax, " of them decimals"));
    return std::nullopt;
  }
  if (!of.unit.empty() && !IsBaseUnit(of.unit)) {
    const absl::StatusOr<Unit> found = FindUnit(of.unit);
    Add(ShapeProblem::kUnit, path.Text("unit"),
        found.ok() ? absl::StrCat("a constant is in a base unit; that of ", of.unit, " is ",
                                  std::string(found->base))
                   : std::string(found.status().message()));
    return std::nullopt;
  }
  Shape shape;
  shape.unit = of.unit;
  shape.decimals = static_cast<uint8_t>(value.scale());
  shape.reads = false;
  shape.flows = true;
  return shape;
}

std::optional<Shape> ShapeWalk::OfOperand(const Expression& node, const PartPath& path) {
  const PartPath operand{.above = &path, .field = "operand"};
  if (node.operands.size() != 1) {
    Add(ShapeProblem::kRequired, operand.Text(), "say of what");
    return std::nullopt;
  }
  std::optional<Shape> shape = OfNode(node.operands.front(), operand);
  if (shape) ++shape->nodes;
  return shape;
}

std::optional<Shape> ShapeWalk::Of(const Expression& node, const Shift& of, const PartPath& path) {
  const bool is_valid = of.count != 0 && of.count >= -kLengthsMax && of.count <= kLengthsMax;
  std::optional<Shape> shape = OfOperand(node, path);
  if (!is_valid) {
    Add(ShapeProblem::kInvalid, path.Text("count"),
        "by how many lengths, below 0 back in time: -1200 to 1200 and not 0");
    return std::nullopt;
  }
  if (shape) MakeNoTotal(*shape);
  return shape;
}

std::optional<Shape> ShapeWalk::Of(const Expression& node, const Window& of, const PartPath& path) {
  std::optional<Shape> shape = OfOperand(node, path);
  const bool has_trailing = of.trailing != 0;
  const auto refuse = [&](ShapeProblem problem, std::string_view field, std::string description) {
    Add(problem, path.Text(field), std::move(description));
    return std::nullopt;
  };
  if (!of.to_date && !has_trailing)
    return refuse(ShapeProblem::kRequired, "to_date", "say to_date, or trailing with its length");
  if (of.to_date && has_trailing)
    return refuse(ShapeProblem::kNotAllowed, "trailing",
                  "a window has to_date or trailing, not both");
  if (of.to_date == Frequency::kMonth)
    return refuse(ShapeProblem::kInvalid, "to_date", "say YEAR, HALF_YEAR or QUARTER");
  if (of.trailing > static_cast<uint32_t>(kLengthsMax))
    return refuse(ShapeProblem::kInvalid, "trailing", "1 to 1200 lengths up to the query's end");
  if (!shape) return std::nullopt;
  if (shape->reads && !shape->flows)
    return refuse(ShapeProblem::kNotAllowed, "operand",
                  "a window is read over what flows, FLOW and YEAR_TO_DATE, alone; a STOCK or a "
                  "count has a value at its end and no more");
  MakeNoTotal(*shape);
  return shape;
}

std::optional<Shape> ShapeWalk::OfPart(const TotalOf& total, std::string_view side,
                                       const PartPath& path) {
  const PartPath part{.above = &path, .field = side};
  std::optional<Shape> shape = OfTotal(total, part);
  if (!shape || shape->is_total) return shape;
  Add(ShapeProblem::kNotAllowed,
      part.Text(total.over_members != MemberFold::kSum ? "over_members" : "over_time"),
      "a ratio is one of what adds up; leave the folds out, or divide with quotient");
  return std::nullopt;
}

std::optional<Shape> ShapeWalk::Of(const Expression& /*node*/, const Ratio& of,
                                   const PartPath& path) {
  std::optional<Shape> shape = OfPart(of.numerator, "numerator", path);
  const std::optional<Shape> divisor = OfPart(of.denominator, "denominator", path);
  if (!shape || !divisor) return std::nullopt;
  const std::optional<std::string> unit =
      UnitOfQuotient(shape->unit, divisor->unit, of.in_percent, path, "denominator");
  if (!unit) return std::nullopt;
  MergeReading(*divisor, *shape);
  shape->nodes = 1;
  MakeOf(*shape, *unit, kDecimalsOfQuotients);
  return shape;
}

std::optional<Shape> ShapeWalk::Of(const Expression& node, const Growth& of, const PartPath& path) {
  std::optional<Shape> shape = OfOperand(node, path);
  if (!shape) return std::nullopt;
  if (of.like_for_like && !shape->is_total) {
    Add(ShapeProblem::kNotAllowed, path.Text("like_for_like"),
        "only a total compares like for like; make the operand one, or leave it out");
    return std::nullopt;
  }
  MakeOf(*shape, shape->unit == kPercent ? kPercentagePoints : kPercent, kDecimalsOfQuotients);
  return shape;
}

bool ShapeWalk::CheckWhole(const Share& share, const PartPath& path) {
  if (share.whole.empty()) return true;
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(share.whole);
  if (!parsed.ok()) {
    Add(ShapeProblem::kName, path.Text("whole"), std::string(parsed.status().message()));
    return false;
  }
  if (parsed->kind() == RecordKind::kDivision || parsed->kind() == RecordKind::kCluster)
    return FindOf(share.whole, parsed->kind(), "whole", path) != nullptr;
  Add(ShapeProblem::kName, path.Text("whole"),
      absl::StrCat(share.whole, " is a ", View(KindName(parsed->kind())),
                   "; name a division or cluster, or leave it out for the scope's parent"));
  return false;
}

std::optional<Shape> ShapeWalk::Of(const Expression& node, const Share& of, const PartPath& path) {
  std::optional<Shape> shape = OfOperand(node, path);
  if (!CheckWhole(of, path) || !shape) return std::nullopt;
  MakeOf(*shape, kPercent, kDecimalsOfQuotients);
  return shape;
}

std::optional<Shape> ShapeWalk::Of(const Expression& node, const Rank& /*of*/,
                                   const PartPath& path) {
  std::optional<Shape> shape = OfOperand(node, path);
  if (shape) MakeOf(*shape, kRankUnit, 0);
  return shape;
}

}  // namespace taizhang
