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

bool IsWhole(absl::Span<const PeriodRange> periods, Frequency frequency) {
  return periods.size() == 1 && periods[0] == WholeAxis(frequency);
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
  BuildAxes();
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

void Attendance::BuildAxes() {
  for (const DayRule rule : {DayRule::kLastActiveDay, DayRule::kLastDay}) {
    for (const Frequency frequency : kFrequencies) {
      Axis& axis = axes_[static_cast<size_t>(rule) * 4 + FrequencyPlace(frequency)];
      axis.begins.assign(1, 0);
      axis.begins.reserve(entries_.size() + 1);
      axis.periods.reserve(ranges_.size());
      for (const Entry& entry : entries_) {
        AppendMemberPeriods(DaysOf(entry), active_, rule, frequency, axis.periods);
        axis.begins.push_back(static_cast<uint32_t>(axis.periods.size()));
        axis.always = axis.always && IsWhole(axis.Of(axis.begins.size() - 2), frequency);
      }
      if (axis.always) axis = Axis{};
    }
  }
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
  out.BuildAxes();
  return out;
}

size_t Attendance::memory_bytes() const {
  size_t bytes = sizeof(*this) + entries_.capacity() * sizeof(Entry) +
                 ranges_.capacity() * sizeof(DayRange) +
                 (roles_.capacity() + all_roles_.capacity()) * sizeof(RoleSpan);
  for (const Axis& axis : axes_) {
    bytes +=
        axis.begins.capacity() * sizeof(uint32_t) + axis.periods.capacity() * sizeof(PeriodRange);
  }
  return bytes;
}

}  // namespace taizhang::aggregator
