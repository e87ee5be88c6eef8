#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "common/facts/record.h"
#include "common/values/interval.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/scopes.h"
#include "services/aggregator/core/tally.h"

namespace taizhang::aggregator {

/// What one member adds to one slot. Exact contributions have nothing but the first three.
struct Contribution {
  Counters amounts;
  int32_t received = 0;
  int32_t carried = 0;
  int64_t carried_from = 0;  ///< the measure-period of the observation, where carried
  int32_t bounded = 0;
  int32_t remainders = 0;
  int32_t falls = 0;
  int32_t gaps = 0;
  int32_t gap_runs = 0;
  int32_t partial_remainders = 0;

  /// Whether it touches a side part.
  [[nodiscard]] bool IsPlain() const {
    const Counters& c = amounts;
    return (c.lower_shift | c.upper_shift) == 0 &&
           (c.bounded | c.about | c.no_lower | c.open_lower | c.no_upper | c.open_upper) == 0 &&
           (bounded | remainders | falls | gaps | gap_runs | partial_remainders) == 0;
  }
};

/// A slot of a cell: a measure-period, or a span of a year (YEAR_TO_DATE). Of a STOCK it holds what
/// changes there: sums over all slots up to one are its counters on that day.
struct Slot {
  Int128 sum = 0;
  int64_t carried_from = 0;
  int32_t amounts = 0;
  int32_t received = 0;
  int32_t carried = 0;
  uint32_t side = 0;  ///< 0: all that it ever got was exact
};

/// The cells of one measure: year-major, by scope. Years and side parts come into being when they
/// are first touched.
class Cells {
 public:
  explicit Cells(const Measure& measure);

  /// The slots of a year of a scope: measure-periods, or the year's spans.
  Slot* Touch(ScopeId scope, int year);
  void Add(Slot& slot, const Contribution& contribution, int sign);

  /// FLOW: the sum of the slots of `periods`.
  void ReadFlow(ScopeId scope, PeriodRange periods, Tally& tally) const;
  /// STOCK: what stands on the last day of `k`.
  void ReadStock(ScopeId scope, PeriodIndex k, Tally& tally) const;
  /// YEAR_TO_DATE: one span of a year.
  void ReadSpan(ScopeId scope, int year, int place, Tally& tally) const;

  [[nodiscard]] int slots_in_year() const { return slots_in_year_; }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  static constexpr size_t kBlocksInSlab = 32;

  /// The years of one scope; a block's number is 0 where nothing was ever touched.
  struct Years {
    int first = 0;
    std::vector<uint32_t> blocks;
  };
  struct Side {
    Counters bounds;  ///< all but sum and count
    int32_t bounded = 0;
    int32_t remainders = 0;
    int32_t falls = 0;
    int32_t gaps = 0;
    int32_t gap_runs = 0;
    int32_t partial_remainders = 0;
  };

  [[nodiscard]] const Slot* Find(ScopeId scope, int year) const;
  [[nodiscard]] Slot* Block(uint32_t number) const {
    return &slabs_[(number - 1) / kBlocksInSlab]
                  [(number - 1) % kBlocksInSlab * static_cast<size_t>(slots_in_year_)];
  }
  uint32_t NewBlock();
  void Read(const Slot& slot, Tally& tally) const;

  int slots_in_year_;
  std::vector<Years> scopes_;
  std::vector<std::unique_ptr<Slot[]>> slabs_;
  uint32_t blocks_ = 0;
  std::vector<Side> sides_;
};

}  // namespace taizhang::aggregator
