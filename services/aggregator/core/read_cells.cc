#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/aggregator/core/evaluate.h"
#include "services/aggregator/core/year_to_date.h"

namespace taizhang::aggregator {
namespace {

constexpr std::pair<DivisionLevel, Reporter> kLevels[] = {
    {DivisionLevel::kNation, Reporter::kNation},
    {DivisionLevel::kProvince, Reporter::kProvince},
    {DivisionLevel::kPrefecture, Reporter::kPrefecture},
    {DivisionLevel::kCounty, Reporter::kCounty},
    {DivisionLevel::kTown, Reporter::kTown},
};

/// The part of a query's period that lies in one year.
struct YearPart {
  int year = 0;
  int place = 0;  ///< of the span in cells
  Frequency length = Frequency::kYear;
  MonthIndex first = 0;
};

/// Nothing where a part is no span that is kept.
std::optional<std::vector<YearPart>> PartsOf(const Period& period, Frequency frequency) {
  std::vector<YearPart> parts;
  for (MonthIndex month = period.first_month(); month < period.end_month();) {
    const int year = month / 12;
    const MonthIndex end = std::min(period.end_month(), (year + 1) * 12);
    const int months = MonthsIn(frequency);
    const int place = PlaceOfSpan(frequency, month % 12 / months, (end - month) / months);
    if (place < 0) return std::nullopt;
    parts.push_back({.year = year,
                     .place = place,
                     .length = static_cast<Frequency>(end - month),
                     .first = month});
    month = end;
  }
  return parts;
}

bool ReadYearToDate(const TotalQuestion& question, const ViewState& state, ScopeId scope,
                    const Cells* cells, Tally& tally) {
  const auto parts = PartsOf(question.period, question.measure.frequency);
  if (!parts) return false;
  Tally read;
  for (const YearPart& part : *parts) {
    if (cells != nullptr) cells->ReadSpan(scope, part.year, part.place, read);
    read.expected += state.population.Runs(scope, question.measure.reporters,
                                           question.measure.frequency, part.length, part.first);
  }
  // A start that is missing in one year leaves the subject out of the others, too (R6).
  if (parts->size() > 1 && read.gaps > 0) return false;
  tally.Add(read);
  return true;
}

/// Null where the partition has nothing of it.
const MeasureState* FindMeasure(const TotalQuestion& question, const ViewState& state) {
  const auto ordinal = state.facts.dictionaries().measures.Find(question.measure_id);
  return ordinal ? &state.measures.At(*ordinal) : nullptr;
}

}  // namespace

bool IsBeingBuilt(const TotalQuestion& question, const ViewState& state) {
  const MeasureState* kept = FindMeasure(question, state);
  return kept != nullptr && kept->IsBeingBuilt();
}

bool ReadTotal(const TotalQuestion& question, const ViewState& state, Tally& tally) {
  const auto scope = state.scopes.Find(question.scope.text());
  if (!scope) return true;
  const Measure& measure = question.measure;
  const MeasureState* kept = FindMeasure(question, state);
  if (kept != nullptr && kept->IsBeingBuilt()) return false;
  const Cells* cells = kept != nullptr && kept->HasCells() ? &*kept->cells : nullptr;
  const PeriodRange periods = RangeOf(question.period, measure.frequency);
  switch (measure.temporal_kind) {
    case TemporalKind::kFlow:
      if (cells != nullptr) cells->ReadFlow(*scope, periods, tally);
      tally.expected +=
          state.population.SubjectPeriods(*scope, measure.reporters, measure.frequency, periods);
      return true;
    case TemporalKind::kStock:
      if (cells != nullptr) cells->ReadStock(*scope, periods.to - 1, tally);
      tally.expected +=
          state.population.OnLastDay(*scope, measure.reporters, measure.frequency, periods.to - 1);
      return true;
    case TemporalKind::kYearToDate:
      return ReadYearToDate(question, state, *scope, cells, tally);
    case TemporalKind::kUnspecified:
      return true;
  }
  return true;
}

std::optional<uint32_t> CountableBits(const CountOf& count) {
  if (count.kind != RecordKind::kDivision) {
    if (!count.filter.IsEmpty()) return std::nullopt;
    return count.kind == RecordKind::kCluster ? kClusterBit
                                              : 1U << static_cast<uint32_t>(count.kind);
  }
  Filter others = count.filter;
  others.division_levels.clear();
  if (!others.IsEmpty()) return std::nullopt;
  uint32_t bits = 0;
  for (const auto& [level, reporter] : kLevels) {
    const auto& wanted = count.filter.division_levels;
    const bool has = std::find(wanted.begin(), wanted.end(), level) != wanted.end();
    if (wanted.empty() || has) bits |= ReporterBit(reporter);
  }
  return bits;
}

int64_t ReadCount(const RecordName& scope, uint32_t bits, MonthIndex month,
                  const ViewState& state) {
  const auto id = state.scopes.Find(scope.text());
  if (!id) return 0;
  int64_t count = state.population.OnLastDay(*id, bits, Frequency::kMonth, month);
  // A division is in itself for what it reports, but counts only in those above.
  const bool has_itself = state.IsStructure() && scope.kind() == RecordKind::kDivision &&
                          (ReporterBitOf(scope) & bits) != 0;
  if (has_itself && count > 0) --count;
  return count;
}

}  // namespace taizhang::aggregator
