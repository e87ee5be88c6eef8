#pragma once

#include <cstdint>
#include <optional>

#include "common/facts/indicator.h"
#include "common/values/interval.h"
#include "services/aggregator/core/series.h"

namespace taizhang::aggregator {

/// What one member's amounts come to after their fold over time (R14): counters ÷ divisor, in
/// counts of 10^-decimals of the measure.
struct MemberAmount {
  Counters counters;
  int32_t divisor = 1;  ///< above 1: of a mean
  bool is_sum = false;  ///< more than one amount was added up in it: items, periods, a run's start

  friend bool operator==(const MemberAmount&, const MemberAmount&) = default;
};

/// Fractions small enough to be compared without allocating.
struct SmallFraction {
  Int128 numerator = 0;
  int32_t denominator = 1;  ///< above 0
};
/// Below 0, 0 or above 0.
int CompareFractions(const SmallFraction& a, const SmallFraction& b);

struct SmallEnd {
  SmallFraction value;
  bool open = false;
};

/// The least or the greatest of amounts, in any order: of [a, b] and [c, d] the least is
/// [min(a, c), min(b, d)], the greatest [max(a, c), max(b, d)] (R14).
class Extreme {
 public:
  explicit Extreme(bool is_greatest) : sign_(is_greatest ? -1 : 1) {}

  void Add(const Counters& counters, int32_t divisor);
  void Clear() { *this = Extreme(sign_ < 0); }

  [[nodiscard]] bool IsEmpty() const { return is_empty_; }
  [[nodiscard]] const SmallFraction& value() const { return value_; }
  [[nodiscard]] std::optional<SmallEnd> lower() const { return sign_ > 0 ? outer() : inner_; }
  [[nodiscard]] std::optional<SmallEnd> upper() const { return sign_ > 0 ? inner_ : outer(); }
  [[nodiscard]] bool is_bounded() const { return is_bounded_; }
  [[nodiscard]] bool is_about() const { return is_about_; }

 private:
  [[nodiscard]] std::optional<SmallEnd> outer() const {
    return is_outer_open_ended_ ? std::nullopt : outer_;
  }

  int sign_;
  bool is_empty_ = true;
  bool is_bounded_ = false;
  bool is_about_ = false;
  SmallFraction value_;
  /// Of the least its lower end, which is missing where any amount's is; at a tie a closed one.
  std::optional<SmallEnd> outer_;
  bool is_outer_open_ended_ = false;
  /// Of the least its upper end, of those that have one; at a tie an open one.
  std::optional<SmallEnd> inner_;
};

/// Folds one member's amounts over its measure-periods.
class TimeFolding {
 public:
  /// kNatural, kFirst and kLast: what is added adds up.
  explicit TimeFolding(TimeFold fold) : fold_(fold), extreme_(fold == TimeFold::kMax) {}

  void Clear();
  /// An amount that stands in `times` measure-periods.
  void Add(const PeriodAmount& amount, int times);
  /// A single exact one.
  void AddExact(Int128 value) {
    if (IsExtreme()) {
      extreme_.Add({.sum = value, .count = 1}, 1);
    } else {
      amount_.counters.sum += value;
      ++amount_.counters.count;
      if (fold_ == TimeFold::kMean) {
        amount_.divisor = is_empty_ ? 1 : amount_.divisor + 1;
      } else {
        amount_.is_sum = amount_.counters.count > 1;
      }
    }
    is_empty_ = false;
  }
  [[nodiscard]] bool IsEmpty() const { return is_empty_; }
  /// Not empty.
  [[nodiscard]] MemberAmount Result() const;

 private:
  [[nodiscard]] bool IsExtreme() const {
    return fold_ == TimeFold::kMin || fold_ == TimeFold::kMax;
  }

  TimeFold fold_;
  bool is_empty_ = true;
  MemberAmount amount_;
  Extreme extreme_;
};

}  // namespace taizhang::aggregator
