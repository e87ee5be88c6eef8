#include "services/aggregator/core/two_totals.h"

#include "services/aggregator/core/compute.h"
#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/scope_members.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

void TwoTotals::Count(const MemberOutcome& of_first, const MemberOutcome& of_second) {
  first.tally.Add(of_first.tally);
  second.tally.Add(of_second.tally);
  if (of_first.is_remainder()) return;
  if (of_first.contributes && of_second.contributes) {
    ++pairing.paired;
  } else if (of_first.contributes) {
    ++pairing.numerator_only;
  } else if (of_second.contributes) {
    ++pairing.denominator_only;
  }
}

void ForEachOfBoth(const TotalQuestion& first, const TotalQuestion& second, const Terms& terms,
                   VisitBoth visit) {
  ForEachPartitionOf(first.scope, terms.partitions, [&](const ViewState& view) {
    MemberTotal of_first(first, view, terms.structure);
    MemberTotal of_second(second, view, terms.structure);
    ForEachMember(first.scope, view,
                  [&](const MemberInScope& member) { visit(member, of_first, of_second); });
    terms.partitions.Spend(of_first.steps() + of_second.steps());
  });
}

Part PartOfSide(const TotalQuestion& question, const TotalSide& side, bool leaves_out_remainders) {
  Part part = PartOfTally(question, side.tally);
  if (leaves_out_remainders && side.tally.remainders > 0) part.is_complete = false;
  const Counters& kept = side.kept;
  if (kept.count == 0) {
    part.no_value = NoValue::kMissing;
  } else if (kept.count > 1 && !question.measure.additive) {
    part.no_value = NoValue::kNotAdditive;
  } else {
    part.number =
        Quantity{.value = kept.sum, .interval = kept.ToInterval(), .about = kept.about > 0};
    part.decimals = question.measure.decimals;
  }
  return part;
}

}  // namespace taizhang::aggregator
