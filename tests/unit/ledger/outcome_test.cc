#include "services/ledger/core/outcome.h"

#include "services/ledger/core/etag.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

TEST(Outcome, IsKeptInRuns) {
  std::vector<Outcome> outcomes(300, Outcome::kCreated);
  outcomes.push_back(Outcome::kUnchanged);
  const std::string bytes = EncodeOutcomes(outcomes);
  EXPECT_EQ(bytes, std::string("\xAC\x02\x01\x01\x03", 5));
  EXPECT_EQ(*DecodeOutcomes(bytes), outcomes);
  EXPECT_TRUE(DecodeOutcomes("")->empty());
}

TEST(Outcome, RefusesBytesThatItDoesNotMake) {
  for (const std::string& bytes :
       {std::string("\x01"), std::string("\x01\x05"), std::string("\x00\x01", 2),
        std::string("\xFF\xFF\xFF\xFF\xFF\x01"), std::string("\x80")}) {
    EXPECT_EQ(DecodeOutcomes(bytes).status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(Etag, TellsVersionsAndNamesApart) {
  EXPECT_EQ(EtagOf(17, "divisions/440783"), "11-" + EtagOf(17, "divisions/440783").substr(3));
  EXPECT_NE(EtagOf(17, "divisions/440783"), EtagOf(18, "divisions/440783"));
  EXPECT_NE(EtagOf(17, "divisions/440783"), EtagOf(17, "divisions/440784"));
}

}  // namespace
}  // namespace taizhang::ledger
