#include "common/values/credit_code.h"

#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

TEST(CheckCreditCode, AcceptsCodesWhoseCheckCharacterIsRight) {
  EXPECT_TRUE(CheckCreditCode("91350100M000100Y43").ok());  // the example that GB 32100 is known by
  EXPECT_TRUE(CheckCreditCode("000000000000000000").ok());  // nobody's, but well formed
}

TEST(CheckCreditCode, SaysWhatTheCheckCharacterWouldBe) {
  EXPECT_EQ(CheckCreditCode("91350100M000100Y44").message(),
            "the check character of the unified social credit code would be 3");
}

TEST(CheckCreditCode, FindsEverySingleWrongCharacter) {
  constexpr std::string_view kCode = "91350100M000100Y43";
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (size_t i = 0; i < kCode.size(); ++i) {
    for (const char c : kAlphabet) {
      if (c == kCode[i]) continue;
      std::string wrong(kCode);
      wrong[i] = c;
      EXPECT_FALSE(CheckCreditCode(wrong).ok()) << wrong;
    }
  }
}

TEST(CheckCreditCode, FindsNeighboursThatWereSwapped) {
  EXPECT_FALSE(CheckCreditCode("19350100M000100Y43").ok());
  EXPECT_FALSE(CheckCreditCode("91350100M00010Y043").ok());
}

TEST(CheckCreditCode, RefusesOtherLengthsAndCharacters) {
  for (const std::string_view code : {"", "91350100M000100Y4", "91350100M000100Y433"}) {
    EXPECT_EQ(CheckCreditCode(code).message(), "a unified social credit code has 18 characters");
  }
  for (const std::string_view code :
       {"9I350100M000100Y43", "9O350100M000100Y43", "9S350100M000100Y43", "9V350100M000100Y43",
        "9Z350100M000100Y43", "9a350100M000100Y43", "9 350100M000100Y43"}) {
    EXPECT_EQ(CheckCreditCode(code).message(),
              "character 2 of a unified social credit code must be one of 0-9 and A-Z without I, "
              "O, S, V, Z")
        << code;
  }
}

}  // namespace
}  // namespace taizhang
