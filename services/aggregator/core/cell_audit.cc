#include "services/aggregator/core/cell_audit.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/int128.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/evaluate.h"
#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {
namespace {

Period PeriodAt(const Measure& measure, int year, Draw draw) {
  const int months = MonthsIn(measure.frequency);
  if (measure.temporal_kind == TemporalKind::kYearToDate) {
    const auto spans = static_cast<uint64_t>(SpansInYear(measure.frequency));
    const YearSpan span = SpanAt(measure.frequency, static_cast<int>(draw(spans)));
    return Period::FromMonths(year * 12 + span.first * months, span.length * months);
  }
  const auto slots = static_cast<uint64_t>(PeriodsInYear(measure.frequency));
  return Period::FromMonths(year * 12 + static_cast<int>(draw(slots)) * months, months);
}

void AddDifference(std::string_view what, Int128 kept, Int128 evaluated,
                   std::vector<std::string>& out) {
  if (kept == evaluated) return;
  out.push_back(absl::StrCat(absl::string_view(what.data(), what.size()), " ", ToString(kept),
                             ", not ", ToString(evaluated)));
}

}  // namespace

std::optional<CellPlace> PickCell(const ViewState& state, std::optional<ScopeId> scope, Draw draw) {
  if (state.scopes.size() == 0 || state.measures.size() == 0) return std::nullopt;
  const ScopeId at = scope ? *scope : static_cast<ScopeId>(draw(state.scopes.size()));
  const auto ordinal = static_cast<Ordinal>(draw(state.measures.size()));
  const MeasureState& measure = state.measures.At(ordinal);
  if (!state.scopes.HasCells(at) || !measure.HasCells() || measure.IsBeingBuilt()) {
    return std::nullopt;
  }
  const YearRange held = measure.cells->YearsOf(at);
  if (held.IsEmpty()) return std::nullopt;
  // The years beside them are to hold nothing, or what a STOCK carries there.
  const auto count = static_cast<uint64_t>(held.last - held.first + 3);
  const int year = held.first - 1 + static_cast<int>(draw(count));
  if (year * 12 < kMonthMin || (year + 1) * 12 > kMonthMax) return std::nullopt;
  return CellPlace{
      .scope = at, .measure = ordinal, .period = PeriodAt(*measure.measure, year, draw)};
}

int64_t StepsOfAudit(const ViewState& state, const CellPlace& place) {
  return StepsOfMembers(state, place.scope);
}

CellAudit AuditCell(const CellPlace& place, const ViewState& state, const Structure& structure) {
  CellAudit audit;
  const MeasureState& measure = state.measures.At(place.measure);
  if (!measure.HasCells()) return audit;
  const auto scope = RecordName::Parse(state.scopes.NameOf(place.scope));
  if (!scope.ok()) return audit;
  const Filter everybody;
  const TotalQuestion question{.scope = *scope,
                               .measure_id = state.facts.dictionaries().measures.At(place.measure),
                               .measure = *measure.measure,
                               .filter = everybody,
                               .period = place.period};
  if (!ReadTotal(question, state, audit.kept)) return audit;
  SubjectCount subjects;
  audit.steps = EvaluateTotal(question, state, structure, audit.evaluated, subjects);
  audit.agrees = audit.kept == audit.evaluated;
  return audit;
}

std::string DifferencesOf(const CellAudit& audit) {
  const Tally& kept = audit.kept;
  const Tally& evaluated = audit.evaluated;
  std::vector<std::string> out;
  AddDifference("sum", kept.amounts.sum, evaluated.amounts.sum, out);
  AddDifference("amounts", kept.amounts.count, evaluated.amounts.count, out);
  AddDifference("expected", kept.expected, evaluated.expected, out);
  AddDifference("received", kept.received, evaluated.received, out);
  AddDifference("carried", kept.carried, evaluated.carried, out);
  AddDifference("carried age", kept.carried_age, evaluated.carried_age, out);
  AddDifference("bounded", kept.bounded, evaluated.bounded, out);
  AddDifference("remainders", kept.remainders, evaluated.remainders, out);
  AddDifference("falls", kept.falls, evaluated.falls, out);
  AddDifference("gaps", kept.gaps, evaluated.gaps, out);
  if (out.empty() && !audit.agrees) return "bounds or runs";
  return absl::StrJoin(out, "; ");
}

}  // namespace taizhang::aggregator
