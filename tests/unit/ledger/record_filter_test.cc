#include "services/ledger/core/record_filter.h"

#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

constexpr const char* kName = "divisions/440783/enterprises/hongfeng-mills";

Record Mill() {
  Record record;
  record.display_name = "红丰 Mill";
  record.english_name = "Hongfeng Rice Mill";
  record.labels = {{"sector", "rice"}, {"tier", "1"}};
  record.details = Enterprise{};
  return record;
}

bool PassesText(const char* prefix) { return Passes({.text_prefix = prefix}, kName, Mill()); }

TEST(RecordFilter, WithoutConditionsEverythingPasses) { EXPECT_TRUE(Passes({}, kName, Mill())); }

TEST(RecordFilter, AKindIsOneOfThoseAskedFor) {
  const uint32_t enterprises = 1U << static_cast<uint32_t>(RecordKind::kEnterprise);
  const uint32_t villages = 1U << static_cast<uint32_t>(RecordKind::kVillage);
  EXPECT_TRUE(Passes({.kinds = enterprises}, kName, Mill()));
  EXPECT_TRUE(Passes({.kinds = enterprises | villages}, kName, Mill()));
  EXPECT_FALSE(Passes({.kinds = villages}, kName, Mill()));
}

TEST(RecordFilter, AllLabelsStandWithTheirValues) {
  EXPECT_TRUE(Passes({.labels = {{"tier", "1"}}}, kName, Mill()));
  EXPECT_TRUE(Passes({.labels = {{"tier", "1"}, {"sector", "rice"}}}, kName, Mill()));
  EXPECT_FALSE(Passes({.labels = {{"tier", "2"}}}, kName, Mill()));
  EXPECT_FALSE(Passes({.labels = {{"tier", "1"}, {"owner", "town"}}}, kName, Mill()));
}

TEST(RecordFilter, ATextBeginsTheIdOrOneOfTheNames) {
  EXPECT_TRUE(PassesText("hongfeng-m"));
  EXPECT_TRUE(PassesText("红丰"));
  EXPECT_TRUE(PassesText("Hongfeng R"));
  EXPECT_FALSE(PassesText("mills"));
  EXPECT_FALSE(PassesText("enterprises/"));
  EXPECT_FALSE(PassesText("丰"));
  EXPECT_FALSE(PassesText("hongfeng-mills-and-more"));
}

TEST(RecordFilter, AsciiLettersOfATextAreInEitherCase) {
  EXPECT_TRUE(PassesText("HONGFENG-"));
  EXPECT_TRUE(PassesText("hongfeng rice"));
  EXPECT_TRUE(PassesText("红丰 mILL"));
}

}  // namespace
}  // namespace taizhang::ledger
