#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "services/aggregator/core/cells.h"

namespace taizhang::aggregator {

/// The build frontier of cells that hold everybody, whoever comes later among them.
inline constexpr Ordinal kAllFolded = std::numeric_limits<Ordinal>::max();

/// A measure as a partition's log knows it; nothing where the structure does not have it.
struct MeasureState {
  std::optional<Measure> measure;
  /// Nothing also where the measure has a filter: whom it asks is evaluated (R2).
  std::optional<Cells> cells;
  /// The build frontier: the cells hold what subjects below it and their REMAINDERs add, and
  /// nothing of others. 0 where there are no cells.
  Ordinal folded = 0;

  [[nodiscard]] bool IsKnown() const { return measure.has_value(); }
  [[nodiscard]] bool HasCells() const { return cells.has_value(); }
  /// Whether what changes of this subject goes to the cells at once; of others it is there when
  /// the frontier reaches them.
  [[nodiscard]] bool IsFolded(Ordinal subject) const { return subject < folded; }
  /// Cells of which nothing may be read yet.
  [[nodiscard]] bool IsBeingBuilt() const { return HasCells() && folded != kAllFolded; }
  /// Whether observations of subjects of this kind contribute (R2).
  [[nodiscard]] bool IsReporter(uint32_t reporter_bit) const {
    return (measure->reporters & reporter_bit) != 0;
  }
};

/// The measures of one partition by their ordinals.
class MeasureTable {
 public:
  [[nodiscard]] size_t size() const { return states_.size(); }
  [[nodiscard]] MeasureState& At(Ordinal measure) { return states_[measure]; }
  [[nodiscard]] const MeasureState& At(Ordinal measure) const { return states_[measure]; }

  /// Takes in the measures that a block brings, by id. Nothing is observed of them yet, so cells
  /// hold everybody, but those that are `deferred` are built later, with whatever has come then.
  void Append(absl::Span<const std::string> ids, bool deferred, const Structure& structure);
  /// Takes over the definitions named in `changed`; returns the measures whose cells are void,
  /// since what they are read by has changed: they are empty now, and have to be built.
  std::vector<Ordinal> Refresh(absl::Span<const std::string> changed,
                               const Dictionaries& dictionaries, const Structure& structure);
  /// Empties a measure's cells. To be built, from the first subject on.
  void Void(Ordinal measure);
  [[nodiscard]] bool IsBeingBuilt() const;
  [[nodiscard]] size_t memory_bytes() const;

 private:
  void Define(MeasureState& state, const Measure* measure);

  std::vector<MeasureState> states_;
};

/// "measures/{id}"
std::string MeasureName(std::string_view id);

}  // namespace taizhang::aggregator
