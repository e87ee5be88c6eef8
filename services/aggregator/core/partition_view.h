#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/facts/block_content.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "services/aggregator/core/block_fold.h"
#include "services/aggregator/core/view_state.h"
#include "services/aggregator/core/whole_fold.h"

namespace taizhang::aggregator {

/// Steps in which what moved or was redefined is folded at once, within the change that brings it:
/// some tens of milliseconds. What would take longer is built afterwards.
inline constexpr int64_t kFoldStepsMax = 60'000;

/// What is left of them. One for whatever has to be visible in one step.
struct FoldBudget {
  int64_t steps = kFoldStepsMax;
};

/// Why cells are built.
enum class BuildReason : uint8_t {
  kReplay,        ///< facts came first
  kRedefinition,  ///< what the measure is read by has changed
  kMove,          ///< more moved than is folded at once
};

/// A measure whose cells have to be built.
struct BuildBegun {
  Ordinal measure = 0;
  BuildReason reason = BuildReason::kReplay;
};

/// What building did, and whether there is more to do.
struct BuildSlice {
  int64_t steps = 0;
  int64_t folded = 0;  ///< members, each once for a measure
  bool has_more = false;
};

/// How far the cells are that are being built.
struct BuildState {
  std::vector<Ordinal> measures;
  /// Subjects that are behind the frontiers, over these measures and those that were built since
  /// anything is.
  int64_t folded = 0;
  int64_t subjects = 0;  ///< of how many
};

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
  /// Cells of what moved beyond `budget` are to be built: see BuildSome.
  absl::Status Apply(uint64_t revision, const BlockContent& content, const Structure& structure,
                     FoldBudget& budget);
  absl::Status Apply(uint64_t revision, const BlockContent& content, const Structure& structure) {
    FoldBudget budget;
    return Apply(revision, content, structure, budget);
  }

  /// Moves to another structure. `changed` names every record that differs. Costs what depends on
  /// them, not what is there.
  void Restructure(const Structure& now, absl::Span<const std::string> changed, FoldBudget& budget);
  void Restructure(const Structure& now, absl::Span<const std::string> changed) {
    FoldBudget budget;
    Restructure(now, changed, budget);
  }

  /// Before the first block: facts first. No cell is folded until EndDeferral; then all are built.
  void DeferFolding() { is_deferred_ = true; }
  void EndDeferral();

  /// Folds further subjects into cells that are being built, in about so many steps, and at least
  /// one. What is not built is evaluated by readers; blocks and structures may come in between.
  BuildSlice BuildSome(int64_t steps);
  [[nodiscard]] bool IsBeingBuilt() const { return state_->measures.IsBeingBuilt(); }
  [[nodiscard]] BuildState build_state() const;
  /// What has to be built since the last call.
  std::vector<BuildBegun> TakeBuildsBegun() { return std::exchange(begun_, {}); }

  [[nodiscard]] const Facts& facts() const { return *facts_; }
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
  /// Whether a block may change who counts where.
  [[nodiscard]] bool MovesMembers(const BlockContent& content) const;
  void CollectTouched(const BlockContent& content);
  void FoldFlows(const BlockContent& content);
  void FoldWhole(absl::Span<const Member> members, const Attendance& attendance, int sign);

  void ReplanRecords(const BlockContent& content, const Structure& structure, FoldBudget& budget);
  void Replan(Member member, const Structure& structure, FoldBudget& budget);
  void ReplanChains(absl::Span<const ChainId> moved, FoldBudget& budget);
  void Move(absl::Span<const Member> members, const Attendance& before, const Attendance& after,
            FoldBudget& budget);
  void CountMoved(absl::Span<const Member> members, const Attendance& left,
                  const Attendance& joined);

  /// Whether the measure's cells hold what the member adds.
  [[nodiscard]] bool IsIn(const MeasureState& state, Member member) const {
    return state.IsFolded(member.subject()) &&
           state.IsReporter(state_->subjects[member.subject()].reporter_bit) !=
               member.is_remainder();
  }
  /// About what it takes to fold them once, as far as cells hold them.
  [[nodiscard]] int64_t StepsOf(absl::Span<const Member> members) const;
  /// Empties all cells that hold one of them, to be built anew.
  void BuildAnew(absl::Span<const Member> members);
  void BuildRedefined(Ordinal measure, FoldBudget& budget);
  BuildSlice BuildMeasure(Ordinal measure, int64_t steps);

  std::unique_ptr<Facts> facts_;
  std::unique_ptr<Commits> commits_;
  std::unique_ptr<ViewState> state_;
  BlockFold block_;
  WholeFold whole_;
  bool is_deferred_ = false;
  std::vector<BuildBegun> begun_;
  int64_t built_measures_ = 0;     ///< of a build that is not over
  std::vector<bool> is_observed_;  ///< by subject
};

}  // namespace taizhang::aggregator
