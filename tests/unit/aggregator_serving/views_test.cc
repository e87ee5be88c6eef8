#include "services/aggregator/view/views.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "gtest/gtest.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

/// Applies a world's blocks, as a follower does.
class ViewsTest : public testing::Test {
 protected:
  static void Apply(Views& views, const FigureWorld& world, size_t from = 0) {
    const std::vector<StoredBlock> blocks = EncodeBlocks(world);
    for (size_t i = from; i < blocks.size(); ++i) {
      ASSERT_TRUE(views
                      .Apply({.partition = blocks[i].partition,
                              .revision = blocks[i].revision,
                              .hash = blocks[i].hash,
                              .content = world.blocks()[i].second})
                      .ok());
    }
    views.SetReadiness(absl::OkStatus());
  }

  static FigureQuery Sales(const std::string& scope) {
    return {.scope = *RecordName::Parse(scope),
            .indicator = "indicators/sales",
            .period = *Period::Parse("2025")};
  }

  static Cut CutOf(const Views& views, const std::vector<std::string>& scopes) {
    Cut cut;
    EXPECT_TRUE(views
                    .Read([&](Reading& reading) {
                      for (const std::string& scope : scopes)
                        EXPECT_TRUE(reading.Answer(Sales(scope)).ok());
                      cut = reading.cut();
                    })
                    .ok());
    return cut;
  }
};

TEST_F(ViewsTest, IsNotReadyAtFirst) {
  Views views;
  EXPECT_EQ(ReasonOf(views.Read([](Reading&) { FAIL(); })), Reason::kNotReady);
}

TEST_F(ViewsTest, TellsTheCutOfThePartitionsInvolved) {
  Views views;
  Apply(views, *TwoCounties());
  EXPECT_EQ(CutOf(views, {"divisions/500113"}).entries,
            (std::vector<CutEntry>{{"500113", 2}, {"structure", 2}}));
  EXPECT_EQ(CutOf(views, {"divisions/500113", "divisions/CN"}).entries,
            (std::vector<CutEntry>{{"440783", 3}, {"500113", 2}, {"structure", 2}}));
}

TEST_F(ViewsTest, GivesEqualCutsEqualDigests) {
  Views views;
  Apply(views, *TwoCounties());
  Views others;
  Apply(others, *TwoCounties());
  const CutDigest digest = CutOf(views, {"divisions/440783", "divisions/500113"}).digest;
  EXPECT_EQ(digest, CutOf(others, {"divisions/500113", "divisions/440783"}).digest);
  EXPECT_EQ(digest, CutOf(views, {"divisions/CN"}).digest);
  EXPECT_NE(digest, CutOf(views, {"divisions/440783"}).digest);
  EXPECT_EQ(digest.ToBytes().size(), 16U);
}

TEST_F(ViewsTest, GivesAnotherCutAnotherDigest) {
  const auto world = TwoCounties();
  Views views;
  Apply(views, *world);
  const CutDigest before = CutOf(views, {"divisions/CN"}).digest;
  const size_t applied = world->blocks().size();
  world->Observe("divisions/440783/enterprises/a", "sales", "2025-03", Exactly(1));
  world->Commit();
  Apply(views, *world, applied);
  EXPECT_NE(CutOf(views, {"divisions/CN"}).digest, before);
}

TEST_F(ViewsTest, LeavesALongCutOut) {
  FigureWorld world;
  world.Put("divisions/CN", DivisionIn());
  world.Put("measures/sales", MeasureRecord(TemporalKind::kFlow, Frequency::kMonth,
                                            ReporterBit(Reporter::kEnterprise)));
  world.Put("indicators/sales", Total("sales"));
  for (int county = 440'701; county <= 440'716; ++county) {
    const std::string division = absl::StrCat("divisions/", county);
    world.Put(division, DivisionIn({{.place = "divisions/CN", .when = {}}}));
    world.Put(absl::StrCat(division, "/enterprises/a"),
              EnterpriseIn({{.place = division, .when = {}}}));
  }
  world.Commit();
  Views views;
  Apply(views, world);
  EXPECT_TRUE(CutOf(views, {"divisions/CN"}).entries.empty()) << "16 counties and the structure";
  EXPECT_EQ(CutOf(views, {"divisions/440701"}).entries.size(), 2U);
}

