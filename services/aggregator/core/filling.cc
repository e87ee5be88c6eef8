#include "services/aggregator/core/filling.h"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "services/aggregator/core/amount_rules.h"
#include "services/aggregator/core/relatives.h"
#include "services/aggregator/core/statements.h"

namespace taizhang::aggregator {
namespace {

std::optional<End> Sum(const std::optional<End>& a, const std::optional<End>& b, bool& fits) {
  if (!a || !b) return std::nullopt;
  const std::optional<Int128> value = CheckedAdd(a->value, b->value);
  fits = fits && value;
  return End{.value = value.value_or(0), .open = a->open || b->open};
}

/// Both in counts of 10^-decimals. Nothing where it does not fit.
std::optional<Quantity> Sum(const Quantity& a, const Quantity& b) {
  const std::optional<Int128> value = CheckedAdd(a.value, b.value);
  bool fits = value.has_value();
  Quantity out{.value = value.value_or(0),
               .interval = {.lower = Sum(a.interval.lower, b.interval.lower, fits),
                            .upper = Sum(a.interval.upper, b.interval.upper, fits)},
               .about = a.about || b.about};
  return fits ? std::optional(out) : std::nullopt;
}

void AddStated(const Quantity& stated, int decimals, Part& part) {
  if (!part.HasNumber()) {
    part.number = stated;
    part.decimals = decimals;
    part.no_value = NoValue::kNone;
    return;
  }
  const int common = std::max(part.decimals, decimals);
  const auto own = Rescaled(std::get<Quantity>(part.number), common - part.decimals);
  const auto added = Rescaled(stated, common - decimals);
  const auto sum = own && added ? Sum(*own, *added) : std::nullopt;
  if (!sum) return part.SetNone(NoValue::kTooLarge);
  part.number = *sum;
  part.decimals = common;
}

}  // namespace

void FillFromStatements(const Spot& spot, const Terms& terms, const StatedBy& stated_by, Part& part,
                        absl::FunctionRef<bool(const RecordName&)> has_own) {
  if (spot.scope.kind() != RecordKind::kDivision || stated_by.measure == nullptr) return;
  if (!part.HasNumber() && part.no_value != NoValue::kMissing) return;
  const Measure& measure = *stated_by.measure;
  if (!StatedPeriod(measure, spot.period)) return;
  const AmountRules rules = AmountRules::Of(measure);
  for (const RecordName& child : ChildDivisionsOf(spot.scope, spot.period.last_day(), terms)) {
    const std::vector<Statement> statements =
        ReadStatements(child, stated_by.name, measure, spot.period, terms.partitions);
    const auto newest = std::find_if(statements.begin(), statements.end(),
                                     [](const Statement& each) { return each.has_amount; });
    if (newest == statements.end() || has_own(child)) continue;
    ++part.filled;
    part.is_complete = false;
    AddStated({.value = newest->value,
               .interval = rules.IntervalOf(newest->value, newest->bound),
               .about = rules.IsAbout(newest->bound)},
              measure.decimals, part);
    if (part.no_value == NoValue::kTooLarge) return;
  }
}

}  // namespace taizhang::aggregator
