#include "services/aggregator/core/population.h"

#include <algorithm>

namespace taizhang::aggregator {

void Population::Line::Step(PeriodIndex at, PeriodRange axis, int32_t by) {
  if (at >= axis.to) return;
  if (at <= axis.from) {
    base += by;
    return;
  }
  const auto place = std::lower_bound(
      steps.begin(), steps.end(), at,
      [](const std::pair<PeriodIndex, int32_t>& step, PeriodIndex k) { return step.first < k; });
  if (place == steps.end() || place->first != at) {
    steps.insert(place, {at, by});
  } else {
    place->second += by;
    if (place->second == 0) steps.erase(place);
  }
}

int64_t Population::Line::At(PeriodIndex k) const {
  int64_t count = base;
  for (const auto& [at, by] : steps) {
    if (at > k) break;
    count += by;
  }
  return count;
}

int64_t Population::Line::Sum(PeriodRange periods) const {
  int64_t sum = base * periods.length();
  for (const auto& [at, by] : steps) {
    if (at >= periods.to) break;
    sum += int64_t{by} * (periods.to - std::max(at, periods.from));
  }
  return sum;
}

size_t Population::RunLine(Frequency frequency, Frequency span) {
  // Rows of 4, 3, 2 and 1: month with all, quarter with all but month ...
  constexpr std::array<size_t, 4> kRowBegin = {0, 4, 7, 9};
  return kRowBegin[FrequencyPlace(frequency)] + FrequencyPlace(span) - FrequencyPlace(frequency);
}

size_t Population::LastDayLine(Frequency frequency) { return 10 + FrequencyPlace(frequency); }

Population::KindLines& Population::Touch(ScopeId scope, uint32_t bit) {
  if (scope >= scopes_.size()) scopes_.resize(scope + 1);
  std::vector<KindLines>& kinds = scopes_[scope];
  auto place =
      std::lower_bound(kinds.begin(), kinds.end(), bit,
                       [](const KindLines& lines, uint32_t wanted) { return lines.bit < wanted; });
  if (place == kinds.end() || place->bit != bit) {
    place = kinds.insert(place, KindLines{.bit = bit, .lines = {}});
  }
  return *place;
}

void Population::Add(const Attendance& attendance, uint32_t bit, int count) {
  for (const Frequency frequency : kFrequencies) {
    AddRuns(attendance, bit, frequency, count);
    for (const auto& group : attendance.GroupsOf(DayRule::kLastDay, frequency)) {
      for (const ScopeId scope : attendance.ScopesOf(group)) {
        Line& line = Touch(scope, bit).lines[LastDayLine(frequency)];
        for (const PeriodRange& run : attendance.PeriodsOf(group)) {
          line.Step(run.from, WholeAxis(frequency), count);
          line.Step(run.to, WholeAxis(frequency), -count);
        }
      }
    }
  }
}

void Population::AddRuns(const Attendance& attendance, uint32_t bit, Frequency frequency,
                         int count) {
  for (const auto& group : attendance.GroupsOf(DayRule::kLastActiveDay, frequency)) {
    for (const ScopeId scope : attendance.ScopesOf(group)) {
      KindLines& kind = Touch(scope, bit);
      for (const Frequency span : kFrequencies) {
        if (MonthsIn(span) < MonthsIn(frequency)) continue;
        // A span has a run for each maximal run of periods that it touches.
        const int length = MonthsIn(span) / MonthsIn(frequency);
        Line& line = kind.lines[RunLine(frequency, span)];
        for (const PeriodRange& run : attendance.PeriodsOf(group)) {
          line.Step(run.from / length, WholeAxis(span), count);
          line.Step((run.to + length - 1) / length, WholeAxis(span), -count);
        }
      }
    }
  }
}

template <typename Read>
int64_t Population::SumOf(ScopeId scope, uint32_t bits, size_t line, Read read) const {
  int64_t sum = 0;
  if (scope >= scopes_.size()) return sum;
  for (const KindLines& kind : scopes_[scope]) {
    if ((kind.bit & bits) != 0) sum += read(kind.lines[line]);
  }
  return sum;
}

int64_t Population::SubjectPeriods(ScopeId scope, uint32_t bits, Frequency frequency,
                                   PeriodRange periods) const {
  return SumOf(scope, bits, RunLine(frequency, frequency),
               [&](const Line& line) { return line.Sum(periods); });
}

int64_t Population::OnLastDay(ScopeId scope, uint32_t bits, Frequency frequency,
                              PeriodIndex k) const {
  return SumOf(scope, bits, LastDayLine(frequency), [&](const Line& line) { return line.At(k); });
}

int64_t Population::Runs(ScopeId scope, uint32_t bits, Frequency frequency, Frequency span,
                         MonthIndex first) const {
  return SumOf(scope, bits, RunLine(frequency, span),
               [&](const Line& line) { return line.At(IndexOf(first, span)); });
}

size_t Population::memory_bytes() const {
  size_t bytes = scopes_.capacity() * sizeof(std::vector<KindLines>);
  for (const auto& kinds : scopes_) {
    bytes += kinds.capacity() * sizeof(KindLines);
    for (const KindLines& kind : kinds) {
      for (const Line& line : kind.lines) {
        bytes += line.steps.capacity() * sizeof(std::pair<PeriodIndex, int32_t>);
      }
    }
  }
  return bytes;
}

}  // namespace taizhang::aggregator
