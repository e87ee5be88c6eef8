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

  /// The measure-periods of each entry, for one day rule and frequency.
  struct Axis {
    bool always = true;  ///< every entry is a member in every period; no more is kept then
    std::vector<uint32_t> begins;      ///< by entry, and one past the last
    std::vector<PeriodRange> periods;  ///< maximal runs

    [[nodiscard]] absl::Span<const PeriodRange> Of(size_t entry) const {
      return absl::MakeConstSpan(periods).subspan(begins[entry], begins[entry + 1] - begins[entry]);
    }
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
  [[nodiscard]] const Axis& AxisOf(DayRule rule, Frequency frequency) const {
    return axes_[static_cast<size_t>(rule) * 4 + FrequencyPlace(frequency)];
  }

  /// Only the entries that `other` does not have in just the same way: what a change from one to
  /// the other has to retract and to add.
  [[nodiscard]] Attendance Without(const Attendance& other) const;
  [[nodiscard]] bool IsEmpty() const { return entries_.empty(); }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  void Append(ScopeId scope, absl::Span<const DayRange> days, absl::Span<const RoleSpan> roles);
  void BuildAxes();

  DayRange active_;
  size_t cell_count_ = 0;
  std::vector<Entry> entries_;
  std::vector<DayRange> ranges_;
  std::vector<RoleSpan> roles_;
  std::vector<RoleSpan> all_roles_;
  std::array<Axis, 8> axes_;
};

}  // namespace taizhang::aggregator
