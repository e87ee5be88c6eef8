#include <algorithm>
#include <variant>

#include "tests/support/reference_model.h"

namespace taizhang::aggregator {

/// A total as it is asked.
struct ReferenceModel::Question {
  Counts counts;
  std::string scope;  ///< for roles
  Filter filter;
  std::string measure_id;
  const Measure& measure;
  Period period;

  [[nodiscard]] int months() const { return static_cast<int>(measure.frequency); }
  [[nodiscard]] std::vector<Period> Periods() const {
    std::vector<Period> out;
    for (MonthIndex m = period.first_month(); m < period.end_month(); m += months()) {
      out.push_back(Period::FromMonths(m, months()));
    }
    return out;
  }
};

namespace {

bool Reports(const Measure& measure, const std::string& name) {
  return (measure.reporters & ReporterBitOf(*RecordName::Parse(name))) != 0;
}

}  // namespace

void ReferenceModel::Sum::Add(const Sum& other) {
  value += other.value;
  lower += other.lower;
  upper += other.upper;
  has_lower = has_lower && other.has_lower;
  has_upper = has_upper && other.has_upper;
  lower_open = lower_open || other.lower_open;
  upper_open = upper_open || other.upper_open;
  about = about || other.about;
  bounded = bounded || other.bounded;
  amounts += other.amounts;
}

Interval ReferenceModel::Sum::ToInterval() const {
  Interval interval;
  if (has_lower) interval.lower = End{.value = lower, .open = lower_open};
  if (has_upper) interval.upper = End{.value = upper, .open = upper_open};
  return interval;
}

ReferenceModel::Answer ReferenceModel::CountsIn(const Question& question, const Member& member,
                                                const Period& period) const {
  Day day = period.last_day();
  if (question.measure.temporal_kind == TemporalKind::kStock) {
    if (!IsActive(member, day)) return Answer::kNo;
  } else {
    while (day >= period.first_day() && !IsActive(member, day)) --day;
    if (day < period.first_day()) return Answer::kNo;
  }
  if (!question.counts(ScopesOn(member, day))) return Answer::kNo;
  return Passes(question.filter, member, question.scope, day);
}

std::optional<ReferenceModel::Report> ReferenceModel::ReportOf(const Question& question,
                                                               const Member& member,
                                                               const Period& period) const {
  const auto series = said_.find({member.name, question.measure_id});
  if (series == said_.end()) return std::nullopt;
  const auto found = series->second.find(period);
  if (found == series->second.end()) return std::nullopt;
  std::vector<std::pair<std::string, PlainObservation>> said = found->second;
  if (member.is_remainder) {
    said.erase(
        std::remove_if(said.begin(), said.end(),
                       [](const auto& s) { return s.second.stamp.basis != Basis::kRemainder; }),
        said.end());
    if (said.empty()) return std::nullopt;
    said = {*std::max_element(said.begin(), said.end(), [](const auto& a, const auto& b) {
      return std::pair(a.second.revision, a.second.row) <
             std::pair(b.second.revision, b.second.row);
    })};
  }
  Sum sum;
  for (const auto& [id, observation] : said) {
    if (observation.stamp.state == ObservationState::kNotAvailable) return Report{};
    const std::vector<std::string>& items = question.filter.items;
    if (!items.empty() && std::find(items.begin(), items.end(), id) == items.end()) continue;
    const Bound bound = observation.stamp.bound;
    const Interval interval = IntervalOf(observation.value, bound, question.measure.non_negative);
    sum.Add({.value = observation.value,
             .lower = interval.lower ? interval.lower->value : 0,
             .upper = interval.upper ? interval.upper->value : 0,
             .has_lower = interval.lower.has_value(),
             .has_upper = interval.upper.has_value(),
             .lower_open = interval.lower && interval.lower->open,
             .upper_open = interval.upper && interval.upper->open,
             .about = bound == Bound::kAbout,
             .bounded = bound != Bound::kExact,
             .amounts = 1});
  }
  if (sum.amounts == 0) return Report{};
  return Report{.sum = sum};
}

void ReferenceModel::AddFlow(const Question& question, const Member& member,
                             ReferenceFigure& figure, Sum& sum) const {
  bool expected = false;
  bool contributes = false;
  for (const Period& period : question.Periods()) {
    const Answer counts = CountsIn(question, member, period);
    if (counts == Answer::kNo) continue;
    expected = true;
    if (!member.is_remainder) ++figure.expected;
    const auto report = ReportOf(question, member, period);
    if (counts != Answer::kYes || !report || !report->sum) continue;
    contributes = true;
    sum.Add(*report->sum);
    ++(member.is_remainder ? figure.remainders : figure.received);
    if (!member.is_remainder && report->sum->bounded) ++figure.bounded;
  }
  if (member.is_remainder) return;
  figure.subjects_expected += expected ? 1 : 0;
  figure.subjects_contributing += contributes ? 1 : 0;
}

ReferenceModel::Sum ReferenceModel::Difference(const Sum& end, const Sum& start,
                                               const Measure& measure) {
  Interval difference = *Subtract(end.ToInterval(), start.ToInterval());
  if (measure.non_negative) difference = ClipAtZero(difference);
  Int128 value = end.value - start.value;
  // What is at least 0 is not below it.
  if (measure.non_negative && difference.lower == End{}) value = std::max<Int128>(value, 0);
  return {.value = value,
          .lower = difference.lower ? difference.lower->value : 0,
          .upper = difference.upper ? difference.upper->value : 0,
          .has_lower = difference.lower.has_value(),
          .has_upper = difference.upper.has_value(),
          .lower_open = difference.lower && difference.lower->open,
          .upper_open = difference.upper && difference.upper->open,
          .about = end.about || start.about,
          .bounded = end.bounded || start.bounded,
          .amounts = end.amounts + start.amounts};
}

std::optional<ReferenceModel::Report> ReferenceModel::Standing(const Question& question,
                                                               const Member& member,
                                                               const Period& asked,
                                                               int64_t& age) const {
  std::optional<Report> standing;
  age = 0;
  const auto series = said_.find({member.name, question.measure_id});
  if (series == said_.end()) return std::nullopt;
  // From the first that was ever observed, one measure-period after another.
  for (MonthIndex m = series->second.begin()->first.first_month(); m <= asked.first_month();
       m += question.months()) {
    const Period period = Period::FromMonths(m, question.months());
    const auto report = ReportOf(question, member, period);
    ++age;
    if (report) {
      standing = report;
      age = 0;
    }
    const auto& limit = question.measure.carry_forward;
    if (limit && age > int64_t{*limit}) standing.reset();
    if (!IsActive(member, period.last_day())) standing.reset();
  }
  return standing;
}

void ReferenceModel::AddStock(const Question& question, const Member& member,
                              ReferenceFigure& figure, Sum& sum) const {
  const Period last = question.Periods().back();
  const Answer counts = CountsIn(question, member, last);
  if (counts == Answer::kNo) return;
  if (!member.is_remainder) {
    ++figure.expected;
    ++figure.subjects_expected;
  }
  int64_t age = 0;
  const auto standing = Standing(question, member, last, age);
  if (counts != Answer::kYes || !standing || !standing->sum) return;
  sum.Add(*standing->sum);
  if (member.is_remainder) {
    ++figure.remainders;
    return;
  }
  ++(age == 0 ? figure.received : figure.carried);
  figure.carried_age += age;
  if (standing->sum->bounded) ++figure.bounded;
  ++figure.subjects_contributing;
}

void ReferenceModel::AddYearToDate(const Question& question, const Member& member,
                                   ReferenceFigure& figure, Sum& sum) const {
  struct Run {
    std::vector<Period> periods;
    Answer counts;
  };
  std::vector<Run> runs;
  for (const Period& period : question.Periods()) {
    const Answer counts = CountsIn(question, member, period);
    if (counts == Answer::kNo) continue;
    const bool continues = !runs.empty() && runs.back().counts == counts &&
                           runs.back().periods.back().end_month() == period.first_month() &&
                           period.first_month() % 12 != 0;
    if (!continues) runs.push_back({.periods = {}, .counts = counts});
    runs.back().periods.push_back(period);
  }
  const int64_t is_subject = member.is_remainder ? 0 : 1;
  figure.expected += is_subject * static_cast<int64_t>(runs.size());
  figure.subjects_expected += runs.empty() ? 0 : is_subject;

  bool gap = false;
  bool contributes = false;
  ReferenceFigure part;
  Sum worth;
  for (const Run& run : runs) {
    if (run.counts != Answer::kYes) continue;
    std::optional<Report> end;
    bool lags = true;
    for (const Period& period : run.periods) {
      if (const auto report = ReportOf(question, member, period)) {
        end = report;
        lags = period != run.periods.back();
      }
    }
    const MonthIndex first = run.periods.front().first_month();
    const bool january = first % 12 == 0;
    std::optional<Report> start;
    if (!january) {
      start = ReportOf(question, member,
                       Period::FromMonths(first - question.months(), question.months()));
      if (start ? !start->sum : end.has_value()) gap = true;
    }
    const bool has_value = end && end->sum && (january || (start && start->sum));
    if (!member.is_remainder && (!has_value || lags)) ++part.partials;
    if (member.is_remainder && has_value && lags) ++part.partials;
    if (!has_value) continue;
    contributes = true;
    const Sum run_worth =
        january ? *end->sum : Difference(*end->sum, *start->sum, question.measure);
    worth.Add(run_worth);
    const bool below = run_worth.upper < 0 || (run_worth.upper == 0 && run_worth.upper_open);
    if (run_worth.has_upper && below) ++part.falls;
    if (member.is_remainder) {
      ++part.remainders;
    } else {
      if (!lags) ++part.received;
      if (run_worth.bounded) ++part.bounded;
    }
  }
  if (gap) {
    ++figure.gaps;
    return;
  }
  sum.Add(worth);
  figure.falls += part.falls;
  figure.partials += part.partials;
  figure.remainders += part.remainders;
  figure.received += part.received;
  figure.bounded += part.bounded;
  figure.subjects_contributing += contributes ? is_subject : 0;
}

ReferenceFigure ReferenceModel::Evaluate(const Question& question) const {
  ReferenceFigure figure;
  Sum sum;
  std::vector<Member> members;
  for (const auto& [name, record] : world_.records) {
    if (KindOf(record) >= RecordKind::kMeasure) continue;
    members.push_back({.name = name, .is_remainder = !Reports(question.measure, name)});
  }
  for (const Member& member : members) {
    switch (question.measure.temporal_kind) {
      case TemporalKind::kFlow:
        AddFlow(question, member, figure, sum);
        break;
      case TemporalKind::kStock:
        AddStock(question, member, figure, sum);
        break;
      case TemporalKind::kYearToDate:
        AddYearToDate(question, member, figure, sum);
        break;
      case TemporalKind::kUnspecified:
        break;
    }
  }
  figure.value = sum.value;
  figure.interval = sum.ToInterval();
  figure.about = sum.about;
  figure.amounts = sum.amounts;
  return figure;
}

ReferenceFigure ReferenceModel::Total(const std::string& scope, const TotalOf& total,
                                      const Period& period) const {
  const Question question{.counts = [&scope](const Scopes& on) { return on.contains(scope); },
                          .scope = scope,
                          .filter = total.filter,
                          .measure_id = total.measure.substr(total.measure.find('/') + 1),
                          .measure = std::get<Measure>(Find(total.measure)->details),
                          .period = period};
  return Evaluate(question);
}

ReferenceFigure ReferenceModel::TotalWhere(const Counts& counts, const std::string& measure,
                                           const Period& period) const {
  const Question question{.counts = counts,
                          .scope = {},
                          .filter = {},
                          .measure_id = measure.substr(measure.find('/') + 1),
                          .measure = std::get<Measure>(Find(measure)->details),
                          .period = period};
  return Evaluate(question);
}

}  // namespace taizhang::aggregator
