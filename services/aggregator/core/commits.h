#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace taizhang::aggregator {

/// When each revision of a partition was committed, and on which structure. The ledger stamps
/// commit times that never fall within a partition.
class Commits {
 public:
  /// Of the next revision, from 1. `moves`: whether it may change who counts where.
  void Append(int64_t time_us, uint64_t structure_revision, bool moves) {
    times_us_.push_back(time_us);
    if (moves) last_move_ = times_us_.size();
    if (structures_.empty() || structures_.back().second != structure_revision) {
      structures_.emplace_back(times_us_.size(), structure_revision);
    }
  }

  /// The newest one committed at or before an instant; 0 where there is none.
  [[nodiscard]] uint64_t RevisionAt(int64_t instant_us) const {
    const auto after = std::upper_bound(times_us_.begin(), times_us_.end(), instant_us);
    return static_cast<uint64_t>(after - times_us_.begin());
  }
  /// `revision` must have been committed.
  [[nodiscard]] int64_t TimeOf(uint64_t revision) const { return times_us_[revision - 1]; }
  /// The revision of "structure" that a division's block names; 0 of revision 0.
  [[nodiscard]] uint64_t StructureOf(uint64_t revision) const {
    const auto after =
        std::upper_bound(structures_.begin(), structures_.end(), revision,
                         [](uint64_t sought, const auto& each) { return sought < each.first; });
    return after == structures_.begin() ? 0 : (after - 1)->second;
  }
  /// The newest revision that may have changed who counts where; 0 where there is none.
  [[nodiscard]] uint64_t last_move() const { return last_move_; }
  [[nodiscard]] size_t memory_bytes() const {
    return times_us_.capacity() * sizeof(int64_t) + structures_.capacity() * sizeof(structures_[0]);
  }

 private:
  std::vector<int64_t> times_us_;                          ///< Unix microseconds, by revision
  std::vector<std::pair<uint64_t, uint64_t>> structures_;  ///< from a revision on
  uint64_t last_move_ = 0;
};

}  // namespace taizhang::aggregator
