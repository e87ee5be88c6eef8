#include "common/values/record_name.h"

#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

RecordName Read(std::string_view text) {
  absl::StatusOr<RecordName> name = RecordName::Parse(text);
  EXPECT_TRUE(name.ok()) << text << ": " << name.status();
  return *std::move(name);
}

struct NameCase {
  std::string_view text;
  std::string_view kind;
  std::string_view id;
  std::string_view record_partition;
  std::string_view observation_partition;
};

TEST(RecordName, SaysWhatARecordIsAndWhereItLies) {
  constexpr NameCase kCases[] = {
      {"divisions/440783/villages/440783107236", "village", "440783107236", "440783", "440783"},
      {"divisions/440783/enterprises/jinluo", "enterprise", "jinluo", "440783", "440783"},
      {"divisions/500113/projects/gr1803", "project", "gr1803", "500113", "500113"},
      {"divisions/440783/clusters/magang-goose", "cluster", "magang-goose", "structure", "440783"},
      {"divisions/4407/clusters/silk-rice", "cluster", "silk-rice", "structure", "4407"},
      {"divisions/440783", "division", "440783", "structure", "440783"},
      {"divisions/440783107", "division", "440783107", "structure", "440783"},
      {"divisions/441900003", "division", "441900003", "structure", "441900"},
      {"divisions/4407", "division", "4407", "structure", "4407"},
      {"divisions/CN", "division", "CN", "structure", "CN"},
      {"divisions/CN/clusters/rice", "cluster", "rice", "structure", "CN"},
      {"measures/annual-sales", "measure", "annual-sales", "structure", ""},
      {"indicators/enterprises", "indicator", "enterprises", "structure", ""},
  };
  for (const NameCase& c : kCases) {
    const RecordName name = Read(c.text);
    EXPECT_EQ(name.text(), c.text);
    EXPECT_EQ(KindName(name.kind()), c.kind) << c.text;
    EXPECT_EQ(name.id(), c.id) << c.text;
    EXPECT_EQ(name.RecordPartition(), c.record_partition) << c.text;
    EXPECT_EQ(name.ObservationPartition(), c.observation_partition) << c.text;
  }
}

TEST(RecordName, KeepsTheHomeDivision) {
  EXPECT_EQ(Read("divisions/440783/enterprises/jinluo").division().ToString(), "440783");
  EXPECT_EQ(Read("divisions/CN").division(), DivisionCode::Nation());
}

TEST(RecordName, RefusesWhatNamesNothing) {
  constexpr std::string_view kRefused[] = {
      "",
      "/",
      "divisions",
      "divisions/",
      "divisions/44078",
      "divisions/cn",
      "Divisions/440783",
      "/divisions/440783",
      "divisions/440783/",
      "divisions//440783",
      "divisions/440000",
      "measures",
      "measures/",
      "measures/Sales",
      "measures/a/b",
      "measures/-a",
      "indicators/a-",
      "villages/440783107236",
      "enterprises/jinluo",
      "rules/a",
      "divisions/440783/enterprises",
      "divisions/440783/enterprises/",
      "divisions/440783/enterprises/Jinluo",
      "divisions/440783/enterprises/金箩",
      "divisions/440783/enterprises/a/b",
      "divisions/440783/enterprises/a_b",
      "divisions/440783/enterprise/a",
      "divisions/440783/enterprisesx/a",
      "divisions/440783/measures/a",
      "divisions/440783/clusters/a ",
      // A village lies under the division that its code begins with, and is no division.
      "divisions/440783107236",
      "divisions/440783107236/projects/a",
      "divisions/500113/villages/440783107236",
      "divisions/440783/villages/440783107",
      "divisions/440783/villages/redwind",
      "divisions/CN/villages/440783107236",
      "divisions/440783/villages/440783107000",
  };
  for (const std::string_view text : kRefused) {
    EXPECT_EQ(RecordName::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(RecordName, SaysWhichPartIsWrong) {
  EXPECT_EQ(RecordName::Parse("divisions/440783107236").status().message(),
            "not a record name: \"divisions/440783107236\"; a village is named below its county: "
            "divisions/440783/villages/…");
  EXPECT_EQ(RecordName::Parse("divisions/440783/farms/a").status().message(),
            "not a record name: \"divisions/440783/farms/a\"; a division holds villages/, "
            "enterprises/, projects/ and clusters/, each with an id");
}

TEST(IsId, TakesLowerCaseDigitsAndInnerHyphens) {
  for (const std::string& id : {std::string("a"), std::string("0"), std::string("gr-1803"),
                                std::string("a--b"), std::string(63, 'a')}) {
    EXPECT_TRUE(IsId(id)) << id;
  }
  for (const std::string& id :
       {std::string(), std::string("-"), std::string("-a"), std::string("a-"), std::string("A"),
        std::string("a.b"), std::string("金"), std::string(64, 'a'), std::string("a\0b", 3)}) {
    EXPECT_FALSE(IsId(id)) << id;
  }
}

TEST(IsPartition, IsStructureOrADivisionThatIsNoVillage) {
  for (const std::string_view text : {"structure", "CN", "44", "4407", "440783"}) {
    EXPECT_TRUE(IsPartition(text)) << text;
  }
  for (const std::string_view text : {"", "Structure", "44078", "440783107236", "divisions/44"}) {
    EXPECT_FALSE(IsPartition(text)) << text;
  }
}

}  // namespace
}  // namespace taizhang
