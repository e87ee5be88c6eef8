#include "services/ledger/core/record_defaults.h"

#include <algorithm>
#include <tuple>
#include <variant>

#include "common/facts/definition_parts.h"

namespace taizhang::ledger {
namespace {

std::string PlaceOfVillage(const KnownRecords& known, const RecordName& name) {
  const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(name.id());
  const std::optional<DivisionCode> town =
      code.ok() ? code->CutTo(DivisionLevel::kTown) : std::nullopt;
  return DivisionName(town && known.HasDivision(*town) ? *town : name.division());
}

void DefaultParents(const KnownRecords& known, RecordRow& row) {
  const RecordName& name = row.name;
  Record& record = *row.record;
  if (const Record* before = known.structure().Find(name.text()); before != nullptr) {
    record.placements = before->placements;
    row.has_kept_parents = true;
  } else if (const std::optional<DivisionCode> parent = known.DefaultParent(name.division())) {
    record.placements.push_back({.place = DivisionName(*parent), .when = {}});
  }
}

/// The spellings of what a measure's amounts are folded by anyway.
void DefaultFolds(const KnownRecords& known, Indicator& indicator) {
  for (TotalOf* total : TotalsOf(indicator.definition)) {
    if (total->over_time != TimeFold::kSum && total->over_time != TimeFold::kLast) continue;
    const Record* record = known.Find(total->measure);
    const auto* measure = record == nullptr ? nullptr : std::get_if<Measure>(&record->details);
    if (measure == nullptr) continue;
    const bool is_default = total->over_time == TimeFold::kSum
                                ? measure->temporal_kind == TemporalKind::kFlow
                                : measure->temporal_kind == TemporalKind::kStock;
    if (is_default) total->over_time = TimeFold::kNatural;
  }
}

}  // namespace

void ApplyDefaults(const KnownRecords& known, RecordRow& row) {
  if (row.record == nullptr) return;
  if (auto* indicator = std::get_if<Indicator>(&row.record->details))
    DefaultFolds(known, *indicator);
  if (!row.record->placements.empty()) return;
  if ((row.unread & kUnreadPlacements) != 0) return;
  // An unknown home refuses the record: no place that nobody wrote should be complained of.
  if (row.name.kind() != RecordKind::kDivision && !known.HasDivision(row.name.division())) return;
  switch (row.name.kind()) {
    case RecordKind::kVillage:
      row.record->placements.push_back({.place = PlaceOfVillage(known, row.name), .when = {}});
      break;
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      row.record->placements.push_back({.place = DivisionName(row.name.division()), .when = {}});
      break;
    case RecordKind::kDivision:
      DefaultParents(known, row);
      break;
    case RecordKind::kCluster:
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      break;
  }
}

void SortLists(Record& record) {
  const auto by_start = [](const auto& a, const auto& b) { return a.when.start < b.when.start; };
  std::sort(record.labels.begin(), record.labels.end(),
            [](const Label& a, const Label& b) { return a.key < b.key; });
  std::sort(record.placements.begin(), record.placements.end(), by_start);
  std::sort(record.memberships.begin(), record.memberships.end(),
            [](const Membership& a, const Membership& b) {
              return std::tie(a.cluster, a.when.start) < std::tie(b.cluster, b.when.start);
            });
  if (auto* project = std::get_if<Project>(&record.details)) {
    std::sort(project->stages.begin(), project->stages.end(), by_start);
    std::sort(project->owners.begin(), project->owners.end());
  }
  if (auto* division = std::get_if<Division>(&record.details)) {
    std::sort(division->successors.begin(), division->successors.end());
  }
  if (auto* cluster = std::get_if<Cluster>(&record.details)) {
    std::sort(cluster->seats.begin(), cluster->seats.end(),
              [](const Seat& a, const Seat& b) { return a.origin < b.origin; });
  }
}

}  // namespace taizhang::ledger
