#pragma once

#include <cstdint>

#include "common/facts/structure.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// A partition as of a revision: who counted where then, over the live view's facts, which keep
/// every version. Without cells: everything is evaluated. Costs the partition's subjects, not what
/// they observed.
class PastView {
 public:
  /// `live`, which may be of the past itself, must neither change nor go while this is read.
  /// `structure`: the one as of which the cut is; needed here alone.
  PastView(const ViewState& live, uint64_t as_of, const Structure& structure);
  PastView(const PastView&) = delete;
  PastView& operator=(const PastView&) = delete;

  [[nodiscard]] const ViewState& state() const { return state_; }

 private:
  void Plan(Member member, const Structure& structure);

  ViewState state_;
};

}  // namespace taizhang::aggregator
