#include "services/aggregator/core/plan.h"

#include <algorithm>
#include <iterator>

#include "services/aggregator/core/day_ranges.h"

namespace taizhang::aggregator {
namespace {

/// Part of a way into a scope.
struct Piece {
  ScopeId scope;
  DayRange when;
  Role role;
  bool is_membership;
};

std::vector<Piece> PiecesOf(const PlanKey& key, const Chains& chains) {
  std::vector<Piece> pieces;
  for (const Way& way : key.ways) {
    const DayRange active_way = Intersect(way.when, key.active);
    for (const ScopeSpan& above : chains.Above(way.chain)) {
      const DayRange when = Intersect(above.when, active_way);
      if (when.IsEmpty()) continue;
      pieces.push_back({.scope = above.scope,
                        .when = when,
                        .role = way.role,
                        .is_membership = way.is_membership});
    }
  }
  return pieces;
}

}  // namespace

Attendance::Attendance(const PlanKey& key, const Chains& chains, const Scopes& scopes)
    : active_(key.active) {
  std::vector<Piece> pieces = PiecesOf(key, chains);
  std::stable_sort(pieces.begin(), pieces.end(), [&scopes](const Piece& a, const Piece& b) {
    const bool a_cells = scopes.HasCells(a.scope);
    const bool b_cells = scopes.HasCells(b.scope);
    return a_cells != b_cells ? a_cells : a.scope < b.scope;
  });
  std::vector<DayRange> days;
  std::vector<RoleSpan> roles;
  for (size_t i = 0; i < pieces.size();) {
    const ScopeId scope = pieces[i].scope;
    days.clear();
    roles.clear();
    for (; i < pieces.size() && pieces[i].scope == scope; ++i) {
      days.push_back(pieces[i].when);
      if (pieces[i].is_membership) {
        roles.push_back({.role = pieces[i].role, .when = pieces[i].when});
      }
    }
    Normalize(days);
    Append(scope, days, roles);
    if (scopes.HasCells(scope)) cell_count_ = entries_.size();
  }
  for (const Way& way : key.ways) {
    if (!way.is_membership || chains.Above(way.chain).empty()) continue;
    const DayRange when = Intersect(way.when, key.active);
    if (!when.IsEmpty()) all_roles_.push_back({.role = way.role, .when = when});
  }
  BuildGroups();
}

void Attendance::Append(ScopeId scope, absl::Span<const DayRange> days,
                        absl::Span<const RoleSpan> roles) {
  Entry entry{.scope = scope,
              .ranges_begin = static_cast<uint32_t>(ranges_.size()),
              .roles_begin = static_cast<uint32_t>(roles_.size())};
  ranges_.insert(ranges_.end(), days.begin(), days.end());
  roles_.insert(roles_.end(), roles.begin(), roles.end());
  entry.ranges_end = static_cast<uint32_t>(ranges_.size());
  entry.roles_end = static_cast<uint32_t>(roles_.size());
  entries_.push_back(entry);
}

void Attendance::BuildGroups() {
  for (const DayRule rule : {DayRule::kLastActiveDay, DayRule::kLastDay}) {
    for (const Frequency frequency : kFrequencies) BuildGroups(rule, frequency);
  }
  for (const Frequency frequency : kFrequencies) {
    std::vector<PeriodRange> periods;
    if (!active_.IsEmpty()) {
      AppendMemberPeriods({&active_, 1}, active_, DayRule::kLastDay, frequency, periods);
    }
    active_periods_[FrequencyPlace(frequency)] = periods.empty() ? PeriodRange{} : periods[0];
  }
}

void Attendance::BuildGroups(DayRule rule, Frequency frequency) {
  const size_t first = groups_.size();
  std::vector<uint32_t> group_of;  // by entry, from `first`
  for (const Entry& entry : cell_entries()) {
    Group group{.periods_begin = static_cast<uint32_t>(periods_.size())};
    AppendMemberPeriods(DaysOf(entry), active_, rule, frequency, periods_);
    group.periods_end = static_cast<uint32_t>(periods_.size());
    size_t same = first;
    while (same < groups_.size() && PeriodsOf(groups_[same]) != PeriodsOf(group)) ++same;
    if (same < groups_.size()) {
      periods_.resize(group.periods_begin);
    } else {
      groups_.push_back(group);
    }
    group_of.push_back(static_cast<uint32_t>(same));
  }
  for (size_t i = first; i < groups_.size(); ++i) {
    groups_[i].scopes_begin = static_cast<uint32_t>(scopes_.size());
    for (size_t entry = 0; entry < group_of.size(); ++entry) {
      if (group_of[entry] == i) scopes_.push_back(entries_[entry].scope);
    }
    groups_[i].scopes_end = static_cast<uint32_t>(scopes_.size());
  }
  axis_begins_[AxisPlace(rule, frequency) + 1] = static_cast<uint32_t>(groups_.size());
}

const Attendance::Entry* Attendance::Find(ScopeId scope, bool has_cells) const {
  const auto middle = entries_.begin() + static_cast<std::ptrdiff_t>(cell_count_);
  const auto begin = has_cells ? entries_.begin() : middle;
  const auto end = has_cells ? middle : entries_.end();
  const auto found = std::lower_bound(
      begin, end, scope, [](const Entry& entry, ScopeId wanted) { return entry.scope < wanted; });
  return found != end && found->scope == scope ? &*found : nullptr;
}

Attendance Attendance::Without(const Attendance& other) const {
  Attendance out;
  out.active_ = active_;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const bool has_cells = i < cell_count_;
    const Entry* same = active_ == other.active_ ? other.Find(entry.scope, has_cells) : nullptr;
    if (same != nullptr && DaysOf(entry) == other.DaysOf(*same)) continue;
    out.Append(entry.scope, DaysOf(entry), {});
    if (has_cells) out.cell_count_ = out.entries_.size();
  }
  out.BuildGroups();
  return out;
}

size_t Attendance::memory_bytes() const {
  size_t bytes = sizeof(*this) + entries_.capacity() * sizeof(Entry) +
                 ranges_.capacity() * sizeof(DayRange) +
                 (roles_.capacity() + all_roles_.capacity()) * sizeof(RoleSpan) +
                 groups_.capacity() * sizeof(Group) + periods_.capacity() * sizeof(PeriodRange) +
                 scopes_.capacity() * sizeof(ScopeId);
  return bytes;
}

}  // namespace taizhang::aggregator
