// What is wrong with a command line is said before any service is called.

#include "services/cli/program.h"

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::HasSubstr;

struct Ended {
  int status = 0;
  std::string out;
  std::string err;
};

Ended RunWith(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.in = in, .out = out, .err = err, .environment = [](const std::string&) {
                          return std::optional<std::string>();
                        }};
  const int status = Run(arguments, console);
  return {status, out.str(), err.str()};
}

void ExpectUsageError(const std::vector<std::string>& arguments, const std::string& what) {
  const Ended ended = RunWith(arguments);
  EXPECT_EQ(ended.status, kExitUsage) << what;
  EXPECT_THAT(ended.err, HasSubstr(what));
  EXPECT_EQ(ended.out, "");
}

TEST(Program, ListsEveryCommand) {
  const Ended ended = RunWith({"--help"});
  EXPECT_EQ(ended.status, kExitOk);
  for (const char* command : {"import", "figures", "list", "get", "history", "follow", "export",
                              "erase", "audit", "status", "reporting"}) {
    EXPECT_THAT(ended.out, HasSubstr(std::string("\n  ") + command + " "));
  }
}

TEST(Program, NamesTheCommandsWhereOneIsUnknown) {
  ExpectUsageError({"lst\n"}, R"(there is no command 'lst\n'; there are import, )");
  ExpectUsageError({}, "a command is missing");
}

TEST(Program, EveryCommandHasHelpWithExamples) {
  for (const char* command : {"import", "figures", "list", "get", "history", "follow", "export",
                              "erase", "audit", "status", "reporting"}) {
    const Ended ended = RunWith({command, "--help"});
    EXPECT_EQ(ended.status, kExitOk) << command;
    EXPECT_THAT(ended.out, HasSubstr("Examples:\n")) << command;
  }
}

TEST(Program, SaysWhatIsMissingOrDoesNotGoTogether) {
  ExpectUsageError({"get"}, "give either names of records, or --subject");
  ExpectUsageError({"get", "440783", "--subject=x"}, "give either names of records, or --subject");
  ExpectUsageError({"get", "--subject=x", "--period=2025"}, "needs --subject, --measure and");
  ExpectUsageError({"get", "440783", "x"}, "divisions/x");
  ExpectUsageError({"get", "--revision=1", "440783", "divisions/440783/projects/p"},
                   "--revision is of one partition");
  ExpectUsageError({"history", "440783", "440784"}, "one record at a time");
  ExpectUsageError({"list"}, "say where");
  ExpectUsageError({"list", "440783", "--limit=-1"}, "--limit");
  ExpectUsageError({"follow", "--partition=x"}, "--partition x is neither structure");
  ExpectUsageError({"follow", "--partition=440783", "--prefix=44"}, "either --partition or");
  ExpectUsageError({"export", "kaiping"}, "kaiping is neither structure");
  ExpectUsageError({"export", "--revision=1"}, "--revision is of one partition");
  ExpectUsageError({"export", "--all", "440783"}, "either partitions or --all");
  ExpectUsageError({"erase", "--text=x"}, "--partition is needed");
  ExpectUsageError({"erase", "--partition=440783"}, "either --text or --text-file");
}

TEST(Program, RefusesTextsThatNoRecordHas) {
  const Ended empty = RunWith({"erase", "--partition=440783", "--text-file=-"}, "\n");
  EXPECT_EQ(empty.status, kExitData);
  EXPECT_THAT(empty.err, HasSubstr("the text has 0 bytes; it must have 1 to 4000"));
}

}  // namespace
}  // namespace taizhang::cli
