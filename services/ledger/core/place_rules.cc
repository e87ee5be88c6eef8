#include "services/ledger/core/place_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/date_rules.h"
#include "services/ledger/core/record_rules.h"

namespace taizhang::ledger {
namespace {

bool LiesInFrom(const KnownRecords& known, std::string_view division, std::string_view above,
                DayRange when, int steps_left) {
  if (division == above) return true;
  if (steps_left == 0) return false;
  const Record* record = known.Find(division);
  if (record == nullptr) return false;
  for (const Placement& parent : record->placements) {
    const DayRange common = Intersect(parent.when, when);
    if (!common.IsEmpty() && LiesInFrom(known, parent.place, above, common, steps_left - 1))
      return true;
  }
  return false;
}

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

/// The place with the earliest start lies in the home division.
void CheckFirstPlace(const RecordRow& row, const KnownRecords& known, Violations& violations) {
  const std::vector<Placement>& placements = row.record->placements;
  const auto first = std::min_element(
      placements.begin(), placements.end(),
      [](const Placement& a, const Placement& b) { return a.when.start < b.when.start; });
  const absl::StatusOr<RecordName> place = RecordName::Parse(first->place);
  if (!place.ok() || place->kind() != RecordKind::kDivision || known.Find(*place) == nullptr)
    return;
  const std::string home = DivisionName(row.name.division());
  if (LiesIn(known, first->place, home, first->when)) return;
  violations.Add(row.origin, absl::StrCat("placements[", first - placements.begin(), "].place"),
                 Reason::kHierarchyInvalid,
                 absl::StrCat("the first place lies in the home division; ", first->place,
                              " does not lie in ", home));
}

}  // namespace

DayRange Intersect(const DayRange& a, const DayRange& b) {
  return {.start = std::max(a.start, b.start), .end = std::min(a.end, b.end)};
}

bool LiesIn(const KnownRecords& known, std::string_view division, std::string_view above,
            DayRange when) {
  return LiesInFrom(known, division, above, when, Structure::kDepthMax);
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
  if (placements.size() > kPlacementsMax) {
    violations.Add(
        row.origin, "placements", Reason::kTooLarge,
        absl::StrCat("has ", placements.size(), " entries; up to ", kPlacementsMax, " are kept"));
    return;
  }
  if ((row.unread & kUnreadPlacements) != 0) return;
  std::vector<DatedEntry> entries;
  for (size_t i = 0; i < placements.size(); ++i) {
    const std::string entry = absl::StrCat("placements[", i, "]");
    CheckPlace(row, placements[i].place, entry + ".place", known, violations);
    CheckRange(placements[i].when, row.origin, entry + ".when", violations);
    entries.push_back({.when = placements[i].when, .position = i});
  }
  CheckNoOverlap(std::move(entries), row.origin, "placements", violations);
  if (kind != RecordKind::kDivision && !placements.empty()) CheckFirstPlace(row, known, violations);
}

}  // namespace taizhang::ledger
