#pragma once

#include <cstdint>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// Hears what is spent on the way to another set.
class MeteredPartitions : public PartitionSet {
 public:
  explicit MeteredPartitions(const PartitionSet& partitions) : partitions_(partitions) {}

  [[nodiscard]] const ViewState* Find(std::string_view partition) const override {
    return partitions_.Find(partition);
  }
  void ForEachTouching(std::string_view scope,
                       absl::FunctionRef<void(const ViewState&)> visit) const override {
    partitions_.ForEachTouching(scope, visit);
  }
  void Spend(int64_t steps) const override {
    spent_ += steps;
    partitions_.Spend(steps);
  }
  [[nodiscard]] bool MayEvaluate(const ViewState& partition, std::string_view measure_id,
                                 int64_t steps) const override {
    return partitions_.MayEvaluate(partition, measure_id, steps);
  }
  [[nodiscard]] int64_t spent() const { return spent_; }

 private:
  const PartitionSet& partitions_;
  mutable int64_t spent_ = 0;
};

}  // namespace taizhang::aggregator
