#include "services/cli/import/import_progress.h"

#include <sstream>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

TEST(ImportProgress, TellsPercentRateAndTimeLeft) {
  EXPECT_EQ(ProgressLine("writing", "rows", 120'000, 660'000, 3.0),
            "writing 120,000 of 660,000 rows, 18 %, 40,000/s, 14 s left");
  EXPECT_EQ(ProgressLine("judging", "rows", 1'000, 10'000'000, 1.0),
            "judging 1,000 of 10,000,000 rows, 0 %, 1,000/s, 166 min left");
}

TEST(ImportProgress, TellsNoRateAtFirstAndNoPercentOfWhatIsNotKnown) {
  EXPECT_EQ(ProgressLine("judging", "rows", 5, 10, 0.1), "judging 5 of 10 rows, 50 %");
  EXPECT_EQ(ProgressLine("reading", "bytes", 2'000'000, 0, 2.0),
            "reading 2,000,000 bytes, 1,000,000/s");
}

TEST(ImportProgress, WritesNothingWhereItIsNotShown) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.in = in, .out = out, .err = err, .environment = {}};
  {
    ImportProgress progress(false, console);
    progress.Begin("judging", 10, "rows");
    progress.Add(5);
  }
  EXPECT_EQ(err.str(), "");
}

TEST(ImportProgress, ClearsItsLine) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.in = in, .out = out, .err = err, .environment = {}};
  ImportProgress progress(true, console);
  progress.Begin("judging", 10, "rows");
  progress.End();
  EXPECT_EQ(err.str(), "\r\x1b[Kjudging 0 of 10 rows, 0 %\r\x1b[K");
}

}  // namespace
}  // namespace taizhang::cli
