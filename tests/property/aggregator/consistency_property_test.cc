// What the rules say of several figures together.

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/property/aggregator/comparison.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_figures.h"
#include "tests/support/reference_model.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

using reference::Number;

RecordName NameOf(const std::string& name) { return *RecordName::Parse(name); }

/// The figure of a question, or an empty one where it is refused.
Figure Answered(FigureWorld& world, const FigureQuery& query) {
  return world.Ask(query).value_or(Figure{});
}

std::optional<Number> Value(const Figure& figure) {
  if (!figure.computed) return std::nullopt;
  return reference::NumberOf(*figure.computed, figure.decimals);
}

std::set<std::string> Towns(const PlainWorld& plain) {
  std::set<std::string> towns;
  for (const auto& [name, record] : plain.records) {
    const RecordName parsed = NameOf(name);
    if (parsed.kind() == RecordKind::kDivision &&
        parsed.division().level() == DivisionLevel::kTown) {
      towns.insert(name);
    }
  }
  return towns;
}

/// A measure's unfiltered total in a county and a year.
FigureQuery TotalOfACounty(RandomFigures& random, const std::vector<std::string>& measures) {
  return {.scope = NameOf(random.Below(2) == 0 ? "divisions/440783" : "divisions/440784"),
          .indicator = "indicators/total-" + random.Pick(measures),
          .period = *Period::Parse(std::to_string(2023 + random.Below(3))),
          .members_on = {}};
}

/// The measure of an unfiltered total; null where it is none any more.
const Measure* MeasureOf(const FigureWorld& world, const FigureQuery& query) {
  const Indicator* indicator = world.structure().FindIndicator(query.indicator);
  if (indicator == nullptr) return nullptr;
  const auto* total = std::get_if<TotalOf>(&indicator->definition);
  if (total == nullptr || !total->IsTotal() || !total->filter.IsEmpty()) return nullptr;
  return world.structure().FindMeasure(total->measure);
}

std::string MeasureName(const FigureQuery& query) {
  return "measures/" + query.indicator.substr(std::string("indicators/total-").size());
}

TEST(ConsistencyProperties, ACountyIsItsTownsAndWhatLiesInNone) {
  int with_value = 0;
  const std::vector<std::string> measures = {"flow-month",    "flow-quarter", "flow-year",
                                             "stock-month",   "flow-some",    "stock-some",
                                             "stock-quarter", "stock-half",   "stock-year"};
  const auto any_query = [&](RandomFigures& random, const FigureWorld& /*world*/) {
    return TotalOfACounty(random, measures);
  };
  ForEachHistory(150, 9, any_query, [&](FigureWorld& world, const FigureQuery& query) {
    if (MeasureOf(world, query) == nullptr) return std::string();
    const std::string& county = query.scope.text();
    if (!world.plain().records.contains(county)) return std::string();
    const Figure whole = Answered(world, query);
    const ReferenceModel model(world.plain());
    const std::set<std::string> towns = Towns(world.plain());
    // What is in a town, and with it in the county; a town can be in another one on some days.
    mpq_class parts = 0;
    const auto add = [&](const std::function<bool(const reference::Scopes&)>& counts) {
      parts += model.TotalWhere(counts, county, MeasureName(query), query.period).value;
    };
    for (const std::string& town : towns) {
      add([&](const reference::Scopes& on) { return on.contains(county) && on.contains(town); });
    }
    add([&](const reference::Scopes& on) {
      return on.contains(county) && std::none_of(towns.begin(), towns.end(), [&](const auto& town) {
               return on.contains(town);
             });
    });
    with_value += whole.computed ? 1 : 0;
    const auto value = Value(whole);
    if ((value ? value->value : mpq_class(0)) == parts) return std::string();
    return absl::StrCat(ToText(whole), "its parts are ", parts.get_str());
  });
  EXPECT_GT(with_value, 0);
  std::cout << with_value << " with a value\n";
}

