#include <string>
#include <vector>

#include "common/values/amount.h"
#include "common/values/interval.h"
#include "common/values/units.h"
#include "gtest/gtest.h"
#include "tests/property/values/plain_number.h"
#include "tests/property/values/seeded.h"

namespace taizhang {
namespace {

constexpr int kRounds = 20'000;

constexpr std::string_view kMultipliers[] = {"",     "百", "千",   "万",   "十万", "百万",
                                             "千万", "亿", "十亿", "百亿", "千亿", "万亿"};

struct Word {
  std::string_view before;
  std::string_view behind;
  Bound bound;
};
constexpr Word kWords[] = {
    {"", "", Bound::kExact},        {"约", "", Bound::kAbout},       {"", "左右", Bound::kAbout},
    {"超", "", Bound::kMoreThan},   {"突破", "", Bound::kMoreThan},  {"", "以上", Bound::kAtLeast},
    {"至少", "", Bound::kAtLeast},  {"不足", "", Bound::kLessThan},  {"", "以内", Bound::kAtMost},
    {"不超过", "", Bound::kAtMost}, {"达", "以上", Bound::kAtLeast},
};

/// Units with exact decimal multiples that are not powers of ten, and some that are.
constexpr std::string_view kUnits[] = {"元", "美元", "平方米", "公顷", "斤", "家",
                                       "户", "年",   "小时",   "%",    "‰",  "千瓦时"};

std::string RandomNumber(Seeded& random) {
  std::string text = random.OneIn(8) ? "-" : "";
  text += std::to_string(random.Between(0, random.OneIn(3) ? 9'999'999'999 : 9'999));
  const int64_t places = random.OneIn(2) ? 0 : random.Between(1, 6);
  if (places > 0) text += ".";
  for (int64_t i = 0; i < places; ++i) text += static_cast<char>('0' + random.Between(0, 9));
  return text;
}

TEST(AmountProperty, ConversionEqualsTheModelOrIsRefused) {
  Seeded random;
  int converted = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string number = RandomNumber(random);
    const std::string unit = std::string(kMultipliers[random.Between(0, 11)]) +
                             std::string(kUnits[random.Between(0, 11)]);
    const Word& word = kWords[random.Between(0, 10)];
    const std::string text = std::string(word.before) + number + unit + std::string(word.behind);
    const int decimals = static_cast<int>(random.Between(0, 6));

    const absl::StatusOr<WrittenAmount> written = ParseAmount(text);
    ASSERT_TRUE(written.ok()) << written.status();
    ASSERT_EQ(written->bound, word.bound) << text;
    const Unit found = FindUnit(unit).value();
    const PlainNumber expected = PlainNumber(number).Times(PlainNumber(found.multiple.ToString()));
    const absl::StatusOr<Amount> amount = ToBaseUnit(*written, found.base, decimals);
    const bool is_whole = expected.scale() <= static_cast<size_t>(decimals);
    const size_t digits = expected.digits() - expected.scale() + static_cast<size_t>(decimals);
    ASSERT_EQ(amount.ok(), is_whole && (digits <= kMaxAmountDigits || expected.Sign() == 0))
        << text << " " << amount.status();
    if (!amount.ok()) continue;
    ++converted;
    ASSERT_EQ(FormatScaledShort(amount->value, decimals), expected.ToString()) << text;
  }
  EXPECT_GT(converted, kRounds / 3);
}

TEST(AmountProperty, TheQuantumIsOneOfTheLastWrittenPlace) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const std::string number = RandomNumber(random);
    const std::string unit = std::string(kMultipliers[random.Between(0, 11)]) + "元";
    const absl::StatusOr<Amount> amount = ToBaseUnit(ParseAmount(number + unit).value(), "元", 6);
    ASSERT_TRUE(amount.ok()) << amount.status();
    std::string last_place;
    for (const char c : number) {
      if (c == '-') continue;
      last_place += c == '.' ? '.' : '0';
    }
    last_place.back() = '1';
    const Unit found = FindUnit(unit).value();
    ASSERT_EQ(amount->quantum.ToString(),
              PlainNumber(last_place).Times(PlainNumber(found.multiple.ToString())).ToString())
        << number << unit;
  }
}

TEST(AmountProperty, AnyPiecesAreReadOrRefusedButNeverHalfRead) {
  Seeded random;
  const std::vector<std::string> pieces = {
      "超",   "约", "余", "多", "以上", "1", "20", ".5", ",000", "万", "亿", "元", "家",
      "平方", "米", "%",  " ",  "　",   "-", "＞", "３", "，",   "达", "近", "似", "\xE4"};
  for (int i = 0; i < 10 * kRounds; ++i) {
    std::string text;
    const int64_t count = random.Between(1, 6);
    for (int64_t n = 0; n < count; ++n) {
      text +=
          pieces[static_cast<size_t>(random.Between(0, static_cast<int64_t>(pieces.size()) - 1))];
    }
    const absl::StatusOr<WrittenAmount> written = ParseAmount(text);
    if (!written.ok()) continue;
    // Written plainly, it reads the same.
    const std::string plain =
        std::string(BoundMark(written->bound)) + written->number.ToString() + written->unit;
    const absl::StatusOr<WrittenAmount> again = ParseAmount(plain);
    ASSERT_TRUE(again.ok()) << text << " became " << plain;
    ASSERT_EQ(again->number, written->number) << text;
    ASSERT_EQ(again->unit, written->unit) << text;
    ASSERT_EQ(again->bound, written->bound) << text;
  }
}

}  // namespace
}  // namespace taizhang
