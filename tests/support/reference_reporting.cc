#include "tests/support/reference_reporting.h"

#include <algorithm>
#include <set>

#include "tests/support/reference_members.h"
#include "tests/support/reference_total.h"

namespace taizhang::aggregator {
namespace {

using reference::Members;
using reference::Passing;

std::vector<Period> PeriodsOf(const Measure& measure, const Period& period) {
  const auto months = static_cast<int>(measure.frequency);
  std::vector<Period> out;
  for (MonthIndex m = period.first_month(); m < period.end_month(); m += months) {
    out.push_back(Period::FromMonths(m, months));
  }
  return out;
}

std::string IdOf(const std::string& measure) { return measure.substr(measure.find('/') + 1); }

/// Whether a subject is asked for a report there: by R5 and the measure's own filter.
bool IsExpected(const Members& members, const std::string& subject, const ReportingQuery& query,
                const Measure& measure, const Period& period) {
  const std::string scope = query.scope.text();
  const reference::TotalQuestion question{
      .counts = [&scope](const reference::Scopes& scopes) { return scopes.contains(scope); },
      .scope = scope,
      .filter = {},
      .measure_id = IdOf(query.measure),
      .measure = measure,
      .period = period,
      .members_on = {}};
  return reference::Totals(members).CountsIn(question, {subject, false}, period) != Passing::kNo;
}

/// The active day that is nearest to a day; nothing for who never is active.
std::optional<Day> NearestActiveDay(const Members& members, const std::string& subject, Day day) {
  for (Day away = 0; away <= kDayMax - kDayMin; ++away) {
    for (const Day near : {day - away, day + away}) {
      const bool is_day = near >= kDayMin && near < kDayMax;
      if (is_day && members.IsActive({subject, false}, near)) return near;
    }
  }
  return std::nullopt;
}

std::set<std::string> ReportersIn(const PlainWorld& world, const Measure& measure) {
  std::set<std::string> names;
  for (const auto& [name, record] : world.records) {
    if (reference::Reports(measure, name)) names.insert(name);
  }
  return names;
}

}  // namespace

PlainWorld PlainHistory::RecordsAt(int64_t instant_us) const {
  PlainWorld world;
  for (const auto& [name, versions] : records) {
    std::optional<Record> stands;
    for (const auto& [time, record] : versions) {
      if (time <= instant_us) stands = record;
    }
    if (stands) world.records.emplace(name, *stands);
  }
  return world;
}

std::vector<std::vector<std::pair<int64_t, bool>>> PlainHistory::Said(const std::string& subject,
                                                                      const std::string& measure,
                                                                      const Period& period) const {
  std::vector<std::vector<std::pair<int64_t, bool>>> said;
  for (auto each = observations.lower_bound({subject, measure, "", Period{}});
       each != observations.end(); ++each) {
    const auto& [its_subject, its_measure, item, its_period] = each->first;
    if (its_subject != subject || its_measure != measure) break;
    if (its_period == period) said.push_back(each->second);
  }
  return said;
}

ReferenceReporting::ReferenceReporting(const PlainHistory& history, int64_t now_us)
    : history_(history), now_us_(now_us), now_(history.RecordsAt(INT64_MAX)) {}

const Measure* ReferenceReporting::FindMeasure(const ReportingQuery& query) const {
  const auto found = now_.records.find(query.measure);
  if (found == now_.records.end() || !now_.records.contains(query.scope.text())) return nullptr;
  const auto* measure = std::get_if<Measure>(&found->second.details);
  return measure != nullptr && query.period.Covers(measure->frequency) ? measure : nullptr;
}

ReferenceReporting::Due ReferenceReporting::DueOf(const Measure& measure,
                                                  const Period& period) const {
  const Day day = period.last_day() + static_cast<Day>(measure.due_days.value_or(0));
  // Midnight after it, eight hours before that of UTC.
  const int64_t hours = (int64_t{day} + 1) * 24 - 8;
  const int64_t instant_us = hours * 3600 * 1'000'000;
  return {.day = day, .instant_us = instant_us, .passed = now_us_ > instant_us};
}

bool ReferenceReporting::IsObserved(const std::string& subject, const std::string& measure,
                                    const Period& period) const {
  const auto said = history_.Said(subject, measure, period);
  return std::any_of(said.begin(), said.end(),
                     [](const auto& versions) { return versions.back().second; });
}

int64_t ReferenceReporting::FirstCame(const std::string& subject, const std::string& measure,
                                      const Period& period) const {
  int64_t first = INT64_MAX;
  for (const auto& versions : history_.Said(subject, measure, period)) {
    for (const auto& [time, says] : versions) {
      if (says) first = std::min(first, time);
    }
  }
  return first;
}

std::optional<std::vector<ReporterPeriod>> ReferenceReporting::Reporters(
    const ReportingQuery& query) const {
  const Measure* measure = FindMeasure(query);
  if (measure == nullptr) return std::nullopt;
  const Members members(now_);
  std::map<std::pair<std::string, Period>, ReporterPeriod> reporters;
  for (const Period& period : PeriodsOf(*measure, query.period)) {
    const Due due = DueOf(*measure, period);
    const auto entry = [&](const std::string& name) -> ReporterPeriod& {
      ReporterPeriod& reporter = reporters[{name, period}];
      reporter.name = name;
      reporter.period = period;
      if (measure->due_days) reporter.due_day = due.day;
      if (IsObserved(name, IdOf(query.measure), period)) {
        reporter.first_reported_us = FirstCame(name, IdOf(query.measure), period);
      }
      return reporter;
    };
    for (const std::string& name : ReportersIn(now_, *measure)) {
      const bool is_observed = IsObserved(name, IdOf(query.measure), period);
      if (IsExpected(members, name, query, *measure, period)) {
        ReporterPeriod& reporter = entry(name);
        if (!is_observed) {
          reporter.state = due.passed ? ReportState::kMissing : ReportState::kNotDue;
        } else if (!measure->due_days) {
          reporter.state = ReportState::kReceived;
        } else {
          reporter.state = *reporter.first_reported_us <= due.instant_us ? ReportState::kOnTime
                                                                         : ReportState::kLate;
        }
        reporter.expected_when_due = measure->due_days && !due.passed;
      } else if (is_observed) {
        const auto day = NearestActiveDay(members, name, period.last_day());
        if (day && members.ScopesOn({name, false}, *day).contains(query.scope.text())) {
          entry(name).state = ReportState::kUnexpected;
        }
      }
    }
    if (!measure->due_days || !due.passed) continue;
    const PlainWorld then = history_.RecordsAt(due.instant_us);
    const Members members_then(then);
    for (const std::string& name : ReportersIn(then, *measure)) {
      if (!IsExpected(members_then, name, query, *measure, period)) continue;
      const bool is_known = reporters.contains({name, period});
      ReporterPeriod& reporter = entry(name);
      if (!is_known) reporter.state = ReportState::kNoLongerExpected;
      reporter.expected_when_due = true;
    }
  }
  std::vector<ReporterPeriod> out;
  out.reserve(reporters.size());
  for (auto& [key, reporter] : reporters) out.push_back(std::move(reporter));
  return out;
}

std::optional<ReportingRates> ReferenceReporting::Rates(const ReportingQuery& query) const {
  const auto reporters = Reporters(query);
  if (!reporters) return std::nullopt;
  const Measure& measure = *FindMeasure(query);
  const std::vector<Period> periods = PeriodsOf(measure, query.period);
  ReportingRates rates{.periods = static_cast<int64_t>(periods.size())};
  for (const Period& period : periods) rates.due_periods += DueOf(measure, period).passed ? 1 : 0;
  Timeliness timeliness;
  for (const ReporterPeriod& reporter : *reporters) {
    const bool came = reporter.first_reported_us.has_value();
    if (reporter.expected_when_due) {
      ++timeliness.expected;
      const Due due = DueOf(measure, reporter.period);
      timeliness.on_time += came && *reporter.first_reported_us <= due.instant_us ? 1 : 0;
    }
    if (reporter.state == ReportState::kNoLongerExpected) continue;
    if (reporter.state == ReportState::kUnexpected) {
      ++rates.unexpected;
      continue;
    }
    ++rates.expected;
    rates.received += came ? 1 : 0;
    rates.late += reporter.state == ReportState::kLate ? 1 : 0;
    rates.not_due += reporter.state == ReportState::kNotDue ? 1 : 0;
  }
  if (measure.due_days) {
    rates.timeliness = timeliness;
    rates.due_day = DueOf(measure, periods.back()).day;
  }
  return rates;
}

}  // namespace taizhang::aggregator
