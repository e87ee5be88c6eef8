#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/facts/record.h"

namespace taizhang {

/// What the figures of a definition, or of a node of one, are like (R14, R16, R17, R19).
struct Shape {
  std::string unit;  ///< "" a pure number, otherwise "元", "%", "元/户"
  uint8_t decimals = 0;
  Frequency frequency = Frequency::kMonth;  ///< the coarsest of what it reads
  /// Of what it reads; unspecified where that is of several kinds, or nothing.
  TemporalKind temporal_kind = TemporalKind::kUnspecified;
  bool reads = true;      ///< anything at all: it is not made of constants alone
  bool flows = false;     ///< all that it reads does, so that a window can be read of it
  bool is_total = false;  ///< a total (TotalOf::IsTotal), as it is or by an indicator's name
  bool adds_up = false;   ///< a count, or a total of a measure that is additive
  int nodes = 1;          ///< those of the indicators that it names included

  friend bool operator==(const Shape&, const Shape&) = default;
};

/// What is wrong with a part of a definition.
enum class ShapeProblem : uint8_t {
  kRequired,    ///< it is left out
  kNotAllowed,  ///< it does not belong there
  kInvalid,     ///< a number that it cannot be
  kName,        ///< a name of nothing that could stand there
  kUnknown,     ///< it names what is not known, or is withdrawn
  kUnit,        ///< units that do not fit
  kTooLarge,    ///< too many nodes or operands, or too deep
  kCycle,       ///< an indicator that is made of itself
};

struct ShapeFinding {
  ShapeProblem problem = ShapeProblem::kInvalid;
  std::string field;        ///< path in the proto: "expression.quotient.operands[1].total.measure"
  std::string description;  ///< what is wrong and what would be right
};

/// The record of a name, or null where there is none.
using RecordLookup = absl::FunctionRef<const Record*(std::string_view name)>;

/// Costs a look-up for each measure and indicator that it names, and theirs in turn, at most
/// kIndicatorNodesMax nodes. Nothing where the definition is not sound (CheckShape says why).
/// Of an indicator with stated figures only (R3) it is the shape of these.
std::optional<Shape> ShapeOf(const Indicator& indicator, RecordLookup find);
std::optional<Shape> ShapeOf(const Expression& node, RecordLookup find);
std::optional<Shape> ShapeOf(const TotalOf& total, RecordLookup find);
Shape ShapeOf(const CountOf& count);

/// Everything that is wrong with a definition and its decimals, in the order of its fields. What is
/// wrong within another indicator that it names stands at that name, once. `name` is the
/// indicator's own, for cycles. Filters are not looked at.
struct ShapeReport {
  std::optional<Shape> shape;  ///< nothing where there are findings
  std::vector<ShapeFinding> findings;
};
ShapeReport CheckShape(std::string_view name, const Indicator& indicator, RecordLookup find);

}  // namespace taizhang
