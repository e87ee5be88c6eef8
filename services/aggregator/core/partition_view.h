#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/facts/block_content.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "services/aggregator/core/block_fold.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// What one partition adds up to: its facts, who counts where (plans), and cells.
///
/// One writer, or many readers: not synchronised. All const members only read. Deterministic: the
/// same blocks and structures in any interleaving that respects their order give the same answers.
///
/// The partition "structure" has a view like every other: its subjects are divisions and clusters,
/// which are counted and expected there.
class PartitionView {
 public:
  explicit PartitionView(std::string partition);
  ~PartitionView();
  PartitionView(PartitionView&&) noexcept;
  PartitionView& operator=(PartitionView&&) noexcept;

  /// Folds the next block. `structure` is the one that the view was last restructured to (for a new
  /// view: any that has what the block names). Of the partition "structure": the structure after
  /// this block, and Restructure follows for this view as for all others. DATA_LOSS (from Facts)
  /// leaves the view unusable.
  absl::Status Apply(uint64_t revision, const BlockContent& content, const Structure& structure);

  /// Moves to another structure. `changed` names every record that differs. Costs what depends on
  /// them, not what is there.
  void Restructure(const Structure& now, absl::Span<const std::string> changed);

  [[nodiscard]] const Facts& facts() const { return state_->facts; }
  [[nodiscard]] const std::string& partition() const { return facts().partition(); }
  /// Of plans and cells, without facts.
  [[nodiscard]] size_t memory_bytes() const;

  /// Names of divisions and clusters in which subjects of this partition have come to count since
  /// the last call. A scope is named once, and stays touched for good.
  std::vector<std::string> TakeTouchedScopes();

  /// For the evaluation of figures.
  [[nodiscard]] const ViewState& state() const { return *state_; }

 private:
  absl::Status AppendSubjects(const BlockContent& content);
  void CollectTouched(const BlockContent& content);
  void FoldFlows(const BlockContent& content);
  void FoldWhole(absl::Span<const Member> members, const Attendance& attendance, int sign);
  void Refold(Ordinal measure);

  void ReplanRecords(const BlockContent& content, const Structure& structure);
  void Replan(Member member, const Structure& structure);
  void ReplanChains(absl::Span<const ChainId> moved);
  void Move(absl::Span<const Member> members, const Attendance& before, const Attendance& after);

  std::unique_ptr<ViewState> state_;
  BlockFold block_;
  std::vector<bool> is_observed_;    ///< by subject
  std::vector<bool> has_remainder_;  ///< by subject: a REMAINDER was ever seen
};

}  // namespace taizhang::aggregator