TEST_F(ViewsTest, ReportsHowFarEachPartitionIs) {
  Views views;
  Apply(views, *TwoCounties());
  const std::vector<PartitionReport> reports = views.Report();
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_EQ(reports[0].partition, "440783");
  EXPECT_EQ(reports[0].revision, 3U);
  EXPECT_EQ(reports[0].observation_versions, 2U);
  EXPECT_NE(reports[0].facts_digest, 0U);
  EXPECT_EQ(reports[2].partition, "structure");
}

TEST_F(ViewsTest, ReportsNothingOfAStoppedPartitionsFacts) {
  Views views;
  Apply(views, *TwoCounties());
  views.Stop("440783", MakeError(Reason::kLogDamaged, "damaged"));
  EXPECT_EQ(views.Report()[0].stopped.message(), "damaged");
  EXPECT_EQ(views.Report()[0].observation_versions, 0U);
}

TEST_F(ViewsTest, IsReadyAfterFactsThatCameFirstWhenTheyAreAddedUp) {
  Views views({}, FirstFold::kAfterFacts);
  int heard = 0;
  views.SetBuildListener([&heard] { ++heard; });
  Apply(views, *TwoCounties());
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(ReasonOf(views.readiness()), Reason::kNotReady);
  EXPECT_EQ(views.readiness().message(),
            "caught up with the ledger, and adding up what it has: 0 %; try again");
  EXPECT_EQ(views.Report()[0].being_built, std::vector<std::string>{"measures/sales"});
  EXPECT_EQ(views.Report()[0].folded, 0);
  const std::vector<BuildNotice> notices = views.TakeBuildNotices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].reason, BuildReason::kReplay);
  EXPECT_EQ(notices[0].measure, "measures/sales");
  EXPECT_EQ(notices[0].partitions, 2U);
  EXPECT_EQ(notices[0].cells, 2U);
  EXPECT_TRUE(views.BuildSome(1));
  EXPECT_FALSE(views.BuildSome(kBuildSteps));
  EXPECT_TRUE(views.readiness().ok());
  EXPECT_EQ(views.build_counts().folded, 2U);
  EXPECT_TRUE(views.Report()[0].being_built.empty());
  EXPECT_EQ(CutOf(views, {"divisions/500113"}).entries,
            (std::vector<CutEntry>{{"500113", 2}, {"structure", 2}}));
}

TEST_F(ViewsTest, WhatIsRefusedMeanwhileIsNotReadyWhenItIsBuilt) {
  Views views({}, FirstFold::kAfterFacts);
  Apply(views, *TwoCounties());
  views.SetReadiness(MakeError(Reason::kHistoryDiverged, "another epoch"));
  while (views.BuildSome(kBuildSteps)) {
  }
  EXPECT_EQ(ReasonOf(views.readiness()), Reason::kHistoryDiverged);
}

/// So many enterprises with a year far off each that whatever moves or is redefined is built later.
class ViewsBuildTest : public ViewsTest {
 protected:
  static constexpr int kEnterprises = 210;

  ViewsBuildTest() {
    world_.Put(kNation, DivisionIn());
    world_.Put(kCounty, DivisionIn({{.place = kNation, .when = {}}}));
    PutMeasure(false);
    world_.Put("indicators/sales", Total("sales"));
    for (int i = 0; i < kEnterprises; ++i) {
      const std::string name = absl::StrCat(kCounty, "/enterprises/e", i);
      world_.Put(name, EnterpriseIn({{.place = kCounty, .when = {}}}));
      for (const std::string period : {"1900-01", "2025-01", "2199-01"}) {
        world_.Observe(name, "sales", period, Exactly(1));
      }
    }
    world_.Commit();
    Apply(views_, world_);
    PutMeasure(true);
    const size_t applied = world_.blocks().size();
    world_.Commit();
    Apply(views_, world_, applied);
  }

  void PutMeasure(bool non_negative) {
    Record& record = world_.PutRecord(
        "measures/sales",
        MeasureRecord(TemporalKind::kFlow, Frequency::kMonth, ReporterBit(Reporter::kEnterprise)));
    std::get<Measure>(record.details).non_negative = non_negative;
  }
  absl::StatusOr<Figure> Answer(int64_t unbuilt_steps, int times = 1) {
    absl::StatusOr<Figure> figure = absl::InternalError("not read");
    EXPECT_TRUE(views_
                    .Read([&](Reading& reading) {
                      reading.LimitUnbuiltSteps(unbuilt_steps);
                      if (times > 1) reading.LimitSteps(1);
                      for (int i = 0; i < times; ++i) figure = reading.Answer(Sales(kNation));
                    })
                    .ok());
    return figure;
  }

