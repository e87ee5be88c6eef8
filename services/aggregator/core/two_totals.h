#pragma once

#include "absl/functional/function_ref.h"
#include "services/aggregator/core/member_total.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/question.h"
#include "services/aggregator/core/tally.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// One of two totals that are read of the same members: all numbers of R7, and the amounts of those
/// that are not left out.
struct TotalSide {
  Tally tally;
  Counters kept;
};

/// What both totals have in common with a figure that is made of them.
struct TwoTotals {
  TotalSide first;
  TotalSide second;
  Pairing pairing;  ///< numerator: the first

  /// Adds the numbers of one member.
  void Count(const MemberOutcome& of_first, const MemberOutcome& of_second);
};

/// One member of a scope, as two questions see it.
using VisitBoth =
    absl::FunctionRef<void(const MemberInScope&, MemberTotal& first, MemberTotal& second)>;

/// Visits everybody in the scope of both questions, which is one, in all partitions. What one
/// subject says lies in one partition, so that both sides of it meet.
void ForEachOfBoth(const TotalQuestion& first, const TotalQuestion& second, const Terms& terms,
                   VisitBoth visit);

/// One side, with its number from the amounts that were kept. `leaves_out_remainders`: REMAINDERs
/// are among those that were not.
Part PartOfSide(const TotalQuestion& question, const TotalSide& side, bool leaves_out_remainders);

}  // namespace taizhang::aggregator
