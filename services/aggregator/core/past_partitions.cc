#include "services/aggregator/core/past_partitions.h"

#include "common/facts/past_structure.h"

namespace taizhang::aggregator {
namespace {

/// What building a view costs, in steps of about 0.1 µs: its subjects' names and plans.
int64_t StepsOfView(const ViewState& live) {
  return 100 + static_cast<int64_t>(live.subjects.size()) * 10;
}

}  // namespace

const Structure& PastStructures::At(uint64_t revision) {
  std::shared_ptr<const Structure>& structure = structures_[revision];
  if (structure == nullptr) {
    const ViewState* live = partitions_.Find(kStructurePartition);
    structure = live == nullptr ? Structure::Empty() : StructureAt(live->facts.all(), revision);
    partitions_.Spend(static_cast<int64_t>(structure->size()) * 5);
  }
  return *structure;
}

uint64_t PastStructures::PresentRevision() const {
  const ViewState* live = partitions_.Find(kStructurePartition);
  return live == nullptr ? 0 : live->revision();
}

const ViewState* PastPartitions::Find(std::string_view partition) const {
  const ViewState* live = live_.Find(partition);
  return live == nullptr ? nullptr : &Past(*live);
}

void PastPartitions::ForEachTouching(std::string_view scope,
                                     absl::FunctionRef<void(const ViewState&)> visit) const {
  live_.ForEachTouching(scope, [&](const ViewState& live) { visit(Past(live)); });
}

const ViewState& PastPartitions::Past(const ViewState& live) const {
  std::unique_ptr<PastView>& view = views_[live.facts.partition()];
  if (view == nullptr) {
    const PastPoint point = point_of_(live);
    if (point.revision >= live.revision() &&
        point.structure_revision >= structures_.PresentRevision()) {
      return live;
    }
    view =
        std::make_unique<PastView>(live, point.revision, structures_.At(point.structure_revision));
    live_.Spend(StepsOfView(live));
  }
  return view->state();
}

}  // namespace taizhang::aggregator
