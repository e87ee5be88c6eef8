#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// Puts in place what a record leaves to the rules, so that folding needs none of them (R10).
/// Without placements
///   a village lies in its town by the code, where that is known, otherwise in its home division,
///   always; an enterprise or project lies in its home division, always; a division keeps the
///   parents that it has, and a new one gets the longest known prefix of its code, always.
/// The SUM of a FLOW and the LAST of a STOCK are what is meant by default, and kept as that.
void ApplyDefaults(const KnownRecords& known, RecordRow& row);

/// Brings the lists into the order in which they are kept. Field paths are lost with it: the last
/// step.
void SortLists(Record& record);

}  // namespace taizhang::ledger
