#include "services/aggregator/core/cells.h"

#include <algorithm>

#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {

Cells::Cells(const Measure& measure)
    : slots_in_year_(measure.temporal_kind == TemporalKind::kYearToDate
                         ? SpansInYear(measure.frequency)
                         : PeriodsInYear(measure.frequency)),
      sides_(1) {}

Slot* Cells::Touch(ScopeId scope, int year) {
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

void Cells::Add(Slot& slot, const Contribution& contribution, int sign) {
  slot.sum += sign * contribution.amounts.sum;
  slot.amounts += sign * contribution.amounts.count;
  slot.received += sign * contribution.received;
  slot.carried += sign * contribution.carried;
  slot.carried_from += sign * contribution.carried_from;
  if (contribution.IsPlain()) return;
  if (slot.side == 0) {
    slot.side = static_cast<uint32_t>(sides_.size());
    sides_.emplace_back();
  }
  Side& side = sides_[slot.side];
  side.bounds.Add(contribution.amounts, sign);
  side.bounds.sum = 0;
  side.bounds.count = 0;
  side.bounded += sign * contribution.bounded;
  side.remainders += sign * contribution.remainders;
  side.falls += sign * contribution.falls;
  side.gaps += sign * contribution.gaps;
  side.gap_runs += sign * contribution.gap_runs;
  side.partial_remainders += sign * contribution.partial_remainders;
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
  tally.amounts.sum += slot.sum;
  tally.amounts.count += slot.amounts;
  tally.received += slot.received;
  tally.carried += slot.carried;
  if (slot.side == 0) return;
  const Side& side = sides_[slot.side];
  tally.amounts.Add(side.bounds, 1);
  tally.bounded += side.bounded;
  tally.remainders += side.remainders;
  tally.falls += side.falls;
  tally.gaps += side.gaps;
  tally.gap_runs += side.gap_runs;
  tally.partial_remainders += side.partial_remainders;
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
      carried_from += slots[at % slots_in_year_].carried_from;
    }
  }
  standing.carried_age = int64_t{k} * standing.carried - carried_from;
  tally.Add(standing);
}

void Cells::ReadSpan(ScopeId scope, int year, int place, Tally& tally) const {
  if (const Slot* slots = Find(scope, year)) Read(slots[place], tally);
}

size_t Cells::memory_bytes() const {
  size_t bytes =
      slabs_.size() * kBlocksInSlab * static_cast<size_t>(slots_in_year_) * sizeof(Slot) +
      sides_.capacity() * sizeof(Side) + scopes_.capacity() * sizeof(Years);
  for (const Years& years : scopes_) bytes += years.blocks.capacity() * sizeof(uint32_t);
  return bytes;
}

}  // namespace taizhang::aggregator
