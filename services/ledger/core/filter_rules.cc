#include "services/ledger/core/filter_rules.h"

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/record_rules.h"
#include "services/ledger/core/text_rules.h"

namespace taizhang::ledger {
namespace {

constexpr uint32_t kDivisionReporters =
    ReporterBit(Reporter::kNation) | ReporterBit(Reporter::kProvince) |
    ReporterBit(Reporter::kPrefecture) | ReporterBit(Reporter::kCounty) |
    ReporterBit(Reporter::kTown);

}  // namespace

Counted CountedBy(const Measure& measure) {
  return {.enterprises = (measure.reporters & ReporterBit(Reporter::kEnterprise)) != 0,
          .projects = (measure.reporters & ReporterBit(Reporter::kProject)) != 0,
          .clusters = false,
          .divisions = (measure.reporters & kDivisionReporters) != 0,
          .members = (measure.reporters & ~kDivisionReporters) != 0,
          .has_items = measure.itemised};
}

Counted CountedBy(RecordKind kind) {
  return {.enterprises = kind == RecordKind::kEnterprise,
          .projects = kind == RecordKind::kProject,
          .clusters = kind == RecordKind::kCluster,
          .divisions = kind == RecordKind::kDivision,
          .members = kind != RecordKind::kDivision,
          .has_items = false};
}

size_t EntriesOf(const Filter& filter) {
  return filter.cluster_kinds.size() + filter.categories.size() + filter.stages.size() +
         filter.roles.size() + filter.division_levels.size() + filter.industries.size() +
         filter.labels.size() + filter.items.size();
}

void FilterCheck::CheckFits(const Filter& filter, const Counted& counted) const {
  Fits(filter.cluster_kinds.empty() || counted.clusters, "cluster_kinds", "counts of clusters");
  Fits(filter.categories.empty() || counted.projects, "categories", "projects");
  Fits(filter.stages.empty() || counted.projects, "stages", "projects");
  Fits(filter.division_levels.empty() || counted.divisions, "division_levels", "divisions");
  Fits(filter.roles.empty() || counted.members, "roles", "what belongs to clusters");
  Fits(filter.industries.empty() || counted.enterprises, "industries", "enterprises");
  Fits(!filter.party_organisation || counted.enterprises, "party_organisation", "enterprises");
  Fits(filter.items.empty() || counted.has_items, "items", "totals of itemised measures");
}

void FilterCheck::CheckEntries(const Filter& filter) const {
  Limit(filter.roles.size(), "roles");
  Limit(filter.stages.size(), "stages");
  Limit(filter.categories.size(), "categories");
  Limit(filter.cluster_kinds.size(), "cluster_kinds");
  Limit(filter.division_levels.size(), "division_levels");
  if (Limit(filter.industries.size(), "industries")) CheckIndustries(filter);
  if (Limit(filter.items.size(), "items")) CheckItems(filter);
  if (Limit(filter.labels.size(), "labels")) CheckLabels(filter);
}

void FilterCheck::CheckIndustries(const Filter& filter) const {
  for (size_t i = 0; i < filter.industries.size(); ++i) {
    if (IsIndustry(filter.industries[i])) continue;
    Add(absl::StrCat("industries[", i, "]"), Reason::kValueInvalid,
        "a prefix of a GB/T 4754 code is its letter from A to T and up to four digits: C13");
  }
}

void FilterCheck::CheckItems(const Filter& filter) const {
  for (size_t i = 0; i < filter.items.size(); ++i) {
    if (IsId(filter.items[i])) continue;
    Add(absl::StrCat("items[", i, "]"), Reason::kValueInvalid,
        "an item is an id: lower-case letters, digits and hyphens, up to 63");
  }
}

void FilterCheck::CheckLabels(const Filter& filter) const {
  for (const Label& label : filter.labels) {
    const std::string field = absl::StrCat("labels[", label.key, "]");
    if (!IsId(label.key)) Add(field, Reason::kValueInvalid, "a label's key is an id");
    if (label.value.empty()) Add(field, Reason::kFieldRequired, "write the value that must stand");
    CheckText(label.value, kLabelBytesMax, origin_, path_ + "." + field, violations_);
  }
}

void FilterCheck::Add(std::string_view field, Reason reason, std::string_view description) const {
  violations_.Add(origin_, absl::StrCat(path_, ".", View(field)), reason, description);
}

void FilterCheck::Fits(bool fits, std::string_view field, std::string_view what) const {
  if (fits) return;
  Add(field, Reason::kFieldNotAllowed,
      absl::StrCat("is a condition for ", View(what), " alone; leave it out"));
}

bool FilterCheck::Limit(size_t size, std::string_view field) const {
  if (size <= kFilterEntriesMax) return true;
  Add(field, Reason::kTooLarge,
      absl::StrCat("has ", size, " entries; up to ", kFilterEntriesMax, " are kept"));
  return false;
}

}  // namespace taizhang::ledger
