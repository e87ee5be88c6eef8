#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/facts/block_content.h"
#include "common/values/decimal.h"
#include "common/values/int128.h"
#include "common/values/interval.h"

namespace taizhang::aggregator {

/// A number with what is known of it, in counts of 10^-decimals of the figure's unit.
struct Quantity {
  Int128 value = 0;  ///< the sum of stated values
  Interval interval;
  bool about = false;  ///< an ABOUT amount is part of it

  [[nodiscard]] Mark mark() const { return MarkOf(interval, about); }
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// In counts of 10^-(decimals + places), `places` at least 0. Nothing where that does not fit.
std::optional<Quantity> Rescaled(const Quantity& quantity, int places);

/// For people: "280000", "≥ 3500", "150..162", "≈ 29.55"; "?" where nothing is known.
std::string FormatQuantity(const Quantity& quantity, int decimals);

/// Why there is no computed figure.
enum class NoValue : uint8_t {
  kNone = 0,
  kMissing = 1,
  kStatedOnly = 2,
  kNotAdditive = 3,
  kDenominatorMayBeZero = 4,
  kBaseNotPositive = 5,
  kTooLarge = 6,
};

/// Subject-periods (R7). `received` excludes `carried`.
struct Completeness {
  int64_t expected = 0;
  int64_t received = 0;     ///< with an amount observed
  int64_t carried = 0;      ///< with an amount carried from an earlier period (STOCK)
  int64_t carried_age = 0;  ///< measure-periods by which the carried ones are old, summed
  int64_t bounded = 0;      ///< with an amount that is not EXACT
  bool complete = false;    ///< received + carried = expected

  friend bool operator==(const Completeness&, const Completeness&) = default;
};

/// expected = contributing + missing.
struct DistinctSubjects {
  int64_t expected = 0;
  int64_t contributing = 0;
  int64_t missing = 0;

  friend bool operator==(const DistinctSubjects&, const DistinctSubjects&) = default;
};

/// Subjects of a ratio by the sides on which they have an amount (R14).
struct Pairing {
  int64_t paired = 0;
  int64_t numerator_only = 0;
  int64_t denominator_only = 0;

  friend bool operator==(const Pairing&, const Pairing&) = default;
};

/// R12. A fraction that is not reduced; the mark is kExact, kAtMost, kAtLeast or kAbout.
struct Coverage {
  int64_t numerator = 0;
  int64_t denominator = 1;  ///< above 0
  Mark mark = Mark::kExact;

  /// Whether something may be missing: "at most 1" and "about 1" are below 1, too.
  [[nodiscard]] bool IsBelowOne() const {
    return numerator < denominator || mark == Mark::kAtMost || mark == Mark::kAbout;
  }
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

enum class Verdict : uint8_t { kUnknown = 1, kAgrees = 2, kDiffers = 3 };

/// What somebody has stated the figure to be.
struct StatedFigure {
  std::string source;              ///< an id; may be empty
  std::optional<Quantity> amount;  ///< nothing: stated to be not available
  std::optional<Quantity> gap;     ///< stated − computed; nothing where either has no value
  Verdict verdict = Verdict::kUnknown;
  bool conflict = false;  ///< another source's statement contradicts it
  Decimal quantum;        ///< in base units
  uint64_t revision = 0;  ///< of the partition that holds it
  PeriodBasis period_basis = PeriodBasis::kStated;
  std::string remark;

  friend bool operator==(const StatedFigure&, const StatedFigure&) = default;
};

/// An indicator's answer: computed, and stated by whom.
struct Figure {
  std::optional<Quantity> computed;
  NoValue no_value = NoValue::kNone;
  std::string unit;
  int decimals = 0;  ///< of every quantity here
  Completeness completeness;
  std::optional<DistinctSubjects> distinct;  ///< where asked for or needed for coverage
  std::optional<Coverage> coverage;          ///< nothing where the divisor is 0
  std::vector<StatedFigure> stated;          ///< the newest first
  int64_t remainders = 0;                    ///< REMAINDER statements in the sum (R2)
  int64_t falls = 0;                         ///< runs whose year-to-date fell (R6)
  int64_t gaps = 0;                ///< subjects left out because a run's start is missing (R6)
  int64_t partials = 0;            ///< runs that are not there to their end (R6)
  bool conflict = false;           ///< two stated figures contradict one another (R4)
  int64_t filled = 0;              ///< divisions represented by what is stated of them (R2)
  std::optional<Pairing> pairing;  ///< of a ratio
  std::string whole;               ///< of a share: the scope that is the whole
  int64_t ranked = 0;              ///< of a rank: how many are ranked

  friend bool operator==(const Figure&, const Figure&) = default;
};

}  // namespace taizhang::aggregator
