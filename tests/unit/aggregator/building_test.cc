#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aggregator/core/cell_audit.h"
#include "services/aggregator/core/evaluate.h"
#include "services/aggregator/core/partition_view.h"
#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

constexpr int kYears = 5;

/// A county's view, fed by hand: enterprises of a village that say something each January.
class BuildingTest : public testing::Test {
 protected:
  BuildingTest() {
    for (int i = 0; i < 10; ++i) {
      world_.Define(Id(i), TemporalKind::kFlow, Frequency::kMonth, kEnterprises);
    }
    world_.Commit();
    structure_ = world_.structure().With(world_.structure().revision() + 1, {});
  }

  static std::string Id(int measure) { return absl::StrCat("m", measure); }

  /// The village, in Tangkou or in Chishui.
  void PutVillage(const std::string& town) {
    BlockContent content;
    RecordChange change{.subject = 0, .after = std::make_shared<Record>(VillageIn({{town, {}}}))};
    if (revision_ == 0) {
      content.new_subjects = {kVillage};
    } else {
      change.previous_revision = village_revision_;
      change.before = village_;
    }
    village_ = change.after;
    content.records = {std::move(change)};
    Apply(content);
    village_revision_ = revision_;
  }
  void Create(int enterprises) {
    BlockContent content;
    const auto first = static_cast<Ordinal>(view_.state().subjects.size());
    for (int i = 0; i < enterprises; ++i) {
      content.new_subjects.push_back(absl::StrCat("divisions/440783/enterprises/e", first, "-", i));
      content.records.push_back(
          {.subject = first + static_cast<Ordinal>(i),
           .after = std::make_shared<Record>(EnterpriseIn({{kVillage, {}}}))});
    }
    Apply(content);
  }
  /// Each enterprise says `value` of each measure, a block for each measure and year.
  void Observe(int measures, int64_t value, bool is_new = true) {
    for (int i = 0; i < measures * kYears; ++i) {
      BlockContent content;
      const int measure = i / kYears;
      if (is_new && i % kYears == 0) content.new_measures = {Id(measure)};
      for (Ordinal subject = 1; subject < view_.state().subjects.size(); ++subject) {
        ObservationChange change{.subject = subject,
                                 .measure = static_cast<Ordinal>(measure),
                                 .period = Period::FromMonths((2020 + i % kYears) * 12, 1)};
        if (!is_new) {
          const auto stands =
              view_.facts().observations().Find(subject, change.measure, 0, change.period);
          change.previous_revision = stands->revision;
          change.before_value = stands->value;
          change.before = stands->stamp;
        }
        change.value = value;
        change.after.quantum = Decimal::FromInteger(1);
        content.observations.push_back(change);
      }
      Apply(content);
    }
  }
  void Redefine(int measure) {
    Record record = MeasureRecord(TemporalKind::kFlow, Frequency::kMonth, kEnterprises);
    std::get<Measure>(record.details).non_negative = true;
    const std::string name = "measures/" + Id(measure);
    structure_ = structure_->With(structure_->revision() + 1,
                                  {{name, std::make_shared<const Record>(record)}});
    const std::vector<std::string> changed = {name};
    view_.Restructure(*structure_, changed);
  }
  void Apply(const BlockContent& content) {
    ASSERT_TRUE(view_.Apply(++revision_, content, *structure_).ok());
  }

  /// A total of January 2020 from cells; nothing where they are being built.
  std::optional<int64_t> Kept(const std::string& scope, int measure) {
    const Filter everybody;
    const std::string id = Id(measure);
    const RecordName name = *RecordName::Parse(scope);
    const TotalQuestion question{.scope = name,
                                 .measure_id = id,
                                 .measure = *structure_->FindMeasure("measures/" + id),
                                 .filter = everybody,
                                 .period = *Period::Parse("2020-01")};
    Tally tally;
    if (!ReadTotal(question, view_.state(), tally)) return std::nullopt;
    return static_cast<int64_t>(tally.amounts.sum);
  }
  int BuildAll(int64_t steps) {
    int slices = 1;
    while (view_.BuildSome(steps).has_more) ++slices;
    return slices;
  }

  Kaiping world_;
  std::shared_ptr<const Structure> structure_;
  PartitionView view_{"440783"};
  uint64_t revision_ = 0;
  uint64_t village_revision_ = 0;
  std::shared_ptr<const Record> village_;
};

