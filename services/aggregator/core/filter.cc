#include "services/aggregator/core/filter.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "services/aggregator/core/day_ranges.h"

namespace taizhang::aggregator {
namespace {

template <typename T>
bool Has(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

Match Both(Match a, Match b) { return std::min(a, b); }
Match YesOrNo(bool yes) { return yes ? Match::kYes : Match::kNo; }

/// A typed field against its alternatives; `field` is null where this kind of record has no such
/// field.
template <typename T>
Match MatchField(const std::vector<T>& wanted, const T* field) {
  if (wanted.empty()) return Match::kYes;
  if (field == nullptr) return Match::kNo;
  if (*field == T::kUnspecified) return Match::kUnknown;
  return YesOrNo(Has(wanted, *field));
}

Match MatchIndustry(const std::vector<std::string>& prefixes, const Enterprise* enterprise) {
  if (prefixes.empty()) return Match::kYes;
  if (enterprise == nullptr) return Match::kNo;
  const std::string& industry = enterprise->industry;
  Match best = Match::kNo;
  for (const std::string& prefix : prefixes) {
    if (industry.compare(0, prefix.size(), prefix) == 0) return Match::kYes;
    if (prefix.compare(0, industry.size(), industry) == 0) best = Match::kUnknown;
  }
  return best;
}

Match MatchPartyOrganisation(const std::optional<bool>& wanted, const Enterprise* enterprise) {
  if (!wanted) return Match::kYes;
  if (enterprise == nullptr) return Match::kNo;
  if (!enterprise->party_organisation) return Match::kUnknown;
  return YesOrNo(*enterprise->party_organisation == *wanted);
}

Match MatchLabels(const std::vector<Label>& wanted, const Record& record) {
  return YesOrNo(std::all_of(wanted.begin(), wanted.end(),
                             [&record](const Label& label) { return Has(record.labels, label); }));
}

/// Narrows what is passing and what is unknown by one dated condition: the days on which it holds,
/// and those on which a value that fails it is recorded. On all others it is not known.
void Narrow(PassingDays& days, std::vector<DayRange> holds, std::vector<DayRange> fails) {
  Normalize(holds);
  Normalize(fails);
  const std::vector<DayRange> excluded = Subtract(fails, holds);
  std::vector<DayRange> open = Subtract(Subtract(days.passing, holds), excluded);
  days.passing = Intersect(days.passing, holds);
  const std::vector<DayRange> still = Subtract(days.unknown, excluded);
  open.insert(open.end(), still.begin(), still.end());
  Normalize(open);
  days.unknown = std::move(open);
}

void NarrowByStage(const Filter& filter, const Record& record, PassingDays& days) {
  const auto* project = std::get_if<Project>(&record.details);
  if (project == nullptr) {
    days = {};
    return;
  }
  std::vector<DayRange> holds;
  std::vector<DayRange> fails;
  for (const StageSpan& span : project->stages) {
    if (span.stage == Stage::kUnspecified) continue;
    (Has(filter.stages, span.stage) ? holds : fails).push_back(span.when);
  }
  Narrow(days, std::move(holds), std::move(fails));
}

/// A day without any membership has no role: it is excluded. With memberships, one that passes is
/// enough; otherwise one whose role is not recorded leaves it open.
void NarrowByRole(const Filter& filter, absl::Span<const RoleSpan> roles, PassingDays& days) {
  std::vector<DayRange> holds;
  std::vector<DayRange> open;
  for (const RoleSpan& span : roles) {
    if (Has(filter.roles, span.role)) {
      holds.push_back(span.when);
    } else if (span.role == Role::kUnspecified) {
      open.push_back(span.when);
    }
  }
  Normalize(open);
  std::vector<DayRange> known = holds;
  Normalize(known);
  const DayRange always;
  std::vector<DayRange> fails = Subtract({&always, 1}, open);
  Narrow(days, std::move(holds), Subtract(fails, known));
}

}  // namespace

Match MatchUndated(const Filter& filter, const Record& record, std::optional<DivisionLevel> level) {
  const auto* enterprise = std::get_if<Enterprise>(&record.details);
  const auto* project = std::get_if<Project>(&record.details);
  const auto* cluster = std::get_if<Cluster>(&record.details);
  Match match = MatchField(filter.cluster_kinds, cluster != nullptr ? &cluster->kind : nullptr);
  match =
      Both(match, MatchField(filter.categories, project != nullptr ? &project->category : nullptr));
  match = Both(match, MatchIndustry(filter.industries, enterprise));
  match = Both(match, MatchPartyOrganisation(filter.party_organisation, enterprise));
  match = Both(match, MatchLabels(filter.labels, record));
  if (!filter.division_levels.empty()) {
    match = Both(match, YesOrNo(level && Has(filter.division_levels, *level)));
  }
  return match;
}

int64_t StepsOf(const Filter& filter, const Record& record) {
  // Comparing two texts takes a sixteenth of a step or so; putting a dated entry in its place more.
  constexpr size_t kComparisonsInAStep = 16;
  constexpr size_t kComparisonsForADate = 16;
  size_t comparisons = filter.labels.size() * record.labels.size() + filter.industries.size();
  if (const auto* project = std::get_if<Project>(&record.details);
      project != nullptr && !filter.stages.empty()) {
    comparisons += project->stages.size() * (filter.stages.size() + kComparisonsForADate);
  }
  if (!filter.roles.empty()) {
    comparisons += record.memberships.size() * (filter.roles.size() + kComparisonsForADate);
  }
  return 1 + static_cast<int64_t>(comparisons / kComparisonsInAStep);
}

void ApplyFilter(const Filter& filter, const Record& record, std::optional<DivisionLevel> level,
                 absl::Span<const RoleSpan> roles, PassingDays& days) {
  if (filter.IsEmpty()) return;
  switch (MatchUndated(filter, record, level)) {
    case Match::kNo:
      days = {};
      return;
    case Match::kUnknown:
      days.unknown.insert(days.unknown.end(), days.passing.begin(), days.passing.end());
      Normalize(days.unknown);
      days.passing.clear();
      break;
    case Match::kYes:
      break;
  }
  if (!filter.stages.empty()) NarrowByStage(filter, record, days);
  if (!filter.roles.empty()) NarrowByRole(filter, roles, days);
}

PassingDays PassingDaysOf(const Filter& filter, const Record& record,
                          std::optional<DivisionLevel> level, absl::Span<const DayRange> days,
                          absl::Span<const RoleSpan> roles) {
  PassingDays out;
  out.passing.assign(days.begin(), days.end());
  ApplyFilter(filter, record, level, roles, out);
  return out;
}

}  // namespace taizhang::aggregator
