// Every interval holds every value that its observations allow: random witnesses.

#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "tests/property/aggregator/comparison.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_figures.h"
#include "tests/support/reference_model.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

/// How far a witness is from what is stated: of the same key always the same, so that a failing
/// history can be made smaller.
Int128 StepOf(const PlainKey& key, int salt) {
  const auto& [subject, measure, id, period] = key;
  const std::string text = absl::StrCat(subject, " ", measure, " ", id, " ", period.ToString());
  return static_cast<Int128>((std::hash<std::string>()(text) >> (8 * salt)) % 30);
}

/// The same history with each bounded amount replaced by an exact one that it admits.
PlainWorld Witness(const PlainWorld& plain, int salt) {
  PlainWorld witness = plain;
  for (auto& [key, observation] : witness.observations) {
    const auto record = plain.records.find("measures/" + std::get<1>(key));
    if (record == plain.records.end()) continue;
    const auto& measure = std::get<Measure>(record->second.details);
    const Bound bound = std::exchange(observation.stamp.bound, Bound::kExact);
    const Int128 stated = observation.value;
    const Int128 step = StepOf(key, salt);
    if (bound == Bound::kAtLeast) observation.value += step;
    if (bound == Bound::kMoreThan) observation.value += step + 1;
    if (bound == Bound::kAtMost) observation.value -= step;
    if (bound == Bound::kLessThan) observation.value -= step + 1;
    if (bound == Bound::kAbout) {
      // Anything, or what the tolerance admits.
      const Int128 room = (stated < 0 ? -stated : stated) * measure.about_tolerance / 10'000;
      const Int128 away = step - 15;
      observation.value += measure.about_tolerance == 0 ? away : room * away / 15;
    }
    // Never below 0, unless it is stated so ("< 0").
    const bool admits_zero = bound != Bound::kLessThan || stated > 0;
    if (measure.non_negative && observation.value < 0 && admits_zero) observation.value = 0;
  }
  return witness;
}

/// What a point shows as, and what may be anywhere within an interval.
bool Admits(const Figure& figure, int decimals, const mpq_class& value) {
  const reference::Number computed = reference::NumberOf(*figure.computed, figure.decimals);
  if (!reference::IsPoint(computed.span)) return reference::Holds(computed.span, value);
  mpz_class unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  return mpq_class(reference::HalfEven(value, decimals)) / unit == computed.span.lower->value;
}

std::string CheckWitness(FigureWorld& world, const FigureQuery& query, int& bounded, int& made) {
  const auto figure = world.Ask(query);
  if (!figure.ok() || !figure->computed) return "";
  if (figure->completeness.bounded == 0 && figure->filled == 0) return "";
  const auto& indicator = std::get<Indicator>(world.plain().records.at(query.indicator).details);
  const bool of_parts = IsMadeOfParts(world, query);
  for (const int salt : {0, 1, 2}) {
    const PlainWorld plain = Witness(world.plain(), salt);
    const ReferenceAnswer one = ReferenceModel(plain).Answer(query);
    // R6 assumes that no fall hides in bounds; a witness with one is outside of what is assumed.
    if (one.figure.falls > 0) continue;
    ++(of_parts ? made : bounded);
    if (!one.exact) {
      return absl::StrCat("it has no value with the witness:\n", ToText(one.figure), "answered\n",
                          ToText(*figure));
    }
    // A point is rounded to the indicator's own decimals, whatever those of what is stated.
    int decimals = figure->decimals;
    if (of_parts) decimals = ReferenceModel(world.plain()).DecimalsOf(indicator);
    if (Admits(*figure, decimals, one.exact->value)) continue;
    return absl::StrCat("the witness has ", ToText(*one.exact), "\nanswered\n", ToText(*figure));
  }
  return "";
}

TEST(IntervalProperties, AnIntervalHoldsEveryWitness) {
  int bounded = 0;
  int made = 0;
  const auto any_query = [](RandomFigures& random, const FigureWorld& /*world*/) {
    return random.AnyQuery();
  };
  ForEachHistory(500, 25, any_query, [&](FigureWorld& world, const FigureQuery& query) {
    return CheckWitness(world, query, bounded, made);
  });
  EXPECT_GT(bounded, 0);
  EXPECT_GT(made, 0);
  std::cout << bounded << " witnesses of totals, " << made << " of what is made of figures\n";
}

}  // namespace
}  // namespace taizhang::aggregator
