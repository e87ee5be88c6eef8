#include "services/ledger/core/place_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/list_rules.h"
#include "services/ledger/core/record_rules.h"

namespace taizhang::ledger {
namespace {

void CheckParentLevel(const RecordRow& row, const RecordName& place, std::string_view field,
                      Violations& violations) {
  const DivisionLevel own = row.name.division().level();
  const DivisionLevel parents = place.division().level();
  if (parents <= own && place.text() != row.name.text()) return;
  violations.Add(
      row.origin, field, Reason::kHierarchyInvalid,
      absl::StrCat(place.text(), " is a ", View(LevelName(parents)), "; the parent of a ",
                   View(LevelName(own)), " is another division of its level or above"));
}

/// One place; the kinds that a record may lie in.
void CheckPlace(const RecordRow& row, std::string_view place, std::string_view field,
                const KnownRecords& known, Violations& violations) {
  const absl::StatusOr<RecordName> name = RecordName::Parse(place);
  const bool is_village = name.ok() && name->kind() == RecordKind::kVillage;
  if (!is_village) {
    CheckReference(place, RecordKind::kDivision, known, row.origin, field, violations);
    if (name.ok() && name->kind() == RecordKind::kDivision &&
        row.name.kind() == RecordKind::kDivision) {
      CheckParentLevel(row, *name, field, violations);
    }
    return;
  }
  if (row.name.kind() != RecordKind::kEnterprise && row.name.kind() != RecordKind::kProject) {
    violations.Add(row.origin, field, Reason::kHierarchyInvalid,
                   absl::StrCat("a ", View(KindName(row.name.kind())),
                                " lies in divisions, not in a village"));
  } else if (name->division() != row.name.division()) {
    violations.Add(row.origin, field, Reason::kHierarchyInvalid,
                   absl::StrCat(View(place), " has another home; name a village of ",
                                DivisionName(row.name.division()), ", or a division"));
  } else {
    CheckReference(place, RecordKind::kVillage, known, row.origin, field, violations);
  }
}

/// The day on which a division ends by its own record: when the last of its parents does.
std::optional<Day> EndOf(const Record& division) {
  if (division.placements.empty()) return std::nullopt;
  const auto last = std::max_element(
      division.placements.begin(), division.placements.end(),
      [](const Placement& a, const Placement& b) { return a.when.end < b.when.end; });
  if (last->when.end == kDayMax) return std::nullopt;
  return last->when.end;
}

/// Whether the place begins in a division that was no more.
bool BeginsAfterItsEnd(const Placement& placement, const KnownRecords& known) {
  const Record* division = known.Find(placement.place);
  if (division == nullptr || KindOf(*division) != RecordKind::kDivision) return false;
  if (!known.IsSound(placement.place)) return false;
  const std::optional<Day> end = EndOf(*division);
  return end && *end <= placement.when.start;
}

void CheckEnd(const RecordRow& row, size_t index, const KnownRecords& known,
              Violations& violations) {
  const Placement& placement = row.record->placements[index];
  if (!BeginsAfterItsEnd(placement, known)) return;
  const Record& ended = *known.Find(placement.place);
  const auto& successors = std::get<Division>(ended.details).successors;
  violations.Add(
      row.origin, absl::StrCat("placements[", index, "].place"), Reason::kHierarchyInvalid,
      absl::StrCat(placement.place, " ended on ", FormatDay(*EndOf(ended)),
                   ", before this begins (", FormatDay(placement.when.start), "); name ",
                   successors.empty() ? "the division that took over, and write it as its successor"
                                      : absl::StrJoin(successors, " or ")));
}

/// The place with the earliest start lies in the home division on its first day (R10).
void CheckFirstPlace(const RecordRow& row, const KnownRecords& known, Violations& violations) {
  const std::vector<Placement>& placements = row.record->placements;
  const auto first = std::min_element(
      placements.begin(), placements.end(),
      [](const Placement& a, const Placement& b) { return a.when.start < b.when.start; });
  const absl::StatusOr<RecordName> place = RecordName::Parse(first->place);
  if (!place.ok() || place->kind() != RecordKind::kDivision || known.Find(*place) == nullptr)
    return;
  if (BeginsAfterItsEnd(*first, known)) return;
  const std::string home = DivisionName(row.name.division());
  const Day day = first->when.start;
  const Reach reach = ReachOn(known, first->place, home, day);
  if (reach.kind == Reach::Kind::kReached || reach.kind == Reach::Kind::kUnjudged) return;
  const std::string when =
      day == kDayMin ? "before all dates" : absl::StrCat("on ", FormatDay(day));
  violations.Add(row.origin, absl::StrCat("placements[", first - placements.begin(), "].place"),
                 Reason::kHierarchyInvalid,
                 absl::StrCat("the first place lies in the home division; ", first->place,
                              " does not lie in ", home, " ", when, ", where it begins"));
}

/// Nobody wrote these parents, so that their field is the list that should have been.
void CheckKeptParents(const RecordRow& row, const KnownRecords& known, Violations& violations) {
  for (const Placement& kept : row.record->placements) {
    if (known.Find(kept.place) != nullptr) continue;
    violations.Add(row.origin, "placements", Reason::kReferenceUnknown,
                   absl::StrCat("none are written, so that the parents from before are kept, and ",
                                kept.place, " of them is no longer known; write placements"));
  }
}

}  // namespace

DayRange Intersect(const DayRange& a, const DayRange& b) {
  return {.start = std::max(a.start, b.start), .end = std::min(a.end, b.end)};
}

Reach ReachOn(const KnownRecords& known, std::string_view division, std::string_view above,
              Day day) {
  Reach reach{.kind = Reach::Kind::kMissed, .until = kDayMax, .steps = 1};
  std::string_view at = division;
  for (int depth = 0; at != above; ++depth) {
    const Record* record = known.Find(at);
    if (record == nullptr || record->placements.empty() || depth == Structure::kDepthMax)
      return reach;
    if (!known.IsSound(at)) {
      reach.kind = Reach::Kind::kUnjudged;
      return reach;
    }
    const Placement* parent = nullptr;
    for (const Placement& placement : record->placements) {
      ++reach.steps;
      if (placement.when.Contains(day)) parent = &placement;
      if (placement.when.start > day) reach.until = std::min(reach.until, placement.when.start);
      if (placement.when.end > day) reach.until = std::min(reach.until, placement.when.end);
    }
    if (parent == nullptr) {
      reach.kind = Reach::Kind::kBrokenOff;
      return reach;
    }
    at = parent->place;
  }
  reach.kind = Reach::Kind::kReached;
  return reach;
}

void CheckPlacements(const RecordRow& row, const KnownRecords& known, Violations& violations) {
  const std::vector<Placement>& placements = row.record->placements;
  const RecordKind kind = row.name.kind();
  if (kind == RecordKind::kCluster || kind == RecordKind::kMeasure ||
      kind == RecordKind::kIndicator) {
    if (placements.empty()) return;
    violations.Add(row.origin, "placements", Reason::kFieldNotAllowed,
                   absl::StrCat("a ", View(KindName(kind)), " lies in no place"));
    return;
  }
  if (row.has_kept_parents) {
    CheckKeptParents(row, known, violations);
    return;
  }
  if (placements.size() <= kPlacementsMax) {
    for (size_t i = 0; i < placements.size(); ++i) {
      CheckPlace(row, placements[i].place, absl::StrCat("placements[", i, "].place"), known,
                 violations);
      if ((row.unread & kUnreadPlacements) == 0) CheckEnd(row, i, known, violations);
    }
  }
  CheckPlacementList(row, violations);
  if (kind != RecordKind::kDivision && !placements.empty() && known.IsSound(row.name.text()))
    CheckFirstPlace(row, known, violations);
}

}  // namespace taizhang::ledger