  const std::string kNation = "divisions/CN";
  const std::string kCounty = "divisions/440783";
  FigureWorld world_;
  Views views_;
};

TEST_F(ViewsBuildTest, WhatIsBeingBuiltIsEvaluated) {
  ASSERT_EQ(views_.Report()[0].being_built, std::vector<std::string>{"measures/sales"});
  const auto meanwhile = Answer(kUnbuiltStepsMax);
  ASSERT_TRUE(meanwhile.ok());
  EXPECT_EQ(meanwhile->computed->value, kEnterprises);
  EXPECT_EQ(views_.cache().size(), 1U) << "it took long";
  while (views_.BuildSome(kBuildSteps)) {
  }
  EXPECT_EQ(*Answer(0), *meanwhile);
}

TEST_F(ViewsBuildTest, WhatTakesTooLongSaysThatItIsBeingBuilt) {
  const auto refused = Answer(100);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::kNotReady);
  EXPECT_EQ(
      refused.status().message(),
      "what adds up to it is being built (measures/sales in 440783), 95 % is done; try again");
  EXPECT_EQ(views_.cache().size(), 0U);
  while (views_.BuildSome(kBuildSteps)) {
  }
  EXPECT_TRUE(Answer(100).ok());
}

TEST_F(ViewsBuildTest, WhatIsAskedBehindItInOneQueryDoesSo) {
  EXPECT_EQ(ReasonOf(Answer(kUnbuiltStepsMax, 2).status()), Reason::kNotReady);
}

/// Sales move from one enterprise to the other in each block: their sum is the same in every cut,
/// and nowhere else.
class ViewsThreadsTest : public ViewsTest {
 protected:
  static void ReadSeveralScopes(Views& views) {
    FigureWorld world;
    const std::string county = "divisions/440783";
    world.Put(county, DivisionIn());
    world.Put("measures/sales", MeasureRecord(TemporalKind::kFlow, Frequency::kMonth,
                                              ReporterBit(Reporter::kEnterprise)));
    world.Put("indicators/sales", Total("sales"));
    for (const std::string name : {"a", "b"}) {
      world.Put(absl::StrCat(county, "/enterprises/", name),
                EnterpriseIn({{.place = county, .when = {}}}));
    }
    for (int64_t moved = 0; moved <= 200; ++moved) {
      world.Observe(county + "/enterprises/a", "sales", "2025-01", Exactly(1'000 - moved));
      world.Observe(county + "/enterprises/b", "sales", "2025-01", Exactly(moved));
      world.Commit();
    }
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> read = 0;
    std::vector<std::thread> readers;
    readers.reserve(2);
    for (int i = 0; i < 2; ++i) {
      readers.emplace_back([&] {
        while (!done) {
          (void)views.Read([&](Reading& reading) {
            Int128 sum = 0;
            for (const std::string name : {"a", "b"}) {
              const auto figure =
                  reading.Answer(Sales(absl::StrCat(county, "/enterprises/", name)));
              if (figure.ok() && figure->computed) sum += figure->computed->value;
            }
            const auto total = reading.Answer(Sales(county));
            if (total.ok() && total->computed) {
              ++read;
              if (sum != 1'000 || total->computed->value != 1'000) ++wrong;
            }
          });
        }
      });
    }
    views.SetReadiness(absl::OkStatus());
    Apply(views, world);
    while (read < 10) std::this_thread::yield();
    done = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(wrong, 0);
  }
};

TEST_F(ViewsThreadsTest, ReadsSeveralScopesAtOneCut) {
  Views views;
  ReadSeveralScopes(views);
}

TEST_F(ViewsThreadsTest, ReadsWhatIsKeptAtTheCutOfAllElse) {
  Views views(FigureCacheLimits{.steps_min = 0});
  ReadSeveralScopes(views);
  EXPECT_GT(views.cache().size(), 0U);
}

}  // namespace
}  // namespace taizhang::aggregator
