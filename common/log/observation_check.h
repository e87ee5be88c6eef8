#pragma once

#include <cstdint>

#include "common/facts/block_content.h"
#include "common/log/observation_codec.h"
#include "common/values/interval.h"

namespace taizhang {

// What both directions check, so that what is written can be read.

/// The column that keeps a row from being kept, or null.
inline const char* FindDamage(const ObservationChange& row, const ObservationBounds& bounds) {
  if (row.subject >= bounds.subjects_end) return "subjects";
  if (row.measure >= bounds.measures_end) return "measures";
  if (row.id >= bounds.ids_end) return "ids";
  if (row.previous_revision >= bounds.revision) return "previous_revisions";
  return nullptr;
}

/// Exactly one month, quarter, half-year or year of the calendar: facts index by it.
inline const char* FindDamage(MonthIndex first, uint32_t months) {
  if (months != 1 && months != 3 && months != 6 && months != 12) return "months";
  if (first < kMonthMin || first >= kMonthMax) return "first_months";
  if (static_cast<uint32_t>(first) % months != 0) return "first_months";
  return nullptr;
}

constexpr bool FitsIn64(Int128 value) { return value == Int128{static_cast<int64_t>(value)}; }

inline bool IsWithinLimit(Int128 value) {
  static const Int128 limit = PowerOfTen(kMaxAmountDigits);
  return -limit < value && value < limit;
}

}  // namespace taizhang
