#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/facts/definition_parts.h"
#include "common/facts/indicator_shape.h"
#include "common/values/units.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/filter_rules.h"
#include "services/ledger/core/record_rules.h"

namespace taizhang::ledger {
namespace {

/// The measure of a record that CheckReference found.
const Measure* MeasureOf(const Record* record) {
  return record == nullptr ? nullptr : std::get_if<Measure>(&record->details);
}

Reason ReasonOf(ShapeProblem problem) {
  switch (problem) {
    case ShapeProblem::kRequired:
      return Reason::kFieldRequired;
    case ShapeProblem::kNotAllowed:
      return Reason::kFieldNotAllowed;
    case ShapeProblem::kInvalid:
      return Reason::kValueInvalid;
    case ShapeProblem::kName:
      return Reason::kNameInvalid;
    case ShapeProblem::kUnknown:
      return Reason::kReferenceUnknown;
    case ShapeProblem::kUnit:
      return Reason::kUnitMismatch;
    case ShapeProblem::kTooLarge:
      return Reason::kTooLarge;
    case ShapeProblem::kCycle:
      return Reason::kHierarchyInvalid;
  }
  return Reason::kValueInvalid;
}

/// Whether its figures are a number of records or of subjects.
bool Counts(const Indicator& indicator) {
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  return std::holds_alternative<CountOf>(indicator.definition) ||
         (total != nullptr && total->over_members == MemberFold::kCount);
}

void CheckFilters(const RecordRow& row, const Indicator& indicator, const KnownRecords& known,
                  Violations& violations) {
  size_t entries = 0;
  for (const DefinitionPart& part : PartsOf(indicator.definition)) {
    if (part.count != nullptr) entries += EntriesOf(part.count->filter);
    if (part.total != nullptr) entries += EntriesOf(part.total->filter);
    const FilterCheck check(row.origin, absl::StrCat("indicator.", part.path, ".filter"),
                            violations);
    if (part.count != nullptr) {
      check.CheckEntries(part.count->filter);
      check.CheckFits(part.count->filter, CountedBy(part.count->kind));
    }
    if (part.total == nullptr) continue;
    check.CheckEntries(part.total->filter);
    if (const Measure* measure = MeasureOf(known.Find(part.total->measure)))
      check.CheckFits(part.total->filter, CountedBy(*measure));
  }
  if (entries <= kExpressionEntriesMax || !std::holds_alternative<Expression>(indicator.definition))
    return;
  violations.Add(row.origin, "indicator.expression", Reason::kTooLarge,
                 absl::StrCat("its filters have ", entries, " entries; up to ",
                              kExpressionEntriesMax, " are kept in all"));
}

/// What the definition is like; nothing where it is not sound.
std::optional<Shape> CheckDefinition(const RecordRow& row, const Indicator& indicator,
                                     const KnownRecords& known, Violations& violations) {
  if ((row.unread & kUnreadDefinition) != 0) return std::nullopt;
  ShapeReport report = CheckShape(row.name.text(), indicator,
                                  [&known](std::string_view name) { return known.Find(name); });
  for (const ShapeFinding& finding : report.findings) {
    violations.Add(row.origin, absl::StrCat("indicator.", finding.field), ReasonOf(finding.problem),
                   finding.description);
  }
  return std::move(report.shape);
}

void CheckStatedBy(const RecordRow& row, const Indicator& indicator,
                   const std::optional<Shape>& shape, const KnownRecords& known,
                   Violations& violations) {
  if (indicator.stated_by.empty()) {
    if (indicator.definition.index() != 0) return;
    violations.Add(row.origin, "indicator.stated_by", Reason::kFieldRequired,
                   "an indicator without a definition names the measure of its stated figures");
    return;
  }
  const Measure* stated = MeasureOf(CheckReference(indicator.stated_by, RecordKind::kMeasure, known,
                                                   row.origin, "indicator.stated_by", violations));
  if (stated == nullptr) return;
  const auto refuse = [&](std::string_view why) {
    violations.Add(row.origin, "indicator.stated_by", Reason::kUnitMismatch,
                   absl::StrCat("its unit is ", stated->unit, "; ", View(why)));
  };
  if (Counts(indicator)) {
    if (!IsCountUnit(stated->unit))
      refuse("what states a count is in a counting unit: 家, 个, 户, 件 …");
    return;
  }
  if (!shape || stated->unit == shape->unit) return;
  if (shape->unit.empty()) {
    refuse(
        "its figures are pure numbers, which no measure states; leave it out, or ask for percent");
  } else {
    refuse(absl::StrCat(
        std::holds_alternative<TotalOf>(indicator.definition) ? "the total is" : "its figures are",
        " in ", shape->unit));
  }
}

void CheckPopulation(const RecordRow& row, const Indicator& indicator, const KnownRecords& known,
                     Violations& violations) {
  if (indicator.population.empty()) return;
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  const bool is_count = std::holds_alternative<CountOf>(indicator.definition);
  if (is_count || std::holds_alternative<Expression>(indicator.definition) ||
      (total != nullptr && !total->IsTotal())) {
    violations.Add(row.origin, "indicator.population", Reason::kFieldNotAllowed,
                   is_count ? "a count is its own population"
                            : "only a total without folds has one; leave it out");
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
  const std::optional<Shape> shape = CheckDefinition(row, indicator, known, violations);
  CheckFilters(row, indicator, known, violations);
  CheckStatedBy(row, indicator, shape, known, violations);
  CheckPopulation(row, indicator, known, violations);
}

}  // namespace taizhang::ledger
