#include "services/aggregator/view/cell_auditor.h"

#include <utility>

#include "services/aggregator/core/measure_cells.h"

namespace taizhang::aggregator {
namespace {

/// Draws until it gives up: most places of a small partition have no cell.
constexpr int kPicksMax = 64;

}  // namespace

absl::StatusOr<AuditChoice> CellAuditor::Choose(const std::string& prefix,
                                                const std::vector<std::string>& scopes) const {
  AuditChoice choice{.is_any = prefix.empty() && scopes.empty(), .spots = {}};
  const absl::Status status = views_.Read([&](const Reading& reading) {
    if (choice.is_any) return;
    for (uint32_t place = 0; place < reading.partition_count(); ++place) {
      const ViewedPartition* partition = reading.At(place);
      if (partition == nullptr || !partition->name.starts_with(prefix)) continue;
      if (scopes.empty()) choice.spots.push_back({.place = place, .scope = {}});
      for (const std::string& scope : scopes) {
        if (!partition->view.state().scopes.Find(scope)) continue;
        choice.spots.push_back({.place = place, .scope = scope});
      }
    }
  });
  if (!status.ok()) return status;
  return choice;
}

CellAuditor::Result CellAuditor::TryOne(const AuditChoice& choice, Draw draw) {
  Result result{.outcome = Outcome::kBusy, .mismatch = {}};
  // Not ready is as good as busy: the first catch-up is no time to ask.
  const auto status =
      views_.TryRead([&](Reading& reading) { result = Compare(reading, choice, draw); });
  return status && status->ok() ? Counted(std::move(result))
                                : Result{.outcome = Outcome::kBusy, .mismatch = {}};
}

absl::StatusOr<CellAuditor::Result> CellAuditor::One(const AuditChoice& choice, Draw draw) {
  Result result;
  const absl::Status status =
      views_.Read([&](Reading& reading) { result = Compare(reading, choice, draw); });
  if (!status.ok()) return status;
  return Counted(std::move(result));
}

AuditCounts CellAuditor::counts() const {
  const MutexLock lock(mutex_);
  return counts_;
}

CellAuditor::Result CellAuditor::Counted(Result result) {
  const MutexLock lock(mutex_);
  if (result.outcome == Outcome::kDiffers) ++counts_.mismatches;
  if (result.outcome == Outcome::kAgrees || result.outcome == Outcome::kDiffers) {
    ++counts_.comparisons;
  }
  return result;
}

CellAuditor::Result CellAuditor::Compare(const Reading& reading, const AuditChoice& choice,
                                         Draw draw) {
  if (!choice.is_any && choice.spots.empty()) return {};
  for (int pick = 0; pick < kPicksMax; ++pick) {
    const AuditChoice::Spot* spot =
        choice.is_any ? nullptr : &choice.spots[draw(choice.spots.size())];
    const ViewedPartition* partition =
        reading.At(spot == nullptr ? draw(reading.partition_count()) : spot->place);
    if (partition == nullptr) continue;
    const ViewState& state = partition->view.state();
    std::optional<ScopeId> scope;
    if (spot != nullptr && !spot->scope.empty()) {
      scope = state.scopes.Find(spot->scope);
      if (!scope) continue;
    }
    const std::optional<CellPlace> place = PickCell(state, scope, draw);
    if (!place || StepsOfAudit(state, *place) > kAuditStepsMax) continue;
    const CellAudit audit = AuditCell(*place, state, reading.structure());
    if (audit.agrees) return {.outcome = Outcome::kAgrees, .mismatch = {}};
    const std::string_view id = state.facts.dictionaries().measures.At(place->measure);
    return {.outcome = Outcome::kDiffers,
            .mismatch = CellMismatch{.partition = partition->name,
                                     .revision = partition->revision,
                                     .scope = state.scopes.NameOf(place->scope),
                                     .measure = MeasureName(id),
                                     .period = place->period,
                                     .differences = DifferencesOf(audit)}};
  }
  return {};
}

}  // namespace taizhang::aggregator
