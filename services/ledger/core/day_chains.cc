#include "services/ledger/core/day_chains.h"

#include <algorithm>
#include <set>

#include "common/facts/structure.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

/// "divisions/440783" of "divisions/440783/clusters/…".
std::string_view HomeOf(std::string_view name) {
  constexpr std::string_view kPrefix = "divisions/";
  return name.substr(0, name.find('/', kPrefix.size()));
}

/// Records of a chain, the first one included, as Structure walks them.
int LengthMax(RecordKind kind) {
  return kind == RecordKind::kCluster ? Structure::kClusterDepthMax : Structure::kDepthMax + 1;
}

}  // namespace

bool DayChains::LiesIn(std::string_view name, const Record& record) {
  switch (KindOf(record)) {
    case RecordKind::kDivision:
      return Leads(name);
    case RecordKind::kCluster:
      return Leads(HomeOf(name));
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      break;
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      return false;
  }
  return name == target_ ||
         std::any_of(record.placements.begin(), record.placements.end(),
                     [this](const Placement& placement) {
                       return placement.when.Contains(day_) && Leads(placement.place);
                     });
}

bool DayChains::BelongsTo(std::string_view name, const Record& record) {
  if (KindOf(record) == RecordKind::kCluster) return Leads(name);
  return std::any_of(record.memberships.begin(), record.memberships.end(),
                     [this](const Membership& membership) {
                       return membership.when.Contains(day_) && Leads(membership.cluster);
                     });
}

bool DayChains::Leads(std::string_view from) {
  if (const auto found = known_.find(View(from)); found != known_.end()) return found->second;
  const bool leads = Walk(from);
  known_.emplace(from, leads);
  return leads;
}

bool DayChains::Walk(std::string_view from) const {
  // By levels, each name once in one: clusters may have many parents.
  std::set<std::string> level = {std::string(from)};
  for (int length = 1; !level.empty(); ++length) {
    std::set<std::string> parents;
    for (const std::string& name : level) {
      const std::shared_ptr<const Record> record = find_(name);
      if (record == nullptr || length > LengthMax(KindOf(*record))) continue;
      if (name == target_) return true;
      if (KindOf(*record) == RecordKind::kCluster) {
        for (const Membership& parent : record->memberships) {
          if (parent.when.Contains(day_)) parents.insert(parent.cluster);
        }
      } else {
        for (const Placement& parent : record->placements) {
          if (parent.when.Contains(day_)) parents.insert(parent.place);
        }
      }
    }
    level = std::move(parents);
  }
  return false;
}

}  // namespace taizhang::ledger
