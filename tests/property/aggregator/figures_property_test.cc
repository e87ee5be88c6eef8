// Figures of random histories. Each case names its seed where it fails; TAIZHANG_SEED starts
// elsewhere.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/aggregator/core/evaluate.h"
#include "tests/support/random_figures.h"
#include "tests/support/reference_model.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

constexpr int kSteps = 5;

/// Runs `check` on `cases` histories, each after every step.
template <typename Check>
void ForEachHistory(int cases, Check check) {
  const char* text = std::getenv("TAIZHANG_SEED");
  const uint64_t first = text == nullptr ? 20'250'601 : std::strtoull(text, nullptr, 10);
  std::cout << "seeds " << first << " to " << first + static_cast<uint64_t>(cases) - 1 << "\n";
  for (int i = 0; i < cases; ++i) {
    const uint64_t seed = first + static_cast<uint64_t>(i);
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    FigureWorld world;
    RandomFigures random(seed);
    random.Begin(world);
    for (int step = 0; step < kSteps; ++step) {
      random.Step(world);
      check(world, random);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

struct Asked {
  std::string scope;
  std::string indicator;
  Period period;

  [[nodiscard]] std::string ToString() const {
    return scope + " " + indicator + " " + period.ToString();
  }
};

const Indicator& IndicatorOf(const FigureWorld& world, const Asked& asked) {
  return *world.structure().FindIndicator("indicators/" + asked.indicator);
}

/// Null for a count.
const Measure* MeasureOf(const FigureWorld& world, const Asked& asked) {
  const auto* total = std::get_if<TotalOf>(&IndicatorOf(world, asked).definition);
  return total == nullptr ? nullptr : world.structure().FindMeasure(total->measure);
}

/// A question that has an answer: the scope exists, the period is whole measure-periods.
std::optional<Asked> AnyQuestion(RandomFigures& random, const FigureWorld& world) {
  Asked asked{.scope = random.AnyScope(),
              .indicator = random.Pick(random.Below(4) != 0 ? random.totals() : random.counts()),
              .period = *Period::Parse(random.AnyPeriod())};
  if (!world.plain().records.contains(asked.scope)) return std::nullopt;
  const Measure* measure = MeasureOf(world, asked);
  if (measure != nullptr && !asked.period.Covers(measure->frequency)) return std::nullopt;
  return asked;
}

ReferenceFigure Reference(const PlainWorld& plain, const FigureWorld& world, const Asked& asked) {
  const ReferenceModel model(plain);
  const Indicator& indicator = IndicatorOf(world, asked);
  if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    return model.Count(asked.scope, *count, asked.period);
  }
  return model.Total(asked.scope, std::get<TotalOf>(indicator.definition), asked.period);
}

Figure Answered(FigureWorld& world, const Asked& asked) {
  const auto figure = world.Ask(asked.scope, asked.indicator, asked.period.ToString(), true);
  EXPECT_TRUE(figure.ok()) << figure.status();
  return figure.value_or(Figure{});
}

/// A figure as the reference model puts it; how many amounts are in it is not said by a figure.
ReferenceFigure Plainly(const Figure& figure, int64_t amounts) {
  const Quantity computed =
      figure.computed.value_or(Quantity{.interval = {.lower = End{}, .upper = End{}}});
  return {.value = computed.value,
          .interval = computed.interval,
          .about = computed.about,
          .amounts = amounts,
          .expected = figure.completeness.expected,
          .received = figure.completeness.received,
          .carried = figure.completeness.carried,
          .carried_age = figure.completeness.carried_age,
          .bounded = figure.completeness.bounded,
          .remainders = figure.remainders,
          .falls = figure.falls,
          .gaps = figure.gaps,
          .partials = figure.partials,
          .subjects_expected = figure.distinct->expected,
          .subjects_contributing = figure.distinct->contributing};
}

/// The same total from facts alone, whatever is in cells.
ReferenceFigure FromFacts(const FigureWorld& world, const Asked& asked) {
  const auto& total = std::get<TotalOf>(IndicatorOf(world, asked).definition);
  const Measure& measure = *MeasureOf(world, asked);
  const RecordName scope = *RecordName::Parse(asked.scope);
  const TotalQuestion question{.scope = scope,
                               .measure_id = std::string_view(total.measure).substr(9),
                               .measure = measure,
                               .filter = total.filter,
                               .period = asked.period};
  Tally tally;
  SubjectCount subjects;
  world.partitions().ForEachTouching(asked.scope, [&](const PartitionView& view) {
    EvaluateTotal(question, view.state(), world.structure(), tally, subjects);
  });
  const bool to_date = measure.temporal_kind == TemporalKind::kYearToDate;
  return {.value = tally.amounts.sum,
          .interval = tally.amounts.ToInterval(),
          .about = tally.amounts.about > 0,
          .amounts = tally.amounts.count,
          .expected = tally.expected,
          .received = tally.received,
          .carried = tally.carried,
          .carried_age = tally.carried_age,
          .bounded = tally.bounded,
          .remainders = tally.remainders,
          .falls = tally.falls,
          .gaps = tally.gaps,
          .partials = to_date ? tally.partials() : 0,
          .subjects_expected = subjects.expected,
          .subjects_contributing = subjects.contributing};
}

bool IsKept(const std::string& scope) {
  const RecordKind kind = RecordName::Parse(scope)->kind();
  return kind == RecordKind::kDivision || kind == RecordKind::kCluster;
}

TEST(FigureProperties, CellsAndFactsAndTheReferenceModelAgree) {
  int questions = 0;
  int with_value = 0;
  ForEachHistory(700, [&](FigureWorld& world, RandomFigures& random) {
    for (int i = 0; i < 12; ++i) {
      const auto asked = AnyQuestion(random, world);
      if (!asked) continue;
      SCOPED_TRACE(asked->ToString());
      const ReferenceFigure expected = Reference(world.plain(), world, *asked);
      const Figure figure = Answered(world, *asked);
      const ReferenceFigure answered = Plainly(figure, expected.amounts);
      ASSERT_EQ(answered, expected) << Describe(answered) << "\n" << Describe(expected);
      const bool is_total = MeasureOf(world, *asked) != nullptr;
      ASSERT_EQ(figure.no_value == NoValue::kMissing, is_total && expected.amounts == 0);
      if (is_total && IsKept(asked->scope)) {
        const ReferenceFigure evaluated = FromFacts(world, *asked);
        ASSERT_EQ(evaluated, expected) << Describe(evaluated) << "\n" << Describe(expected);
      }
      ++questions;
      with_value += expected.amounts > 0 || expected.received > 0 ? 1 : 0;
    }
  });
  // Enough questions must be about something, or this says little.
  EXPECT_GT(with_value * 4, questions) << with_value << " of " << questions;
}

TEST(FigureProperties, WhatWasFoldedStepByStepEqualsWhatIsBuiltAtOnce) {
  ForEachHistory(60, [](FigureWorld& world, RandomFigures& random) {
    const auto rebuilt = world.Rebuilt();
    for (int i = 0; i < 60; ++i) {
      const auto asked = AnyQuestion(random, world);
      if (!asked) continue;
      ASSERT_EQ(Answered(world, *asked), Answered(*rebuilt, *asked)) << asked->ToString();
    }
  });
}

/// The same history with each bounded amount replaced by an exact one that it admits.
PlainWorld Witness(const PlainWorld& plain, RandomFigures& random) {
  PlainWorld witness = plain;
  for (auto& [key, observation] : witness.observations) {
    const auto& measure =
        std::get<Measure>(plain.records.at("measures/" + std::get<1>(key)).details);
    const Bound bound = std::exchange(observation.stamp.bound, Bound::kExact);
    const Int128 stated = observation.value;
    const auto step = static_cast<Int128>(random.Below(30));
    if (bound == Bound::kAtLeast) observation.value += step;
    if (bound == Bound::kMoreThan) observation.value += step + 1;
    if (bound == Bound::kAbout) observation.value += step - 15;
    if (bound == Bound::kAtMost) observation.value -= step;
    if (bound == Bound::kLessThan) observation.value -= step + 1;
    // Never below 0, unless it is stated so ("< 0").
    const bool admits_zero = bound != Bound::kLessThan || stated > 0;
    if (measure.non_negative && observation.value < 0 && admits_zero) observation.value = 0;
  }
  return witness;
}

TEST(FigureProperties, AnIntervalHoldsEveryWitness) {
  int bounded = 0;
  ForEachHistory(300, [&](FigureWorld& world, RandomFigures& random) {
    const PlainWorld witness = Witness(world.plain(), random);
    for (int i = 0; i < 12; ++i) {
      const auto asked = AnyQuestion(random, world);
      if (!asked || MeasureOf(world, *asked) == nullptr) continue;
      const Figure figure = Answered(world, *asked);
      if (!figure.computed || figure.completeness.bounded == 0) continue;
      const ReferenceFigure one = Reference(witness, world, *asked);
      // R6 assumes that no fall hides in bounds; a witness with one is outside of what is assumed.
      if (one.falls > 0) continue;
      ++bounded;
      ASSERT_TRUE(Contains(figure.computed->interval, one.value))
          << asked->ToString() << ": " << FormatQuantity(*figure.computed, 0) << " and "
          << Describe(one);
    }
  });
  EXPECT_GT(bounded, 500);
}

TEST(FigureProperties, ACountyIsItsTownsAndWhatLiesInNone) {
  int with_value = 0;
  ForEachHistory(150, [&](FigureWorld& world, RandomFigures& random) {
    const ReferenceModel model(world.plain());
    std::set<std::string> towns;
    for (const auto& [name, record] : world.plain().records) {
      const auto parsed = RecordName::Parse(name);
      if (parsed->kind() == RecordKind::kDivision &&
          parsed->division().level() == DivisionLevel::kTown) {
        towns.insert(name);
      }
    }
    for (const std::string id : {"flow-month", "flow-quarter", "flow-year", "stock-month",
                                 "stock-quarter", "stock-half", "stock-year"}) {
      const std::string county = random.Below(2) == 0 ? "divisions/440783" : "divisions/440784";
      const Asked asked{.scope = county,
                        .indicator = "total-" + id,
                        .period = *Period::Parse(std::to_string(2023 + random.Below(3)))};
      const Figure whole = Answered(world, asked);
      // What is in a town, and with it in the county; a town can be in another one on some days.
      Int128 parts = 0;
      for (const std::string& town : towns) {
        parts += model
                     .TotalWhere(
                         [&](const ReferenceModel::Scopes& on) {
                           return on.contains(county) && on.contains(town);
                         },
                         "measures/" + id, asked.period)
                     .value;
      }
      parts += model
                   .TotalWhere(
                       [&](const ReferenceModel::Scopes& on) {
                         return on.contains(county) &&
                                std::none_of(towns.begin(), towns.end(),
                                             [&](const auto& town) { return on.contains(town); });
                       },
                       "measures/" + id, asked.period)
                   .value;
      ASSERT_EQ(whole.computed ? whole.computed->value : Int128{0}, parts) << asked.ToString();
      with_value += whole.computed.has_value() ? 1 : 0;
    }
  });
  EXPECT_GT(with_value, 500);
}

}  // namespace
}  // namespace taizhang::aggregator
