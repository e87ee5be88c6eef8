#include "tests/support/reference_total.h"

#include <algorithm>

namespace taizhang::aggregator::reference {

std::vector<Period> TotalQuestion::Periods() const {
  std::vector<Period> out;
  for (MonthIndex m = period.first_month(); m < period.end_month(); m += months()) {
    out.push_back(Period::FromMonths(m, months()));
  }
  return out;
}

TotalQuestion TotalQuestion::At(const Period& other) const {
  return {.counts = counts,
          .scope = scope,
          .filter = filter,
          .measure_id = measure_id,
          .measure = measure,
          .period = other,
          .over_time = over_time,
          .members_on = members_on};
}

Totals::Totals(const Members& members) : members_(members) {
  for (const auto& [key, observation] : members.world().observations) {
    const auto& [subject, measure, id, period] = key;
    said_[{subject, measure}][period].emplace_back(id, observation);
  }
}

void Totals::Sum::Add(const Sum& other) {
  number = Plus(number, other.number);
  bounded = bounded || other.bounded;
  amounts += other.amounts;
}

std::vector<Member> Totals::MembersOf(const Measure& measure) const {
  std::vector<Member> members;
  for (const auto& [name, record] : members_.world().records) {
    if (KindOf(record) >= RecordKind::kMeasure) continue;
    members.push_back({.name = name, .is_remainder = !Reports(measure, name)});
  }
  return members;
}

std::vector<Contribution> Totals::Of(const TotalQuestion& question) const {
  std::vector<Contribution> out;
  for (const Member& member : MembersOf(question.measure)) out.push_back(Of(question, member));
  return out;
}

Contribution Totals::Of(const TotalQuestion& question, const Member& member) const {
  // The first and the last are what a query of that measure-period alone gives (R14).
  if (question.over_time == TimeFold::kFirst || question.over_time == TimeFold::kLast) {
    const std::vector<Period> periods = question.Periods();
    TotalQuestion one =
        question.At(question.over_time == TimeFold::kFirst ? periods.front() : periods.back());
    one.over_time = TimeFold::kNatural;
    return Of(one, member);
  }
  Contribution out;
  switch (question.measure.temporal_kind) {
    case TemporalKind::kFlow:
      out = Flow(question, member);
      break;
    case TemporalKind::kStock:
      out = Stock(question, member);
      break;
    case TemporalKind::kYearToDate:
      out = YearToDate(question, member);
      break;
    case TemporalKind::kUnspecified:
      break;
  }
  out.member = member;
  out.is_expected = out.expected > 0 && !member.is_remainder;
  if (member.is_remainder)
    out.expected = out.received = out.carried = out.carried_age = out.bounded = 0;
  return out;
}

Passing Totals::CountsIn(const TotalQuestion& question, const Member& member,
                         const Period& period) const {
  Day day = period.last_day();
  if (question.members_on) {
    day = *question.members_on;
    if (!members_.IsActive(member, day)) return Passing::kNo;
  } else if (question.measure.temporal_kind == TemporalKind::kStock) {
    if (!members_.IsActive(member, day)) return Passing::kNo;
  } else {
    while (day >= period.first_day() && !members_.IsActive(member, day)) --day;
    if (day < period.first_day()) return Passing::kNo;
  }
  if (!question.counts(members_.ScopesOn(member, day))) return Passing::kNo;
  const Passing asked = members_.Passes(question.filter, member, question.scope, day);
  // Whom a measure asks is part of what it means: a REMAINDER of it is of those, too.
  if (member.is_remainder) return asked;
  return std::min(asked, members_.Passes(question.measure.filter, member, question.scope, day));
}

std::optional<Totals::Report> Totals::ReportOf(const TotalQuestion& question, const Member& member,
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
    sum.Add({.number = AmountOf(observation.value, bound, question.measure),
             .bounded = bound != Bound::kExact,
             .amounts = 1});
  }
  if (sum.amounts == 0) return Report{};
  return Report{.sum = sum};
}

void Totals::FoldTime(const TotalQuestion& question, const std::vector<Sum>& sums,
                      Contribution& out) {
  if (sums.empty()) return;
  out.amount = sums.front().number;
  out.amounts = sums.front().amounts;
  for (size_t i = 1; i < sums.size(); ++i) {
    const Number& next = sums[i].number;
    switch (question.over_time) {
      case TimeFold::kMin:
        out.amount = Smaller(*out.amount, next);
        break;
      case TimeFold::kMax:
        out.amount = Greater(*out.amount, next);
        break;
      default:
        out.amount = Plus(*out.amount, next);
    }
    // What is compared or averaged is not added up.
    const bool adds = question.over_time == TimeFold::kNatural;
    out.amounts = adds ? out.amounts + sums[i].amounts : std::max(out.amounts, sums[i].amounts);
  }
  if (question.over_time == TimeFold::kMean) {
    out.amount = Over(*out.amount, PointAt(mpq_class(sums.size())));
  }
}

