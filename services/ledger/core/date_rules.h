#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "common/values/period.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// A dated entry of a list: its range, and its position in the list as written.
struct DatedEntry {
  DayRange when;
  size_t position = 0;
};

/// Refuses a range that ends before or when it starts. `field` is the path of the range within the
/// row.
void CheckRange(const DayRange& when, const Origin& origin, std::string_view field,
                Violations& violations);

/// Refuses entries that overlap, each at the later position. `list` is the path of the list:
/// "placements".
void CheckNoOverlap(std::vector<DatedEntry> entries, const Origin& origin, std::string_view list,
                    Violations& violations);

/// "2024-01-01 to 2024-12-31", "always", "from 2024-01-01".
std::string Describe(const DayRange& when);

}  // namespace taizhang::ledger
