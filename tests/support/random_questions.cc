// What is asked of a random history, and what is stated beside what it adds up to.
#include <cstdlib>
#include <variant>

#include "tests/support/random_figures.h"
#include "tests/support/random_measures.h"
#include "tests/support/random_names.h"

namespace taizhang::aggregator {
namespace {

/// A value in counts of 10^-from as one of 10^-to, cut.
Int128 Rescaled(Int128 value, int from, int to) {
  for (; from < to; ++from) value *= 10;
  for (; from > to; --from) value /= 10;
  return value;
}

/// The measure-period of a statement that answers exactly the query's span, if there is one (R3).
std::optional<Period> StatedPeriodOf(const Measure& measure, const Period& query) {
  if (!query.Covers(measure.frequency)) return std::nullopt;
  const int months = static_cast<int>(measure.frequency);
  const Period last = Period::FromMonths(query.end_month() - months, months);
  switch (measure.temporal_kind) {
    case TemporalKind::kFlow:
      return last == query ? std::optional(last) : std::nullopt;
    case TemporalKind::kYearToDate:
      return query.first_month() == last.first_year() * 12 ? std::optional(last) : std::nullopt;
    default:
      return last;
  }
}

}  // namespace

std::string RandomFigures::AnyScope() {
  // The wide ones, where much meets, more often.
  return kScopes[Below(Chance(60) ? 5 : kScopes.size())];
}

std::string RandomFigures::AnyPeriod() {
  // Few of the year after all that is observed.
  const int year = kFirstYear + static_cast<int>(Chance(8) ? kYears : Below(kYears));
  std::string text = std::to_string(year);
  switch (Below(8)) {
    case 0:
    case 1:
      return Period::FromMonths(year * 12 + static_cast<int>(Below(12)), 1).ToString();
    case 2:
      return text + "-Q" + std::to_string(1 + Below(4));
    case 3:
      return text + "-H" + std::to_string(1 + Below(2));
    case 4:
      return std::to_string(kFirstYear) + ".." + text;
    case 5:
      return text + "-01.." + text + "-0" + std::to_string(2 + Below(8));
    case 6:
      return std::to_string(kFirstYear) + "-04.." + text + "-09";
    default:
      return text;
  }
}

Period RandomFigures::AnyPeriodOf(Frequency frequency) {
  const int months = static_cast<int>(frequency);
  const auto count = static_cast<uint64_t>(kYears * 12 / months);
  return Period::FromMonths(kFirstYear * 12 + static_cast<int>(Below(count)) * months, months);
}

FigureQuery RandomFigures::AnyQuery() {
  if (!stated_.empty() && Chance(20)) {
    FigureQuery query = Pick(stated_);
    if (Chance(10)) query.members_on = AnyDay();
    query.fill_from_statements = Chance(40);
    return query;
  }
  const bool made = Chance(55);
  const size_t measure = Below(totals_.size());
  const std::string id = made         ? Pick(made_)
                         : Chance(75) ? totals_[measure]
                         : Chance(90) ? Pick(counts_)
                                      : "stated";
  FigureQuery query{.scope = *RecordName::Parse(AnyScope()),
                    .indicator = "indicators/" + id,
                    .period = *Period::Parse(AnyPeriod()),
                    .distinct = Chance(50),
                    .members_on = {},
                    .fill_from_statements = Chance(30)};
  // Most of what is made of several frequencies has coarse periods alone.
  if (made && Chance(60)) {
    const int year = kFirstYear + static_cast<int>(Chance(20) ? 0 : 1 + Below(kYears - 1));
    query.period = *Period::Parse(std::to_string(year));
  }
  // Of one measure-period there is more that is stated.
  if (!made && Chance(40)) query.period = AnyPeriodOf(MeasureCases()[measure / 2].frequency);
  if (Chance(25)) query.members_on = AnyDay();
  return query;
}

void RandomFigures::StateSome(FigureWorld& world) {
  FigureQuery query = AnyQuery();
  query.members_on.reset();
  const Indicator* indicator = world.structure().FindIndicator(query.indicator);
  if (indicator == nullptr) return;
  const auto* total = std::get_if<TotalOf>(&indicator->definition);
  std::string name = indicator->stated_by;
  if (name.empty() && total != nullptr && total->IsTotal()) name = total->measure;
  const Measure* measure = world.structure().FindMeasure(name);
  if (measure == nullptr) return;
  if ((measure->reporters & ReporterBitOf(query.scope)) != 0) return;
  const auto period = StatedPeriodOf(*measure, query.period);
  if (!period) return;
  auto value = static_cast<Int128>(Below(60));
  // Close to what is computed, where something is.
  const auto figure = world.Ask(query);
  if (figure.ok() && figure->computed) {
    value = Rescaled(figure->computed->value, figure->decimals, measure->decimals);
    if (Chance(40)) value += static_cast<Int128>(Below(5)) - 2;
  }
  constexpr Int128 kLargest = 1'000'000'000'000;
  if (value > kLargest || value < -kLargest) return;
  if (measure->non_negative && value < 0) return;
  Said said = AnySaid(measure->non_negative);
  if (said.stamp.state != ObservationState::kAmount) return;
  said.value = value;
  if (Chance(50)) said.id = "source-" + std::to_string(1 + Below(2));
  stated_.push_back(query);
  // What is said of a place below it can stand for the place.
  const std::string& below = kScopes[1 + Below(7)];
  const bool reports = (measure->reporters & ReporterBitOf(*RecordName::Parse(below))) != 0;
  if (Chance(50) && below != query.scope.text() && !reports) {
    world.Observe(below, name.substr(name.find('/') + 1), period->ToString(), said);
  }
  world.Observe(query.scope.text(), name.substr(name.find('/') + 1), period->ToString(), said);
}

}  // namespace taizhang::aggregator