Contribution Totals::Flow(const TotalQuestion& question, const Member& member) const {
  Contribution out;
  std::vector<Sum> sums;
  for (const Period& period : question.Periods()) {
    const Passing counts = CountsIn(question, member, period);
    if (counts == Passing::kNo) continue;
    ++out.expected;
    const auto report = ReportOf(question, member, period);
    if (counts != Passing::kYes || !report) continue;
    if (!report->sum) {
      out.lacks = out.lacks || member.is_remainder;
      continue;
    }
    sums.push_back(*report->sum);
    ++(member.is_remainder ? out.remainders : out.received);
    if (report->sum->bounded) ++out.bounded;
  }
  FoldTime(question, sums, out);
  return out;
}

std::optional<Totals::Report> Totals::Standing(const TotalQuestion& question, const Member& member,
                                               const Period& asked, int64_t& age) const {
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
    if (!members_.IsActive(member, period.last_day())) standing.reset();
  }
  return standing;
}

Contribution Totals::Stock(const TotalQuestion& question, const Member& member) const {
  Contribution out;
  std::vector<Period> periods = question.Periods();
  if (question.over_time == TimeFold::kNatural) periods = {periods.back()};
  std::vector<Sum> sums;
  for (const Period& period : periods) {
    const Passing counts = CountsIn(question, member, period);
    if (counts == Passing::kNo) continue;
    ++out.expected;
    int64_t age = 0;
    const auto standing = Standing(question, member, period, age);
    if (counts != Passing::kYes || !standing) continue;
    if (!standing->sum) {
      out.lacks = out.lacks || member.is_remainder;
      continue;
    }
    sums.push_back(*standing->sum);
    if (member.is_remainder) ++out.remainders;
    ++(age == 0 ? out.received : out.carried);
    out.carried_age += age;
    if (standing->sum->bounded) ++out.bounded;
  }
  FoldTime(question, sums, out);
  return out;
}

Totals::Sum Totals::Worth(const Sum& end, const Sum& start, const Measure& measure) {
  Sum worth{.number = Minus(end.number, start.number),
            .bounded = end.bounded || start.bounded,
            .amounts = end.amounts + start.amounts};
  if (!measure.non_negative) return worth;
  worth.number.span = Clipped(worth.number.span);
  // What is at least 0 is not below it.
  if (worth.number.span.lower == Edge{} && worth.number.value < 0) worth.number.value = 0;
  return worth;
}

std::vector<Totals::Run> Totals::RunsOf(const TotalQuestion& question, const Member& member) const {
  std::vector<Run> runs;
  for (const Period& period : question.Periods()) {
    const Passing counts = CountsIn(question, member, period);
    if (counts == Passing::kNo) continue;
    const bool continues = !runs.empty() && runs.back().counts == counts &&
                           runs.back().periods.back().end_month() == period.first_month() &&
                           period.first_month() % 12 != 0;
    if (!continues) runs.push_back({.periods = {}, .counts = counts});
    runs.back().periods.push_back(period);
  }
  return runs;
}

void Totals::AddRun(const TotalQuestion& question, const Run& run, Contribution& out,
                    Sum& worth) const {
  const Member& member = out.member;
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
    const MonthIndex before = first - question.months();
    start = ReportOf(question, member, Period::FromMonths(before, question.months()));
    if (start ? !start->sum : end.has_value()) out.gap = true;
  }
  if (member.is_remainder && end && !end->sum) out.lacks = true;
  const bool has_value = end && end->sum && (january || (start && start->sum));
  if (member.is_remainder) {
    if (has_value && lags) {
      ++out.partials;
      out.lacks = true;
    }
  } else if (!has_value || lags) {
    ++out.partials;
  }
  if (!has_value) return;
  const Sum one = january ? *end->sum : Worth(*end->sum, *start->sum, question.measure);
  worth.Add(one);
  if (IsAbove(PointAt(mpq_class(0)).span, one.number.span)) ++out.falls;
  if (member.is_remainder) ++out.remainders;
  if (!lags) ++out.received;
  if (one.bounded) ++out.bounded;
}

Contribution Totals::YearToDate(const TotalQuestion& question, const Member& member) const {
  Contribution out;
  out.member = member;
  const std::vector<Run> runs = RunsOf(question, member);
  Sum worth;
  for (const Run& run : runs) {
    if (run.counts == Passing::kYes) AddRun(question, run, out, worth);
  }
  if (out.gap) {
    out = Contribution{};
    out.gap = true;
    out.lacks = member.is_remainder;
  } else if (worth.amounts > 0) {
    out.amount = worth.number;
    out.amounts = worth.amounts;
  }
  out.expected = static_cast<int64_t>(runs.size());
  return out;
}

}  // namespace taizhang::aggregator::reference
