#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/facts/indicator_shape.h"
#include "common/status/reason.h"
#include "services/aggregator/core/expression.h"
#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/part.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/relatives.h"
#include "services/aggregator/core/stated_by.h"
#include "services/aggregator/core/statements.h"
#include "services/aggregator/core/terms.h"
#include "services/aggregator/core/verdict.h"

namespace taizhang::aggregator {
namespace {

constexpr std::string_view kCountUnit = "个";

Reason ReasonOf(ShapeProblem problem) {
  switch (problem) {
    case ShapeProblem::kName:
    case ShapeProblem::kUnknown:
      return Reason::kScopeUnknown;
    case ShapeProblem::kUnit:
      return Reason::kUnitMismatch;
    case ShapeProblem::kTooLarge:
      return Reason::kTooLarge;
    case ShapeProblem::kCycle:
      return Reason::kHierarchyInvalid;
    case ShapeProblem::kRequired:
    case ShapeProblem::kNotAllowed:
    case ShapeProblem::kInvalid:
      return Reason::kValueInvalid;
  }
  return Reason::kInternal;
}

/// Builds one figure: what is computed first, then what is stated beside it.
class Answering {
 public:
  Answering(const FigureQuery& query, const Structure& structure, const PartitionSet& partitions)
      : query_(query),
        terms_{.structure = structure,
               .partitions = partitions,
               .members_on = query.members_on,
               .fill_from_statements = query.fill_from_statements} {}

  absl::StatusOr<Figure> Run() {
    if (!Exists(query_.scope, terms_)) return Unknown("scope", query_.scope.text());
    indicator_ = terms_.structure.FindIndicator(query_.indicator);
    if (indicator_ == nullptr) return Unknown("indicator", query_.indicator);
    stated_by_ = StatedByOf(*indicator_, terms_.structure);
    absl::StatusOr<Part> part = Compute();
    if (!part.ok()) return part.status();
    Take(*part);
    State(*part);
    return std::move(figure_);
  }

 private:
  /// Sets unit and decimals, too.
  absl::StatusOr<Part> Compute() {
    const Spot spot{.scope = query_.scope, .period = query_.period};
    const LeafContext context{
        .stated_by = stated_by_, .population = indicator_->population, .distinct = query_.distinct};
    if (const auto* count = std::get_if<CountOf>(&indicator_->definition)) {
      figure_.unit = stated_by_.measure != nullptr ? stated_by_.measure->unit : kCountUnit;
      return PartOfCount(*count, spot, terms_, context);
    }
    if (const auto* total = std::get_if<TotalOf>(&indicator_->definition)) {
      const Measure* measure = terms_.structure.FindMeasure(total->measure);
      if (measure == nullptr) return Unknown("measure", total->measure);
      figure_.unit = measure->unit;
      figure_.decimals = measure->decimals;
      if (!total->IsTotal()) {
        if (absl::Status status = Describe(); !status.ok()) return status;
      }
      return PartOfTotal(*total, spot, terms_, context);
    }
    if (const auto* expression = std::get_if<Expression>(&indicator_->definition)) {
      if (absl::Status status = Describe(); !status.ok()) return status;
      return ExpressionReading(terms_).Of(*expression, spot);
    }
    if (stated_by_.measure == nullptr) return Unknown("measure", stated_by_.name);
    figure_.unit = stated_by_.measure->unit;
    figure_.decimals = stated_by_.measure->decimals;
    if (absl::Status status = CheckPeriod(query_.period, *stated_by_.measure); !status.ok()) {
      return status;
    }
    return NoPart(NoValue::kStatedOnly);
  }

  /// Unit and decimals of what is not a plain total or count. A definition was sound when it was
  /// written; what it names can have changed since.
  absl::Status Describe() {
    const auto find = [this](std::string_view name) { return terms_.structure.Find(name); };
    const std::optional<Shape> shape = ShapeOf(*indicator_, find);
    if (!shape) {
      // It was walked, as far as it goes, and is walked again for what is wrong with it.
      terms_.partitions.Spend(2 * kIndicatorNodesMax);
      const ShapeReport report = CheckShape(query_.indicator, *indicator_, find);
      if (report.findings.empty()) return absl::InternalError("an indicator without a shape");
      const ShapeFinding& finding = report.findings.front();
      return MakeError(ReasonOf(finding.problem),
                       "the definition of " + query_.indicator +
                           " does not hold any more: " + finding.field + ": " + finding.description,
                       {{"name", query_.indicator}});
    }
    terms_.partitions.Spend(shape->nodes);
    figure_.unit = shape->unit;
    figure_.decimals = indicator_->decimals.value_or(shape->decimals);
    is_rounded_ = true;
    return absl::OkStatus();
  }

  void Take(const Part& part) {
    figure_.no_value = part.no_value;
    figure_.completeness = part.completeness;
    figure_.distinct = part.distinct;
    figure_.coverage = part.coverage;
    figure_.remainders = part.remainders;
    figure_.falls = part.falls;
    figure_.gaps = part.gaps;
    figure_.partials = part.partials;
    figure_.filled = part.filled;
    figure_.pairing = part.pairing;
    figure_.whole = part.whole;
    figure_.ranked = part.ranked;
    if (!part.HasNumber()) return;
    if (const auto* quantity = std::get_if<Quantity>(&part.number)) {
      // What is stated of divisions can have more decimals than a total's measure.
      if (!is_rounded_) figure_.decimals = part.decimals;
      if (figure_.decimals == part.decimals) {
        figure_.computed = *quantity;
        return;
      }
    }
    figure_.computed = RoundTo(ExactNumberOf(part), figure_.decimals);
    if (!figure_.computed) figure_.no_value = NoValue::kTooLarge;
  }

  /// The stated figures beside the computed one, all at the finer of both decimals.
  void State(const Part& part) {
    const Measure* measure = stated_by_.measure;
    // Units never mix: what is stated in another is not a statement of this figure.
    if (measure == nullptr || measure->unit != figure_.unit) return;
    const std::vector<Statement> statements =
        ReadStatements(query_.scope, stated_by_.name, *measure, query_.period, terms_.partitions);
    if (statements.empty()) return;
    const int decimals = std::max<int>(figure_.decimals, measure->decimals);
    Computed computed{.quantity = {},
                      .interval = {},
                      .coverage = figure_.coverage,
                      .complete = part.is_complete,
                      .only_grows = part.only_grows};
    if (figure_.computed) {
      figure_.computed = Rescaled(*figure_.computed, decimals - figure_.decimals);
      if (!figure_.computed) figure_.no_value = NoValue::kTooLarge;
      computed.quantity = figure_.computed;
      if (figure_.computed) computed.interval = ExactNumberOf(part).interval;
    }
    figure_.decimals = decimals;
    figure_.stated = Compare(statements, *measure, decimals, computed);
    figure_.conflict = std::any_of(figure_.stated.begin(), figure_.stated.end(),
                                   [](const StatedFigure& stated) { return stated.conflict; });
  }

  const FigureQuery& query_;
  const Terms terms_;
  const Indicator* indicator_ = nullptr;
  StatedBy stated_by_;
  Figure figure_;
  bool is_rounded_ = false;  ///< to the decimals of the figure
};

}  // namespace

absl::StatusOr<Figure> Answer(const FigureQuery& query, const Structure& structure,
                              const PartitionSet& partitions) {
  return Answering(query, structure, partitions).Run();
}

}  // namespace taizhang::aggregator
