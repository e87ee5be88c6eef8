#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/status/reason.h"
#include "services/aggregator/core/compute.h"
#include "services/aggregator/core/partition_view.h"
#include "services/aggregator/core/query.h"
#include "services/aggregator/core/statements.h"
#include "services/aggregator/core/verdict.h"

namespace taizhang::aggregator {
namespace {

constexpr std::string_view kCountUnit = "个";

absl::Status Unknown(std::string_view what, const std::string& name) {
  return MakeError(Reason::kScopeUnknown, std::string(what) + " " + name + " is not known",
                   {{"name", name}});
}

absl::Status CheckScope(const RecordName& scope, const Structure& structure,
                        const PartitionSet& partitions) {
  switch (scope.kind()) {
    case RecordKind::kDivision:
    case RecordKind::kCluster:
      if (structure.Find(scope.text()) != nullptr) return absl::OkStatus();
      break;
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      if (const PartitionView* view = partitions.Find(scope.RecordPartition())) {
        const auto subject = view->facts().FindSubject(scope.text());
        if (subject && view->facts().CurrentRecord(*subject) != nullptr) return absl::OkStatus();
      }
      break;
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      break;
  }
  return Unknown("scope", scope.text());
}

/// The measure of an indicator's stated figures (R3); null where it has none.
struct StatedBy {
  std::string name;
  const Measure* measure = nullptr;
};

StatedBy StatedByOf(const Indicator& indicator, const Structure& structure) {
  StatedBy out{.name = indicator.stated_by};
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  if (out.name.empty() && total != nullptr && total->filter.IsEmpty()) out.name = total->measure;
  if (!out.name.empty()) out.measure = structure.FindMeasure(out.name);
  return out;
}

/// Builds one figure.
class Answering {
 public:
  Answering(const FigureQuery& query, const Structure& structure, const PartitionSet& partitions)
      : query_(query), structure_(structure), partitions_(partitions) {}

  absl::StatusOr<Figure> Run() {
    if (absl::Status status = CheckScope(query_.scope, structure_, partitions_); !status.ok()) {
      return status;
    }
    indicator_ = structure_.FindIndicator(query_.indicator);
    if (indicator_ == nullptr) return Unknown("indicator", query_.indicator);
    stated_by_ = StatedByOf(*indicator_, structure_);
    if (absl::Status status = Compute(); !status.ok()) return status;
    State();
    return std::move(figure_);
  }

 private:
  absl::Status Compute() {
    if (const auto* total = std::get_if<TotalOf>(&indicator_->definition)) {
      return ComputeTotal(*total);
    }
    if (const auto* count = std::get_if<CountOf>(&indicator_->definition)) {
      ComputeCounted(*count);
      return absl::OkStatus();
    }
    figure_.no_value = NoValue::kStatedOnly;
    if (stated_by_.measure == nullptr) return Unknown("measure", stated_by_.name);
    figure_.unit = stated_by_.measure->unit;
    figure_.decimals = stated_by_.measure->decimals;
    return CheckPeriod(*stated_by_.measure);
  }

  [[nodiscard]] absl::Status CheckPeriod(const Measure& measure) const {
    if (query_.period.Covers(measure.frequency)) return absl::OkStatus();
    return MakeError(Reason::kPeriodTooFine, query_.period.ToString() +
                                                 " is not whole periods of a " +
                                                 std::string(FrequencyName(measure.frequency)));
  }

  absl::Status ComputeTotal(const TotalOf& total) {
    const Measure* measure = structure_.FindMeasure(total.measure);
    if (measure == nullptr) return Unknown("measure", total.measure);
    if (absl::Status status = CheckPeriod(*measure); !status.ok()) return status;
    figure_.unit = measure->unit;
    figure_.decimals = measure->decimals;
    const TotalQuestion question{
        .scope = query_.scope,
        .measure_id = std::string_view(total.measure).substr(total.measure.find('/') + 1),
        .measure = *measure,
        .filter = total.filter,
        .period = query_.period};
    TotalComputation computation(question, structure_, partitions_);
    const Tally& tally = computation.tally();
    SetTotal(tally, *measure);
    const auto population = ReadPopulation(indicator_->population);
    const bool is_stated =
        CoverageOf(SubjectCount{}, population.statements, population.decimals).is_stated;
    if (query_.distinct || is_stated) SetDistinct(computation.Subjects());
    if (is_stated) {
      figure_.coverage =
          CoverageOf(computation.Subjects(), population.statements, population.decimals).coverage;
    } else if (population.is_readable) {
      figure_.coverage = CoverageOf(tally);
    }
    // What is missing of a run can be a fall: only one that is there to its end adds for certain.
    const bool has_falls_ahead =
        measure->temporal_kind == TemporalKind::kYearToDate && !is_complete_;
    only_grows_ = measure->non_negative && measure->additive && !has_falls_ahead;
    return absl::OkStatus();
  }

