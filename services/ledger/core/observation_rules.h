#pragma once

#include <cstddef>
#include <optional>

#include "common/facts/record.h"
#include "common/values/amount.h"
#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Distinct sources of statements, and items of contributions, of one (subject, measure, year). All
/// of them lie in one list, which every read of the subject walks. Those withdrawn count: they keep
/// their place.
inline constexpr size_t kSourcesPerKeyMax = 64;
inline constexpr size_t kItemsPerKeyMax = 1'000;

/// The period under which an observation is kept: its own where it is one of the measure's
/// frequency, the last one of the year where a YEAR_TO_DATE is given for a year (R6).
/// PERIOD_MISMATCH otherwise.
std::optional<Period> CheckPeriod(const ObservationRow& row, const Measure& measure,
                                  Violations& violations);

/// What may be said of a contribution and of a statement (R2, R4); false with violations.
bool CheckKeyParts(const ObservationRow& row, const Measure& measure, bool is_contribution,
                   Violations& violations);

/// The amount in the measure's unit and decimals (R19), not below 0 where the measure never is.
std::optional<Amount> CheckAmount(const ObservationRow& row, const Measure& measure,
                                  Violations& violations);

}  // namespace taizhang::ledger
