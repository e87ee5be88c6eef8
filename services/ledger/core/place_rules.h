#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Where a record lies (R10): places are known divisions or, for enterprises and projects, villages
/// of the same home; they do not overlap; a subject's first one lies in its home division; a
/// division's parents are of its own level or above.
void CheckPlacements(const RecordRow& row, const KnownRecords& known, Violations& violations);

/// Whether on some day of `when` the chain of recorded parents leads from `division` to `above` (or
/// both are the same).
bool LiesIn(const KnownRecords& known, std::string_view division, std::string_view above,
            DayRange when);

/// What two ranges have in common; empty where nothing.
DayRange Intersect(const DayRange& a, const DayRange& b);

}  // namespace taizhang::ledger
