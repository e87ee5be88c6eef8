#pragma once

#include <cstdint>
#include <optional>

#include "common/facts/record.h"
#include "common/facts/structure.h"
#include "common/values/period.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/amount_fold.h"
#include "services/aggregator/core/question.h"
#include "services/aggregator/core/tally.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// Evaluates from the members' observations, whatever the scope, filter and period. Adds one
/// partition's part to `tally`, and its distinct subjects to `subjects`. Costs what the scope's
/// members in this partition have to say: returns the steps, one for each member, for each year
/// that was read of one, and for each filter that was put to one.
///
/// A subject is expected in the partition that holds its record (a division in "structure"), and
/// contributes in the one that holds its observations.
int64_t EvaluateTotal(const TotalQuestion& question, const ViewState& state,
                      const Structure& structure, Tally& tally, SubjectCount& subjects);

/// The same for every fold (R14): amounts go to `amounts`, all else to `tally`.
int64_t EvaluateFold(const TotalQuestion& question, const ViewState& state,
                     const Structure& structure, AmountFold& amounts, Tally& tally,
                     SubjectCount& subjects);

/// About what EvaluateTotal will cost of a division or cluster, in its steps, told by its members'
/// number alone.
int64_t StepsOfMembers(const ViewState& state, ScopeId scope);

/// Counts records: `expected` those that pass or may pass, `contributing` those that pass. Returns
/// its steps likewise.
int64_t EvaluateCount(const CountQuestion& question, const ViewState& state,
                      SubjectCount& subjects);

/// From cells: a total that is kept (TotalQuestion::IsKept) at a division or cluster. Returns
/// whether that was possible: spans of YEAR_TO_DATE that are not kept, and several of them where a
/// start is missing, are evaluated instead, and so is everything while its cells are being built;
/// `tally` is then as it was.
bool ReadTotal(const TotalQuestion& question, const ViewState& state, Tally& tally);

/// Whether the cells that a total would be read from are still being built.
bool IsBeingBuilt(const TotalQuestion& question, const ViewState& state);

/// The kinds that a count counts, as population bits; nothing where its filter has to be evaluated.
std::optional<uint32_t> CountableBits(const CountOf& count);

/// From populations: records of the kinds in `bits` at a division or cluster, on the last day of a
/// month.
int64_t ReadCount(const RecordName& scope, uint32_t bits, MonthIndex month, const ViewState& state);

}  // namespace taizhang::aggregator
