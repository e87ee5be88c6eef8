#include "services/aggregator/core/leaf_part.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "common/status/reason.h"
#include "services/aggregator/core/compute.h"
#include "services/aggregator/core/filling.h"
#include "services/aggregator/core/statements.h"
#include "services/aggregator/core/verdict.h"

namespace taizhang::aggregator {
namespace {

/// What is stated of a count indicator: how many there are in all.
struct StatedPopulation {
  std::vector<Statement> statements;
  int decimals = 0;
  /// Not: it is stated by coarser periods than the query's, or is not known any more, and nobody
  /// knows how large it is.
  bool is_readable = true;

  [[nodiscard]] PopulationCoverage CoverageOf(const SubjectCount& subjects) const {
    return aggregator::CoverageOf(subjects, statements, decimals);
  }
};

StatedPopulation ReadPopulation(const StatedBy& stated_by, const Spot& spot, const Terms& terms) {
  if (stated_by.measure == nullptr) return {.is_readable = stated_by.name.empty()};
  return {.statements = ReadStatements(spot.scope, stated_by.name, *stated_by.measure, spot.period,
                                       terms.partitions),
          .decimals = stated_by.measure->decimals,
          .is_readable = spot.period.Covers(stated_by.measure->frequency)};
}

/// Of a count indicator by name. It can have been withdrawn since it was named, or count no more:
/// then what it stood for is as large as before, and not known.
StatedPopulation ReadPopulation(std::string_view indicator, const Spot& spot, const Terms& terms) {
  const Indicator* whole = terms.structure.FindIndicator(indicator);
  if (whole == nullptr || !std::holds_alternative<CountOf>(whole->definition)) {
    return {.is_readable = false};
  }
  return ReadPopulation(StatedByOf(*whole, terms.structure), spot, terms);
}

DistinctSubjects DistinctOf(const SubjectCount& subjects) {
  return {.expected = subjects.expected,
          .contributing = subjects.contributing,
          .missing = subjects.expected - subjects.contributing};
}

std::string_view IdOf(std::string_view measure_name) {
  return measure_name.substr(measure_name.find('/') + 1);
}

void FillTotal(const TotalQuestion& question, const Spot& spot, const Terms& terms,
               const StatedBy& stated_by, Part& part) {
  const Measure& measure = question.measure;
  if (!question.IsTotal() || !measure.additive) return;
  if (stated_by.measure == nullptr || stated_by.measure->unit != measure.unit) return;
  FillFromStatements(spot, terms, stated_by, part, [&](const RecordName& child) {
    const TotalQuestion of_child{.scope = child,
                                 .measure_id = question.measure_id,
                                 .measure = measure,
                                 .filter = question.filter,
                                 .period = question.period,
                                 .members_on = question.members_on};
    const TotalComputation computation(of_child, terms.structure, terms.partitions);
    return computation.tally().amounts.count > 0;
  });
}

}  // namespace

absl::Status Unknown(std::string_view what, std::string_view name) {
  return MakeError(Reason::kScopeUnknown,
                   std::string(what) + " " + std::string(name) + " is not known",
                   {{"name", std::string(name)}});
}

absl::Status CheckPeriod(const Period& period, const Measure& measure) {
  if (period.Covers(measure.frequency)) return absl::OkStatus();
  return MakeError(Reason::kPeriodTooFine, period.ToString() + " is not whole periods of a " +
                                               std::string(FrequencyName(measure.frequency)));
}

TotalQuestion QuestionOf(const TotalOf& total, const Measure& measure, const Spot& spot,
                         const Terms& terms) {
  return {.scope = spot.scope,
          .measure_id = IdOf(total.measure),
          .measure = measure,
          .filter = total.filter,
          .period = spot.period,
          .over_time = total.over_time,
          .over_members = total.over_members,
          .members_on = terms.members_on};
}

Part PartOfTally(const TotalQuestion& question, const Tally& tally) {
  Part part;
  part.completeness = {.expected = tally.expected,
                       .received = tally.received,
                       .carried = tally.carried,
                       .carried_age = tally.carried_age,
                       .bounded = tally.bounded,
                       .complete = tally.received + tally.carried == tally.expected};
  part.coverage = CoverageOf(tally);
  part.remainders = tally.remainders;
  part.falls = tally.falls;
  part.gaps = tally.gaps;
  if (question.measure.temporal_kind == TemporalKind::kYearToDate) {
    part.partials = tally.partials();
  }
  part.is_complete = IsComplete(question, tally);
  return part;
}

absl::StatusOr<Part> PartOfTotal(const TotalOf& total, const Spot& spot, const Terms& terms,
                                 const LeafContext& context) {
  const Measure* measure = terms.structure.FindMeasure(total.measure);
  if (measure == nullptr) return Unknown("measure", total.measure);
  if (absl::Status status = CheckPeriod(spot.period, *measure); !status.ok()) return status;
  const TotalQuestion question = QuestionOf(total, *measure, spot, terms);
  TotalComputation computation(question, terms.structure, terms.partitions);
  Part part = PartOfTally(question, computation.tally());
  FoldedNumber number = computation.Number();
  part.number = std::move(number.number);
  part.decimals = number.decimals;
  part.no_value = number.no_value;
  part.only_grows = computation.OnlyGrows();
  StatedPopulation population;
  if (!context.population.empty() && question.IsTotal()) {
    population = ReadPopulation(context.population, spot, terms);
  }
  const bool is_stated = population.CoverageOf({}).is_stated;
  if (context.distinct || is_stated) part.distinct = DistinctOf(computation.Subjects());
  if (is_stated) part.coverage = population.CoverageOf(computation.Subjects()).coverage;
  if (!population.is_readable) part.coverage.reset();
  if (terms.fill_from_statements) FillTotal(question, spot, terms, context.stated_by, part);
  return part;
}

Part PartOfCount(const CountOf& count, const Spot& spot, const Terms& terms,
                 const LeafContext& context) {
  const SubjectCount subjects =
      ComputeCount(spot.scope, count, spot.period, terms.partitions, terms.members_on);
  Part part;
  part.completeness = {.expected = subjects.expected,
                       .received = subjects.contributing,
                       .complete = subjects.contributing == subjects.expected};
  part.is_complete = part.completeness.complete;
  part.only_grows = true;
  const End end{.value = subjects.contributing};
  part.number = Quantity{.value = subjects.contributing, .interval = {.lower = end, .upper = end}};
  // A count is its own population.
  const StatedPopulation population = ReadPopulation(context.stated_by, spot, terms);
  const PopulationCoverage stated = population.CoverageOf(subjects);
  if (context.distinct || stated.is_stated) part.distinct = DistinctOf(subjects);
  if (stated.is_stated) {
    part.coverage = stated.coverage;
  } else if (population.is_readable) {
    part.coverage = CoverageOf(
        Tally{.amounts = {}, .expected = subjects.expected, .received = subjects.contributing});
  }
  if (terms.fill_from_statements) {
    FillFromStatements(spot, terms, context.stated_by, part, [&](const RecordName& child) {
      return ComputeCount(child, count, spot.period, terms.partitions, terms.members_on)
                 .contributing > 0;
    });
  }
  return part;
}

}  // namespace taizhang::aggregator
