#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/record.h"
#include "common/values/division_code.h"
#include "services/aggregator/core/plan.h"

namespace taizhang::aggregator {

/// Whether a filter's conditions hold. kUnknown: a field that decides it is not recorded, so that
/// the subject is missing, not excluded (R7).
enum class Match : uint8_t { kNo, kUnknown, kYes };

/// The conditions on undated fields. A condition on a field that records of this kind do not have
/// holds for none of them; an absent label does not match; an industry that is recorded more
/// coarsely than the filter asks is unknown. `level`: of a division, otherwise nothing.
Match MatchUndated(const Filter& filter, const Record& record, std::optional<DivisionLevel> level);

/// What putting a filter to a record costs, in steps (PartitionSet::Spend).
int64_t StepsOf(const Filter& filter, const Record& record);

/// The days on which a subject passes a filter, and those on which that is not known. They do not
/// overlap; all other days are excluded.
struct PassingDays {
  std::vector<DayRange> passing;
  std::vector<DayRange> unknown;
};

/// Narrows `days` by all conditions but items: what passes another filter already can be narrowed
/// by this one. `roles`: of the memberships that lead to the scope (R15).
void ApplyFilter(const Filter& filter, const Record& record, std::optional<DivisionLevel> level,
                 absl::Span<const RoleSpan> roles, PassingDays& days);

/// Of `days` (normalised).
PassingDays PassingDaysOf(const Filter& filter, const Record& record,
                          std::optional<DivisionLevel> level, absl::Span<const DayRange> days,
                          absl::Span<const RoleSpan> roles);

}  // namespace taizhang::aggregator