  void SetTotal(const Tally& tally, const Measure& measure) {
    figure_.completeness = {.expected = tally.expected,
                            .received = tally.received,
                            .carried = tally.carried,
                            .carried_age = tally.carried_age,
                            .bounded = tally.bounded,
                            .complete = tally.received + tally.carried == tally.expected};
    figure_.remainders = tally.remainders;
    figure_.falls = tally.falls;
    figure_.gaps = tally.gaps;
    if (measure.temporal_kind == TemporalKind::kYearToDate) figure_.partials = tally.partials();
    is_complete_ = figure_.completeness.complete && figure_.gaps == 0 && figure_.partials == 0 &&
                   tally.missing_remainders == 0;
    if (tally.amounts.count == 0) {
      figure_.no_value = NoValue::kMissing;
    } else if (tally.amounts.count > 1 && !measure.additive) {
      figure_.no_value = NoValue::kNotAdditive;
    } else {
      figure_.computed = Quantity{.value = tally.amounts.sum,
                                  .interval = tally.amounts.ToInterval(),
                                  .about = tally.amounts.about > 0};
    }
  }

  void ComputeCounted(const CountOf& count) {
    figure_.unit = stated_by_.measure != nullptr ? stated_by_.measure->unit : kCountUnit;
    const SubjectCount subjects = ComputeCount(query_.scope, count, query_.period, partitions_);
    figure_.completeness = {.expected = subjects.expected,
                            .received = subjects.contributing,
                            .complete = subjects.contributing == subjects.expected};
    is_complete_ = figure_.completeness.complete;
    const Int128 counted = subjects.contributing;
    const End end{.value = counted};
    figure_.computed = Quantity{.value = counted, .interval = {.lower = end, .upper = end}};
    // A count is its own population.
    const auto population = ReadPopulation(query_.indicator);
    const PopulationCoverage stated =
        CoverageOf(subjects, population.statements, population.decimals);
    if (query_.distinct || stated.is_stated) SetDistinct(subjects);
    if (stated.is_stated) {
      figure_.coverage = stated.coverage;
    } else if (population.is_readable) {
      figure_.coverage = CoverageOf(
          Tally{.amounts = {}, .expected = subjects.expected, .received = subjects.contributing});
    }
    only_grows_ = true;
  }

  struct Population {
    std::vector<Statement> statements;
    int decimals = 0;
    /// Not: it is stated by coarser periods than the query's, and nobody knows how large it is.
    bool is_readable = true;
  };

  /// What is stated of a count indicator at the query's scope and period.
  [[nodiscard]] Population ReadPopulation(const std::string& name) const {
    const Indicator* indicator = name.empty() ? nullptr : structure_.FindIndicator(name);
    if (indicator == nullptr) return {};
    const StatedBy stated_by = StatedByOf(*indicator, structure_);
    if (stated_by.measure == nullptr) return {};
    return {.statements = ReadStatements(query_.scope, stated_by.name, *stated_by.measure,
                                         query_.period, partitions_),
            .decimals = stated_by.measure->decimals,
            .is_readable = query_.period.Covers(stated_by.measure->frequency)};
  }

  void SetDistinct(const SubjectCount& subjects) {
    figure_.distinct = DistinctSubjects{.expected = subjects.expected,
                                        .contributing = subjects.contributing,
                                        .missing = subjects.expected - subjects.contributing};
  }

  /// The stated figures beside the computed one, all at the finer of both decimals.
  void State() {
    const Measure* measure = stated_by_.measure;
    // Units never mix: what is stated in another is not a statement of this figure.
    if (measure == nullptr || measure->unit != figure_.unit) return;
    std::vector<Statement> statements =
        ReadStatements(query_.scope, stated_by_.name, *measure, query_.period, partitions_);
    if (statements.empty()) return;
    const int decimals = std::max<int>(figure_.decimals, measure->decimals);
    const Int128 stated_factor = PowerOfTen(decimals - measure->decimals);
    for (Statement& statement : statements) statement.value *= stated_factor;
    if (!Rescale(decimals)) return;
    const Computed computed{.quantity = figure_.computed,
                            .coverage = figure_.coverage,
                            .complete = is_complete_,
                            .only_grows = only_grows_};
    figure_.stated = Compare(statements, decimals, measure->non_negative, computed);
    figure_.conflict = std::any_of(figure_.stated.begin(), figure_.stated.end(),
                                   [](const StatedFigure& stated) { return stated.conflict; });
  }

  /// Whether the computed figure could be brought to `decimals`.
  bool Rescale(int decimals) {
    const Int128 factor = PowerOfTen(decimals - figure_.decimals);
    if (factor != 1 && figure_.computed) {
      Quantity& quantity = *figure_.computed;
      std::vector<Int128*> values = {&quantity.value};
      for (auto* end : {&quantity.interval.lower, &quantity.interval.upper}) {
        if (*end) values.push_back(&(*end)->value);
      }
      for (Int128* value : values) {
        const auto scaled = CheckedMultiply(*value, factor);
        if (!scaled) return false;
        *value = *scaled;
      }
    }
    figure_.decimals = decimals;
    return true;
  }

  const FigureQuery& query_;
  const Structure& structure_;
  const PartitionSet& partitions_;
  const Indicator* indicator_ = nullptr;
  StatedBy stated_by_;
  Figure figure_;
  bool is_complete_ = false;  ///< REMAINDERs included, to the end of their runs
  bool only_grows_ = false;
};

}  // namespace

absl::StatusOr<Figure> Answer(const FigureQuery& query, const Structure& structure,
                              const PartitionSet& partitions) {
  return Answering(query, structure, partitions).Run();
}

}  // namespace taizhang::aggregator
