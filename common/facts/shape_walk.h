#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/facts/indicator_shape.h"

namespace taizhang {

/// Where a part of a definition stands, each within the one above; lives on the stack.
struct PartPath {
  const PartPath* above = nullptr;
  std::string_view field;
  size_t index = kNoIndex;

  static constexpr size_t kNoIndex = SIZE_MAX;

  [[nodiscard]] std::string Text() const;
  [[nodiscard]] std::string Text(std::string_view below) const;
};

/// Walks definitions for indicator_shape.h, from the root down and through the indicators that are
/// named. Nothing is returned where something is wrong, which is then among the findings.
class ShapeWalk {
 public:
  /// `findings` may be null: nobody asks why.
  ShapeWalk(RecordLookup find, std::vector<ShapeFinding>* findings)
      : find_(find), findings_(findings) {}

  std::optional<Shape> OfIndicator(std::string_view name, const Indicator& indicator);
  std::optional<Shape> OfNode(const Expression& node, const PartPath& path);
  std::optional<Shape> OfTotal(const TotalOf& total, const PartPath& path);
  static Shape OfCount();

 private:
  // One for each alternative of a node; `path` is that of the alternative.
  std::optional<Shape> Of(const Expression& node, const IndicatorOf& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const TotalOf& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const CountOf& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Constant& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Arithmetic& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Shift& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Window& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Ratio& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Growth& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Share& of, const PartPath& path);
  std::optional<Shape> Of(const Expression& node, const Rank& of, const PartPath& path);

  /// Counts a node; false, with a finding, where there are too many, or it lies too deep.
  bool TakeNode(const PartPath& path);
  std::optional<Shape> OfDefinition(const Indicator& indicator);
  std::optional<Shape> OfStated(const Indicator& indicator) const;
  /// Of a node with one operand.
  std::optional<Shape> OfOperand(const Expression& node, const PartPath& path);
  std::optional<Shape> OfPart(const TotalOf& total, std::string_view side, const PartPath& path);
  bool CheckFolds(const TotalOf& total, const Measure& measure, const PartPath& path);
  bool CheckWhole(const Share& share, const PartPath& path);
  bool CheckOperands(const Expression& node, const Arithmetic& arithmetic, const PartPath& path);
  /// The unit of a sum, difference, product or quotient.
  std::optional<std::string> UnitOf(const Arithmetic& arithmetic, const std::vector<Shape>& shapes,
                                    const PartPath& path);
  std::optional<std::string> UnitOfQuotient(const std::string& dividend, const std::string& divisor,
                                            bool in_percent, const PartPath& path,
                                            std::string_view second);

  /// Null, with a finding, where `name` is no record of the kind.
  const Record* FindOf(std::string_view name, RecordKind kind, std::string_view field,
                       const PartPath& path);
  /// A unit that counts stated figures have (R19).
  [[nodiscard]] std::string CountUnit(const Indicator& indicator) const;

  void Add(ShapeProblem problem, std::string field, std::string description);

  RecordLookup find_;
  std::vector<ShapeFinding>* findings_;
  std::vector<std::string_view> chain_;  ///< indicators from the root to the one being walked
  int depth_ = 0;                        ///< of the node within its own tree
  int nodes_ = 0;                        ///< in all
  int own_nodes_ = 0;                    ///< of the tree being walked
  bool is_exhausted_ = false;            ///< too many nodes: the walk ends
  std::string referring_;                ///< the root's path to the foreign tree being walked
  bool has_foreign_finding_ = false;     ///< of that tree
};

inline constexpr uint8_t kDecimalsOfQuotients = 2;
inline constexpr uint8_t kIndicatorDecimalsMax = 9;

/// The name of a node's alternative in the proto: "quotient".
std::string_view FieldOfNode(const Expression& node);

/// "in 元", "a pure number".
std::string WithUnit(const std::string& unit);

/// What a figure made of two reads: the coarser frequency, the common temporal kind; its unit and
/// decimals are those of `into`.
void MergeReading(const Shape& from, Shape& into);

}  // namespace taizhang
