#include "services/aggregator/core/cell_audit.h"

#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

class CellAuditTest : public testing::Test {
 protected:
  CellAuditTest() {
    world_.DefineFlow(Frequency::kMonth);
    world_.Enterprise(kMill, {{kChishui, {}}});
    world_.Observe(kMill, "sales", "2025-01", Exactly(5));
    world_.Observe(kMill, "sales", "2025-03", AtLeast(7));
    world_.Commit();
  }

  [[nodiscard]] const ViewState& state() const { return world_.View("440783").state(); }
  /// What nobody but a test can do: a defect in folding, or a bit that flipped.
  Cells& cells() const {
    const MeasureState& measure = state().measures.At(0);
    return const_cast<Cells&>(*measure.cells);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  }
  [[nodiscard]] CellPlace At(std::string_view period) const {
    return {.scope = *state().scopes.Find(kCounty),
            .measure = 0,
            .period = Period::Parse(period).value()};
  }
  [[nodiscard]] CellAudit Audit(std::string_view period) const {
    return AuditCell(At(period), state(), world_.structure());
  }

  Kaiping world_;
};

TEST_F(CellAuditTest, ACellAgreesWithItsFacts) {
  const CellAudit audit = Audit("2025-03");
  EXPECT_TRUE(audit.agrees);
  EXPECT_EQ(audit.kept.amounts.sum, 7);
  EXPECT_EQ(audit.kept.bounded, 1);
  EXPECT_GT(audit.steps, 0);
  EXPECT_TRUE(Audit("2025-02").agrees) << "where nothing was observed";
}

TEST_F(CellAuditTest, SaysWhatACellHoldsThatTheFactsDoNotComeTo) {
  cells().Add(*state().scopes.Find(kCounty), {.year = 2025, .slot = 0},
              {.sum = 3, .amounts = 1, .received = 1}, nullptr);
  const CellAudit audit = Audit("2025-01");
  EXPECT_FALSE(audit.agrees);
  EXPECT_EQ(DifferencesOf(audit), "sum 8, not 5; amounts 2, not 1; received 2, not 1");
  EXPECT_TRUE(Audit("2025-03").agrees) << "its neighbours are as they were";
}

TEST_F(CellAuditTest, NoticesBoundsThatLeaveTheSumAsItIs) {
  SidePart side;
  side.bounds.no_upper = 1;
  cells().Add(*state().scopes.Find(kCounty), {.year = 2025, .slot = 0}, {}, &side);
  const CellAudit audit = Audit("2025-01");
  EXPECT_FALSE(audit.agrees);
  EXPECT_EQ(DifferencesOf(audit), "bounds or runs");
}

TEST_F(CellAuditTest, PicksEveryMonthOfTheYearsThatAreHeldAndOfThoseBesideThem) {
  std::vector<uint64_t> draws;
  size_t next = 0;
  const auto draw = [&](uint64_t bound) { return draws[next++] % bound; };
  draws = {0, 1, 2};  // the measure, the second of three years, its third month
  const auto place = PickCell(state(), *state().scopes.Find(kCounty), draw);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->period.ToString(), "2025-03");
  next = 0;
  draws = {0, 2, 11};
  EXPECT_EQ(PickCell(state(), *state().scopes.Find(kCounty), draw)->period.ToString(), "2026-12");
}

TEST_F(CellAuditTest, PicksNothingWhereNothingIsKept) {
  const PartitionView empty("440783");
  EXPECT_FALSE(
      PickCell(empty.state(), std::nullopt, [](uint64_t) { return uint64_t{0}; }).has_value());
}

TEST_F(CellAuditTest, KnowsBeforehandWhatItWillCost) {
  const int64_t one = StepsOfAudit(state(), At("2025-01"));
  EXPECT_GE(one, Audit("2025-01").steps);
  EXPECT_EQ(one, 6) << "the mill, and the village";
  world_.Enterprise("divisions/440783/enterprises/other", {{kChishui, {}}});
  world_.Commit();
  EXPECT_EQ(StepsOfAudit(state(), At("2025-01")), 9);
}

}  // namespace
}  // namespace taizhang::aggregator
