#include "common/log/hash.h"

#include "common/log/text_entry.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

TEST(Hash, IsSha256) {
  EXPECT_EQ(ToHex(Sha256({""})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256({"abc"})),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, CoversPartsOneAfterTheOther) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256({"abc"}));
  EXPECT_NE(Sha256({"a", "bc"}), Sha256({"bc", "a"}));
}

TEST(Hash, PrefixIsItsFirstEightBytes) {
  const HashPrefix expected{0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea};
  EXPECT_EQ(PrefixOf(Sha256({"abc"})), expected);
}

TEST(TextEntry, DigestIsOfSaltAndText) {
  Salt salt{};
  salt.fill('s');
  const TextEntry entry = MakeTextEntry("红丰村", salt);
  EXPECT_EQ(entry.digest, Sha256({"ssssssssssssssss红丰村"}));
  EXPECT_TRUE(VerifyTextEntry(entry));
}

TEST(TextEntry, OtherSaltGivesOtherDigest) {
  EXPECT_NE(MakeTextEntry("红丰村", Salt{1}).digest, MakeTextEntry("红丰村", Salt{2}).digest);
}

TEST(TextEntry, ChangedTextDoesNotVerify) {
  TextEntry entry = MakeTextEntry("红丰村", Salt{1});
  entry.text = "红丰";
  EXPECT_FALSE(VerifyTextEntry(entry));
}

TEST(TextEntry, ErasedOneVerifiesOnlyWithoutTextAndSalt) {
  TextEntry entry = MakeTextEntry("红丰村", Salt{1});
  entry.erased = true;
  EXPECT_FALSE(VerifyTextEntry(entry));
  entry.text.clear();
  EXPECT_FALSE(VerifyTextEntry(entry));
  entry.salt.fill(0);
  EXPECT_TRUE(VerifyTextEntry(entry));
}

}  // namespace
}  // namespace taizhang
