#include "services/ledger/core/observation_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/values/units.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/text_rules.h"

namespace taizhang::ledger {
namespace {

/// The period of `months` that ends where a year does.
Period LastOfYear(const Period& year, int months) {
  return Period::FromMonths(year.end_month() - months, months);
}

void ReportPeriod(const ObservationRow& row, const Measure& measure, Violations& violations) {
  const int months = static_cast<int>(measure.frequency);
  const Period near = Period::FromMonths(row.period.first_month() / months * months, months);
  violations.Add(
      row.origin, "period", Reason::kPeriodMismatch,
      absl::StrCat(row.period.ToString(), " is not one ", View(FrequencyName(measure.frequency)),
                   " as the measure has them; for example ", near.ToString()));
}

void ReportAmount(const ObservationRow& row, const Measure& measure, const absl::Status& status,
                  Violations& violations) {
  const std::string& unit = row.amount.unit;
  const std::optional<UnitFactor> factor = LookUpUnit(unit);
  const bool converts = unit.empty() || LeadingMultiplier(unit).size == unit.size() ||
                        (factor && factor->base == measure.unit);
  std::string description(status.message());
  if (!converts) {
    absl::StrAppend(&description, "; the measure is in ", measure.unit);
  } else {
    absl::StrAppend(&description, "; the measure keeps ", static_cast<int>(measure.decimals),
                    " decimals of ", measure.unit, " and never rounds");
  }
  violations.Add(row.origin, "amount", converts ? Reason::kAmountNotExact : Reason::kUnitMismatch,
                 description);
}

bool CheckId(const ObservationRow& row, std::string_view id, std::string_view field,
             Violations& violations) {
  if (id.empty() || IsId(id)) return true;
  violations.Add(row.origin, field, Reason::kValueInvalid,
                 "an id is lower-case letters, digits and hyphens, up to 63, beginning and ending "
                 "with no hyphen");
  return false;
}

bool CheckContribution(const ObservationRow& row, const Measure& measure, Violations& violations) {
  bool sound = true;
  if (!row.source.empty()) {
    violations.Add(row.origin, "source", Reason::kFieldNotAllowed,
                   "a subject's own observation has no source; sources are for statements");
    sound = false;
  }
  if (row.basis == Basis::kRemainder) {
    violations.Add(row.origin, "basis", Reason::kFieldNotAllowed,
                   "the subject contributes to this measure; REMAINDER is for statements");
    sound = false;
  }
  if (measure.itemised == row.item.empty()) {
    violations.Add(row.origin, "item",
                   measure.itemised ? Reason::kFieldRequired : Reason::kFieldNotAllowed,
                   measure.itemised ? "the measure is itemised; name the item"
                                    : "the measure has no items; leave it empty");
    sound = false;
  }
  return CheckId(row, row.item, "item", violations) && sound;
}

}  // namespace

std::optional<Period> CheckPeriod(const ObservationRow& row, const Measure& measure,
                                  Violations& violations) {
  if ((row.unread & kUnreadPeriod) != 0) return std::nullopt;
  if (row.period.IsOne(measure.frequency)) return row.period;
  if (measure.temporal_kind == TemporalKind::kYearToDate && row.period.IsOne(Frequency::kYear)) {
    return LastOfYear(row.period, static_cast<int>(measure.frequency));
  }
  ReportPeriod(row, measure, violations);
  return std::nullopt;
}

bool CheckKeyParts(const ObservationRow& row, const Measure& measure, bool is_contribution,
                   Violations& violations) {
  if (is_contribution) return CheckContribution(row, measure, violations);
  if (!row.item.empty()) {
    violations.Add(
        row.origin, "item", Reason::kFieldNotAllowed,
        "it is a statement, as the subject is none of the measure's reporters; items are for "
        "contributions");
    return false;
  }
  return CheckId(row, row.source, "source", violations);
}

std::optional<Amount> CheckAmount(const ObservationRow& row, const Measure& measure,
                                  Violations& violations) {
  absl::StatusOr<Amount> amount = ToBaseUnit(row.amount, measure.unit, measure.decimals);
  if (!amount.ok()) {
    ReportAmount(row, measure, amount.status(), violations);
    return std::nullopt;
  }
  // Less than 0 is wholly below it, although its number is not.
  const bool is_below =
      amount->value < 0 || (amount->value == 0 && amount->bound == Bound::kLessThan);
  if (measure.non_negative && is_below) {
    violations.Add(row.origin, "amount.value", Reason::kValueInvalid,
                   "the measure is never below 0; write 0 or more, and no less than 0");
    return std::nullopt;
  }
  if (!row.quantum) return *amount;
  amount = WithQuantum(*amount, *row.quantum, measure.decimals);
  if (amount.ok()) return *amount;
  violations.Add(
      row.origin, "amount.quantum", Reason::kValueInvalid,
      absl::StrCat(amount.status().message(), "; leave it out, and the amount's spelling says it"));
  return std::nullopt;
}

}  // namespace taizhang::ledger
