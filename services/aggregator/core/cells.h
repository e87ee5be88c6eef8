#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/record.h"
#include "services/aggregator/core/contribution.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/scopes.h"
#include "services/aggregator/core/tally.h"

namespace taizhang::aggregator {

/// A slot of a cell: a measure-period, or a span of a year (YEAR_TO_DATE). Of a STOCK it holds what
/// changes there: sums over all slots up to one are its counters on that day.
struct Slot {
  PlainPart plain;
  uint32_t side = 0;  ///< 0: all that it ever got was exact
};

/// The cells of one measure: year-major, by scope. Years and side parts come into being when they
/// are first touched.
class Cells {
 public:
  explicit Cells(const Measure& measure);

  /// Changes the slots of each of `scopes` alike.
  void Apply(const SlotChanges& changes, absl::Span<const ScopeId> scopes);
  void Add(ScopeId scope, YearSlot at, const PlainPart& plain, const SidePart* side) {
    AddTo(Touch(scope, at.year)[at.slot], plain, side);
  }

  /// FLOW: the sum of the slots of `periods`.
  void ReadFlow(ScopeId scope, PeriodRange periods, Tally& tally) const;
  /// STOCK: what stands on the last day of `k`.
  void ReadStock(ScopeId scope, PeriodIndex k, Tally& tally) const;
  /// YEAR_TO_DATE: one span of a year.
  void ReadSpan(ScopeId scope, int year, int place, Tally& tally) const;

  /// From the first to the last of which something was ever touched.
  [[nodiscard]] YearRange YearsOf(ScopeId scope) const;
  [[nodiscard]] size_t memory_bytes() const;

 private:
  static constexpr size_t kBlocksInSlab = 32;

  /// The years of one scope; a block's number is 0 where nothing was ever touched.
  struct Years {
    int first = 0;
    std::vector<uint32_t> blocks;
  };

  void AddTo(Slot& slot, const PlainPart& plain, const SidePart* side) {
    slot.plain.Add(plain);
    if (side != nullptr) AddSide(slot, *side);
  }
  Slot* Touch(ScopeId scope, int year) {
    if (scope < scopes_.size()) {
      const Years& years = scopes_[scope];
      const auto place = static_cast<uint32_t>(year - years.first);
      if (place < years.blocks.size() && years.blocks[place] != 0) {
        return Block(years.blocks[place]);
      }
    }
    return Make(scope, year);
  }
  Slot* Make(ScopeId scope, int year);
  [[nodiscard]] const Slot* Find(ScopeId scope, int year) const;
  [[nodiscard]] Slot* Block(uint32_t number) const {
    return &slabs_[(number - 1) / kBlocksInSlab]
                  [(number - 1) % kBlocksInSlab * static_cast<size_t>(slots_in_year_)];
  }
  uint32_t NewBlock();
  void AddSide(Slot& slot, const SidePart& side);
  void Read(const Slot& slot, Tally& tally) const;

  Frequency frequency_;
  int slots_in_year_;
  std::vector<Years> scopes_;
  std::vector<std::unique_ptr<Slot[]>> slabs_;
  uint32_t blocks_ = 0;
  std::vector<SidePart> sides_;
};

}  // namespace taizhang::aggregator
