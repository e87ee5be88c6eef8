#include <string>

#include "absl/strings/str_cat.h"
#include "common/values/units.h"
#include "services/ledger/core/filter_rules.h"
#include "services/ledger/core/record_rules.h"

namespace taizhang::ledger {
namespace {

constexpr uint8_t kDecimalsMax = 9;
constexpr uint32_t kCarryForwardMax = 1'200;
constexpr uint32_t kDueDaysMax = 3'660;

std::string BaseUnitNear(const std::string& unit) {
  const absl::StatusOr<Unit> found = FindUnit(unit);
  if (!found.ok()) return std::string(found.status().message());
  return absl::StrCat("a measure is kept in a base unit; that of ", unit, " is ",
                      std::string(found->base));
}

/// Whom it asks.
void CheckAsked(const RecordRow& row, const Measure& measure, Violations& violations) {
  if (measure.filter.IsEmpty()) return;
  if (measure.reporters == 0) {
    violations.Add(row.origin, "measure.filter", Reason::kFieldNotAllowed,
                   "is a condition for its reporters, and nobody reports to it; leave it out");
    return;
  }
  const FilterCheck check(row.origin, "measure.filter", violations);
  check.CheckEntries(measure.filter);
  Counted counted = CountedBy(measure);
  counted.has_items = true;  // an itemised one may as little have them
  check.CheckFits(measure.filter, counted);
  if (!measure.filter.items.empty()) {
    violations.Add(row.origin, "measure.filter.items", Reason::kFieldNotAllowed,
                   "is no condition for a reporter; leave it out, or filter a total by items");
  }
}

}  // namespace

void CheckMeasure(const RecordRow& row, const Measure& measure, Violations& violations) {
  const auto add = [&](std::string_view field, Reason reason, std::string_view description) {
    violations.Add(row.origin, field, reason, description);
  };
  if (measure.unit.empty()) {
    add("measure.unit", Reason::kFieldRequired, "name the base unit: 元, 亩, 个 …");
  } else if (!IsBaseUnit(measure.unit)) {
    add("measure.unit", Reason::kUnitMismatch, BaseUnitNear(measure.unit));
  }
  if (measure.decimals > kDecimalsMax) {
    add("measure.decimals", Reason::kValueInvalid, "0 to 9 decimal places are kept");
  }
  if (measure.temporal_kind == TemporalKind::kUnspecified) {
    add("measure.temporal_kind", Reason::kFieldRequired, "say FLOW, STOCK or YEAR_TO_DATE");
  }
  if (measure.carry_forward && measure.temporal_kind != TemporalKind::kStock) {
    add("measure.carry_forward", Reason::kFieldNotAllowed, "only a STOCK holds beyond its period");
  }
  if (measure.carry_forward.value_or(0) > kCarryForwardMax) {
    add("measure.carry_forward", Reason::kValueInvalid,
        "up to 1,200 measure-periods; leave it out for no limit");
  }
  if (measure.due_days.value_or(0) > kDueDaysMax) {
    add("measure.due_days", Reason::kValueInvalid, "up to 3,660 days");
  }
  CheckAsked(row, measure, violations);
}

void CheckMeasureKept(const RecordRow& row, const Record& before, Violations& violations) {
  const auto* now = std::get_if<Measure>(&row.record->details);
  const auto* then = std::get_if<Measure>(&before.details);
  if (now == nullptr || then == nullptr || (row.unread & kUnreadMeaning) != 0) return;
  const auto check = [&](bool kept, std::string_view field) {
    if (kept) return;
    violations.Add(row.origin, field, Reason::kImmutable,
                   "a measure's meaning never changes; write another measure for another meaning");
  };
  check(now->unit == then->unit, "measure.unit");
  check(now->decimals == then->decimals, "measure.decimals");
  check(now->temporal_kind == then->temporal_kind, "measure.temporal_kind");
  check(now->frequency == then->frequency, "measure.frequency");
  check(now->reporters == then->reporters, "measure.reporters");
  check(now->itemised == then->itemised, "measure.itemised");
  check(now->additive == then->additive, "measure.non_additive");
  check(now->non_negative == then->non_negative, "measure.non_negative");
  check(now->filter == then->filter, "measure.filter");
}

}  // namespace taizhang::ledger
