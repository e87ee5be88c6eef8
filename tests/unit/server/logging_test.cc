#include "common/server/logging.h"

#include <regex>
#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

TEST(EscapeText, KeepsARecordFromWritingALineOfItsOwn) {
  EXPECT_EQ(EscapeText("碧桂园\n2025 info stopped", false), "碧桂园\\n2025 info stopped");
  EXPECT_EQ(EscapeText("a\r\tb", false), "a\\r\\tb");
}

TEST(EscapeText, KeepsARecordFromSteeringATerminal) {
  EXPECT_EQ(EscapeText("\x1b[2Jx\x7f", false), "\\u001b[2Jx\\u007f");
  EXPECT_EQ(EscapeText("\xC2\x9B"
                       "2J",
                       false),
            "\\u009b2J");
}

TEST(EscapeText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(EscapeText("a\xFFz", false), "a\uFFFDz");
  EXPECT_EQ(EscapeText("台\xE8", false), "台\uFFFD");
}

TEST(EscapeText, QuotesForJsonOnly) {
  EXPECT_EQ(EscapeText(R"(say "x\y")", true), R"(say \"x\\y\")");
  EXPECT_EQ(EscapeText(R"(say "x\y")", false), R"(say "x\y")");
}

TEST(Logger, WritesALineForPeople) {
  std::ostringstream out;
  MakeLogger({.level = "info", .format = "human"}, out)
      ->warn("partition {} stopped\nnow", "440783");
  EXPECT_TRUE(std::regex_match(
      out.str(),
      std::regex(
          R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warning partition 440783 stopped\\nnow\n)")))
      << out.str();
}

TEST(Logger, WritesAnObjectForMachines) {
  std::ostringstream out;
  MakeLogger({.level = "info", .format = "json"}, out)->info(R"(the "head")");
  EXPECT_TRUE(std::regex_match(
      out.str(),
      std::regex(R"(\{"time":"[0-9T:.-]+Z","level":"info","message":"the \\"head\\""\}\n)")))
      << out.str();
}

TEST(Logger, LeavesOutWhatIsBelowItsLevel) {
  std::ostringstream out;
  const auto log = MakeLogger({.level = "error", .format = "human"}, out);
  log->warn("quiet");
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace taizhang
