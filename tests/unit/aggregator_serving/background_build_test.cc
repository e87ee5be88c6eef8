#include "services/aggregator/rpc/background_build.h"

#include <atomic>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/server/logging.h"
#include "gtest/gtest.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

const std::string kCounty = "divisions/440783";
constexpr int kEnterprises = 220;

/// Enterprises of a village that moves between two towns, each with years far off, so that every
/// move and every redefinition of the measure is built in the background. Their sales of January
/// come to kEnterprises, whatever moves.
class BackgroundBuildTest : public testing::Test {
 protected:
  BackgroundBuildTest() : log_(MakeLogger({}, log_text_)) {
    world_.Put(kCounty, DivisionIn());
    for (const std::string town : {"100", "101"}) {
      world_.Put(kCounty + town, DivisionIn({{.place = kCounty, .when = {}}}));
    }
    world_.Put("indicators/sales", Total("sales"));
    PutMeasure(false);
    PutVillage("100");
    for (int i = 0; i < kEnterprises; ++i) {
      const std::string name = absl::StrCat(kCounty, "/enterprises/e", i);
      world_.Put(name, EnterpriseIn({{.place = village_, .when = {}}}));
      for (const std::string period : {"1900-01", "2025-01", "2199-01"}) {
        world_.Observe(name, "sales", period, Exactly(1));
      }
    }
    world_.Commit();
  }

  void PutMeasure(bool non_negative) {
    Record& record = world_.PutRecord(
        "measures/sales",
        MeasureRecord(TemporalKind::kFlow, Frequency::kMonth, ReporterBit(Reporter::kEnterprise)));
    std::get<Measure>(record.details).non_negative = non_negative;
  }
  void PutVillage(const std::string& town) {
    world_.Put(village_, VillageIn({{.place = kCounty + town, .when = {}}}));
  }
  void ApplyFrom(size_t first) {
    const std::vector<StoredBlock> blocks = EncodeBlocks(world_);
    for (size_t i = first; i < blocks.size(); ++i) {
      ASSERT_TRUE(views_
                      .Apply({.partition = blocks[i].partition,
                              .revision = blocks[i].revision,
                              .hash = blocks[i].hash,
                              .content = world_.blocks()[i].second})
                      .ok());
    }
  }
  static Int128 JanuaryOf(Reading& reading, const std::string& scope) {
    const auto figure = reading.Answer({.scope = *RecordName::Parse(scope),
                                        .indicator = "indicators/sales",
                                        .period = *Period::Parse("2025-01"),
                                        .members_on = {}});
    return figure.ok() && figure->computed ? figure->computed->value : 0;
  }

  const std::string village_ = kCounty + "/villages/440783100200";
  std::ostringstream log_text_;
  std::shared_ptr<spdlog::logger> log_;
  FigureWorld world_;
  Views views_{FigureCacheLimits{}, FirstFold::kAfterFacts};
};

TEST_F(BackgroundBuildTest, MakesViewsReadyAndSaysSo) {
  std::atomic<bool> ready = false;
  BackgroundBuild build(
      views_, [&ready] { ready = true; }, *log_);
  ApplyFrom(0);
  EXPECT_FALSE(ready);
  views_.SetReadiness(absl::OkStatus());
  while (!ready) std::this_thread::yield();
  EXPECT_TRUE(views_.readiness().ok());
  build.Stop();
  const std::string text = log_text_.str();
  EXPECT_NE(text.find("building cells of measures/sales in 440783: facts came first"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("220 series of a subject and a measure"), std::string::npos) << text;
}

TEST_F(BackgroundBuildTest, IsReadyAtOnceWhereThereIsNothingToBuild) {
  std::atomic<bool> ready = false;
  BackgroundBuild build(
      views_, [&ready] { ready = true; }, *log_);
  views_.SetReadiness(absl::OkStatus());
  while (!ready) std::this_thread::yield();
}

TEST_F(BackgroundBuildTest, ReadersSeeTheSameSumsWhateverIsBuiltMeanwhile) {
  BackgroundBuild build(
      views_, [] {}, *log_);
  ApplyFrom(0);
  views_.SetReadiness(absl::OkStatus());
  while (!views_.readiness().ok()) std::this_thread::yield();
  const size_t applied = world_.blocks().size();
  for (int round = 1; round <= 8; ++round) {
    if (round % 3 == 0) PutMeasure(round % 2 == 0);
    PutVillage(round % 2 == 0 ? "100" : "101");
    world_.Commit();
  }
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> read = 0;
  std::vector<std::thread> readers;
  readers.reserve(2);
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        (void)views_.Read([&](Reading& reading) {
          ++read;
          const Int128 county = JanuaryOf(reading, kCounty);
          const Int128 towns =
              JanuaryOf(reading, kCounty + "100") + JanuaryOf(reading, kCounty + "101");
          if (county != kEnterprises || towns != kEnterprises) ++wrong;
        });
        std::this_thread::yield();
      }
    });
  }
  ApplyFrom(applied);
  while (read < 10 || !views_.Report()[0].being_built.empty()) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(views_.build_counts().folded, 2U * kEnterprises);
}

}  // namespace
}  // namespace taizhang::aggregator
