#include <algorithm>
#include <limits>
#include <variant>

#include "tests/support/reference_model.h"

namespace taizhang::aggregator {

using reference::AmountOf;
using reference::Edge;
using reference::PointAt;
using reference::Span;
using reference::Statement;

namespace {

bool HasAmount(const Statement& statement) {
  return statement.observation.stamp.state == ObservationState::kAmount;
}

reference::Number AmountOfStatement(const Statement& statement) {
  return AmountOf(statement.observation.value, statement.observation.stamp.bound,
                  *statement.measure);
}

/// For a verdict, what is EXACT means half a quantum either way (R12).
Span MeantBy(const Statement& statement) {
  Span span = AmountOfStatement(statement).span;
  if (statement.observation.stamp.bound != Bound::kExact) return span;
  const mpq_class half = PointAt(statement.observation.stamp.quantum).value / 2;
  return {.lower = Edge{.value = span.lower->value - half},
          .upper = Edge{.value = span.upper->value + half}};
}

bool IsAboutAlone(const Statement& statement) { return AmountOfStatement(statement).about; }

/// How much room a coverage leaves.
int Room(Mark mark) {
  switch (mark) {
    case Mark::kAtMost:
      return 3;
    case Mark::kAbout:
      return 2;
    case Mark::kAtLeast:
      return 1;
    default:
      return 0;
  }
}

bool IsPoorer(const Coverage& a, const Coverage& b) {
  const Int128 left = Int128{a.numerator} * b.denominator;
  const Int128 right = Int128{b.numerator} * a.denominator;
  return left != right ? left < right : Room(a.mark) > Room(b.mark);
}

std::optional<Coverage> Poorest(const std::vector<std::optional<Coverage>>& coverages) {
  std::optional<Coverage> poorest;
  for (const auto& each : coverages) {
    if (!each) return std::nullopt;
    if (!poorest || IsPoorer(*each, *poorest)) poorest = each;
  }
  return poorest;
}

Mark CoverageMark(Bound bound) {
  switch (bound) {
    case Bound::kAtLeast:
    case Bound::kMoreThan:
      return Mark::kAtMost;
    case Bound::kAtMost:
    case Bound::kLessThan:
      return Mark::kAtLeast;
    case Bound::kAbout:
      return Mark::kAbout;
    case Bound::kExact:
      break;
  }
  return Mark::kExact;
}

}  // namespace

std::string ReferenceModel::StatedBy(const Indicator& indicator) const {
  if (!indicator.stated_by.empty()) return indicator.stated_by;
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  return total != nullptr && total->IsTotal() && total->filter.IsEmpty() ? total->measure : "";
}

std::vector<Statement> ReferenceModel::StatementsOf(const std::string& scope,
                                                    const std::string& measure,
                                                    const Period& period) const {
  std::vector<Statement> out;
  const Measure* stated = FindStatedMeasure(measure);
  if (stated == nullptr || reference::Reports(*stated, scope)) return out;
  for (const auto& [key, observation] : members_.world().observations) {
    const auto& [subject, measure_id, source, said_of] = key;
    if (subject != scope || "measures/" + measure_id != measure) continue;
    if (observation.stamp.basis != Basis::kWhole) continue;
    bool is_span = false;
    switch (stated->temporal_kind) {
      case TemporalKind::kFlow:
        is_span = said_of == period;
        break;
      case TemporalKind::kYearToDate:
        is_span = period.first_month() == said_of.first_year() * 12 &&
                  period.end_month() == said_of.end_month();
        break;
      case TemporalKind::kStock:
        // Whose last measure-period it is: of a whole number of them.
        is_span = period.Covers(stated->frequency) && period.end_month() == said_of.end_month();
        break;
      case TemporalKind::kUnspecified:
        break;
    }
    if (is_span) out.push_back({.source = source, .observation = observation, .measure = stated});
  }
  std::sort(out.begin(), out.end(), [](const Statement& a, const Statement& b) {
    return std::pair(a.observation.revision, a.observation.row) >
           std::pair(b.observation.revision, b.observation.row);
  });
  return out;
}

void ReferenceModel::Fill(const std::string& stated_by, const std::string& unit,
                          const Reading& reading,
                          const std::function<bool(const std::string&)>& is_there,
                          Part& part) const {
  if (stated_by.empty() || reference::KindOfName(reading.scope) != RecordKind::kDivision) return;
  const Measure* measure = FindStatedMeasure(stated_by);
  if (measure == nullptr || measure->unit != unit) return;
  for (const std::string& child : members_.ChildrenOn(reading.scope, reading.period.last_day())) {
    if (is_there(child)) continue;
    for (const Statement& statement : StatementsOf(child, stated_by, reading.period)) {
      if (!HasAmount(statement)) continue;
      const Number amount = AmountOfStatement(statement);
      part.number = part.number ? Plus(*part.number, amount) : amount;
      part.no_value = NoValue::kNone;
      ++part.filled;
      part.filled_decimals = measure->decimals;
      part.is_complete = false;
      break;
    }
  }
}

std::optional<Coverage> ReferenceModel::PopulationCoverage(const std::string& stated_by,
                                                           const Reading& reading,
                                                           Part& part) const {
  const Measure* measure = FindStatedMeasure(stated_by);
  if (measure == nullptr) return std::nullopt;
  if (!reading.period.Covers(measure->frequency)) return std::nullopt;
  const Statement* largest = nullptr;
  const std::vector<Statement> statements = StatementsOf(reading.scope, stated_by, reading.period);
  for (const Statement& each : statements) {
    if (!HasAmount(each)) continue;
    const auto is_larger = [](const Statement& a, const Statement& b) {
      const mpq_class left = AmountOfStatement(a).value;
      const mpq_class right = AmountOfStatement(b).value;
      if (left != right) return left > right;
      // Of the same the vaguer one.
      return Room(CoverageMark(a.observation.stamp.bound)) >
             Room(CoverageMark(b.observation.stamp.bound));
    };
    if (largest == nullptr || is_larger(each, *largest)) largest = &each;
  }
  if (largest == nullptr) return part.coverages.front();
  part.needs_distinct = true;
  const int64_t known = part.distinct->expected;
  const mpq_class value = AmountOfStatement(*largest).value;
  // More than can be counted is as many as can.
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const int64_t stated = value >= kMost ? kMost : mpz_class(value).get_si();
  Coverage coverage{.numerator = part.distinct->contributing,
                    .denominator = std::max(known, stated),
                    .mark = CoverageMark(largest->observation.stamp.bound)};
  // Known are more than are stated at most.
  if (coverage.mark == Mark::kAtLeast && known > stated) coverage.mark = Mark::kExact;
  if (coverage.denominator <= 0) return std::nullopt;
  return coverage;
}

void ReferenceModel::AddStated(const std::string& stated_by, const std::string& unit,
                               const Reading& reading, const Part& part,
                               const std::optional<Coverage>& coverage, Figure& figure) const {
  if (stated_by.empty()) return;
  std::vector<Statement> statements = StatementsOf(reading.scope, stated_by, reading.period);
  if (const Measure* measure = FindStatedMeasure(stated_by);
      measure == nullptr || measure->unit != unit) {
    return;
  }
  if (!statements.empty()) {
    // All numbers get the decimals of the finest.
    const int decimals = std::max(figure.decimals, int{statements.front().measure->decimals});
    if (figure.computed) {
      const Number computed = reference::NumberOf(*figure.computed, figure.decimals);
      figure.computed = Rounded(computed, decimals);
    }
    figure.decimals = decimals;
  }
  const bool is_whole = coverage && !coverage->IsBelowOne() && part.is_complete;
  for (const Statement& each : statements) {
    const PlainObservation& said = each.observation;
    StatedFigure stated{.source = each.source,
                        .amount = {},
                        .gap = {},
                        .quantum = said.stamp.quantum,
                        .revision = said.revision,
                        .period_basis = said.stamp.period_basis,
                        .remark = {}};
    if (HasAmount(each)) {
      const Number amount = AmountOfStatement(each);
      stated.amount = Rounded(amount, figure.decimals);
      // From the computed figure as it is given.
      if (figure.computed) {
        const Number computed = reference::NumberOf(*figure.computed, figure.decimals);
        stated.gap = Rounded(Minus(amount, computed), figure.decimals);
      }
      const Span meant = MeantBy(each);
      for (const Statement& other : statements) {
        if (&other == &each || !HasAmount(other)) continue;
        if (IsAboutAlone(each) || IsAboutAlone(other)) continue;
        if (IsApart(meant, MeantBy(other))) stated.conflict = true;
      }
      if (part.number && coverage && !IsAboutAlone(each)) {
        const Span& computed = part.number->span;
        if (is_whole) {
          if (IsWithin(computed, meant)) stated.verdict = Verdict::kAgrees;
          if (IsApart(computed, meant)) stated.verdict = Verdict::kDiffers;
        } else if (part.only_grows) {
          if (IsAbove(computed, meant)) stated.verdict = Verdict::kDiffers;
          const Span from_there{.lower = computed.lower, .upper = {}};
          if (!meant.upper && IsWithin(from_there, meant)) stated.verdict = Verdict::kAgrees;
        }
      }
    }
    figure.conflict = figure.conflict || stated.conflict;
    figure.stated.push_back(stated);
  }
}

ReferenceAnswer ReferenceModel::Answer(const FigureQuery& query) const {
  errors_.clear();
  ReferenceAnswer answer;
  const Indicator* indicator = FindIndicator(query.indicator);
  if (members_.Find(query.scope.text()) == nullptr) errors_.insert(Reason::kScopeUnknown);
  if (indicator == nullptr) {
    answer.errors = errors_;
    return answer;
  }
  const reference::Shape shape = ShapeOf(*indicator);
  const Reading reading{.scope = query.scope.text(),
                        .period = query.period,
                        .members_on = query.members_on,
                        .fill = query.fill_from_statements};
  if (!errors_.empty()) {
    answer.errors = errors_;
    return answer;
  }
  const Part part = PartOf(*indicator, reading);
  answer.errors = errors_;
  answer.exact = part.number;
  Figure& figure = answer.figure;
  figure.unit = shape.unit;
  figure.decimals = std::max(shape.decimals, part.filled_decimals);
  figure.no_value = part.no_value;
  figure.completeness = part.completeness;
  figure.coverage = Poorest(part.coverages);
  const bool is_expression = std::holds_alternative<Expression>(indicator->definition);
  if (!is_expression && (query.distinct || part.needs_distinct)) figure.distinct = part.distinct;
  figure.remainders = part.remainders;
  figure.falls = part.falls;
  figure.gaps = part.gaps;
  figure.partials = part.partials;
  figure.filled = part.filled;
  figure.pairing = part.pairing;
  figure.whole = part.whole;
  figure.ranked = part.ranked;
  if (part.number) {
    figure.computed = Rounded(*part.number, figure.decimals);
    if (!figure.computed) figure.no_value = NoValue::kTooLarge;
  }
  AddStated(StatedBy(*indicator), shape.unit, reading, part, figure.coverage, figure);
  return answer;
}

}  // namespace taizhang::aggregator
