#pragma once

#include <vector>

#include "services/aggregator/core/exact.h"

namespace taizhang::aggregator {

/// The exact sum of many fractions whose denominators have little in common. Adding them one after
/// another would cost the square of their number: here sums of equally many are added.
class FractionSum {
 public:
  void Add(const Fraction& fraction);
  [[nodiscard]] Fraction Total() const;

 private:
  /// Not in lowest terms.
  struct Partial {
    mpz_class numerator;
    mpz_class denominator = 1;
    int doublings = 0;  ///< it is of 2^doublings fractions
  };
  static void AddTo(Partial& into, const Partial& other);

  std::vector<Partial> partials_;  ///< of ever fewer fractions
};

/// The exact sum of many quantities.
class QuantitySum {
 public:
  void Add(const ExactQuantity& quantity);
  [[nodiscard]] ExactQuantity Total() const;

 private:
  struct EndSum {
    FractionSum sum;
    bool is_missing = false;
    bool is_open = false;

    void Add(const std::optional<FractionEnd>& end);
    [[nodiscard]] std::optional<FractionEnd> Total() const;
  };

  FractionSum value_;
  EndSum lower_;
  EndSum upper_;
  bool is_point_ = true;  ///< so far each was its own interval: the ends are the value's
  bool about_ = false;
};

}  // namespace taizhang::aggregator
