#pragma once

#include <optional>

#include "common/facts/structure.h"
#include "common/values/period.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/query.h"

namespace taizhang::aggregator {

/// What all parts of one answer are read from, and on which terms.
struct Terms {
  const Structure& structure;
  const PartitionSet& partitions;
  std::optional<Day> members_on;      ///< FIXED attribution (R5)
  bool fill_from_statements = false;  ///< R2
};

/// Where and when a part is read.
struct Spot {
  const RecordName& scope;
  Period period;
};

}  // namespace taizhang::aggregator
