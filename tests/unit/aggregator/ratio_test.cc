#include "tests/unit/aggregator/expressions.h"

namespace taizhang::aggregator {
namespace {

const std::string kShop = "divisions/440783/enterprises/shop";

/// Sales and costs of three enterprises in 2025.
class Ratios : public Definitions {
 public:
  Ratios() {
    Define("sales", TemporalKind::kFlow, Frequency::kYear, kEnterprises);
    Define("costs", TemporalKind::kFlow, Frequency::kYear, kEnterprises);
    for (const std::string& name : {kMill, kFarm, kShop}) Enterprise(name, {{kChishui, {}}});
    Made("ratio", RatioNode(Costs()));
    Ratio paired = Costs();
    paired.paired = true;
    Made("paired", RatioNode(paired));
    Ratio mean = Costs();
    mean.mean = true;
    Made("mean", RatioNode(mean));
  }
  static Ratio Costs() {
    return {.numerator = AmountsOf("costs"), .denominator = AmountsOf("sales")};
  }
  void Say(const std::string& name, const Said& costs, const Said& sales) {
    Observe(name, "costs", "2025", costs);
    Observe(name, "sales", "2025", sales);
  }
};

TEST(Ratio, R14_ItDividesTheSums) {
  Ratios world;
  world.Say(kMill, Exactly(1), Exactly(2));
  world.Say(kFarm, Exactly(1), Exactly(6));
  EXPECT_EQ(world.Text(kCounty, "ratio", "2025"), "0.25");
  Ratio ratio = Ratios::Costs();
  ratio.in_percent = true;
  world.Made("ratio", RatioNode(ratio));
  EXPECT_EQ(world.Text(kCounty, "ratio", "2025"), "25");
}

TEST(Ratio, R14_UnpairedSubjectsAreInTheSumsAndAlwaysCounted) {
  Ratios world;
  world.Say(kMill, Exactly(1), Exactly(2));
  world.Observe(kFarm, "costs", "2025", Exactly(5));
  world.Observe(kShop, "sales", "2025", Exactly(10));
  const Figure figure = world.Get(kCounty, "ratio", "2025");
  EXPECT_EQ(TextOf(figure), "0.5");
  EXPECT_EQ(figure.pairing, (Pairing{.paired = 1, .numerator_only = 1, .denominator_only = 1}));
  EXPECT_EQ(figure.completeness.expected, 6);
  EXPECT_EQ(figure.completeness.received, 4);
}

TEST(Ratio, R14_PairedKeepsTheSubjectsOfBothSides) {
  Ratios world;
  world.Say(kMill, Exactly(1), Exactly(4));
  world.Observe(kFarm, "costs", "2025", Exactly(5));
  world.Observe(kCounty, "sales", "2025", Exactly(10).AsRemainder());
  const Figure figure = world.Get(kCounty, "paired", "2025");
  EXPECT_EQ(TextOf(figure), "0.25");
  EXPECT_EQ(figure.pairing, (Pairing{.paired = 1, .numerator_only = 1}));
  EXPECT_EQ(world.Text(kCounty, "ratio", "2025"), "0.43");
}

TEST(Ratio, R14_TheMeanOfTheSubjectsOwnRatios) {
  Ratios world;
  world.Say(kMill, Exactly(1), Exactly(2));
  world.Say(kFarm, Exactly(1), Exactly(6));
  world.Observe(kShop, "costs", "2025", Exactly(5));
  EXPECT_EQ(world.Text(kCounty, "mean", "2025"), "0.33");
  world.Say(kFarm, AtLeast(1), Exactly(6));
  EXPECT_EQ(world.Text(kCounty, "mean", "2025"), "≥ 0.33");
  world.Say(kMill, Exactly(1), AtLeast(2));
  EXPECT_EQ(world.Text(kCounty, "mean", "2025"), "≥ 0.08");
}

TEST(Ratio, R1_ADenominatorThatMayBeZeroGivesNoValue) {
  Ratios world;
  world.Say(kMill, Exactly(1), AtMost(2));
  EXPECT_EQ(world.Get(kCounty, "ratio", "2025").no_value, NoValue::kDenominatorMayBeZero);
  world.Say(kFarm, Exactly(1), Exactly(2));
  EXPECT_EQ(world.Get(kCounty, "mean", "2025").no_value, NoValue::kDenominatorMayBeZero);
}

TEST(Ratio, R17_ASideWithoutAnyAmountIsMissing) {
  Ratios world;
  world.Observe(kMill, "costs", "2025", Exactly(5));
  world.Observe(kFarm, "sales", "2025", Exactly(5));
  EXPECT_EQ(world.Text(kCounty, "ratio", "2025"), "1");
  EXPECT_EQ(world.Get(kCounty, "paired", "2025").no_value, NoValue::kMissing);
  EXPECT_EQ(world.Get(kCounty, "mean", "2025").no_value, NoValue::kMissing);
  world.WithdrawObservation(kFarm, "sales", "2025");
  EXPECT_EQ(world.Get(kCounty, "ratio", "2025").no_value, NoValue::kMissing);
}

TEST(Ratio, R14_OneAmountOfWhatDoesNotAddUpHasARatioOfItsOwn) {
  Ratios world;
  std::get<Measure>(world
                        .PutRecord("measures/costs", MeasureRecord(TemporalKind::kFlow,
                                                                   Frequency::kYear, kEnterprises))
                        .details)
      .additive = false;
  world.Say(kMill, Exactly(1), Exactly(2));
  world.Say(kFarm, Exactly(1), Exactly(6));
  EXPECT_EQ(world.Get(kCounty, "ratio", "2025").no_value, NoValue::kNotAdditive);
  EXPECT_EQ(world.Text(kCounty, "mean", "2025"), "0.33");
}

TEST(Ratio, R14_AMeanOfManyRatiosIsExact) {
  Ratios world;
  // 1/2 + 1/3 + … + 1/40 is an awkward fraction; of all of them and their complements the mean is
  // one half.
  for (int64_t n = 2; n <= 40; ++n) {
    const std::string name = "divisions/440783/enterprises/e" + std::to_string(n);
    world.Enterprise(name, {{kChishui, {}}});
    world.Enterprise(name + "-other", {{kChishui, {}}});
    world.Say(name, Exactly(1), Exactly(n));
    world.Say(name + "-other", Exactly(n - 1), Exactly(n));
  }
  const Figure figure = world.Get(kCounty, "mean", "2025");
  EXPECT_EQ(TextOf(figure), "0.5");
  EXPECT_EQ(figure.pairing->paired, 78);
}

}  // namespace
}  // namespace taizhang::aggregator
