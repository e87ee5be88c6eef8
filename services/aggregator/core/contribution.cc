#include "services/aggregator/core/contribution.h"

#include <algorithm>
#include <cstddef>

namespace taizhang::aggregator {

void SidePart::Add(const SidePart& other, int sign) {
  bounds.Add(other.bounds, sign);
  bounded += sign * other.bounded;
  remainders += sign * other.remainders;
  falls += sign * other.falls;
  gaps += sign * other.gaps;
  gap_runs += sign * other.gap_runs;
  partial_remainders += sign * other.partial_remainders;
  missing_remainders += sign * other.missing_remainders;
}

Contribution Contribution::OfMissingRemainder() {
  Contribution out;
  out.side.missing_remainders = 1;
  out.has_side = true;
  return out;
}

Contribution Contribution::Of(const Counters& amounts) {
  Contribution out;
  out.plain.sum = amounts.sum;
  out.plain.amounts = amounts.count;
  if (amounts.bounded != 0) {
    out.has_side = true;
    out.side.bounds = amounts;
    out.side.bounds.sum = 0;
    out.side.bounds.count = 0;
  }
  return out;
}

void SlotChanges::Add(YearSlot at, const Contribution& contribution, int sign) {
  Change* change = nullptr;
  const size_t first = changes_.size() > kLookBack ? changes_.size() - kLookBack : 0;
  for (size_t i = changes_.size(); i > first; --i) {
    if (changes_[i - 1].at == at) {
      change = &changes_[i - 1];
      break;
    }
  }
  if (change == nullptr) {
    changes_.emplace_back();
    change = &changes_.back();
    change->at = at;
  }
  if (sign > 0) {
    change->plain.Add(contribution.plain);
  } else {
    change->plain.Retract(contribution.plain);
  }
  if (!contribution.has_side) return;
  if (change->side < 0) {
    change->side = static_cast<int32_t>(sides_.size());
    sides_.emplace_back();
  }
  sides_[static_cast<size_t>(change->side)].Add(contribution.side, sign);
}

void SlotChanges::Clear() {
  changes_.clear();
  sides_.clear();
}

void SlotChanges::Assign(absl::Span<const Change> changes, absl::Span<const SidePart> sides) {
  changes_.assign(changes.begin(), changes.end());
  sides_.assign(sides.begin(), sides.end());
}

void SlotChanges::Join() {
  if (changes_.size() <= kLookBack) return;
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const Change& a, const Change& b) { return a.at < b.at; });
  size_t kept = 0;
  for (size_t i = 1; i < changes_.size(); ++i) {
    Change& into = changes_[kept];
    const Change& from = changes_[i];
    if (into.at != from.at) {
      changes_[++kept] = from;
      continue;
    }
    into.plain.Add(from.plain);
    if (from.side < 0) continue;
    if (into.side < 0) {
      into.side = from.side;
    } else {
      sides_[static_cast<size_t>(into.side)].Add(sides_[static_cast<size_t>(from.side)], 1);
    }
  }
  changes_.resize(kept + 1);
}

}  // namespace taizhang::aggregator
