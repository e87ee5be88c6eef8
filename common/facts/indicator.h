#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/facts/filter.h"
#include "common/values/decimal.h"
#include "common/values/period.h"
#include "common/values/record_name.h"

namespace taizhang {

// The numbers of every enum here are part of the stored format; 0 is the default.

/// Over one subject's measure-periods (R14). kNatural: what adds up, the sum of a FLOW, the last of
/// a STOCK, the runs of a YEAR_TO_DATE. A FLOW's sum and a STOCK's last are kept as kNatural.
enum class TimeFold : uint8_t {
  kNatural = 0,
  kSum = 1,
  kLast = 2,
  kFirst = 3,
  kMean = 4,
  kMin = 5,
  kMax = 6
};
/// Over the subjects that contribute (R14); 1 is the sum's other spelling on the wire.
enum class MemberFold : uint8_t { kSum = 0, kMean = 2, kMin = 3, kMax = 4, kCount = 5 };

/// The amounts of a measure, folded over time for each subject first, then over the subjects.
struct TotalOf {
  std::string measure;  ///< record name
  Filter filter;
  TimeFold over_time = TimeFold::kNatural;
  MemberFold over_members = MemberFold::kSum;

  /// Whether it adds up, so that it can be kept in cells.
  [[nodiscard]] bool IsTotal() const {
    return over_time == TimeFold::kNatural && over_members == MemberFold::kSum;
  }
  friend bool operator==(const TotalOf&, const TotalOf&) = default;
};

struct CountOf {
  RecordKind kind = RecordKind::kVillage;
  Filter filter;
  friend bool operator==(const CountOf&, const CountOf&) = default;
};

/// Another indicator's figure.
struct IndicatorOf {
  std::string indicator;  ///< record name
  friend bool operator==(const IndicatorOf&, const IndicatorOf&) = default;
};

struct Constant {
  Decimal value;
  std::string unit;  ///< a base unit; empty: a pure number
  friend bool operator==(const Constant&, const Constant&) = default;
};

enum class Operation : uint8_t { kSum = 0, kDifference = 1, kProduct = 2, kQuotient = 3 };

/// Of 1 to 16 operands; a difference and a quotient of two.
struct Arithmetic {
  Operation operation = Operation::kSum;
  bool skip_missing = false;
  bool in_percent = false;  ///< a quotient of one unit
  friend bool operator==(const Arithmetic&, const Arithmetic&) = default;
};

/// Its operand at another period.
struct Shift {
  int32_t count = 0;                ///< lengths; below 0: back in time
  std::optional<Frequency> length;  ///< unset: the query's own
  friend bool operator==(const Shift&, const Shift&) = default;
};

/// Its operand over more of time: one of the two.
struct Window {
  std::optional<Frequency> to_date;      ///< from the beginning of the year, half-year or quarter
  uint32_t trailing = 0;                 ///< lengths up to the query's end
  Frequency length = Frequency::kMonth;  ///< of `trailing`
  friend bool operator==(const Window&, const Window&) = default;
};

/// Two totals of the same subjects. Has no operands.
struct Ratio {
  TotalOf numerator;
  TotalOf denominator;
  bool paired = false;
  bool mean = false;  ///< of the subjects' own ratios
  bool in_percent = false;
  friend bool operator==(const Ratio&, const Ratio&) = default;
};

enum class GrowthBase : uint8_t { kYearEarlier = 0, kPeriodBefore = 2 };

/// Of its operand.
struct Growth {
  GrowthBase base = GrowthBase::kYearEarlier;
  bool like_for_like = false;
  friend bool operator==(const Growth&, const Growth&) = default;
};

/// Of its operand at the scope in that at a whole.
struct Share {
  std::string whole;  ///< record name; empty: the scope's parent
  friend bool operator==(const Share&, const Share&) = default;
};

/// By its operand, among siblings.
struct Rank {
  friend bool operator==(const Rank&, const Rank&) = default;
};

/// A figure made of figures: a tree of nodes, each with as many operands as its kind needs.
struct Expression {
  using Node = std::variant<IndicatorOf, TotalOf, CountOf, Constant, Arithmetic, Shift, Window,
                            Ratio, Growth, Share, Rank>;
  Node node;
  std::vector<Expression> operands;

  friend bool operator==(const Expression&, const Expression&) = default;
};

inline constexpr int kExpressionNodesMax = 64;
inline constexpr int kExpressionDepthMax = 8;
inline constexpr int kOperandsMax = 16;
/// Indicators that name indicators: how deep, and how many nodes with all that they name.
inline constexpr int kIndicatorDepthMax = 8;
inline constexpr int kIndicatorNodesMax = 256;

/// monostate: stated figures only (R3).
using IndicatorDefinition = std::variant<std::monostate, TotalOf, CountOf, Expression>;

struct Indicator {
  IndicatorDefinition definition;
  std::string stated_by;            ///< record name of a measure; empty: R3's default
  std::string population;           ///< record name of a count indicator; may be empty (R12)
  std::optional<uint8_t> decimals;  ///< of its figures; unset: see indicator_shape.h
  friend bool operator==(const Indicator&, const Indicator&) = default;
};

}  // namespace taizhang
