#include "services/aggregator/core/measure_cells.h"

#include <algorithm>

namespace taizhang::aggregator {
namespace {

constexpr std::string_view kMeasurePrefix = "measures/";

/// Whether the same observations give the same cells.
bool ReadAlike(const Measure& a, const Measure& b) {
  return a.decimals == b.decimals && a.temporal_kind == b.temporal_kind &&
         a.frequency == b.frequency && a.reporters == b.reporters && a.itemised == b.itemised &&
         a.non_negative == b.non_negative && a.carry_forward == b.carry_forward &&
         a.about_tolerance == b.about_tolerance && a.filter.IsEmpty() == b.filter.IsEmpty();
}

}  // namespace

std::string MeasureName(std::string_view id) {
  std::string name(kMeasurePrefix);
  name += id;
  return name;
}

void MeasureTable::Define(MeasureState& state, const Measure* measure) {
  state.measure.reset();
  state.cells.reset();
  state.folded = 0;
  if (measure == nullptr) return;
  state.measure = *measure;
  if (measure->filter.IsEmpty()) state.cells.emplace(*measure);
}

void MeasureTable::Append(absl::Span<const std::string> ids, bool deferred,
                          const Structure& structure) {
  for (const std::string& id : ids) {
    MeasureState& state = states_.emplace_back();
    Define(state, structure.FindMeasure(MeasureName(id)));
    if (state.HasCells() && !deferred) state.folded = kAllFolded;
  }
}

void MeasureTable::Void(Ordinal measure) {
  MeasureState& state = states_[measure];
  state.cells.emplace(*state.measure);
  state.folded = 0;
}

bool MeasureTable::IsBeingBuilt() const {
  return std::any_of(states_.begin(), states_.end(),
                     [](const MeasureState& state) { return state.IsBeingBuilt(); });
}

std::vector<Ordinal> MeasureTable::Refresh(absl::Span<const std::string> changed,
                                           const Dictionaries& dictionaries,
                                           const Structure& structure) {
  std::vector<Ordinal> redefined;
  for (const std::string& name : changed) {
    if (name.compare(0, kMeasurePrefix.size(), kMeasurePrefix) != 0) continue;
    const auto ordinal =
        dictionaries.measures.Find(std::string_view(name).substr(kMeasurePrefix.size()));
    if (!ordinal || *ordinal >= states_.size()) continue;
    MeasureState& state = states_[*ordinal];
    const Measure* now = structure.FindMeasure(name);
    if (now == nullptr && !state.IsKnown()) continue;
    if (now != nullptr && state.IsKnown() && ReadAlike(*now, *state.measure)) {
      state.measure = *now;
      continue;
    }
    Define(state, now);
    redefined.push_back(*ordinal);
  }
  return redefined;
}

size_t MeasureTable::memory_bytes() const {
  size_t bytes = states_.capacity() * sizeof(MeasureState);
  for (const MeasureState& state : states_) {
    if (state.cells) bytes += state.cells->memory_bytes();
  }
  return bytes;
}

}  // namespace taizhang::aggregator
