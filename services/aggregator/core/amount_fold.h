#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "services/aggregator/core/exact.h"
#include "services/aggregator/core/figure.h"
#include "services/aggregator/core/member_amount.h"
#include "services/aggregator/core/question.h"

namespace taizhang::aggregator {

/// A fold's number, or why it has none.
struct FoldedNumber {
  /// What was not divided in counts of 10^-decimals, a mean exactly.
  std::variant<std::monostate, Quantity, ExactQuantity> number;
  int decimals = 0;  ///< of a Quantity
  NoValue no_value = NoValue::kNone;

  [[nodiscard]] bool HasNumber() const { return number.index() != 0; }
};

/// Folds members' amounts into one number (R14), whatever their order and partitions: exactly, and
/// without allocating for one of them.
class AmountFold {
 public:
  explicit AmountFold(const TotalQuestion& question)
      : over_members_(question.over_members),
        is_exact_(over_members_ == MemberFold::kMean ||
                  (!question.IsNatural() && question.over_time == TimeFold::kMean)),
        additive_(question.measure.additive),
        decimals_(question.measure.decimals),
        extreme_(over_members_ == MemberFold::kMax) {}

  /// A REMAINDER is in sums alone: it stands for a number of subjects that nobody knows.
  void Add(const MemberAmount& amount, bool is_remainder);
  [[nodiscard]] FoldedNumber Number() const;

 private:
  [[nodiscard]] FoldedNumber Folded() const;
  [[nodiscard]] ExactQuantity Sum() const;
  [[nodiscard]] ExactQuantity Extremum() const;

  MemberFold over_members_;
  bool is_exact_;
  bool additive_;
  int decimals_;
  int64_t members_ = 0;            ///< whose amounts are in it
  bool has_sums_ = false;          ///< of one of them more than one amount was added up
  Counters whole_;                 ///< those with divisor 1
  std::vector<Counters> divided_;  ///< by divisor
  Extreme extreme_;
};

}  // namespace taizhang::aggregator
