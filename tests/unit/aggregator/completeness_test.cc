#include "common/status/reason.h"
#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(Completeness, R7_SubjectPeriodsAddUp) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kTangkou, Days("2025-02-15", "")}});
  world.Observe(kMill, "sales", "2025-01", Exactly(1));
  world.Observe(kMill, "sales", "2025-02", AtLeast(2));
  world.Observe(kFarm, "sales", "2025-03", Exactly(3));
  EXPECT_EQ(world.Get(kCounty, "sales", "2025-Q1").completeness,
            (Completeness{.expected = 5, .received = 3, .bounded = 1, .complete = false}));
  EXPECT_EQ(world.Get(kCounty, "sales", "2025-03").completeness,
            (Completeness{.expected = 2, .received = 1, .complete = false}));
}

TEST(Completeness, R7_DistinctSubjectsAreExpectedContributingOrMissing) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Enterprise(kFarm, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025-01", Exactly(1));
  world.Observe(kMill, "sales", "2025-02", Exactly(2));
  EXPECT_EQ(world.Get(kCounty, "sales", "2025", true).distinct,
            (DistinctSubjects{.expected = 2, .contributing = 1, .missing = 1}));
  EXPECT_EQ(world.Get(kCounty, "sales", "2025-01", true).distinct,
            (DistinctSubjects{.expected = 2, .contributing = 1, .missing = 1}));
  EXPECT_EQ(world.Get(kCounty, "sales", "2025").distinct, std::nullopt) << "only where asked for";
}

TEST(Completeness, R7_MissingIsNotZero) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Enterprise(kMill, {{kChishui, {}}});
  const Figure missing = world.Get(kCounty, "sales", "2025");
  EXPECT_EQ(missing.computed, std::nullopt);
  EXPECT_EQ(missing.no_value, NoValue::kMissing);
  world.Observe(kMill, "sales", "2025", Exactly(0));
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "0");
}

TEST(Completeness, R7_ACountOfNobodyIsZero) {
  Kaiping world;
  world.Put("indicators/enterprises", Count(RecordKind::kEnterprise));
  const Figure figure = world.Get(kRice, "enterprises", "2025");
  EXPECT_EQ(TextOf(figure), "0");
  EXPECT_EQ(figure.unit, "个");
  EXPECT_EQ(figure.coverage, std::nullopt);
}

TEST(Completeness, R7_AFieldThatIsNotRecordedIsMissingNotExcluded) {
  Kaiping world;
  Filter filter;
  filter.party_organisation = true;
  world.Put("indicators/with-party", Count(RecordKind::kEnterprise, filter));
  std::get<Enterprise>(world.Enterprise(kMill, {{kChishui, {}}}).details).party_organisation = true;
  std::get<Enterprise>(world.Enterprise(kFarm, {{kChishui, {}}}).details).party_organisation =
      false;
  world.Enterprise("divisions/440783/enterprises/other", {{kChishui, {}}});
  const Figure figure = world.Get(kCounty, "with-party", "2025");
  EXPECT_EQ(TextOf(figure), "1");
  EXPECT_EQ(figure.completeness, (Completeness{.expected = 2, .received = 1, .complete = false}));
}

TEST(Completeness, R7_AnAbsentLabelDoesNotMatch) {
  Kaiping world;
  Filter filter;
  filter.labels = {{"green", "yes"}};
  world.Put("indicators/green", Count(RecordKind::kEnterprise, filter));
  world.Enterprise(kMill, {{kChishui, {}}}).labels = {{"green", "yes"}};
  world.Enterprise(kFarm, {{kChishui, {}}});
  EXPECT_EQ(world.Get(kCounty, "green", "2025").completeness,
            (Completeness{.expected = 1, .received = 1, .complete = true}));
}

TEST(Completeness, R7_AnIndustryThatIsRecordedTooCoarselyIsMissing) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  Filter filter;
  filter.industries = {"C13"};
  world.Put("indicators/food", Total("sales", filter));
  std::get<Enterprise>(world.Enterprise(kMill, {{kChishui, {}}}).details).industry = "C1311";
  std::get<Enterprise>(world.Enterprise(kFarm, {{kChishui, {}}}).details).industry = "C";
  world.Observe(kMill, "sales", "2025", Exactly(5));
  world.Observe(kFarm, "sales", "2025", Exactly(7));
  const Figure figure = world.Get(kCounty, "food", "2025");
  EXPECT_EQ(TextOf(figure), "5");
  EXPECT_EQ(figure.completeness, (Completeness{.expected = 2, .received = 1, .complete = false}));
}

TEST(Completeness, R7_ACoarserQueryReturnsWhatIsThereAFinerOneIsRefused) {
  Kaiping world;
  world.DefineFlow(Frequency::kQuarter);
  world.Enterprise(kMill, {{kChishui, {}}});
  world.Observe(kMill, "sales", "2025-Q1", Exactly(5));
  world.Observe(kMill, "sales", "2025-Q2", Exactly(6));
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "11");
  const auto finer = world.Ask(kCounty, "sales", "2025-03");
  EXPECT_EQ(finer.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(finer.status()), Reason::kPeriodTooFine);
  EXPECT_EQ(ReasonOf(world.Ask(kCounty, "sales", "2025-02..2025-06").status()),
            Reason::kPeriodTooFine);
}

TEST(Completeness, UnknownScopesAndIndicatorsAreNotFound) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  for (const char* scope :
       {"divisions/31", "divisions/440783/clusters/none", "divisions/440783/enterprises/none",
        "divisions/31/projects/none", "measures/sales"}) {
    const auto figure = world.Ask(scope, "sales", "2025");
    EXPECT_EQ(figure.status().code(), absl::StatusCode::kNotFound) << scope;
    EXPECT_EQ(ReasonOf(figure.status()), Reason::kScopeUnknown) << scope;
  }
  EXPECT_EQ(ReasonOf(world.Ask(kCounty, "none", "2025").status()), Reason::kScopeUnknown);
}

}  // namespace
}  // namespace taizhang::aggregator
