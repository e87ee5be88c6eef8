#include "services/ledger/rpc/page_token.h"

#include <set>

#include "absl/strings/escaping.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

PageToken Some() {
  return {.point = {.partition = "440783",
                    .revision = 17,
                    .hash = {1, 2, 3, 4, 5, 6, 7, 255},
                    .structure_revision = 9},
          .day = -3,
          .position = {.major = 70'000, .minor = UINT64_MAX},
          .filters = 0xFEDCBA9876543210U};
}

TEST(PageToken, KeepsItsMembersAndHasOneSpelling) {
  const std::string text = Some().Encode();
  EXPECT_EQ(text,
            "AQY0NDA3ODMAAAAAAAAAEQECAwQFBgf_AAAAAAAAAAn____9AAAAAAABEXD_______"
            "____7cuph2VDIQ2fFoYw");
  const absl::StatusOr<PageToken> read = PageToken::Parse(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, Some());
}

TEST(PageToken, TheLongestPartitionHasRoom) {
  PageToken token = Some();
  token.point.partition = "structure";
  const absl::StatusOr<PageToken> read = PageToken::Parse(token.Encode());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, token);
}

TEST(PageToken, OneThatWasTornIsAnError) {
  const std::string text = Some().Encode();
  for (size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(PageToken::Parse(text.substr(0, size)).ok()) << size;
  EXPECT_FALSE(PageToken::Parse(text + "A").ok());
  EXPECT_FALSE(PageToken::Parse(text + "=").ok());
  EXPECT_FALSE(PageToken::Parse(" " + text).ok());
  EXPECT_FALSE(PageToken::Parse(std::string(100'000, 'A')).ok());
}

TEST(PageToken, OneWithAWrongCharacterIsAnError) {
  const std::string text = Some().Encode();
  for (size_t i = 0; i < text.size(); ++i) {
    std::string wrong = text;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(PageToken::Parse(wrong).ok()) << i;
  }
}

TEST(PageToken, OneOfNoPartitionOrVersionIsAnError) {
  PageToken token = Some();
  for (const char* partition : {"", "44078", "440783107236", "clusters"}) {
    token.point.partition = partition;
    EXPECT_FALSE(PageToken::Parse(token.Encode()).ok()) << partition;
  }
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(Some().Encode(), &bytes));
  bytes[0] = 2;
  EXPECT_FALSE(PageToken::Parse(absl::WebSafeBase64Escape(bytes)).ok());
}

TEST(PageToken, DigestsTellFiltersApart) {
  const std::set<uint64_t> digests = {
      DigestOfFilters({"ListRecords", "a", "bc"}), DigestOfFilters({"ListRecords", "ab", "c"}),
      DigestOfFilters({"ListRecords", "abc", ""}), DigestOfFilters({"ListRecords", "", "abc"}),
      DigestOfFilters({"ListObservations", "a", "bc"})};
  EXPECT_EQ(digests.size(), 5U);
  EXPECT_EQ(DigestOfFilters({"a", "b"}), DigestOfFilters({"a", "b"}));
}

}  // namespace
}  // namespace taizhang::ledger
