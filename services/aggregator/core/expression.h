#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/facts/indicator.h"
#include "services/aggregator/core/metered_partitions.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// Steps (PartitionSet::Spend) that one expression may cost: about a second. Ranks multiply what
/// their operand costs by the number of siblings; growths of growths double its digits each time.
inline constexpr int64_t kAnswerStepsMax = 10'000'000;

/// Reads the parts of one answer. What an indicator's name stands for is read once for each scope
/// and period.
///
/// The definition must be sound (CheckShape): then its depth is bounded.
class ExpressionReading {
 public:
  explicit ExpressionReading(const Terms& terms);
  ExpressionReading(const ExpressionReading&) = delete;
  ExpressionReading& operator=(const ExpressionReading&) = delete;

  /// OVERLOADED once it has cost more than kAnswerStepsMax; SCOPE_UNKNOWN and PERIOD_TOO_FINE as of
  /// totals.
  absl::StatusOr<Part> Of(const Expression& node, const Spot& spot);

 private:
  /// Indicator, scope, first month and months.
  using PartKey = std::tuple<std::string, std::string, MonthIndex, int>;

  // One for each kind of node.
  absl::StatusOr<Part> Read(const Expression& node, const IndicatorOf& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const TotalOf& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const CountOf& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Constant& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Arithmetic& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Shift& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Window& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Ratio& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Growth& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Share& of, const Spot& spot);
  absl::StatusOr<Part> Read(const Expression& node, const Rank& of, const Spot& spot);

  /// OVERLOADED where that is more than one answer may cost. Asked before what it is spent on.
  absl::Status Spend(int64_t steps);
  absl::StatusOr<Part> ReadIndicator(const std::string& name, const Spot& spot);
  /// At another period; nothing is there beyond the axis.
  absl::StatusOr<Part> ReadAt(const Expression& node, const RecordName& scope, int64_t first_month,
                              int64_t months);
  /// The total that a node is, itself or by an indicator's name; null where it is none.
  const TotalOf* TotalAt(const Expression& node) const;
  bool IsPercent(const Expression& node);

  MeteredPartitions partitions_;
  Terms terms_;
  absl::flat_hash_map<PartKey, Part> indicators_;
  absl::flat_hash_map<const Expression*, bool> is_percent_;  ///< of operands of growths
};

}  // namespace taizhang::aggregator
