// Cells that are built in slices, between blocks, moves and new definitions.

#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/aggregator/core/cell_audit.h"
#include "tests/property/aggregator/comparison.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_figures.h"
#include "tests/support/reference_model.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

FigureQuery AnyQuery(RandomFigures& random, const FigureWorld& /*world*/) {
  return random.AnyQuery();
}

/// The same history as it is folded where cells are built in slices. Made anew for each, whatever
/// is asked of it.
class SlicedWorld {
 public:
  FigureWorld& Of(const FigureWorld& world) {
    if (sliced_ == nullptr || of_ != &world || blocks_ != world.blocks().size()) {
      sliced_ = std::make_unique<FigureWorld>();
      sliced_->BuildInSlices(world.blocks().size() * 1'000 + world.plain().observations.size());
      sliced_->Replay(world.history());
      of_ = &world;
      blocks_ = world.blocks().size();
    }
    return *sliced_;
  }

 private:
  std::unique_ptr<FigureWorld> sliced_;
  const FigureWorld* of_ = nullptr;
  size_t blocks_ = 0;
};

TEST(BuildingProperties, AnswersMeanwhileAreThoseOfTheReferenceModel) {
  int while_building = 0;
  int questions = 0;
  SlicedWorld sliced;
  ForEachHistory(250, 20, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    world.Commit();
    FigureWorld& other = sliced.Of(world);
    ++questions;
    while_building += other.IsBeingBuilt() ? 1 : 0;
    return Difference(other.Ask(query), ReferenceModel(other.plain()).Answer(query),
                      IsMadeOfParts(other, query));
  });
  std::cout << questions << " questions, " << while_building << " while something was built\n";
  EXPECT_GT(while_building * 4, questions);
  EXPECT_GT((questions - while_building) * 40, questions);
}

/// What is wrong with a random cell of any partition.
std::string AnyWrongCell(const FigureWorld& world, int picks, int& compared) {
  for (const std::string partition : {"structure", "440783", "440784"}) {
    const ViewState& state = world.View(partition).state();
    std::mt19937_64 random(world.blocks().size());
    const auto draw = [&random](uint64_t bound) { return random() % bound; };
    for (int pick = 0; pick < picks; ++pick) {
      const auto place = PickCell(state, std::nullopt, draw);
      if (!place) continue;
      const CellAudit audit = AuditCell(*place, state, world.structure());
      compared += audit.kept.amounts.count > 0 ? 1 : 0;
      if (audit.agrees) continue;
      return absl::StrCat(partition, ", ", state.scopes.NameOf(place->scope), ", ",
                          place->period.ToString(), ": ", DifferencesOf(audit));
    }
  }
  return "";
}

TEST(BuildingProperties, WhatIsBuiltInSlicesEqualsWhatIsFoldedAtOnce) {
  int compared = 0;
  int finished = 0;
  SlicedWorld sliced;
  ForEachHistory(200, 20, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    world.Commit();
    FigureWorld& other = sliced.Of(world);
    if (other.IsBeingBuilt()) {
      std::string wrong = AnyWrongCell(other, 40, compared);
      if (!wrong.empty()) return "meanwhile: " + wrong;
      other.BuildAll();
      ++finished;
      wrong = AnyWrongCell(other, 40, compared);
      if (!wrong.empty()) return wrong;
    }
    const auto built = other.Ask(query);
    const auto at_once = world.Ask(query);
    if (!built.ok() || !at_once.ok()) {
      return built.status() == at_once.status() ? std::string() : built.status().ToString();
    }
    if (*built == *at_once) return std::string();
    return "in slices\n" + ToText(*built) + "at once\n" + ToText(*at_once);
  });
  std::cout << finished << " builds finished, " << compared << " cells with amounts compared\n";
  EXPECT_GT(finished, 0);
  EXPECT_GT(compared, 0);
}

}  // namespace
}  // namespace taizhang::aggregator
