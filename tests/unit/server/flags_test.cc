#include "common/config/flags.h"

#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

/// A program with a flag of each type.
class FlagsTest : public testing::Test {
 protected:
  FlagsTest() : flags_("taizhang-test", "1.2.3", "[flags]", "Tests flags.") {
    flags_.AddAddress("listen-address", "Where it listens", address_);
    flags_.AddAddress("health-address", "Where health is served", health_, true);
    flags_.AddInteger("workers", "Threads", workers_, 1, 64);
    flags_.AddChoice("log-format", "How lines look", format_, {"human", "json"});
    flags_.AddSwitch("dry-run", "Changes nothing", dry_run_);
    flags_.AddText("data-dir", "Where the data lies", data_dir_);
  }

  std::optional<int> Parse(const std::vector<std::string>& arguments) {
    return flags_.Parse(
        arguments,
        [this](const std::string& name) -> std::optional<std::string> {
          const auto found = environment_.find(name);
          if (found == environment_.end()) return std::nullopt;
          return found->second;
        },
        out_, err_);
  }

  std::map<std::string, std::string> environment_;
  std::string address_ = "127.0.0.1:7601";
  std::string health_ = "127.0.0.1:7611";
  int64_t workers_ = 4;
  std::string format_ = "human";
  bool dry_run_ = false;
  std::string data_dir_;
  Flags flags_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(FlagsTest, KeepsDefaultsWhereNothingIsGiven) {
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(address_, "127.0.0.1:7601");
  EXPECT_EQ(workers_, 4);
}

TEST_F(FlagsTest, ReadsBothSpellings) {
  EXPECT_EQ(Parse({"--workers=8", "--data-dir", "/var/lib/x", "--dry-run"}), std::nullopt);
  EXPECT_EQ(workers_, 8);
  EXPECT_EQ(data_dir_, "/var/lib/x");
  EXPECT_TRUE(dry_run_);
}

TEST_F(FlagsTest, TakesTheEnvironmentBeforeTheDefault) {
  environment_["TAIZHANG_LISTEN_ADDRESS"] = "0.0.0.0:80";
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(address_, "0.0.0.0:80");
}

TEST_F(FlagsTest, TakesTheFlagBeforeTheEnvironment) {
  environment_["TAIZHANG_WORKERS"] = "2";
  EXPECT_EQ(Parse({"--workers=3"}), std::nullopt);
  EXPECT_EQ(workers_, 3);
}

TEST_F(FlagsTest, TakesAnEmptyVariableForNone) {
  environment_["TAIZHANG_WORKERS"] = "";
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(workers_, 4);
}

TEST_F(FlagsTest, TakesTheLastOfARepeatedFlag) {
  EXPECT_EQ(Parse({"--workers=3", "--workers=5"}), std::nullopt);
  EXPECT_EQ(workers_, 5);
}

TEST_F(FlagsTest, RefusesAnUnknownFlagAndNamesTheNearest) {
  EXPECT_EQ(Parse({"--lisen-address=x"}), 64);
  EXPECT_EQ(err_.str(),
            "taizhang-test: unknown flag --lisen-address; did you mean --listen-address?\n"
            "See taizhang-test --help\n");
}

TEST_F(FlagsTest, NamesEveryMistakeAtOnce) {
  environment_["TAIZHANG_LOG_FORMAT"] = "xml";
  EXPECT_EQ(Parse({"--workers=0", "--listen-address=here", "stray"}), 64);
  EXPECT_EQ(err_.str(),
            "taizhang-test: --workers is '0', but must be an integer from 1 to 64\n"
            "taizhang-test: --listen-address is 'here', but must be host:port (127.0.0.1:7600)\n"
            "taizhang-test: unexpected argument 'stray'; flags begin with --\n"
            "taizhang-test: TAIZHANG_LOG_FORMAT is 'xml', but must be one of human, json\n"
            "See taizhang-test --help\n");
}

TEST_F(FlagsTest, CallsABadVariableAMistakeOfTheConfiguration) {
  environment_["TAIZHANG_WORKERS"] = "many";
  EXPECT_EQ(Parse({}), 78);
}

TEST_F(FlagsTest, RefusesAFlagWithoutItsValue) {
  EXPECT_EQ(Parse({"--workers"}), 64);
  EXPECT_EQ(err_.str(),
            "taizhang-test: --workers has no value; it must be an integer from 1 to 64\n"
            "See taizhang-test --help\n");
}

TEST_F(FlagsTest, RunsChecksThatNoFlagCanMakeAlone) {
  flags_.AddCheck([this] {
    return data_dir_.empty() ? absl::InvalidArgumentError("--data-dir is empty; name a directory")
                             : absl::OkStatus();
  });
  EXPECT_EQ(Parse({}), 78);
  EXPECT_EQ(err_.str(),
            "taizhang-test: --data-dir is empty; name a directory\nSee taizhang-test --help\n");
}

TEST_F(FlagsTest, TakesArgumentsWhereTheProgramHasSome) {
  std::vector<std::string> files;
  flags_.AddArguments("FILE  What is read", files);
  EXPECT_EQ(Parse({"a.jsonl", "--dry-run", "--", "--b.jsonl"}), std::nullopt);
  EXPECT_EQ(files, (std::vector<std::string>{"a.jsonl", "--b.jsonl"}));
}

TEST_F(FlagsTest, PrintsVersionAndHelp) {
  EXPECT_EQ(Parse({"--version"}), 0);
  EXPECT_EQ(out_.str(), "taizhang-test 1.2.3\n");
  Flags other("other", "1", "[flags]", "Does something.");
  EXPECT_EQ(other.Parse(
                {"--help"}, [](const std::string&) { return std::nullopt; }, out_, err_),
            0);
  EXPECT_NE(out_.str().find("Does something."), std::string::npos);
}

TEST_F(FlagsTest, ChecksWithoutRunning) {
  EXPECT_EQ(Parse({"--check-config"}), 0);
  EXPECT_EQ(out_.str(), "The configuration is valid.\n");
}

TEST_F(FlagsTest, ReportsMistakesBeforeItSaysThatAllIsWell) {
  EXPECT_EQ(Parse({"--check-config", "--workers=0"}), 64);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(FlagsTest, PrintsValuesWithTheirOrigin) {
  environment_["TAIZHANG_WORKERS"] = "2";
  EXPECT_EQ(Parse({"--print-config", "--health-address="}), 0);
  EXPECT_EQ(out_.str(),
            "--listen-address=127.0.0.1:7601  # default\n"
            "--health-address=  # flag\n"
            "--workers=2  # TAIZHANG_WORKERS\n"
            "--log-format=human  # default\n"
            "--dry-run=false  # default\n"
            "--data-dir=  # default\n");
}

TEST_F(FlagsTest, KeepsEveryTextOfARepeatedFlagAndThenNoneOfTheEnvironment) {
  std::vector<std::string> scopes;
  flags_.AddTexts("scope", "What is asked about", scopes);
  environment_["TAIZHANG_SCOPE"] = "CN";
  EXPECT_EQ(Parse({"--scope=44", "--scope", "50"}), std::nullopt);
  EXPECT_EQ(scopes, (std::vector<std::string>{"44", "50"}));
}

TEST_F(FlagsTest, TakesATextOfTheEnvironmentWhereNoFlagIsGiven) {
  std::vector<std::string> scopes;
  flags_.AddTexts("scope", "What is asked about", scopes);
  environment_["TAIZHANG_SCOPE"] = "CN";
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(scopes, (std::vector<std::string>{"CN"}));
}

TEST(Address, IsAHostAndAPort) {
  EXPECT_TRUE(IsAddress("127.0.0.1:0"));
  EXPECT_TRUE(IsAddress("ledger.taizhang.svc:7601"));
  EXPECT_TRUE(IsAddress("[::1]:65535"));
  EXPECT_FALSE(IsAddress("127.0.0.1"));
  EXPECT_FALSE(IsAddress(":7601"));
  EXPECT_FALSE(IsAddress("host:65536"));
  EXPECT_FALSE(IsAddress("::1:80"));
  EXPECT_FALSE(IsAddress("host:-1"));
  EXPECT_FALSE(IsAddress("http://host:1"));
}

}  // namespace
}  // namespace taizhang
