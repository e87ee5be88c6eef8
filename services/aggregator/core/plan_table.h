#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/aggregator/core/plan.h"

namespace taizhang::aggregator {

/// Who adds up: a subject with its contributions, or the REMAINDER statements of a scope, which are
/// a subject of their own, placed in that scope (R2).
struct Member {
  uint32_t packed = 0;

  static Member Subject(Ordinal subject) { return {.packed = subject << 1U}; }
  static Member Remainder(Ordinal scope) { return {.packed = scope << 1U | 1U}; }
  [[nodiscard]] Ordinal subject() const { return packed >> 1U; }
  [[nodiscard]] bool is_remainder() const { return (packed & 1U) != 0; }
  friend auto operator<=>(const Member&, const Member&) = default;
};

using PlanId = uint32_t;
inline constexpr PlanId kNoPlan = 0;  ///< counts nowhere

/// Plans by what decides them, who has them, and which lead where.
class PlanTable {
 public:
  PlanTable();

  [[nodiscard]] PlanId PlanOf(Member member) const {
    return member.packed < plan_of_.size() ? plan_of_[member.packed] : kNoPlan;
  }
  [[nodiscard]] const Attendance& AttendanceOf(PlanId plan) const {
    return plans_[plan]->attendance;
  }
  [[nodiscard]] absl::Span<const Member> MembersOf(PlanId plan) const {
    return plans_[plan]->members;
  }
  /// Plans with days in `scope`, in any order.
  [[nodiscard]] absl::Span<const PlanId> PlansIn(ScopeId scope) const;

  /// The plan of `key`, made where it is new. Give it a member next.
  PlanId Intern(const PlanKey& key, const Chains& chains, Scopes& scopes);
  /// Moves a member; a plan that nobody has left is dropped.
  void Assign(Member member, PlanId plan);

  /// Ascending ids of the plans with a way into one of the chains.
  [[nodiscard]] std::vector<PlanId> PlansWith(absl::Span<const ChainId> chains) const;
  /// Walks a plan's ways again. Returns what it was before.
  Attendance Rebuild(PlanId plan, const Chains& chains, Scopes& scopes);

  [[nodiscard]] size_t memory_bytes() const;

 private:
  struct Plan {
    PlanKey key;
    Attendance attendance;
    std::vector<uint32_t> place_in_scope;  ///< by entry: where it stands in plans_in_
    std::vector<uint32_t> place_in_chain;  ///< by way: where it stands in plans_with_
    std::vector<Member> members;
  };
  /// A plan and which of its ways leads into a chain.
  struct Link {
    PlanId plan;
    uint32_t way;
  };

  void EnterScopes(PlanId plan, Scopes& scopes);
  void LeaveScopes(PlanId plan);
  void EnterChains(PlanId plan);
  void LeaveChains(PlanId plan);
  void Drop(PlanId plan);

  std::vector<std::unique_ptr<Plan>> plans_;
  std::vector<PlanId> free_;
  absl::flat_hash_map<PlanKey, PlanId> index_;
  std::vector<PlanId> plan_of_;                ///< by member
  std::vector<uint32_t> place_of_;             ///< by member: where it stands in its plan's members
  std::vector<std::vector<PlanId>> plans_in_;  ///< by scope
  std::vector<std::vector<uint32_t>> entries_in_;  ///< by scope: the entry of the plan beside it
  std::vector<std::vector<Link>> plans_with_;      ///< by chain
};

}  // namespace taizhang::aggregator
