#include "services/aggregator/core/series.h"

#include <algorithm>

namespace taizhang::aggregator {
namespace {

constexpr int kNoYear = -1;

int LowestBit(uint32_t bits) { return __builtin_ctz(bits); }
int HighestBit(uint32_t bits) { return 31 - __builtin_clz(bits); }
bool HasBit(uint32_t bits, int bit) { return (bits >> static_cast<unsigned>(bit) & 1U) != 0; }

bool IsRemainder(const ObservationVersion& version) {
  return version.stamp.basis == Basis::kRemainder &&
         version.stamp.state != ObservationState::kWithdrawn;
}

}  // namespace

void AddVersion(PeriodAmount& amount, Int128 value, Bound bound, const AmountRules& rules) {
  const bool bounded = bound != Bound::kExact;
  amount.bounded = amount.bounded || bounded;
  amount.counters.AddAmount(value, rules.IntervalOf(value, bound), bounded, rules.IsAbout(bound),
                            1);
}

Series::Series(ObservationsAt table, Ordinal ordinal, const Measure& measure,
               const std::vector<Ordinal>* items)
    : table_(table),
      ordinal_(ordinal),
      frequency_(measure.frequency),
      in_year_(PeriodsInYear(measure.frequency)),
      rules_(AmountRules::Of(measure)),
      items_(items) {
  const auto [first, last] = table.Years(ordinal);
  measure_years_ = {.first = first, .last = last};
  first_year_ = first;
  last_year_ = last;
}

void Series::Select(Member member, YearRange years) {
  member_ = member;
  first_year_ = std::max(measure_years_.first, years.first);
  last_year_ = std::min(measure_years_.last, years.last);
  year_ = kNoYear;
}

void Series::Load(int year) {
  year_ = year;
  ++years_read_;
  observed_ = 0;
  read_ = 0;
  single_ = 0;
  exact_ = 0;
  first_ = table_.First(ordinal_, year, member_.subject());
  int chunks = 0;
  for (auto handle = first_; handle != 0;) {
    const ObservationTable::ChunkView chunk = table_.View(handle);
    if (chunk.months == MonthsIn(frequency_)) {
      if (!member_.is_remainder()) {
        const uint32_t exact = chunk.present & ~uint32_t{chunk.inexact};
        observed_ |= exact;
        // Most members have one chunk a year, and most of it is exact.
        const bool is_single = ++chunks == 1 && items_ == nullptr;
        single_ = is_single ? handle : 0;
        exact_ = is_single ? exact : 0;
      }
      for (uint32_t bits = chunk.present & chunk.inexact & ~observed_; bits != 0;
           bits &= bits - 1) {
        const int slot = LowestBit(bits);
        const ObservationVersion version = table_.At(handle, slot);
        const bool counts = member_.is_remainder()
                                ? IsRemainder(version)
                                : version.stamp.state != ObservationState::kWithdrawn;
        if (counts) observed_ |= 1U << static_cast<unsigned>(slot);
      }
    }
    handle = chunk.next;
  }
}

const PeriodAmount& Series::At(PeriodIndex k) {
  const YearSlot at = YearSlotOf(k, frequency_);
  ObservedIn(at.year);
  return AtSlot(at.slot);
}

const PeriodAmount& Series::AtSlot(int slot) {
  const uint32_t bit = 1U << static_cast<unsigned>(slot);
  PeriodAmount& amount = amounts_[static_cast<size_t>(slot)];
  if ((read_ & bit) != 0) return amount;
  read_ |= bit;
  if ((observed_ & bit) == 0) {
    amount = {};
  } else if ((exact_ & bit) != 0) {
    amount = {.observed = true, .has_amount = true};
    amount.counters.sum = table_.ValueAt(single_, slot);
    amount.counters.count = 1;
  } else {
    amount = member_.is_remainder() ? RemainderAt(slot) : ContributionAt(slot);
  }
  return amount;
}

PeriodAmount Series::ContributionAt(int slot) {
  PeriodAmount amount{.observed = true};
  bool not_available = false;
  for (auto handle = first_; handle != 0;) {
    const ObservationTable::ChunkView chunk = table_.View(handle);
    if (chunk.months == MonthsIn(frequency_) && HasBit(chunk.present, slot)) {
      AddContribution(amount, handle, chunk.id, slot, HasBit(chunk.inexact, slot), not_available);
    }
    handle = chunk.next;
  }
  // The items of a period stand together: one that is not available makes it missing.
  if (not_available) return {.observed = true};
  amount.has_amount = amount.counters.count > 0;
  return amount;
}

void Series::AddContribution(PeriodAmount& amount, ObservationTable::Handle handle, Ordinal id,
                             int slot, bool inexact, bool& not_available) {
  const bool wanted =
      items_ == nullptr || std::find(items_->begin(), items_->end(), id) != items_->end();
  if (!inexact) {
    if (!wanted) return;
    amount.counters.sum += table_.ValueAt(handle, slot);
    ++amount.counters.count;
    return;
  }
  const ObservationVersion version = table_.At(handle, slot);
  if (version.stamp.state == ObservationState::kNotAvailable) not_available = true;
  if (version.stamp.state != ObservationState::kAmount || !wanted) return;
  AddVersion(amount, version.value, version.stamp.bound, rules_);
}

PeriodAmount Series::RemainderAt(int slot) {
  std::optional<ObservationVersion> newest;
  for (auto handle = first_; handle != 0;) {
    const ObservationTable::ChunkView chunk = table_.View(handle);
    if (chunk.months == MonthsIn(frequency_) && HasBit(chunk.present & chunk.inexact, slot)) {
      const ObservationVersion version = table_.At(handle, slot);
      const bool newer = !newest || std::pair(version.revision, version.row) >
                                        std::pair(newest->revision, newest->row);
      if (IsRemainder(version) && newer) newest = version;
    }
    handle = chunk.next;
  }
  PeriodAmount amount{.observed = newest.has_value()};
  if (newest && newest->stamp.state == ObservationState::kAmount) {
    amount.has_amount = true;
    AddVersion(amount, newest->value, newest->stamp.bound, rules_);
  }
  return amount;
}

std::optional<PeriodIndex> Series::LastBefore(PeriodIndex k) {
  auto [year, slot] = YearSlotOf(k, frequency_);
  uint32_t below = (1U << static_cast<unsigned>(slot)) - 1;
  if (year > last_year_) {
    year = last_year_;
    below = ~uint32_t{0};
  }
  for (; year >= first_year_; --year, below = ~uint32_t{0}) {
    const uint32_t bits = ObservedIn(year) & below;
    if (bits != 0) return year * in_year_ + HighestBit(bits);
  }
  return std::nullopt;
}

std::optional<PeriodIndex> Series::FirstAfter(PeriodIndex k, PeriodIndex end) {
  if (k + 1 >= end) return std::nullopt;
  auto [year, slot] = YearSlotOf(k, frequency_);
  uint32_t above = ~uint32_t{0} << static_cast<unsigned>(slot) << 1U;
  if (year < first_year_) {
    year = first_year_;
    above = ~uint32_t{0};
  }
  const int last_year = std::min(last_year_, YearSlotOf(end - 1, frequency_).year);
  for (; year <= last_year; ++year, above = ~uint32_t{0}) {
    const uint32_t bits = ObservedIn(year) & above;
    if (bits == 0) continue;
    const PeriodIndex found = year * in_year_ + LowestBit(bits);
    return found < end ? std::optional(found) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace taizhang::aggregator
