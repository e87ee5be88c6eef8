#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/block_content.h"
#include "common/facts/record.h"
#include "services/aggregator/core/chains.h"
#include "services/aggregator/core/periods.h"

namespace taizhang::aggregator {

/// One of a subject's placements or memberships: the chain that it leads into, when, and in which
/// role.
struct Way {
  ChainId chain = 0;
  DayRange when;
  Role role = Role::kUnspecified;
  bool is_membership = false;

  friend bool operator==(const Way&, const Way&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Way& way) {
    return H::combine(std::move(h), way.chain, way.when.start, way.when.end, way.role,
                      way.is_membership);
  }
};

/// What decides a plan: subjects that agree in it share one. Two ways in which nobody differs are
/// in the record's order.
struct PlanKey {
  DayRange active;
  std::vector<Way> ways;

  friend bool operator==(const PlanKey&, const PlanKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const PlanKey& key) {
    return H::combine(std::move(h), key.active.start, key.active.end, key.ways);
  }
};

/// A role on some days. At a cluster: of the memberships that lead to it.
struct RoleSpan {
  Role role = Role::kUnspecified;
  DayRange when;

  friend bool operator==(const RoleSpan&, const RoleSpan&) = default;
};

/// Where and when subjects count: for each scope the days (R5, R10, R15), and what follows from
/// them for every frequency.
class Attendance {
 public:
  struct Entry {
    ScopeId scope = 0;
    uint32_t ranges_begin = 0;
    uint32_t ranges_end = 0;
    uint32_t roles_begin = 0;
    uint32_t roles_end = 0;
  };

  /// Scopes with cells in which a member counts in just the same measure-periods: what it adds is
  /// computed once for all of them.
  struct Group {
    uint32_t periods_begin = 0;
    uint32_t periods_end = 0;
    uint32_t scopes_begin = 0;
    uint32_t scopes_end = 0;
  };

  Attendance() = default;
  /// Walks the key's ways through the chains.
  Attendance(const PlanKey& key, const Chains& chains, const Scopes& scopes);

  [[nodiscard]] const DayRange& active() const { return active_; }
  /// Entries with cells come first, each part sorted by scope.
  [[nodiscard]] absl::Span<const Entry> entries() const { return entries_; }
  [[nodiscard]] absl::Span<const Entry> cell_entries() const {
    return absl::MakeConstSpan(entries_).subspan(0, cell_count_);
  }
  [[nodiscard]] absl::Span<const DayRange> DaysOf(const Entry& entry) const {
    return absl::MakeConstSpan(ranges_).subspan(entry.ranges_begin,
                                                entry.ranges_end - entry.ranges_begin);
  }
  /// Of the memberships that lead to the entry's scope, where it is a cluster.
  [[nodiscard]] absl::Span<const RoleSpan> RolesOf(const Entry& entry) const {
    return absl::MakeConstSpan(roles_).subspan(entry.roles_begin,
                                               entry.roles_end - entry.roles_begin);
  }
  /// Of all memberships.
  [[nodiscard]] absl::Span<const RoleSpan> all_roles() const { return all_roles_; }
  [[nodiscard]] const Entry* Find(ScopeId scope, bool has_cells) const;
  [[nodiscard]] absl::Span<const Group> GroupsOf(DayRule rule, Frequency frequency) const {
    const size_t axis = AxisPlace(rule, frequency);
    return absl::MakeConstSpan(groups_).subspan(axis_begins_[axis],
                                                axis_begins_[axis + 1] - axis_begins_[axis]);
  }
  /// In maximal runs.
  [[nodiscard]] absl::Span<const PeriodRange> PeriodsOf(const Group& group) const {
    return absl::MakeConstSpan(periods_).subspan(group.periods_begin,
                                                 group.periods_end - group.periods_begin);
  }
  [[nodiscard]] absl::Span<const ScopeId> ScopesOf(const Group& group) const {
    return absl::MakeConstSpan(scopes_).subspan(group.scopes_begin,
                                                group.scopes_end - group.scopes_begin);
  }
  /// The measure-periods on whose last day the member is active.
  [[nodiscard]] const PeriodRange& ActivePeriods(Frequency frequency) const {
    return active_periods_[FrequencyPlace(frequency)];
  }

  /// Only the entries that `other` does not have in just the same way: what a change from one to
  /// the other has to retract and to add.
  [[nodiscard]] Attendance Without(const Attendance& other) const;
  [[nodiscard]] bool IsEmpty() const { return entries_.empty(); }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  void Append(ScopeId scope, absl::Span<const DayRange> days, absl::Span<const RoleSpan> roles);
  static constexpr size_t kAxes = 8;
  static size_t AxisPlace(DayRule rule, Frequency frequency) {
    return static_cast<size_t>(rule) * 4 + FrequencyPlace(frequency);
  }

  void BuildGroups();
  void BuildGroups(DayRule rule, Frequency frequency);

  DayRange active_;
  size_t cell_count_ = 0;
  std::vector<Entry> entries_;
  std::vector<DayRange> ranges_;
  std::vector<RoleSpan> roles_;
  std::vector<RoleSpan> all_roles_;
  std::array<uint32_t, kAxes + 1> axis_begins_{};  ///< in groups_
  std::array<PeriodRange, 4> active_periods_{};
  std::vector<Group> groups_;
  std::vector<PeriodRange> periods_;
  std::vector<ScopeId> scopes_;
};

}  // namespace taizhang::aggregator
