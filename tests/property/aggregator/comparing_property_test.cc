// Ranks, shares and ratios against the figures that they are made of.

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_figures.h"
#include "tests/support/reference_members.h"
#include "tests/support/reference_number.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

using reference::Number;

Record Made(Expression expression, uint8_t decimals) {
  Record record;
  record.details = Indicator{
      .definition = std::move(expression), .stated_by = {}, .population = {}, .decimals = decimals};
  return record;
}

Expression Of(const std::string& indicator) { return {.node = IndicatorOf{indicator}}; }

/// The world with an indicator more, "indicators/asked".
std::unique_ptr<FigureWorld> With(const FigureWorld& world, Record asked) {
  auto out = std::make_unique<FigureWorld>();
  out->Replay(world.history());
  out->Put("indicators/asked", std::move(asked));
  out->Commit();
  return out;
}

FigureQuery Asked(const FigureQuery& query) {
  FigureQuery asked = query;
  asked.indicator = "indicators/asked";
  return asked;
}

std::optional<Number> Value(FigureWorld& world, const FigureQuery& query) {
  const auto figure = world.Ask(query);
  if (!figure.ok() || !figure->computed) return std::nullopt;
  return reference::NumberOf(*figure->computed, figure->decimals);
}

FigureQuery AnyTotal(RandomFigures& random, const FigureWorld& /*world*/) {
  FigureQuery query = random.AnyQuery();
  query.indicator = "indicators/" + random.Pick(random.totals());
  return query;
}

/// Bounds of a place among others, pair by pair.
std::string CheckRank(FigureWorld& world, const FigureQuery& query, int& ranked) {
  const reference::Members members(world.plain());
  if (members.Find(query.scope.text()) == nullptr) return "";
  if (!Value(world, query)) return "";
  const auto asked = With(world, Made({.node = Rank{}, .operands = {Of(query.indicator)}}, 0));
  const auto own_rank = Value(*asked, Asked(query));
  if (!own_rank) return "";
  const Number own = *Value(world, query);
  int above = 0;
  int not_below = 0;
  for (const std::string& like : members.LikeOn(query.scope.text(), query.period.last_day())) {
    FigureQuery other = query;
    other.scope = *RecordName::Parse(like);
    const auto value = Value(world, other);
    if (like == query.scope.text() || !value) continue;
    if (IsAbove(value->span, own.span)) ++above;
    if (!IsAbove(own.span, value->span)) ++not_below;
    // Whoever certainly has more stands certainly before.
    const auto rank = Value(*asked, Asked(other));
    if (!rank) return absl::StrCat(like, " has a value and no rank");
    if (IsAbove(value->span, own.span) && rank->span.lower->value > own_rank->span.upper->value) {
      return absl::StrCat(like, " has more and stands behind");
    }
  }
  ranked += above + not_below > 0 ? 1 : 0;
  const mpq_class& best = own_rank->span.lower->value;
  const mpq_class& worst = own_rank->span.upper->value;
  if (best == above + 1 && worst >= best && worst <= not_below + 1) return "";
  return absl::StrCat("rank ", ToText(*own_rank), " where ", above, " are above and ", not_below,
                      " are not below");
}

/// Of a place that has others beside it.
FigureQuery AnyTotalOfAPlace(RandomFigures& random, const FigureWorld& world) {
  const std::vector<std::string> places = {"divisions/440783", "divisions/440784",
                                           "divisions/440783107", "divisions/440783116"};
  FigureQuery query = AnyTotal(random, world);
  query.scope = *RecordName::Parse(random.Pick(places));
  return query;
}

TEST(ComparingProperties, ARankingIsThatOfTheFigures) {
  int ranked = 0;
  ForEachHistory(60, 12, AnyTotalOfAPlace, [&](FigureWorld& world, const FigureQuery& query) {
    return CheckRank(world, query, ranked);
  });
  EXPECT_GT(ranked, 0);
  std::cout << ranked << " ranked among others\n";
}

std::string CheckShare(FigureWorld& world, const FigureQuery& query, int& shares) {
  const auto part = Value(world, query);
  if (!part) return "";
  const auto asked = With(world, Made({.node = Share{}, .operands = {Of(query.indicator)}}, 9));
  const auto figure = asked->Ask(Asked(query));
  if (!figure.ok() || !figure->computed) return "";
  FigureQuery of_whole = query;
  of_whole.scope = *RecordName::Parse(figure->whole);
  const auto whole = Value(world, of_whole);
  if (!whole) return "there is a share of a whole without a value: " + figure->whole;
  ++shares;
  // As far as it is from being divided exactly: half of 10^-9 %.
  const Number share = reference::NumberOf(*figure->computed, figure->decimals);
  const mpq_class off = abs(share.value * whole->value / 100 - part->value);
  if (off * 2 * 1'000'000'000 * 100 <= abs(whole->value)) return "";
  return absl::StrCat("share ", ToText(share), " of ", ToText(*whole), " where the part is ",
                      ToText(*part));
}

TEST(ComparingProperties, AShareOfTheWholeIsThePart) {
  int shares = 0;
  ForEachHistory(60, 8, AnyTotal, [&](FigureWorld& world, const FigureQuery& query) {
    return CheckShare(world, query, shares);
  });
  EXPECT_GT(shares, 0);
  std::cout << shares << " shares\n";
}

/// A sum of a total and itself is twice the total, its difference from itself holds 0, and so on.
std::string CheckArithmetic(FigureWorld& world, const FigureQuery& query, int& sums) {
  const auto one = Value(world, query);
  if (!one) return "";
  ++sums;
  const Expression of = Of(query.indicator);
  const auto made = [&](Operation operation) {
    const auto asked =
        With(world, Made({.node = Arithmetic{.operation = operation}, .operands = {of, of}}, 9));
    return Value(*asked, Asked(query));
  };
  const auto sum = made(Operation::kSum);
  if (!sum || !(*sum == Plus(*one, *one))) return "twice the total is not its sum with itself";
  const auto difference = made(Operation::kDifference);
  if (!difference || !Holds(difference->span, 0)) return "what is less itself cannot be 0";
  const auto product = made(Operation::kProduct);
  if (product && product->value != one->value * one->value) return "it is not its square";
  const auto quotient = made(Operation::kQuotient);
  if (quotient && !Holds(quotient->span, 1)) return "what is divided by itself cannot be 1";
  if (!quotient && one->value != 0 && !Holds(one->span, 0)) return "it is not divided by itself";
  return "";
}

TEST(ComparingProperties, ArithmeticIsThatOfTheFigures) {
  int sums = 0;
  ForEachHistory(30, 8, AnyTotal, [&](FigureWorld& world, const FigureQuery& query) {
    return CheckArithmetic(world, query, sums);
  });
  EXPECT_GT(sums, 0);
  std::cout << sums << " sums\n";
}

}  // namespace
}  // namespace taizhang::aggregator
