#pragma once

#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/plan_table.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// A member of a scope with the days on which it is in it.
struct MemberInScope {
  Member member;
  DayRange active;
  absl::Span<const DayRange> days;  ///< normalised, within `active`
  absl::Span<const RoleSpan>
      roles;  ///< of the memberships that lead to the scope; at a place, of any
};

/// Visits, in any order, everybody in this partition who is ever in `scope`: those whose plans lead
/// there; a village, an enterprise or a project is also in itself.
void ForEachMember(const RecordName& scope, const ViewState& state,
                   absl::FunctionRef<void(const MemberInScope&)> visit);

}  // namespace taizhang::aggregator
