#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "common/facts/structure.h"
#include "services/aggregator/core/past_view.h"
#include "services/aggregator/core/query.h"

namespace taizhang::aggregator {

/// The structure as of its revisions, each built once.
class PastStructures {
 public:
  /// Keeps `partitions`, which must not change.
  explicit PastStructures(const PartitionSet& partitions) : partitions_(partitions) {}

  const Structure& At(uint64_t revision);
  /// The newest one's.
  [[nodiscard]] uint64_t PresentRevision() const;

 private:
  const PartitionSet& partitions_;
  std::map<uint64_t, std::shared_ptr<const Structure>> structures_;
};

/// As of when a partition is read. Past its newest revision is the same as at it.
struct PastPoint {
  uint64_t revision = 0;
  uint64_t structure_revision = 0;
};

/// The partitions of another set, each as of a point of its own; itself where that is as it is read
/// there. A view is built when it is first
/// asked for, and kept; it is spent for like what is read of it.
class PastPartitions : public PartitionSet {
 public:
  using PointOf = std::function<PastPoint(const ViewState& live)>;

  /// `live` and `structures` are kept as references; nothing in `live` may change.
  PastPartitions(const PartitionSet& live, PastStructures& structures, PointOf point_of)
      : live_(live), structures_(structures), point_of_(std::move(point_of)) {}

  [[nodiscard]] const ViewState* Find(std::string_view partition) const override;
  void ForEachTouching(std::string_view scope,
                       absl::FunctionRef<void(const ViewState&)> visit) const override;
  void Spend(int64_t steps) const override { live_.Spend(steps); }

 private:
  const ViewState& Past(const ViewState& live) const;

  const PartitionSet& live_;
  PastStructures& structures_;
  const PointOf point_of_;
  mutable std::map<std::string, std::unique_ptr<PastView>, std::less<>> views_;
};

}  // namespace taizhang::aggregator
