#include "common/values/division_code.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/hash/hash.h"
#include "gtest/gtest.h"

namespace taizhang {
namespace {

DivisionCode Read(std::string_view text) {
  const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(text);
  EXPECT_TRUE(code.ok()) << text << ": " << code.status();
  return code.value_or(DivisionCode::Nation());
}

struct LevelCase {
  std::string_view text;
  std::string_view level;
};

TEST(DivisionCode, HasItsLevelByItsLength) {
  constexpr LevelCase kCases[] = {
      {"CN", "nation"},
      {"44", "province"},
      {"4407", "prefecture"},
      {"440783", "county"},
      {"500113", "county"},
      {"440783107", "town"},
      {"440783107236", "village"},
      // The towns of a prefecture without counties, and their county of zeros.
      {"441900003", "town"},
      {"441900", "county"},
  };
  for (const LevelCase& c : kCases) {
    EXPECT_EQ(LevelName(Read(c.text).level()), c.level) << c.text;
    EXPECT_EQ(Read(c.text).ToString(), c.text);
  }
}

TEST(DivisionCode, RefusesWhatIsNoCode) {
  constexpr std::string_view kRefused[] = {
      "",
      "C",
      "cn",
      "CNN",
      "4",
      "440",
      "44078",
      "4407831",
      "44078310",
      "4407831072",
      "44078310723",
      "4407831072360",
      "44078a",
      "44 783",
      " 440783",
      "440783 ",
      "-4",
      "044078",
      "04",
      "４４",
      // Codes filled up with zeros name a division of a shorter code.
      "440000",
      "4400",
      "440783000",
      "440783107000",
      "440783000000",
      "440000000000",
  };
  for (const std::string_view text : kRefused) {
    EXPECT_EQ(DivisionCode::Parse(text).status().code(), absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(DivisionCode, SaysHowToWriteACodeThatWasFilledUp) {
  EXPECT_EQ(DivisionCode::Parse("440000").status().message(),
            "not a division code: \"440000\"; only the county's part may be zeros (write 44, not "
            "440000)");
}

TEST(DivisionCode, PrefixIsTheLevelAbove) {
  EXPECT_EQ(Read("440783107236").Prefix(), Read("440783107"));
  EXPECT_EQ(Read("440783107").Prefix(), Read("440783"));
  EXPECT_EQ(Read("440783").Prefix(), Read("4407"));
  EXPECT_EQ(Read("4407").Prefix(), Read("44"));
  EXPECT_EQ(Read("44").Prefix(), DivisionCode::Nation());
  EXPECT_EQ(DivisionCode::Nation().Prefix(), std::nullopt);
}

TEST(DivisionCode, IsCutToALevelThatIsNotBelowIt) {
  EXPECT_EQ(Read("440783107236").CutTo(DivisionLevel::kCounty), Read("440783"));
  EXPECT_EQ(Read("440783").CutTo(DivisionLevel::kCounty), Read("440783"));
  EXPECT_EQ(Read("440783").CutTo(DivisionLevel::kNation), DivisionCode::Nation());
  EXPECT_EQ(Read("4407").CutTo(DivisionLevel::kCounty), std::nullopt);
  EXPECT_EQ(DivisionCode::Nation().CutTo(DivisionLevel::kProvince), std::nullopt);
}

TEST(DivisionCode, IsOrderedAsText) {
  std::vector<std::string> texts = {"CN",     "440783107", "44",   "500113", "4407",
                                    "440783", "440782999", "4408", "50",     "440783107236"};
  std::vector<DivisionCode> codes;
  for (const std::string& text : texts) codes.push_back(Read(text));
  std::sort(texts.begin(), texts.end());
  std::sort(codes.begin(), codes.end());
  for (size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(codes[i].ToString(), texts[i]);
}

TEST(DivisionCode, IsSmallAndHashable) {
  EXPECT_EQ(sizeof(DivisionCode), 8U);
  EXPECT_EQ(absl::HashOf(Read("440783")), absl::HashOf(Read("440783")));
  EXPECT_NE(absl::HashOf(Read("44")), absl::HashOf(Read("4407")));
}

}  // namespace
}  // namespace taizhang
