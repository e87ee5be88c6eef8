#include "services/aggregator/core/series.h"

#include <optional>

#include "services/aggregator/core/evaluate.h"
#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

constexpr PeriodIndex kJanuary2025 = 2025 * 12;

/// The mill reports stocks in 2024 and 2025, the farm at either end of time.
class OutlierYears : public testing::Test {
 protected:
  OutlierYears() {
    measure_ = world_.DefineStock(Frequency::kMonth);
    world_.Enterprise(kMill, {{kChishui, {}}});
    world_.Enterprise(kFarm, {{kChishui, {}}});
    world_.Observe(kFarm, "jobs", "1900-01", Exactly(1));
    world_.Observe(kFarm, "jobs", "2199-01", Exactly(2));
    world_.Observe(kMill, "jobs", "2024-06", Exactly(3));
    world_.Observe(kMill, "jobs", "2025-01", Exactly(4));
    world_.Commit();
    series_.emplace(state().facts.observations(),
                    *state().facts.dictionaries().measures.Find("jobs"), measure_);
  }

  const ViewState& state() { return world_.View("440783").state(); }
  void Select(const std::string& name) {
    const Ordinal subject = *state().facts.FindSubject(name);
    series_->Select(Member::Subject(subject), state().observed_years[subject]);
  }

  Kaiping world_;
  Measure measure_;
  std::optional<Series> series_;
};

TEST_F(OutlierYears, CostTheirOwnSubjectAlone) {
  Select(kMill);
  EXPECT_EQ(series_->first_year(), 2024);
  EXPECT_EQ(series_->last_year(), 2025);
  EXPECT_EQ(series_->LastBefore(kJanuary2025 - 7), std::nullopt);
  EXPECT_EQ(series_->FirstAfter(kJanuary2025, 2199 * 12), std::nullopt);
  EXPECT_EQ(series_->years_read(), 2);
}

TEST_F(OutlierYears, AreFoundByTheirSubject) {
  Select(kFarm);
  EXPECT_EQ(series_->LastBefore(kJanuary2025), 1900 * 12);
  EXPECT_EQ(series_->FirstAfter(kJanuary2025, 2199 * 12 + 1), 2199 * 12);
}

TEST_F(OutlierYears, AreNotLookedForBeyondTheEndOfASearch) {
  Select(kFarm);
  EXPECT_EQ(series_->FirstAfter(kJanuary2025, kJanuary2025 + 12), std::nullopt);
  EXPECT_EQ(series_->years_read(), 1);
}

TEST_F(OutlierYears, AnEvaluationTellsItsSteps) {
  const RecordName scope = *RecordName::Parse(kChishui);
  const Filter filter;
  const Period period = *Period::Parse("2025-01");
  const TotalQuestion question{.scope = scope,
                               .measure_id = "jobs",
                               .measure = measure_,
                               .filter = filter,
                               .period = period};
  measure_.carry_forward = 0;
  Tally tally;
  SubjectCount subjects;
  // Two members; the mill's 2025; the farm's years from 2025 back to 1900.
  EXPECT_EQ(EvaluateTotal(question, state(), world_.structure(), tally, subjects), 2 + 1 + 126);
  EXPECT_EQ(tally.received, 1);
}

}  // namespace
}  // namespace taizhang::aggregator
