#include "services/aggregator/core/scope_members.h"

#include <optional>

#include "services/aggregator/core/plan_builder.h"

namespace taizhang::aggregator {
namespace {

/// The scope itself, as a member: it is in itself as long as it is active, whatever else it belongs
/// to.
void VisitItself(Ordinal subject, const ViewState& state,
                 absl::FunctionRef<void(const MemberInScope&)> visit) {
  const Record* record = state.facts.CurrentRecord(subject);
  if (record == nullptr) return;
  const DayRange active = ActiveOf(*record);
  if (active.IsEmpty()) return;
  const Member member = Member::Subject(subject);
  const PlanId plan = state.plans.PlanOf(member);
  visit({.member = member,
         .active = active,
         .days = {&active, 1},
         .roles = state.plans.AttendanceOf(plan).all_roles()});
}

}  // namespace

void ForEachMember(const RecordName& scope, const ViewState& state,
                   absl::FunctionRef<void(const MemberInScope&)> visit) {
  const bool is_cluster = scope.kind() == RecordKind::kCluster;
  const bool is_division = scope.kind() == RecordKind::kDivision;
  if (const std::optional<ScopeId> id = state.scopes.Find(scope.text())) {
    for (const PlanId plan : state.plans.PlansIn(*id)) {
      const Attendance& attendance = state.plans.AttendanceOf(plan);
      const Attendance::Entry* entry = attendance.Find(*id, is_cluster || is_division);
      for (const Member member : state.plans.MembersOf(plan)) {
        visit({.member = member,
               .active = attendance.active(),
               .days = attendance.DaysOf(*entry),
               .roles = is_cluster ? attendance.RolesOf(*entry) : attendance.all_roles()});
      }
    }
  }
  if (is_cluster || is_division) return;
  const std::optional<Ordinal> subject = state.facts.FindSubject(scope.text());
  if (!subject) return;
  VisitItself(*subject, state, visit);
  if (scope.kind() == RecordKind::kVillage) return;  // its REMAINDER's plan leads there
  const DayRange always;
  visit(
      {.member = Member::Remainder(*subject), .active = always, .days = {&always, 1}, .roles = {}});
}

}  // namespace taizhang::aggregator
