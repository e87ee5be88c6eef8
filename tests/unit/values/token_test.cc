#include "common/values/token.h"

#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

Token KaipingToken() {
  return {.partition = "440783", .revision = 4097, .hash = {0, 1, 2, 3, 0xFC, 0xFD, 0xFE, 0xFF}};
}

TEST(Token, KeepsItsSpellingForEver) {
  // Clients keep tokens: this text must be read by every later version.
  constexpr std::string_view kText = "AQY0NDA3ODMAAAAAAAAQAQABAgP8_f7_";
  EXPECT_TRUE(KaipingToken().Encode().starts_with(kText)) << KaipingToken().Encode();
}

TEST(Token, IsReadBackAsItWas) {
  for (const std::string_view partition : {"structure", "CN", "44", "440783"}) {
    Token token = KaipingToken();
    token.partition = partition;
    EXPECT_EQ(Token::Parse(token.Encode()).value(), token);
  }
  const Token first{.partition = "structure", .revision = ~uint64_t{0}, .hash = {}};
  EXPECT_EQ(Token::Parse(first.Encode()).value(), first);
}

TEST(Token, IsSafeInUrls) {
  for (const char c : KaipingToken().Encode()) {
    EXPECT_TRUE((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                c == '-' || c == '_')
        << c;
  }
}

TEST(Token, HasOneSpellingOnly) {
  const std::string text = KaipingToken().Encode();
  for (const std::string& other :
       {text + "=", text + " ", " " + text, text + "A", text + "\n",
        text.substr(0, 8) + " " + text.substr(8), text.substr(0, text.size() - 1), text + text}) {
    EXPECT_FALSE(Token::Parse(other).ok()) << other;
  }
}

TEST(Token, RefusesWhatItDidNotMake) {
  for (const std::string_view text : {"", "A", "440783", "not a token", "AQY0NDA3ODM"}) {
    EXPECT_EQ(Token::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Token, RefusesAPartitionThatCannotExist) {
  Token token = KaipingToken();
  token.partition = "44078";
  EXPECT_FALSE(Token::Parse(token.Encode()).ok());
}

}  // namespace
}  // namespace taizhang