TEST_F(BuildingTest, AMoveOf500SubjectsWithTenMeasuresAndFiveYearsIsFoldedAtOnce) {
  PutVillage(kTangkou);
  Create(500);
  Observe(10, 3);
  PutVillage(kChishui);
  EXPECT_FALSE(view_.IsBeingBuilt());
  EXPECT_EQ(Kept(kTangkou, 9), 0);
  EXPECT_EQ(Kept(kChishui, 9), 1'500);
}

TEST_F(BuildingTest, AHugeMoveIsBuiltInSlicesOfBoundedSteps) {
  constexpr int64_t kSteps = 500;
  PutVillage(kTangkou);
  Create(3'000);
  Observe(4, 3);
  PutVillage(kChishui);
  ASSERT_TRUE(view_.IsBeingBuilt());
  EXPECT_EQ(Kept(kChishui, 0), std::nullopt);
  int slices = 0;
  for (bool has_more = true; has_more; ++slices) {
    const BuildSlice slice = view_.BuildSome(kSteps);
    EXPECT_LE(slice.steps, kSteps + 20) << "and what the last subject says of one measure";
    has_more = slice.has_more;
  }
  EXPECT_GE(slices, int64_t{3'000} * 4 * kYears / (kSteps + 20));
  for (int measure = 0; measure < 4; ++measure) {
    EXPECT_EQ(Kept(kTangkou, measure), 0);
    EXPECT_EQ(Kept(kChishui, measure), 9'000);
    EXPECT_EQ(Kept(kCounty, measure), 9'000);
  }
}

TEST_F(BuildingTest, OnlyTheRedefinedMeasureIsBuilt) {
  PutVillage(kTangkou);
  Create(13'000);
  Observe(2, 3);
  Redefine(1);
  EXPECT_EQ(Kept(kCounty, 0), 39'000);
  EXPECT_EQ(Kept(kCounty, 1), std::nullopt);
  const BuildState state = view_.build_state();
  EXPECT_EQ(state.measures, std::vector<Ordinal>{1});
  EXPECT_EQ(state.subjects, 13'001);
  EXPECT_GT(state.folded, 0) << "as much as is folded at once";
  const auto begun = view_.TakeBuildsBegun();
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(begun[0].reason, BuildReason::kRedefinition);
  BuildAll(kFoldStepsMax);
  EXPECT_EQ(Kept(kCounty, 1), 39'000);
}

TEST_F(BuildingTest, WhatIsSoonBuiltIsBuiltAtOnce) {
  PutVillage(kTangkou);
  Create(100);
  Observe(2, 3);
  Redefine(1);
  EXPECT_FALSE(view_.IsBeingBuilt());
  EXPECT_TRUE(view_.TakeBuildsBegun().empty());
  EXPECT_EQ(Kept(kCounty, 1), 300);
}

TEST_F(BuildingTest, BlocksThatComeMeanwhileDoNotBeginItAnew) {
  view_.DeferFolding();
  PutVillage(kTangkou);
  Create(100);
  Observe(2, 3);
  EXPECT_EQ(view_.build_state().folded, 0) << "facts first";
  view_.EndDeferral();
  (void)view_.BuildSome(300);
  const int64_t folded = view_.build_state().folded;
  EXPECT_GT(folded, 0);
  Observe(2, 5, false);
  PutVillage(kChishui);
  EXPECT_EQ(view_.build_state().folded, folded);
  Create(1);
  BuildAll(100);
  EXPECT_EQ(Kept(kTangkou, 0), 0);
  EXPECT_EQ(Kept(kChishui, 0), 500);
  EXPECT_EQ(Kept(kChishui, 1), 500);
}

TEST_F(BuildingTest, ProgressNeverFallsBackWhileItGoesOn) {
  view_.DeferFolding();
  PutVillage(kTangkou);
  Create(50);
  Observe(3, 3);
  view_.EndDeferral();
  EXPECT_EQ(view_.TakeBuildsBegun().size(), 3U);
  int64_t before = 0;
  while (view_.BuildSome(20).has_more) {
    const BuildState state = view_.build_state();
    EXPECT_EQ(state.subjects, 3 * 51);
    EXPECT_GE(state.folded, before);
    before = state.folded;
  }
  EXPECT_GT(before, 2 * 51);
  EXPECT_TRUE(view_.build_state().measures.empty());
}

TEST_F(BuildingTest, NoCellIsPickedForAnAuditBeforeItIsBuilt) {
  view_.DeferFolding();
  PutVillage(kTangkou);
  Create(50);
  Observe(1, 3);
  view_.EndDeferral();
  (void)view_.BuildSome(100);
  const auto scope = view_.state().scopes.Find(kCounty);
  const auto first = [](uint64_t) { return uint64_t{0}; };
  EXPECT_FALSE(PickCell(view_.state(), *scope, first).has_value());
  BuildAll(100);
  EXPECT_TRUE(PickCell(view_.state(), *scope, first).has_value());
}

}  // namespace
}  // namespace taizhang::aggregator
