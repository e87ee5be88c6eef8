#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/aggregator/core/contribution.h"
#include "services/aggregator/core/fold.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// The observations that a block touches: what their members add is computed before the facts
/// change and after, and only the difference goes to the cells. Reused from block to block, so that
/// folding allocates nothing for an observation.
class BlockFold {
 public:
  struct Touched {
    Ordinal measure = 0;
    Member member;
    PeriodIndex period = 0;

    friend auto operator<=>(const Touched&, const Touched&) = default;
  };

  void Clear();
  void Touch(const Touched& touched) { touched_.push_back(touched); }
  /// After the last Touch.
  void Sort();

  /// With the facts as they are before the block; then, with those after it and the same plans:
  void Retract(const ViewState& state);
  void Add(ViewState& state);

 private:
  /// What was computed before, for one member and one group of its scopes.
  struct Part {
    size_t changes_end = 0;
    size_t sides_end = 0;
  };

  template <typename Visit>
  void ForEachMember(const ViewState& state, Visit visit);

  std::vector<Touched> touched_;
  std::vector<PeriodIndex> periods_;  ///< of the member under way
  SlotChanges scratch_;
  std::vector<Part> parts_;
  std::vector<SlotChanges::Change> changes_;
  std::vector<SidePart> sides_;
};

}  // namespace taizhang::aggregator
