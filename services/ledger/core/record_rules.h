#pragma once

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

inline constexpr size_t kLabelsMax = 64;
inline constexpr size_t kStagesMax = 100;
inline constexpr size_t kOwnersMax = 100;
inline constexpr size_t kSuccessorsMax = 16;
inline constexpr size_t kSeatsMax = 8;
inline constexpr size_t kReportersMax = 64;
inline constexpr size_t kFilterEntriesMax = 64;       ///< of each list
inline constexpr size_t kExpressionEntriesMax = 256;  ///< of all filters of one together

/// The rules of a record by itself and of what it refers to; the lists are still as written,
/// defaults in place. Parents above parents are hierarchy_rules.h.
void CheckRecord(const RecordRow& row, const KnownRecords& known, Violations& violations);

/// What a measure's meaning is made of cannot change (R9), not even by withdrawing it and writing
/// it anew. `before` is its newest version that was not a withdrawal.
void CheckMeasureKept(const RecordRow& row, const Record& before, Violations& violations);

/// Rules of the kinds with many of them, in files of their own.
void CheckMeasure(const RecordRow& row, const Measure& measure, Violations& violations);
void CheckIndicator(const RecordRow& row, const Indicator& indicator, const KnownRecords& known,
                    Violations& violations);

/// REFERENCE_UNKNOWN where `name` is not a known record of `kind`, NAME_INVALID where it is none of
/// that kind. Null with a violation; the record otherwise, null also for one that cannot be judged
/// here.
const Record* CheckReference(std::string_view name, RecordKind kind, const KnownRecords& known,
                             const Origin& origin, std::string_view field, Violations& violations);

}  // namespace taizhang::ledger
