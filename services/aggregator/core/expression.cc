#include "services/aggregator/core/expression.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/facts/indicator_shape.h"
#include "common/status/reason.h"
#include "services/aggregator/core/growth.h"
#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/ratio.h"
#include "services/aggregator/core/relatives.h"
#include "services/aggregator/core/share_rank.h"

namespace taizhang::aggregator {
namespace {

const Expression& OperandOf(const Expression& node) { return node.operands.front(); }

}  // namespace

ExpressionReading::ExpressionReading(const Terms& terms)
    : partitions_(terms.partitions),
      terms_{.structure = terms.structure,
             .partitions = partitions_,
             .members_on = terms.members_on,
             .fill_from_statements = terms.fill_from_statements} {}

absl::Status ExpressionReading::Spend(int64_t steps) {
  partitions_.Spend(steps);
  if (partitions_.spent() <= kAnswerStepsMax) return absl::OkStatus();
  return MakeError(Reason::kOverloaded,
                   "this figure reads or calculates more than is evaluated for one; ask for it at "
                   "a smaller scope, or make it of fewer parts",
                   {{"limit", std::to_string(kAnswerStepsMax)}});
}

absl::StatusOr<Part> ExpressionReading::Of(const Expression& node, const Spot& spot) {
  if (absl::Status status = Spend(1); !status.ok()) return status;
  return std::visit([&](const auto& of) { return Read(node, of, spot); }, node.node);
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& /*node*/, const IndicatorOf& of,
                                             const Spot& spot) {
  PartKey key(of.indicator, spot.scope.text(), spot.period.first_month(), spot.period.months());
  if (const auto found = indicators_.find(key); found != indicators_.end()) return found->second;
  absl::StatusOr<Part> part = ReadIndicator(of.indicator, spot);
  if (part.ok()) indicators_.emplace(std::move(key), *part);
  return part;
}

absl::StatusOr<Part> ExpressionReading::ReadIndicator(const std::string& name, const Spot& spot) {
  const Indicator* indicator = terms_.structure.FindIndicator(name);
  if (indicator == nullptr) return Unknown("indicator", name);
  const StatedBy stated_by = StatedByOf(*indicator, terms_.structure);
  const LeafContext context{.stated_by = stated_by, .population = indicator->population};
  if (const auto* total = std::get_if<TotalOf>(&indicator->definition)) {
    return PartOfTotal(*total, spot, terms_, context);
  }
  if (const auto* count = std::get_if<CountOf>(&indicator->definition)) {
    return PartOfCount(*count, spot, terms_, context);
  }
  if (const auto* expression = std::get_if<Expression>(&indicator->definition)) {
    return Of(*expression, spot);
  }
  return NoPart(NoValue::kStatedOnly);
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& /*node*/, const TotalOf& of,
                                             const Spot& spot) {
  const StatedBy stated_by = StatedByOf(of, terms_.structure);
  return PartOfTotal(of, spot, terms_, {.stated_by = stated_by});
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& /*node*/, const CountOf& of,
                                             const Spot& spot) {
  return PartOfCount(of, spot, terms_, {.stated_by = {}});
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& /*node*/, const Constant& of,
                                             const Spot& /*spot*/) {
  return ConstantPart(of);
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& node, const Arithmetic& of,
                                             const Spot& spot) {
  std::vector<Part> operands;
  operands.reserve(node.operands.size());
  for (const Expression& operand : node.operands) {
    absl::StatusOr<Part> part = Of(operand, spot);
    if (!part.ok()) return part;
    operands.push_back(*std::move(part));
  }
  if (absl::Status status = Spend(StepsToCombine(operands)); !status.ok()) return status;
  return Combine(of, operands);
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& node, const Shift& of,
                                             const Spot& spot) {
  const int64_t length = of.length ? static_cast<int>(*of.length) : spot.period.months();
  return ReadAt(OperandOf(node), spot.scope, spot.period.first_month() + of.count * length,
                spot.period.months());
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& node, const Window& of,
                                             const Spot& spot) {
  const int64_t end = spot.period.end_month();
  int64_t months = 0;
  if (of.to_date) {
    // From the beginning of the length in which the last month lies.
    months = (end - 1) % static_cast<int>(*of.to_date) + 1;
  } else {
    months = int64_t{of.trailing} * static_cast<int>(of.length);
  }
  return ReadAt(OperandOf(node), spot.scope, end - months, months);
}

absl::StatusOr<Part> ExpressionReading::ReadAt(const Expression& node, const RecordName& scope,
                                               int64_t first_month, int64_t months) {
  if (first_month < kMonthMin || first_month + months > kMonthMax) {
    return NoPart(NoValue::kMissing);
  }
  return Of(node, {.scope = scope,
                   .period = Period::FromMonths(static_cast<MonthIndex>(first_month),
                                                static_cast<int>(months))});
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& /*node*/, const Ratio& of,
                                             const Spot& spot) {
  return PartOfRatio(of, spot, terms_);
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& node, const Growth& of,
                                             const Spot& spot) {
  const Expression& operand = OperandOf(node);
  const std::optional<Period> earlier = BaseOf(of, spot.period);
  if (const TotalOf* total = TotalAt(operand); total != nullptr && earlier) {
    const Measure* measure = terms_.structure.FindMeasure(total->measure);
    if (measure == nullptr) return Unknown("measure", total->measure);
    if (ReadsMembers(of, *measure)) {
      if (absl::Status status = CheckPeriod(spot.period, *measure); !status.ok()) return status;
      if (absl::Status status = CheckPeriod(*earlier, *measure); !status.ok()) return status;
      return PartOfGrowth(of, *total, *measure, spot, {.scope = spot.scope, .period = *earlier},
                          terms_);
    }
  }
  absl::StatusOr<Part> current = Of(operand, spot);
  if (!current.ok()) return current;
  const absl::StatusOr<Part> base = earlier ? Of(operand, {.scope = spot.scope, .period = *earlier})
                                            : absl::StatusOr<Part>(NoPart(NoValue::kMissing));
  if (!base.ok()) return base.status();
  const std::array<Part, 2> sides = {*current, *base};
  if (absl::Status status = Spend(StepsToCombine(sides)); !status.ok()) return status;
  return GrowthOf(sides[0], sides[1], IsPercent(operand));
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& node, const Share& of,
                                             const Spot& spot) {
  absl::StatusOr<Part> part = Of(OperandOf(node), spot);
  if (!part.ok()) return part;
  std::optional<RecordName> whole;
  if (of.whole.empty()) {
    whole = ParentOf(spot.scope, spot.period.last_day(), terms_);
  } else {
    absl::StatusOr<RecordName> named = RecordName::Parse(of.whole);
    if (!named.ok() || !Exists(*named, terms_)) return Unknown("scope", of.whole);
    whole = *std::move(named);
  }
  const absl::StatusOr<Part> of_whole =
      whole ? Of(OperandOf(node), {.scope = *whole, .period = spot.period})
            : absl::StatusOr<Part>(NoPart(NoValue::kMissing));
  if (!of_whole.ok()) return of_whole.status();
  const std::array<Part, 2> sides = {*part, *of_whole};
  if (absl::Status status = Spend(StepsToCombine(sides)); !status.ok()) return status;
  Part share = ShareOf(sides[0], sides[1]);
  if (whole) share.whole = whole->text();
  return share;
}

absl::StatusOr<Part> ExpressionReading::Read(const Expression& node, const Rank& /*of*/,
                                             const Spot& spot) {
  std::vector<Part> parts;
  absl::StatusOr<Part> own = Of(OperandOf(node), spot);
  if (!own.ok()) return own;
  parts.push_back(*own);
  std::vector<ExactQuantity> others;
  int64_t anywhere = 0;
  const bool has_parent = ParentOf(spot.scope, spot.period.last_day(), terms_).has_value();
  for (const RecordName& sibling : SiblingsOf(spot.scope, spot.period.last_day(), terms_)) {
    if (sibling == spot.scope) continue;
    absl::StatusOr<Part> part = Of(OperandOf(node), {.scope = sibling, .period = spot.period});
    if (!part.ok()) return part;
    if (absl::Status status = Spend(StepsToCompare(*own, *part)); !status.ok()) return status;
    if (part->HasNumber()) {
      others.push_back(ExactNumberOf(*part));
    } else if (part->may_have) {
      ++anywhere;
    }
    parts.push_back(*std::move(part));
  }
  Part rank = Together(parts);
  if (!own->HasNumber() || !has_parent) {
    rank.no_value = own->HasNumber() ? NoValue::kMissing : own->no_value;
    rank.may_have = own->may_have && has_parent;
    rank.ranked = static_cast<int64_t>(others.size());
    return rank;
  }
  rank.number = RankAmong(ExactNumberOf(*own), others, anywhere);
  rank.ranked = static_cast<int64_t>(others.size()) + 1;
  return rank;
}

const TotalOf* ExpressionReading::TotalAt(const Expression& node) const {
  if (const auto* total = std::get_if<TotalOf>(&node.node)) {
    return total->IsTotal() ? total : nullptr;
  }
  const auto* named = std::get_if<IndicatorOf>(&node.node);
  const Indicator* indicator =
      named != nullptr ? terms_.structure.FindIndicator(named->indicator) : nullptr;
  if (indicator == nullptr) return nullptr;
  if (const auto* expression = std::get_if<Expression>(&indicator->definition)) {
    return TotalAt(*expression);
  }
  const auto* total = std::get_if<TotalOf>(&indicator->definition);
  return total != nullptr && total->IsTotal() ? total : nullptr;
}

bool ExpressionReading::IsPercent(const Expression& node) {
  const auto [place, is_new] = is_percent_.try_emplace(&node, false);
  if (is_new) {
    const auto shape =
        ShapeOf(node, [this](std::string_view name) { return terms_.structure.Find(name); });
    place->second = shape && shape->unit == "%";
  }
  return place->second;
}

}  // namespace taizhang::aggregator
