#include "services/ledger/rpc/parse_observation.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "common/values/units.h"
#include "services/ledger/rpc/enum_tables.h"
#include "services/ledger/rpc/parse_enum.h"

namespace taizhang::ledger {
namespace {

void ParsePeriod(const std::string& text, ObservationRow& row, Violations& violations) {
  absl::StatusOr<Period> period = Period::Parse(text);
  if (period.ok()) {
    row.period = *period;
    return;
  }
  row.unread |= kUnreadPeriod;
  violations.Add(row.origin, "period",
                 text.empty() ? Reason::kFieldRequired : Reason::kValueInvalid,
                 text.empty() ? "write the period: 2025, 2025-H1, 2025-Q2 or 2025-06"
                              : std::string(period.status().message()));
}

/// Longer ones are not looked at, blanks included.
constexpr size_t kUnitBytesMax = 256;

/// A unit in the characters that ParseAmount reads, without blanks around it.
std::string UnitAsRead(std::string_view unit) {
  const std::string narrow = NarrowText(unit);
  return std::string(TrimText(narrow));
}

/// The unit in its own field, behind what the text has of one ("69.45亿" in 元).
bool AddUnit(const std::string& unit, WrittenAmount& amount) {
  if (amount.unit.empty()) {
    amount.unit = unit;
  } else if (amount.unit != unit) {
    if (LeadingMultiplier(amount.unit).size != amount.unit.size()) return false;
    // 万 of 万元 is no 万万元: one of them was perhaps not meant.
    if (!LookUpUnit(amount.unit + unit).has_value() && LookUpUnit(unit).has_value()) return false;
    amount.unit += unit;
  }
  return true;
}

void ParseAmountOf(const type::v1::Amount& written, ObservationRow& row, Violations& violations) {
  const auto refuse = [&](std::string_view field, Reason reason, std::string_view description) {
    row.unread |= kUnreadAmount;
    violations.Add(row.origin, field, reason, description);
  };
  absl::StatusOr<WrittenAmount> amount = ParseAmount(written.value());
  if (!amount.ok()) {
    const bool none = written.value().empty();
    return refuse("amount.value", none ? Reason::kFieldRequired : Reason::kValueInvalid,
                  none ? "write the amount: 69.45亿元" : std::string(amount.status().message()));
  }
  if (written.unit().size() > kUnitBytesMax) {
    return refuse("amount.unit", Reason::kUnitMismatch,
                  absl::StrCat("has ", written.unit().size(), " bytes; no unit has more than ",
                               kUnitBytesMax, ": write 万元"));
  }
  if (!written.unit().empty() && !AddUnit(UnitAsRead(written.unit()), *amount)) {
    refuse("amount.unit", Reason::kFieldNotAllowed,
           absl::StrCat("the value has the unit ", amount->unit, " beside ",
                        UnitAsRead(written.unit()), "; write the unit once, the multiplier too"));
  }
  if (written.bound() != type::v1::BOUND_UNSPECIFIED) {
    const std::optional<Bound> bound = BoundOf(written.bound());
    if (!bound) {
      ParseEnum<Bound>(written.bound(), false, row.origin, "amount.bound", violations);
    } else if (amount->bound != Bound::kExact && amount->bound != *bound) {
      refuse("amount.bound", Reason::kFieldNotAllowed,
             "the value has a word of bound that says something else; write the bound once");
    } else {
      amount->bound = *bound;
    }
  }
  if (!written.quantum().empty()) {
    const absl::StatusOr<Decimal> quantum = Decimal::Parse(written.quantum());
    if (!quantum.ok()) {
      return refuse("amount.quantum", Reason::kValueInvalid,
                    absl::StrCat(quantum.status().message(), "; write base units alone: 1000000"));
    }
    row.quantum = *quantum;
  }
  row.amount = *std::move(amount);
}

void ParseValue(const type::v1::Observation& observation, ObservationRow& row,
                Violations& violations) {
  row.not_available = observation.not_available();
  if (observation.has_amount() == row.not_available) {
    row.unread |= kUnreadAmount;
    violations.Add(row.origin, "amount",
                   row.not_available ? Reason::kFieldNotAllowed : Reason::kFieldRequired,
                   row.not_available ? "it is not available; leave the amount out, or not_available"
                                     : "write the amount, or say not_available");
    return;
  }
  if (!row.not_available) ParseAmountOf(observation.amount(), row, violations);
}

}  // namespace

ObservationRow ParseObservation(const type::v1::Observation& observation, const Origin& origin,
                                std::deque<std::string>& texts, Violations& violations) {
  ObservationRow row;
  row.origin = origin;
  row.subject = observation.subject();
  row.measure = observation.measure();
  row.item = observation.item();
  row.source = observation.source();
  row.remark = observation.remark();
  if (std::optional<std::string> normalized = OtherNormalForm(row.remark))
    row.remark = texts.emplace_back(*std::move(normalized));
  ParsePeriod(observation.period(), row, violations);
  ParseValue(observation, row, violations);
  if (observation.basis() != type::v1::BASIS_UNSPECIFIED) {
    const std::optional<Basis> basis = BasisOf(observation.basis());
    row.basis =
        basis ? *basis : ParseEnum<Basis>(observation.basis(), false, origin, "basis", violations);
  }
  if (observation.period_basis() != type::v1::PERIOD_BASIS_UNSPECIFIED) {
    const std::optional<PeriodBasis> basis = PeriodBasisOf(observation.period_basis());
    row.period_basis = basis ? *basis
                             : ParseEnum<PeriodBasis>(observation.period_basis(), false, origin,
                                                      "period_basis", violations);
  }
  return row;
}

ObservationRow ParseWithdrawal(const type::v1::ObservationKey& key, const Origin& origin,
                               Violations& violations) {
  ObservationRow row;
  row.origin = origin;
  row.withdraw = true;
  row.subject = key.subject();
  row.measure = key.measure();
  row.item = key.item();
  row.source = key.source();
  ParsePeriod(key.period(), row, violations);
  return row;
}

}  // namespace taizhang::ledger
