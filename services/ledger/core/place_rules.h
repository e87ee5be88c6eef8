#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Where a record lies (R10): places are known divisions or, for enterprises and projects, villages
/// of the same home; they do not overlap; a subject's first one lies in its home division on
/// the first day of it (without a start: kDayMin); a division's parents are of its own level or
/// above. No place begins in a division that had ended by then: its record has parents, and all of
/// them end before. The message names its successors.
void CheckPlacements(const RecordRow& row, const KnownRecords& known, Violations& violations);

/// Where the chain of parents that hold on a day leads.
struct Reach {
  enum class Kind : uint8_t {
    kReached,
    kMissed,     ///< to a division without parents, and not to the one asked for
    kBrokenOff,  ///< to a division that has parents on other days only
    kUnjudged,   ///< to a record with an unsound list, which is complained of anyway
  };
  Kind kind = Kind::kMissed;
  Day until = kDayMax;  ///< the chain is the same on all days before
  int steps = 0;        ///< list entries looked at
};

/// Whether the chain leads from `division` to `above` on `day`; it does where both are the same. At
/// most Structure::kDepthMax lists are looked at, each once.
Reach ReachOn(const KnownRecords& known, std::string_view division, std::string_view above,
              Day day);

/// What two ranges have in common; empty where nothing.
DayRange Intersect(const DayRange& a, const DayRange& b);

}  // namespace taizhang::ledger
