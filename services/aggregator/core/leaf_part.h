#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "common/facts/record.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/question.h"
#include "services/aggregator/core/stated_by.h"
#include "services/aggregator/core/tally.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// What a total or a count is an indicator's for.
struct LeafContext {
  const StatedBy& stated_by;    ///< the indicator's
  std::string_view population;  ///< record name of a count indicator; may be empty (R12)
  bool distinct = false;        ///< count distinct subjects even where coverage does not need it
};

absl::Status Unknown(std::string_view what, std::string_view name);
/// PERIOD_TOO_FINE where `period` is not whole measure-periods.
absl::Status CheckPeriod(const Period& period, const Measure& measure);

/// How a total is put to partitions; `total` and `measure`, which is its own, are kept as
/// references.
TotalQuestion QuestionOf(const TotalOf& total, const Measure& measure, const Spot& spot,
                         const Terms& terms);

/// A measure's amounts, folded. Costs no allocation where it is a total that cells hold.
absl::StatusOr<Part> PartOfTotal(const TotalOf& total, const Spot& spot, const Terms& terms,
                                 const LeafContext& context);
/// A count of records.
Part PartOfCount(const CountOf& count, const Spot& spot, const Terms& terms,
                 const LeafContext& context);

/// The numbers of a tally (R7), with coverage by its subject-periods; without a number.
Part PartOfTally(const TotalQuestion& question, const Tally& tally);

}  // namespace taizhang::aggregator
