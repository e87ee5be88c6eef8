// Cells against the facts that they are made of, place by place.

#include <iostream>
#include <random>
#include <string>

#include "services/aggregator/core/cell_audit.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/random_figures.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

TEST(CellProperties, EveryCellAgreesWithTheFactsAfterAnyHistory) {
  constexpr int kPicks = 60;
  int compared = 0;
  int with_amounts = 0;
  ForEachHistory(
      200, 1, [](RandomFigures& random, const FigureWorld&) { return random.AnyQuery(); },
      [&](FigureWorld& world, const FigureQuery&) {
        world.Commit();
        for (const std::string partition : {"structure", "440783", "440784"}) {
          const ViewState& state = world.View(partition).state();
          std::mt19937_64 random(world.blocks().size());
          const auto draw = [&random](uint64_t bound) { return random() % bound; };
          for (int pick = 0; pick < kPicks; ++pick) {
            const auto place = PickCell(state, std::nullopt, draw);
            if (!place) continue;
            const CellAudit audit = AuditCell(*place, state, world.structure());
            ++compared;
            with_amounts += audit.kept.amounts.count > 0 ? 1 : 0;
            if (audit.agrees) continue;
            return partition + ", " + state.scopes.NameOf(place->scope) + ", " +
                   place->period.ToString() + ": " + DifferencesOf(audit);
          }
        }
        return std::string();
      });
  std::cout << compared << " cells, " << with_amounts << " with amounts\n";
  EXPECT_GT(with_amounts * 20, compared);
}

}  // namespace
}  // namespace taizhang::aggregator
