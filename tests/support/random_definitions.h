#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "common/facts/record.h"

namespace taizhang::aggregator {

/// A measure as definitions refer to it.
struct MeasureOffer {
  std::string name;  ///< "measures/flow-month"
  std::string unit;
  TemporalKind kind = TemporalKind::kFlow;
  bool itemised = false;
};

/// An indicator that definitions can name.
struct IndicatorOffer {
  std::string name;
  std::string unit;
  bool flows = false;     ///< all that it reads does
  bool is_total = false;  ///< one that adds up
};

/// Definitions at random that are sound: units fit, windows are over what flows, like for like
/// compares totals.
class RandomDefinitions {
 public:
  RandomDefinitions(std::mt19937_64& random, std::function<Filter()> any_filter,
                    std::vector<std::string> wholes)
      : random_(random), any_filter_(std::move(any_filter)), wholes_(std::move(wholes)) {}

  void Offer(MeasureOffer measure) { measures_.push_back(std::move(measure)); }
  void Offer(IndicatorOffer indicator) { indicators_.push_back(std::move(indicator)); }

  /// The units of which there are definitions.
  [[nodiscard]] static const std::vector<std::string>& Units();
  /// In this unit, up to so deep, naming none but the first `known` indicators offered.
  Indicator Any(const std::string& unit, int depth, size_t known);
  /// Of a measure, with folds of all sorts.
  TotalOf AnyTotal(const MeasureOffer& measure, bool only_what_adds_up);

 private:
  struct Wish {
    std::string unit;
    int depth = 0;
    bool flows = false;  ///< only what flows, for a window
    size_t known = 0;
  };

  uint64_t Below(uint64_t limit) { return random_() % limit; }
  bool Chance(uint64_t percent) { return Below(100) < percent; }
  template <typename T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

  Expression Make(const Wish& wish);
  Expression Leaf(const Wish& wish);
  Expression Combined(const Wish& wish);
  Expression Moved(const Wish& wish);
  Expression Divided(const Wish& wish);
  Expression RatioOf(const std::string& above, const std::string& below, bool in_percent,
                     const Wish& wish);
  Expression GrowthOf(const Wish& wish);
  [[nodiscard]] std::vector<MeasureOffer> MeasuresIn(const std::string& unit, bool flows) const;
  std::string AnyUnit() { return Chance(70) ? "元" : "户"; }

  std::mt19937_64& random_;
  std::function<Filter()> any_filter_;
  std::vector<std::string> wholes_;
  std::vector<MeasureOffer> measures_;
  std::vector<IndicatorOffer> indicators_;
};

}  // namespace taizhang::aggregator
