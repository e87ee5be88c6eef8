#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/view/cut.h"
#include "services/aggregator/view/figure_cache.h"
#include "services/aggregator/view/view_set.h"

namespace taizhang::aggregator {

/// Steps of evaluation (PartitionSet::Spend) after which a reading answers nothing more: about half
/// a second, for which blocks, and readers behind them, wait.
inline constexpr int64_t kReadingStepsMax = 5'000'000;

/// Steps in which one answer evaluates members only because cells are still being built: about a
/// tenth of a second. An answer that would take more has to wait until they are.
inline constexpr int64_t kUnbuiltStepsMax = 1'000'000;

/// Everything at one cut, for as long as Views::Read holds it still. Remembers which partitions its
/// answers involved. Of one thread.
class Reading : public PartitionSet {
 public:
  /// With a cache, answers that took long are kept there and found again. Both outlive it.
  explicit Reading(const ViewSet& state, FigureCache* cache = nullptr)
      : set_(state), cache_(cache) {}

  /// Instead of kReadingStepsMax.
  void LimitSteps(int64_t steps) { steps_left_ = steps; }
  /// Instead of kUnbuiltStepsMax.
  void LimitUnbuiltSteps(int64_t steps) { unbuilt_steps_max_ = steps; }

  /// Whether cells are being built anywhere: what they answer otherwise may be evaluated.
  [[nodiscard]] bool IsBuilding() const { return !set_.being_built.empty(); }

  [[nodiscard]] const Structure& structure() const { return *set_.structure; }

  /// core's Answer, or what it was when all that it is read from was as it is now; LOG_DAMAGED
  /// where a partition that it would be read from is stopped; OVERLOADED once the answers before
  /// have used up the steps. (One that is begun is finished: asked alone, every figure has an
  /// answer.) NOT_READY where too much would have to be evaluated instead of what is still being
  /// built.
  absl::StatusOr<Figure> Answer(const FigureQuery& query);

  /// The same for another answer, which reads this set; it is what `answer` returns otherwise.
  absl::Status Run(absl::FunctionRef<absl::Status()> answer);

  /// Partitions that anything was ever heard of.
  [[nodiscard]] size_t partition_count() const { return set_.partitions.size(); }
  /// The one at a place below partition_count(); null where it is stopped. Of no answer's cut.
  [[nodiscard]] const ViewedPartition* At(size_t place) const;

  /// Partitions that a figure of this division or cluster is merged from.
  [[nodiscard]] size_t CountTouching(std::string_view scope) const;

  /// Of all answers so far, "structure" included.
  [[nodiscard]] Cut cut() const;
  /// The same with all its entries, by partition, however many.
  [[nodiscard]] Cut WholeCut() const { return CutUpTo(SIZE_MAX); }

  [[nodiscard]] const ViewState* Find(std::string_view partition) const override;
  void ForEachTouching(std::string_view scope,
                       absl::FunctionRef<void(const ViewState&)> visit) const override;
  void Spend(int64_t steps) const override { steps_left_ -= steps; }
  [[nodiscard]] bool MayEvaluate(const ViewState& partition, std::string_view measure_id,
                                 int64_t steps) const override;

 private:
  using Touching = absl::flat_hash_map<std::string, std::vector<uint32_t>>::value_type;

  /// Null where it is stopped.
  const ViewState* Visit(uint32_t place) const;
  void Involve(uint32_t place) const;
  /// The answer to a question, as it was kept; null where that does not hold any more.
  [[nodiscard]] std::shared_ptr<const CachedFigure> Recall(const FigureKey& key) const;
  [[nodiscard]] bool StillHolds(const CachedFigure& cached) const;
  void Keep(FigureKey key, const Figure& figure) const;
  /// Nothing was read by the present answer yet; not OK where there can be none.
  absl::Status Begin() const;
  [[nodiscard]] Cut CutUpTo(size_t entries_max) const;
  /// That the present answer has to wait.
  [[nodiscard]] absl::Status BeingBuilt() const;

  const ViewSet& set_;
  FigureCache* const cache_;
  mutable int64_t steps_left_ = kReadingStepsMax;
  int64_t unbuilt_steps_max_ = kUnbuiltStepsMax;
  mutable std::vector<uint32_t> involved_;     ///< places of partitions, each once
  mutable std::vector<bool> is_involved_;      ///< by place
  mutable uint32_t answer_ = 0;                ///< counts them
  mutable std::vector<uint32_t> read_by_;      ///< by place: the last answer that read it
  mutable std::vector<uint32_t> read_places_;  ///< of the present answer, each once
  mutable std::vector<const Touching*> read_scopes_;
  mutable std::vector<std::string> untouched_scopes_;
  mutable std::vector<std::string> absent_partitions_;
  mutable const ViewedPartition* damaged_ =
      nullptr;                         ///< that the present answer would have to read
  mutable int64_t unbuilt_steps_ = 0;  ///< MayEvaluate's, of the present answer
  mutable std::string unbuilt_;        ///< the last that is not built, of all answers: for people
};

}  // namespace taizhang::aggregator
