#include "services/ledger/core/list_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/date_rules.h"

namespace taizhang::ledger {
namespace {

size_t MembershipsMax(const RecordRow& row) {
  return row.name.kind() == RecordKind::kCluster ? kParentClustersMax : kMembershipsMax;
}

bool CheckSize(const RecordRow& row, size_t size, size_t max, std::string_view list,
               Violations& violations) {
  if (size <= max) return true;
  violations.Add(row.origin, list, Reason::kTooLarge,
                 absl::StrCat("has ", size, " entries; up to ", max, " are kept"));
  return false;
}

/// Whether ranges, sorted by start, hold for a day each and share none.
bool AreApart(const std::vector<std::pair<std::string_view, DayRange>>& sorted) {
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i].second.IsEmpty()) return false;
    if (i > 0 && sorted[i - 1].first == sorted[i].first &&
        sorted[i - 1].second.Overlaps(sorted[i].second)) {
      return false;
    }
  }
  return true;
}

bool AreApartOnceSorted(std::vector<std::pair<std::string_view, DayRange>> entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.start < b.second.start;
  });
  return AreApart(entries);
}

}  // namespace

void CheckPlacementList(const RecordRow& row, Violations& violations) {
  const std::vector<Placement>& placements = row.record->placements;
  if (!CheckSize(row, placements.size(), kPlacementsMax, "placements", violations)) return;
  if ((row.unread & kUnreadPlacements) != 0) return;
  std::vector<DatedEntry> entries;
  for (size_t i = 0; i < placements.size(); ++i) {
    CheckRange(placements[i].when, row.origin, absl::StrCat("placements[", i, "].when"),
               violations);
    entries.push_back({.when = placements[i].when, .position = i});
  }
  CheckNoOverlap(std::move(entries), row.origin, "placements", violations);
}

void CheckMembershipList(const RecordRow& row, Violations& violations) {
  const std::vector<Membership>& memberships = row.record->memberships;
  if (!CheckSize(row, memberships.size(), MembershipsMax(row), "memberships", violations)) return;
  if ((row.unread & kUnreadMemberships) != 0) return;
  std::map<std::string_view, std::vector<DatedEntry>> by_cluster;
  for (size_t i = 0; i < memberships.size(); ++i) {
    CheckRange(memberships[i].when, row.origin, absl::StrCat("memberships[", i, "].when"),
               violations);
    by_cluster[memberships[i].cluster].push_back({.when = memberships[i].when, .position = i});
  }
  for (auto& [cluster, entries] : by_cluster) {
    CheckNoOverlap(std::move(entries), row.origin, "memberships", violations);
  }
}

bool ListsAreSound(const RecordRow& row) {
  if (row.record == nullptr) return true;
  if ((row.unread & (kUnreadPlacements | kUnreadMemberships)) != 0) return false;
  const Record& record = *row.record;
  if (record.placements.size() > kPlacementsMax) return false;
  if (record.memberships.size() > MembershipsMax(row)) return false;
  std::vector<std::pair<std::string_view, DayRange>> entries;
  for (const Placement& placement : record.placements) {
    entries.emplace_back(std::string_view(), placement.when);
  }
  if (!AreApartOnceSorted(std::move(entries))) return false;
  entries = {};
  for (const Membership& membership : record.memberships) {
    entries.emplace_back(membership.cluster, membership.when);
  }
  return AreApartOnceSorted(std::move(entries));
}

}  // namespace taizhang::ledger
