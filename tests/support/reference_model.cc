#include "tests/support/reference_model.h"

#include <algorithm>
#include <variant>

namespace taizhang::aggregator {

using reference::Member;
using reference::Passing;
using reference::PointAt;

void reference::Part::Lack(NoValue reason) {
  number.reset();
  no_value = reason;
}

reference::Reading reference::Reading::Over(const Period& other) const {
  return {.scope = scope, .period = other, .members_on = members_on, .fill = fill};
}

reference::Reading reference::Reading::In(const std::string& other) const {
  return {.scope = other, .period = period, .members_on = members_on, .fill = fill};
}

reference::Number ReferenceModel::TotalWhere(
    const std::function<bool(const reference::Scopes&)>& counts, const std::string& scope,
    const std::string& measure, const Period& period) const {
  const TotalQuestion question{.counts = counts,
                               .scope = scope,
                               .filter = {},
                               .measure_id = measure.substr(measure.find('/') + 1),
                               .measure = *FindMeasure(measure),
                               .period = period};
  Number sum = PointAt(mpq_class(0));
  for (const Contribution& each : totals_.Of(question)) {
    if (each.amount) sum = Plus(sum, *each.amount);
  }
  return sum;
}

bool ReferenceModel::Covers(const Measure& measure, const Period& period) const {
  if (period.Covers(measure.frequency)) return true;
  errors_.insert(Reason::kPeriodTooFine);
  return false;
}

ReferenceModel::TotalQuestion ReferenceModel::QuestionOf(const TotalOf& total,
                                                         const Reading& reading) const {
  const std::string& scope = reading.scope;
  return {.counts = [scope](const reference::Scopes& on) { return on.contains(scope); },
          .scope = scope,
          .filter = total.filter,
          .measure_id = total.measure.substr(total.measure.find('/') + 1),
          .measure = *FindMeasure(total.measure),
          .period = reading.period,
          .over_time = total.over_time,
          .members_on = reading.members_on};
}

void ReferenceModel::FoldMembers(const std::vector<Contribution>& contributions, MemberFold fold,
                                 bool additive, Part& part) {
  int64_t subjects = 0;
  int64_t amounts = 0;
  bool adds_up = true;
  std::optional<Number> folded;
  for (const Contribution& each : contributions) {
    if (!each.amount) continue;
    // Each REMAINDER stands for a number of subjects that nobody knows.
    if (each.member.is_remainder && fold != MemberFold::kSum) {
      part.is_complete = false;
      continue;
    }
    ++subjects;
    amounts += each.amounts;
    if (each.amounts > 1) adds_up = false;
    if (!folded) {
      folded = each.amount;
    } else if (fold == MemberFold::kMin) {
      folded = Smaller(*folded, *each.amount);
    } else if (fold == MemberFold::kMax) {
      folded = Greater(*folded, *each.amount);
    } else {
      folded = Plus(*folded, *each.amount);
    }
  }
  if (!folded) return part.Lack(NoValue::kMissing);
  if (fold == MemberFold::kCount) {
    part.number = PointAt(mpq_class(subjects));
    return;
  }
  if (fold == MemberFold::kSum && amounts > 1) adds_up = false;
  if (!additive && !adds_up) return part.Lack(NoValue::kNotAdditive);
  part.number = fold == MemberFold::kMean ? Over(*folded, PointAt(mpq_class(subjects))) : folded;
}

ReferenceModel::Part ReferenceModel::Together(const TotalQuestion& question,
                                              const std::vector<Contribution>& contributions,
                                              MemberFold fold) const {
  Part part;
  DistinctSubjects distinct;
  for (const Contribution& each : contributions) {
    part.completeness.expected += each.expected;
    part.completeness.received += each.received;
    part.completeness.carried += each.carried;
    part.completeness.carried_age += each.carried_age;
    part.completeness.bounded += each.bounded;
    part.remainders += each.remainders;
    part.falls += each.falls;
    part.partials += each.partials;
    part.gaps += each.gap ? 1 : 0;
    if (each.lacks) part.is_complete = false;
    if (each.is_expected) ++distinct.expected;
    if (each.is_expected && each.amount) ++distinct.contributing;
  }
  distinct.missing = distinct.expected - distinct.contributing;
  part.distinct = distinct;
  const Completeness& completeness = part.completeness;
  const int64_t there = completeness.received + completeness.carried;
  part.completeness.complete = there == completeness.expected;
  if (there != completeness.expected) part.is_complete = false;
  if (completeness.expected > 0) {
    part.coverages = {Coverage{.numerator = there, .denominator = completeness.expected}};
  } else {
    part.coverages = {std::nullopt};
  }
  const Measure& measure = question.measure;
  // A run that is missing, late or without its start can still be a fall.
  const bool may_fall =
      measure.temporal_kind == TemporalKind::kYearToDate && (!part.is_complete || part.gaps > 0);
  const bool is_sum = fold == MemberFold::kSum && (question.over_time == TimeFold::kNatural ||
                                                   question.over_time == TimeFold::kFirst ||
                                                   question.over_time == TimeFold::kLast);
  part.only_grows = is_sum && measure.non_negative && measure.additive && !may_fall;
  FoldMembers(contributions, fold, measure.additive, part);
  return part;
}

ReferenceModel::Part ReferenceModel::PartOf(const StatedTotal& stated,
                                            const Reading& reading) const {
  const TotalOf& total = stated.total;
  const Measure& measure = *FindMeasure(total.measure);
  if (!Covers(measure, reading.period)) return {};
  const TotalQuestion question = QuestionOf(total, reading);
  Part part = Together(question, totals_.Of(question), total.over_members);
  if (!stated.population.empty()) {
    const Record* record = members_.Find(stated.population);
    const Indicator* population =
        record == nullptr ? nullptr : &std::get<Indicator>(record->details);
    if (population == nullptr || !std::holds_alternative<CountOf>(population->definition)) {
      part.coverages = {std::nullopt};
    } else if (!population->stated_by.empty()) {
      part.coverages = {PopulationCoverage(population->stated_by, reading, part)};
    }
  }
  if (!reading.fill || !total.IsTotal() || !measure.additive) return part;
  const auto is_there = [&](const std::string& child) {
    const TotalQuestion at_child = QuestionOf(total, reading.In(child));
    const std::vector<Contribution> there = totals_.Of(at_child);
    return std::any_of(there.begin(), there.end(),
                       [](const Contribution& each) { return each.amount.has_value(); });
  };
  Fill(stated.stated_by, measure.unit, reading, is_there, part);
  return part;
}

ReferenceModel::Part ReferenceModel::CountAt(const CountOf& count, const std::string& scope,
                                             Day day) const {
  Part part;
  Completeness& completeness = part.completeness;
  for (const auto& [name, record] : members_.world().records) {
    const Member member{.name = name, .is_remainder = false};
    if (KindOf(record) != count.kind || !members_.IsActive(member, day)) continue;
    // Clusters and divisions count in those above them, not in themselves.
    const bool is_structural =
        count.kind == RecordKind::kCluster || count.kind == RecordKind::kDivision;
    if (is_structural && name == scope) continue;
    if (!members_.ScopesOn(member, day).contains(scope)) continue;
    const Passing passes = members_.Passes(count.filter, member, scope, day);
    if (passes == Passing::kNo) continue;
    ++completeness.expected;
    if (passes == Passing::kYes) ++completeness.received;
  }
  part.number = PointAt(mpq_class(completeness.received));
  part.distinct = {.expected = completeness.expected,
                   .contributing = completeness.received,
                   .missing = completeness.expected - completeness.received};
  part.is_complete = completeness.complete = completeness.expected == completeness.received;
  part.only_grows = true;
  if (completeness.expected > 0) {
    part.coverages = {
        Coverage{.numerator = completeness.received, .denominator = completeness.expected}};
  } else {
    part.coverages = {std::nullopt};
  }
  return part;
}

ReferenceModel::Part ReferenceModel::PartOf(const CountOf& count, const std::string& stated_by,
                                            const Reading& reading) const {
  const Day day = reading.members_on.value_or(reading.period.last_day());
  Part part = CountAt(count, reading.scope, day);
  if (stated_by.empty()) return part;
  part.coverages = {PopulationCoverage(stated_by, reading, part)};
  if (!reading.fill) return part;
  const auto is_there = [&](const std::string& child) {
    return CountAt(count, child, day).completeness.received > 0;
  };
  const Measure* stated = FindStatedMeasure(stated_by);
  if (stated != nullptr) Fill(stated_by, stated->unit, reading, is_there, part);
  return part;
}

ReferenceModel::Part ReferenceModel::PartOf(const Indicator& indicator,
                                            const Reading& reading) const {
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    return PartOf(
        StatedTotal{
            .total = *total, .stated_by = StatedBy(indicator), .population = indicator.population},
        reading);
  }
  if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    return PartOf(*count, indicator.stated_by, reading);
  }
  if (const auto* expression = std::get_if<Expression>(&indicator.definition)) {
    return PartOf(*expression, reading);
  }
  Part part;
  part.Lack(NoValue::kStatedOnly);
  const Measure* stated = FindStatedMeasure(indicator.stated_by);
  if (stated != nullptr) Covers(*stated, reading.period);
  return part;
}

}  // namespace taizhang::aggregator
