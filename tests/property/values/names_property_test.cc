#include <string>

#include "common/values/division_code.h"
#include "common/values/record_name.h"
#include "common/values/text.h"
#include "common/values/token.h"
#include "gtest/gtest.h"
#include "tests/property/values/seeded.h"

namespace taizhang {
namespace {

constexpr int kRounds = 20'000;

/// A code of some level, its parts from a few values so that codes share beginnings.
DivisionCode RandomCode(Seeded& random) {
  if (random.OneIn(20)) return DivisionCode::Nation();
  const auto part = [&random](size_t size) {
    std::string text(size, '0');
    for (char& c : text) c = static_cast<char>('1' + random.Between(0, 2));
    return text;
  };
  std::string text;
  const int64_t level = random.Between(1, 5);
  constexpr size_t kSizes[] = {2, 2, 2, 3, 3};
  for (int64_t i = 0; i < level; ++i) text += part(kSizes[i]);
  return DivisionCode::Parse(text).value();
}

TEST(DivisionCodeProperty, OrderAndEqualityAreThoseOfTheText) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const DivisionCode a = RandomCode(random);
    const DivisionCode b = RandomCode(random);
    ASSERT_EQ(a < b, a.ToString() < b.ToString()) << a.ToString() << " " << b.ToString();
    ASSERT_EQ(a == b, a.ToString() == b.ToString());
    ASSERT_EQ(DivisionCode::Parse(a.ToString()).value(), a);
  }
}

TEST(DivisionCodeProperty, EveryPrefixIsABeginningOneLevelUp) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const DivisionCode code = RandomCode(random);
    const std::optional<DivisionCode> prefix = code.Prefix();
    if (!prefix) {
      ASSERT_EQ(code, DivisionCode::Nation());
      continue;
    }
    ASSERT_EQ(static_cast<int>(prefix->level()) + 1, static_cast<int>(code.level()));
    ASSERT_EQ(code.CutTo(prefix->level()), prefix);
    if (*prefix != DivisionCode::Nation()) {
      ASSERT_TRUE(code.ToString().starts_with(prefix->ToString()));
    }
  }
}

TEST(RecordNameProperty, PartsMakeTheNameTheyWereReadFrom) {
  Seeded random;
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789-";
  constexpr std::string_view kCollections[] = {"enterprises", "projects", "clusters"};
  for (int i = 0; i < kRounds; ++i) {
    const DivisionCode home = RandomCode(random);
    if (home.level() == DivisionLevel::kVillage) continue;
    std::string id;
    const int64_t size = random.Between(1, 63);
    for (int64_t n = 0; n < size; ++n) id += kAlphabet[static_cast<size_t>(random.Between(0, 36))];
    const std::string text = "divisions/" + home.ToString() + "/" +
                             std::string(kCollections[random.Between(0, 2)]) + "/" + id;
    const absl::StatusOr<RecordName> name = RecordName::Parse(text);
    ASSERT_EQ(name.ok(), IsId(id)) << text;
    if (!name.ok()) continue;
    ASSERT_EQ(name->text(), text);
    ASSERT_EQ(name->id(), id);
    ASSERT_EQ(name->division(), home);
    ASSERT_TRUE(IsPartition(name->RecordPartition()));
    ASSERT_TRUE(IsPartition(name->ObservationPartition()));
  }
}

Token RandomToken(Seeded& random) {
  Token token;
  do {
    token.partition = random.OneIn(4) ? "structure" : RandomCode(random).ToString();
  } while (!IsPartition(token.partition));
  token.revision = random.engine()() >> random.Between(0, 63);
  for (uint8_t& byte : token.hash) byte = static_cast<uint8_t>(random.Between(0, 255));
  return token;
}

TEST(TokenProperty, EveryTokenIsReadBack) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const Token token = RandomToken(random);
    ASSERT_EQ(Token::Parse(token.Encode()).value(), token);
  }
}

TEST(TokenProperty, EveryWrongCharacterIsFound) {
  Seeded random;
  for (int i = 0; i < 20; ++i) {
    const std::string text = RandomToken(random).Encode();
    for (size_t at = 0; at < text.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string wrong = text;
        wrong[at] = static_cast<char>(byte);
        ASSERT_EQ(Token::Parse(wrong).ok(), wrong == text) << text << " became " << wrong;
      }
    }
  }
}

TEST(TokenProperty, EveryCutOrDoubledCharacterIsFound) {
  Seeded random;
  for (int i = 0; i < 200; ++i) {
    const std::string text = RandomToken(random).Encode();
    for (size_t at = 0; at < text.size(); ++at) {
      ASSERT_FALSE(Token::Parse(text.substr(0, at)).ok());
      std::string shorter = text;
      shorter.erase(at, 1);
      ASSERT_FALSE(Token::Parse(shorter).ok());
      std::string longer = text;
      longer.insert(at, 1, text[at]);
      ASSERT_FALSE(Token::Parse(longer).ok());
    }
  }
}

TEST(TextProperty, PaddingReachesTheWidthForAnyBytes) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    std::string text;
    const int64_t size = random.Between(0, 12);
    for (int64_t n = 0; n < size; ++n) {
      text += random.OneIn(3) ? std::string("账")
                              : std::string(1, static_cast<char>(random.Between(0, 255)));
    }
    ASSERT_LE(DisplayWidth(text), text.size());
    // A blank does not complete a damaged character, so widths add up.
    ASSERT_EQ(DisplayWidth(PadRight(text, 40)), 40U);
    ASSERT_EQ(DisplayWidth(PadLeft(text, 40)), 40U);
  }
}

}  // namespace
}  // namespace taizhang
