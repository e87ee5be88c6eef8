#include "services/aggregator/core/cells.h"

#include <algorithm>

#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {

Cells::Cells(const Measure& measure)
    : frequency_(measure.frequency),
      slots_in_year_(measure.temporal_kind == TemporalKind::kYearToDate
                         ? SpansInYear(measure.frequency)
                         : PeriodsInYear(measure.frequency)),
      sides_(1) {}

Slot* Cells::Make(ScopeId scope, int year) {
  if (scope >= scopes_.size()) {
    scopes_.resize(std::max<size_t>(scope + 1, scopes_.size() * 3 / 2));
  }
  Years& years = scopes_[scope];
  if (years.blocks.empty()) years.first = year;
  if (year < years.first) {
    years.blocks.insert(years.blocks.begin(), static_cast<size_t>(years.first - year), 0);
    years.first = year;
  }
  const auto place = static_cast<size_t>(year - years.first);
  if (place >= years.blocks.size()) years.blocks.resize(place + 1, 0);
  if (years.blocks[place] == 0) years.blocks[place] = NewBlock();
  return Block(years.blocks[place]);
}

uint32_t Cells::NewBlock() {
  if (blocks_ % kBlocksInSlab == 0) {
    slabs_.push_back(std::make_unique<Slot[]>(kBlocksInSlab * static_cast<size_t>(slots_in_year_)));
  }
  return ++blocks_;
}

void Cells::Apply(const SlotChanges& changes, absl::Span<const ScopeId> scopes) {
  for (const ScopeId scope : scopes) {
    Slot* slots = nullptr;
    int year = 0;
    for (const SlotChanges::Change& change : changes.changes()) {
      const SidePart* side = changes.SideOf(change);
      if (side == nullptr && change.plain.IsZero()) continue;
      if (slots == nullptr || year != change.at.year) {
        year = change.at.year;
        slots = Touch(scope, year);
      }
      AddTo(slots[change.at.slot], change.plain, side);
    }
  }
}

void Cells::AddSide(Slot& slot, const SidePart& side) {
  if (slot.side == 0) {
    slot.side = static_cast<uint32_t>(sides_.size());
    sides_.emplace_back();
  }
  sides_[slot.side].Add(side, 1);
}

const Slot* Cells::Find(ScopeId scope, int year) const {
  if (scope >= scopes_.size()) return nullptr;
  const Years& years = scopes_[scope];
  const int place = year - years.first;
  if (place < 0 || place >= static_cast<int>(years.blocks.size())) return nullptr;
  const uint32_t block = years.blocks[static_cast<size_t>(place)];
  return block == 0 ? nullptr : Block(block);
}

void Cells::Read(const Slot& slot, Tally& tally) const {
  tally.amounts.sum += slot.plain.sum;
  tally.amounts.count += slot.plain.amounts;
  tally.received += slot.plain.received;
  tally.carried += slot.plain.carried;
  if (slot.side == 0) return;
  const SidePart& side = sides_[slot.side];
  tally.amounts.Add(side.bounds, 1);
  tally.bounded += side.bounded;
  tally.remainders += side.remainders;
  tally.falls += side.falls;
  tally.gaps += side.gaps;
  tally.gap_runs += side.gap_runs;
  tally.partial_remainders += side.partial_remainders;
  tally.missing_remainders += side.missing_remainders;
}

void Cells::ReadFlow(ScopeId scope, PeriodRange periods, Tally& tally) const {
  for (PeriodIndex k = periods.from; k < periods.to;) {
    const int year = k / slots_in_year_;
    const PeriodIndex end = std::min(periods.to, (year + 1) * slots_in_year_);
    if (const Slot* slots = Find(scope, year)) {
      for (; k < end; ++k) Read(slots[k % slots_in_year_], tally);
    }
    k = end;
  }
}

void Cells::ReadStock(ScopeId scope, PeriodIndex k, Tally& tally) const {
  if (scope >= scopes_.size()) return;
  const Years& years = scopes_[scope];
  Tally standing;
  int64_t carried_from = 0;
  const int last =
      std::min(k / slots_in_year_, years.first + static_cast<int>(years.blocks.size()) - 1);
  for (int year = years.first; year <= last; ++year) {
    const Slot* slots = Find(scope, year);
    if (slots == nullptr) continue;
    const PeriodIndex end = std::min(k + 1, (year + 1) * slots_in_year_);
    for (PeriodIndex at = year * slots_in_year_; at < end; ++at) {
      Read(slots[at % slots_in_year_], standing);
      carried_from += slots[at % slots_in_year_].plain.carried_from;
    }
  }
  standing.carried_age = int64_t{k} * standing.carried - carried_from;
  tally.Add(standing);
}

void Cells::ReadSpan(ScopeId scope, int year, int place, Tally& tally) const {
  if (const Slot* slots = Find(scope, year)) Read(slots[place], tally);
}

YearRange Cells::YearsOf(ScopeId scope) const {
  if (scope >= scopes_.size()) return {};
  const Years& years = scopes_[scope];
  return {.first = years.first, .last = years.first + static_cast<int>(years.blocks.size()) - 1};
}

size_t Cells::memory_bytes() const {
  size_t bytes =
      slabs_.size() * kBlocksInSlab * static_cast<size_t>(slots_in_year_) * sizeof(Slot) +
      sides_.capacity() * sizeof(SidePart) + scopes_.capacity() * sizeof(Years);
  for (const Years& years : scopes_) bytes += years.blocks.capacity() * sizeof(uint32_t);
  return bytes;
}

}  // namespace taizhang::aggregator
