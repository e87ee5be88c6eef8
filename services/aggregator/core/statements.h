#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/facts/record.h"
#include "common/values/decimal.h"
#include "common/values/int128.h"
#include "common/values/period.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/query.h"

namespace taizhang::aggregator {

/// A WHOLE statement of a scope.
struct Statement {
  std::string source;
  bool has_amount = false;  ///< not: stated to be not available
  Int128 value = 0;
  Bound bound = Bound::kExact;
  Decimal quantum;
  PeriodBasis period_basis = PeriodBasis::kStated;
  std::string remark;
  uint64_t revision = 0;
  uint32_t row = 0;
};

/// The period whose statements answer a query (R3): a FLOW's own, of a YEAR_TO_DATE January to it,
/// of a STOCK the last measure-period. Nothing where no statement has exactly that span.
std::optional<Period> StatedPeriod(const Measure& measure, const Period& query);

/// The statements of exactly that scope and span, the newest first (R4). None where the scope is
/// one of the measure's reporters: what it says is a contribution.
std::vector<Statement> ReadStatements(const RecordName& scope, std::string_view measure_name,
                                      const Measure& measure, const Period& query,
                                      const PartitionSet& partitions);

}  // namespace taizhang::aggregator
