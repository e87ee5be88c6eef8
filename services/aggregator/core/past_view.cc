#include "services/aggregator/core/past_view.h"

#include <optional>

#include "services/aggregator/core/plan_builder.h"

namespace taizhang::aggregator {

PastView::PastView(const ViewState& live, uint64_t as_of, const Structure& structure)
    : state_(live.facts.At(as_of), live.commits) {
  state_.subjects = live.subjects;
  state_.observed_years = live.observed_years;
  state_.has_remainder = live.has_remainder;
  // Nobody who came later counts: their records are not there, nor what they observed.
  for (Ordinal subject = 0; subject < state_.subjects.size(); ++subject) {
    Plan(Member::Subject(subject), structure);
    if (state_.has_remainder[subject]) Plan(Member::Remainder(subject), structure);
  }
}

void PastView::Plan(Member member, const Structure& structure) {
  const std::optional<PlanKey> key = PlanKeyOf(member, state_, structure);
  if (!key) return;
  state_.plans.Assign(member, state_.plans.Intern(*key, state_.chains, state_.scopes));
}

}  // namespace taizhang::aggregator
