#include "services/ledger/core/day_chains.h"

#include <algorithm>

#include "common/facts/structure.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

/// "divisions/440783" of "divisions/440783/clusters/…".
std::string_view HomeOf(std::string_view name) {
  constexpr std::string_view kPrefix = "divisions/";
  return name.substr(0, name.find('/', kPrefix.size()));
}

// From one record to the next, as Structure walks them.
constexpr int kDivisionStepsMax = Structure::kDepthMax;
constexpr int kClusterStepsMax = Structure::kClusterDepthMax - 1;

}  // namespace

bool DayChains::LiesIn(std::string_view name, const Record& record) {
  switch (KindOf(record)) {
    case RecordKind::kDivision:
      return Leads(name, kDivisionStepsMax);
    case RecordKind::kCluster:
      return Leads(HomeOf(name), kDivisionStepsMax);
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      break;
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      return false;
  }
  return name == target_ || std::any_of(record.placements.begin(), record.placements.end(),
                                        [this](const Placement& placement) {
                                          ++steps_;
                                          return placement.when.Contains(day_) &&
                                                 Leads(placement.place, kDivisionStepsMax);
                                        });
}

bool DayChains::BelongsTo(std::string_view name, const Record& record) {
  if (KindOf(record) == RecordKind::kCluster) return Leads(name, kClusterStepsMax);
  return std::any_of(
      record.memberships.begin(), record.memberships.end(), [this](const Membership& membership) {
        ++steps_;
        return membership.when.Contains(day_) && Leads(membership.cluster, kClusterStepsMax);
      });
}

bool DayChains::Leads(std::string_view from, int steps_max) {
  ++steps_;
  return DistanceOf(std::string(from), steps_max) != kNone;
}

int DayChains::DistanceOf(const std::string& name, int steps_max) {
  if (const auto found = known_.find(name); found != known_.end()) {
    const Distance known = found->second;
    if (known.to_target != kNone) return known.to_target <= steps_max ? known.to_target : kNone;
    if (known.searched >= steps_max) return kNone;
  }
  const std::shared_ptr<const Record> record = find_(name);
  int distance = kNone;
  if (record != nullptr && name == target_) {
    distance = 0;
  } else if (record != nullptr && steps_max > 0) {
    distance = DistanceByParents(*record, steps_max);
  }
  // Shorter chains were all tried: the shortest one, however long chains may be.
  known_[name] = {.to_target = distance, .searched = steps_max};
  return distance;
}

int DayChains::DistanceByParents(const Record& record, int steps_max) {
  int shortest = kNone;
  const auto go = [&](const DayRange& when, const std::string& parent) {
    ++steps_;
    // What is not shorter is of no use; steps_max shrinks on every level, so circles end.
    const int room = (shortest == kNone ? steps_max : shortest - 1) - 1;
    if (!when.Contains(day_) || room < 0) return;
    const int distance = DistanceOf(parent, room);
    if (distance != kNone) shortest = distance + 1;
  };
  if (KindOf(record) == RecordKind::kCluster) {
    for (const Membership& parent : record.memberships) go(parent.when, parent.cluster);
  } else {
    for (const Placement& parent : record.placements) go(parent.when, parent.place);
  }
  return shortest;
}

}  // namespace taizhang::ledger
