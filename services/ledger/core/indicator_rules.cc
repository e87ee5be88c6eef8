#include <string>

#include "absl/strings/str_cat.h"
#include "common/values/units.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/record_rules.h"
#include "services/ledger/core/text_rules.h"

namespace taizhang::ledger {
namespace {

constexpr uint32_t kDivisionReporters =
    ReporterBit(Reporter::kNation) | ReporterBit(Reporter::kProvince) |
    ReporterBit(Reporter::kPrefecture) | ReporterBit(Reporter::kCounty) |
    ReporterBit(Reporter::kTown);

/// What a definition is made over, as far as filters care.
struct Counted {
  bool enterprises = false;
  bool projects = false;
  bool clusters = false;
  bool divisions = false;
  bool members = false;  ///< of clusters, so that there are roles
  bool has_items = false;
};

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

class FilterCheck {
 public:
  FilterCheck(const Origin& origin, std::string path, Violations& violations)
      : origin_(origin), path_(std::move(path)), violations_(violations) {}

  /// A condition that nothing counted could meet is a mistake.
  void CheckFits(const Filter& filter, const Counted& counted) const {
    Fits(filter.cluster_kinds.empty() || counted.clusters, "cluster_kinds", "counts of clusters");
    Fits(filter.categories.empty() || counted.projects, "categories", "projects");
    Fits(filter.stages.empty() || counted.projects, "stages", "projects");
    Fits(filter.division_levels.empty() || counted.divisions, "division_levels", "divisions");
    Fits(filter.roles.empty() || counted.members, "roles", "what belongs to clusters");
    Fits(filter.industries.empty() || counted.enterprises, "industries", "enterprises");
    Fits(!filter.party_organisation || counted.enterprises, "party_organisation", "enterprises");
    Fits(filter.items.empty() || counted.has_items, "items", "totals of itemised measures");
  }

  void CheckEntries(const Filter& filter) const {
    Limit(filter.roles.size(), "roles");
    Limit(filter.stages.size(), "stages");
    Limit(filter.categories.size(), "categories");
    Limit(filter.cluster_kinds.size(), "cluster_kinds");
    Limit(filter.division_levels.size(), "division_levels");
    if (Limit(filter.industries.size(), "industries")) CheckIndustries(filter);
    if (Limit(filter.items.size(), "items")) CheckItems(filter);
    if (Limit(filter.labels.size(), "labels")) CheckLabels(filter);
  }

 private:
  void CheckIndustries(const Filter& filter) const {
    for (size_t i = 0; i < filter.industries.size(); ++i) {
      if (IsIndustry(filter.industries[i])) continue;
      Add(absl::StrCat("industries[", i, "]"), Reason::kValueInvalid,
          "a prefix of a GB/T 4754 code is its letter from A to T and up to four digits: C13");
    }
  }
  void CheckItems(const Filter& filter) const {
    for (size_t i = 0; i < filter.items.size(); ++i) {
      if (IsId(filter.items[i])) continue;
      Add(absl::StrCat("items[", i, "]"), Reason::kValueInvalid,
          "an item is an id: lower-case letters, digits and hyphens, up to 63");
    }
  }
  void CheckLabels(const Filter& filter) const {
    for (const Label& label : filter.labels) {
      const std::string field = absl::StrCat("labels[", label.key, "]");
      if (!IsId(label.key)) Add(field, Reason::kValueInvalid, "a label's key is an id");
      if (label.value.empty())
        Add(field, Reason::kFieldRequired, "write the value that must stand");
      CheckText(label.value, kLabelBytesMax, origin_, path_ + "." + field, violations_);
    }
  }

  void Add(std::string_view field, Reason reason, std::string_view description) const {
    violations_.Add(origin_, absl::StrCat(path_, ".", View(field)), reason, description);
  }
  void Fits(bool fits, std::string_view field, std::string_view what) const {
    if (fits) return;
    Add(field, Reason::kFieldNotAllowed,
        absl::StrCat("is a condition for ", View(what), " alone; leave it out"));
  }
  bool Limit(size_t size, std::string_view field) const {
    if (size <= kFilterEntriesMax) return true;
    Add(field, Reason::kTooLarge,
        absl::StrCat("has ", size, " entries; up to ", kFilterEntriesMax, " are kept"));
    return false;
  }

  const Origin& origin_;
  std::string path_;
  Violations& violations_;
};

/// The measure of a record that CheckReference found.
const Measure* MeasureOf(const Record* record) {
  return record == nullptr ? nullptr : std::get_if<Measure>(&record->details);
}

void CheckStatedBy(const RecordRow& row, const Indicator& indicator, const Measure* total,
                   const KnownRecords& known, Violations& violations) {
  if (indicator.stated_by.empty()) {
    if (indicator.definition.index() != 0) return;
    violations.Add(row.origin, "indicator.stated_by", Reason::kFieldRequired,
                   "an indicator without a definition names the measure of its stated figures");
    return;
  }
  const Measure* stated = MeasureOf(CheckReference(indicator.stated_by, RecordKind::kMeasure, known,
                                                   row.origin, "indicator.stated_by", violations));
  if (stated == nullptr) return;
  if (std::holds_alternative<CountOf>(indicator.definition) && !IsCountUnit(stated->unit)) {
    violations.Add(row.origin, "indicator.stated_by", Reason::kUnitMismatch,
                   absl::StrCat("its unit is ", stated->unit,
                                "; what states a count is in a counting unit: 家, 个, 户, 件 …"));
    return;
  }
  if (total == nullptr || stated->unit == total->unit) return;
  violations.Add(row.origin, "indicator.stated_by", Reason::kUnitMismatch,
                 absl::StrCat("its unit is ", stated->unit, "; the total is in ", total->unit));
}

void CheckPopulation(const RecordRow& row, const Indicator& indicator, const KnownRecords& known,
                     Violations& violations) {
  if (indicator.population.empty()) return;
  if (std::holds_alternative<CountOf>(indicator.definition)) {
    violations.Add(row.origin, "indicator.population", Reason::kFieldNotAllowed,
                   "a count is its own population");
    return;
  }
  const Record* record = CheckReference(indicator.population, RecordKind::kIndicator, known,
                                        row.origin, "indicator.population", violations);
  const auto* counted = record == nullptr ? nullptr : std::get_if<Indicator>(&record->details);
  if (counted == nullptr || std::holds_alternative<CountOf>(counted->definition)) return;
  violations.Add(
      row.origin, "indicator.population", Reason::kValueInvalid,
      absl::StrCat(indicator.population, " does not count; name an indicator that does"));
}

}  // namespace

void CheckIndicator(const RecordRow& row, const Indicator& indicator, const KnownRecords& known,
                    Violations& violations) {
  const Measure* measure = nullptr;
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    measure = MeasureOf(CheckReference(total->measure, RecordKind::kMeasure, known, row.origin,
                                       "indicator.total.measure", violations));
    const FilterCheck check(row.origin, "indicator.total.filter", violations);
    check.CheckEntries(total->filter);
    if (measure != nullptr) check.CheckFits(total->filter, CountedBy(*measure));
  }
  if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    const FilterCheck check(row.origin, "indicator.count.filter", violations);
    check.CheckEntries(count->filter);
    check.CheckFits(count->filter, CountedBy(count->kind));
  }
  CheckStatedBy(row, indicator, measure, known, violations);
  CheckPopulation(row, indicator, known, violations);
}

}  // namespace taizhang::ledger