/// The world in which everybody in a cluster is in its twin, too.
History WithTwins(const History& history) {
  const std::string twin = "-twin";
  const auto is_cluster = [](const std::string& name) {
    return name.find("/clusters/") != std::string::npos && name.find("/top") == std::string::npos;
  };
  History out = history;
  for (auto& rows : out) {
    std::vector<HistoryRow> more;
    for (HistoryRow& row : rows) {
      auto* change = std::get_if<RecordRow>(&row);
      if (change == nullptr) continue;
      // Clusters have twins with the same parents; all others are in both.
      if (is_cluster(change->name)) {
        more.emplace_back(RecordRow{.name = change->name + twin, .record = change->record});
      } else if (change->record) {
        const std::vector<Membership> once = change->record->memberships;
        for (const Membership& membership : once) {
          if (!is_cluster(membership.cluster)) continue;
          change->record->memberships.push_back(membership);
          change->record->memberships.back().cluster += twin;
        }
      }
    }
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return out;
}

TEST(ConsistencyProperties, ASubjectInManyClustersCountsOnceAboveThem) {
  int with_value = 0;
  const auto any_query = [](RandomFigures& random, const FigureWorld& /*world*/) {
    const std::vector<std::string> above = {"divisions/44/clusters/top", "divisions/440783",
                                            "divisions/44", "divisions/4407/clusters/chain"};
    FigureQuery query = random.AnyQuery();
    query.scope = NameOf(random.Pick(above));
    query.indicator = "indicators/" + random.Pick(random.totals());
    return query;
  };
  // Made anew for each history, however many questions there are.
  std::unique_ptr<FigureWorld> twins;
  size_t rows = 0;
  ForEachHistory(60, 12, any_query, [&](FigureWorld& world, const FigureQuery& query) {
    size_t size = 0;
    for (const auto& block : world.history()) size += block.size();
    if (twins == nullptr || rows != size) {
      twins = std::make_unique<FigureWorld>();
      twins->Replay(WithTwins(world.history()));
      rows = size;
    }
    // A chain's REMAINDERs are its own, not its twin's; nothing is observed of twins.
    const auto once = world.Ask(query);
    const auto twice = twins->Ask(query);
    if (!once.ok() || !twice.ok()) return std::string();
    Figure other = *twice;
    // Other rows come first in a block.
    other.stated = once->stated;
    with_value += once->computed ? 1 : 0;
    if (*once == other) return std::string();
    return "once\n" + ToText(*once) + "with twins\n" + ToText(other);
  });
  EXPECT_GT(with_value, 0);
  std::cout << with_value << " with a value\n";
}

TEST(ConsistencyProperties, AYearEqualsItsMonths) {
  int with_value = 0;
  const std::vector<std::string> measures = {"flow-month",    "flow-quarter",    "flow-some",
                                             "stock-month",   "stock-quarter",   "stock-half",
                                             "to-date-month", "to-date-quarter", "to-date-half"};
  const auto any_query = [&](RandomFigures& random, const FigureWorld& /*world*/) {
    FigureQuery query = TotalOfACounty(random, measures);
    query.scope = NameOf(random.AnyScope());
    if (random.Below(4) == 0) query.members_on = random.AnyDay();
    return query;
  };
  ForEachHistory(150, 12, any_query, [&](FigureWorld& world, const FigureQuery& query) {
    const Measure* measure = MeasureOf(world, query);
    if (measure == nullptr || !world.plain().records.contains(query.scope.text())) {
      return std::string();
    }
    const Figure year = Answered(world, query);
    const int months = static_cast<int>(measure->frequency);
    Number sum = reference::PointAt(mpq_class(0));
    Completeness of;
    bool any = false;
    bool sound = true;
    for (int i = 0; i < 12; i += months) {
      FigureQuery part = query;
      part.period = Period::FromMonths(query.period.first_month() + i, months);
      const Figure figure = Answered(world, part);
      // A stock's year is its last measure-period (R7).
      const bool is_stock = measure->temporal_kind == TemporalKind::kStock;
      if (is_stock && i + months < 12) continue;
      const int64_t open = figure.gaps + figure.partials + figure.completeness.bounded;
      sound = sound && open + figure.remainders == 0;
      of.expected += figure.completeness.expected;
      of.received += figure.completeness.received;
      if (!figure.computed) continue;
      any = true;
      sum = Plus(sum, *Value(figure));
    }
    const bool is_to_date = measure->temporal_kind == TemporalKind::kYearToDate;
    // Months of whoever is bounded or has a gap are never added up (R6).
    if (is_to_date && (!sound || year.gaps + year.partials > 0)) return std::string();
    with_value += any ? 1 : 0;
    const bool same_number = !any ? !year.computed : year.computed && sum == *Value(year);
    // Its subject-periods are runs in one case, measure-periods in the other.
    const bool same_counts = is_to_date || (of.expected == year.completeness.expected &&
                                            of.received == year.completeness.received);
    if (same_number && same_counts) return std::string();
    return absl::StrCat("year\n", ToText(year), "months ", any ? reference::ToText(sum) : "none",
                        " expected ", of.expected, " received ", of.received);
  });
  EXPECT_GT(with_value, 0);
  std::cout << with_value << " with a value\n";
}

}  // namespace
}  // namespace taizhang::aggregator
