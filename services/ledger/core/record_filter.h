#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/facts/record.h"

namespace taizhang::ledger {

/// Conditions on a record itself, all of which must hold.
struct RecordFilter {
  uint32_t kinds = 0;         ///< bit n: RecordKind n; 0: every kind
  std::vector<Label> labels;  ///< each stands, with this value
  std::string
      text_prefix;  ///< of the id, the name or the English name; ASCII letters in either case
};

/// Whether a record passes. `name` is its record name.
bool Passes(const RecordFilter& filter, std::string_view name, const Record& record);

}  // namespace taizhang::ledger
