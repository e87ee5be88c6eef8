#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/shape_walk.h"
#include "common/values/unit_algebra.h"

namespace taizhang {
namespace {

constexpr size_t kOperandsOfTwo = 2;

bool TakesTwo(Operation operation) {
  return operation == Operation::kDifference || operation == Operation::kQuotient;
}

uint8_t DecimalsOf(Operation operation, const std::vector<Shape>& shapes) {
  int decimals = 0;
  for (const Shape& shape : shapes) {
    decimals = operation == Operation::kProduct ? decimals + shape.decimals
                                                : std::max<int>(decimals, shape.decimals);
  }
  return operation == Operation::kQuotient
             ? kDecimalsOfQuotients
             : static_cast<uint8_t>(std::min<int>(decimals, kIndicatorDecimalsMax));
}

}  // namespace

bool ShapeWalk::CheckOperands(const Expression& node, const Arithmetic& arithmetic,
                              const PartPath& path) {
  const size_t count = node.operands.size();
  const bool takes_two = TakesTwo(arithmetic.operation);
  bool is_sound = takes_two ? count == kOperandsOfTwo : count >= 1 && count <= kOperandsMax;
  if (!is_sound) {
    const bool too_few = count < (takes_two ? kOperandsOfTwo : 1);
    const std::string right =
        takes_two
            ? absl::StrCat("a ", std::string(path.field), " has two operands")
            : absl::StrCat("a ", std::string(path.field), " has 1 to ", kOperandsMax, " operands");
    Add(too_few     ? ShapeProblem::kRequired
        : takes_two ? ShapeProblem::kNotAllowed
                    : ShapeProblem::kTooLarge,
        path.Text("operands"), absl::StrCat("there are ", count, "; ", right));
  }
  const bool is_quotient = arithmetic.operation == Operation::kQuotient;
  if (arithmetic.skip_missing && is_quotient) {
    Add(ShapeProblem::kNotAllowed, path.Text("skip_missing"),
        "a quotient of which one part is missing has no value; leave it out");
    is_sound = false;
  }
  if (arithmetic.in_percent && !is_quotient) {
    Add(ShapeProblem::kNotAllowed, path.Text("in_percent"),
        "only a quotient is in percent; leave it out");
    is_sound = false;
  }
  const auto* divisor = is_quotient && count == kOperandsOfTwo
                            ? std::get_if<Constant>(&node.operands.back().node)
                            : nullptr;
  if (divisor != nullptr && divisor->value.is_zero()) {
    Add(ShapeProblem::kInvalid, path.Text("operands[1].constant.value"),
        "nothing is divided by 0; write another number");
    is_sound = false;
  }
  return is_sound;
}

std::optional<std::string> ShapeWalk::UnitOfQuotient(const std::string& dividend,
                                                     const std::string& divisor, bool in_percent,
                                                     const PartPath& path,
                                                     std::string_view second) {
  if (in_percent) {
    if (dividend == divisor) return "%";
    Add(ShapeProblem::kUnit, path.Text("in_percent"),
        absl::StrCat("what is divided is ", WithUnit(dividend), ", what divides it ",
                     WithUnit(divisor), "; only a quotient of one unit is in percent"));
    return std::nullopt;
  }
  std::optional<std::string> unit = QuotientUnit(dividend, divisor);
  if (!unit) {
    Add(ShapeProblem::kUnit, path.Text(second),
        absl::StrCat("is ", WithUnit(divisor), ", what it divides ", WithUnit(dividend),
                     "; divide by a pure number, by the same unit, or one base unit by another"));
  }
  return unit;
}

std::optional<std::string> ShapeWalk::UnitOf(const Arithmetic& arithmetic,
                                             const std::vector<Shape>& shapes,
                                             const PartPath& path) {
  const auto field = [&](size_t i) { return path.Text(absl::StrCat("operands[", i, "]")); };
  if (arithmetic.operation == Operation::kQuotient) {
    return UnitOfQuotient(shapes.front().unit, shapes.back().unit, arithmetic.in_percent, path,
                          "operands[1]");
  }
  std::string unit = shapes.front().unit;
  bool fits = true;
  for (size_t i = 1; i < shapes.size(); ++i) {
    const std::string& next = shapes[i].unit;
    if (arithmetic.operation != Operation::kProduct) {
      if (next == unit) continue;
      fits = false;
      Add(ShapeProblem::kUnit, field(i),
          absl::StrCat("is ", WithUnit(next), ", operands[0] ", WithUnit(unit), "; terms of a ",
                       std::string(path.field), " have one unit"));
    } else if (std::optional<std::string> product = ProductUnit(unit, next)) {
      unit = *std::move(product);
    } else {
      Add(ShapeProblem::kUnit, field(i),
          absl::StrCat("is ", WithUnit(next), ", the operands before it ", WithUnit(unit),
                       "; all but one are pure numbers, or 元/户 stands beside 户"));
      return std::nullopt;
    }
  }
  if (!fits) return std::nullopt;
  return unit;
}

std::optional<Shape> ShapeWalk::Of(const Expression& node, const Arithmetic& of,
                                   const PartPath& path) {
  const bool is_sound = CheckOperands(node, of, path);
  const size_t looked_at = std::min<size_t>(node.operands.size(), kOperandsMax);
  std::vector<Shape> shapes;
  shapes.reserve(looked_at);
  for (size_t i = 0; i < looked_at; ++i) {
    std::optional<Shape> shape =
        OfNode(node.operands[i], PartPath{.above = &path, .field = "operands", .index = i});
    if (shape) shapes.push_back(*std::move(shape));
  }
  if (!is_sound || shapes.size() != node.operands.size()) return std::nullopt;
  std::optional<std::string> unit = UnitOf(of, shapes, path);
  if (!unit) return std::nullopt;
  Shape made;
  made.reads = false;
  made.flows = true;
  for (const Shape& shape : shapes) MergeReading(shape, made);
  made.unit = *std::move(unit);
  made.decimals = DecimalsOf(of.operation, shapes);
  return made;
}

}  // namespace taizhang
