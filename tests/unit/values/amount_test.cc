#include "common/values/amount.h"

#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

WrittenAmount Read(std::string_view text) {
  absl::StatusOr<WrittenAmount> written = ParseAmount(text);
  EXPECT_TRUE(written.ok()) << text << ": " << written.status();
  return *std::move(written);
}

struct SpellingCase {
  std::string_view text;
  std::string_view mark;
  std::string_view number;
  std::string_view unit;
};

void ExpectRead(const SpellingCase& c) {
  const absl::StatusOr<WrittenAmount> written = ParseAmount(c.text);
  ASSERT_TRUE(written.ok()) << c.text << ": " << written.status();
  EXPECT_EQ(BoundMark(written->bound), c.mark) << c.text;
  EXPECT_EQ(written->number.ToString(), c.number) << c.text;
  EXPECT_EQ(written->unit, c.unit) << c.text;
}

TEST(ParseAmount, ReadsTheSpellingsOfTheSources) {
  constexpr SpellingCase kCases[] = {
      {"69.45亿元", "=", "69.45", "亿元"},   {"超5000万元", ">", "5000", "万元"},
      {"13亿元", "=", "13", "亿元"},         {"5120多家", "≥", "5120", "家"},
      {"3500余个", "≥", "3500", "个"},       {"约1.97万平方米", "≈", "1.97", "万平方米"},
      {"20余万元", "≥", "20", "万元"},       {"130余家", "≥", "130", "家"},
      {"突破1000亿元", ">", "1000", "亿元"}, {"60%以上", "≥", "60", "%"},
      {"超200%", ">", "200", "%"},           {"7.12亿美元", "=", "7.12", "亿美元"},
      {"3个月", "=", "3", "个月"},
  };
  for (const SpellingCase& c : kCases) ExpectRead(c);
}

TEST(ParseAmount, ReadsEveryBoundWord) {
  constexpr SpellingCase kCases[] = {
      {"超100元", ">", "100", "元"},     {"超过100元", ">", "100", "元"},
      {"超出100元", ">", "100", "元"},   {"突破100元", ">", "100", "元"},
      {"逾100元", ">", "100", "元"},     {"大于100元", ">", "100", "元"},
      {"多于100元", ">", "100", "元"},   {"高于100元", ">", "100", "元"},
      {">100元", ">", "100", "元"},      {"＞100元", ">", "100", "元"},
      {"不低于100元", "≥", "100", "元"}, {"不少于100元", "≥", "100", "元"},
      {"不小于100元", "≥", "100", "元"}, {"至少100元", "≥", "100", "元"},
      {"最少100元", "≥", "100", "元"},   {"≥100元", "≥", "100", "元"},
      {">=100元", "≥", "100", "元"},     {"100元以上", "≥", "100", "元"},
      {"100余元", "≥", "100", "元"},     {"100多元", "≥", "100", "元"},
      {"近100元", "<", "100", "元"},     {"不足100元", "<", "100", "元"},
      {"小于100元", "<", "100", "元"},   {"少于100元", "<", "100", "元"},
      {"低于100元", "<", "100", "元"},   {"<100元", "<", "100", "元"},
      {"＜100元", "<", "100", "元"},     {"不超过100元", "≤", "100", "元"},
      {"不大于100元", "≤", "100", "元"}, {"不高于100元", "≤", "100", "元"},
      {"不多于100元", "≤", "100", "元"}, {"至多100元", "≤", "100", "元"},
      {"最多100元", "≤", "100", "元"},   {"≤100元", "≤", "100", "元"},
      {"<=100元", "≤", "100", "元"},     {"100元以内", "≤", "100", "元"},
      {"100元以下", "≤", "100", "元"},   {"约100元", "≈", "100", "元"},
      {"大约100元", "≈", "100", "元"},   {"近似100元", "≈", "100", "元"},
      {"≈100元", "≈", "100", "元"},      {"~100元", "≈", "100", "元"},
      {"100元左右", "≈", "100", "元"},   {"达100元", "=", "100", "元"},
      {"达到100元", "=", "100", "元"},   {"=100元", "=", "100", "元"},
      {"＝100元", "=", "100", "元"},     {"100元", "=", "100", "元"},
      {"不止100元", ">", "100", "元"},   {"≧100元", "≥", "100", "元"},
      {"≦100元", "≤", "100", "元"},      {"不到100元", "<", "100", "元"},
      {"接近100元", "<", "100", "元"},   {"将近100元", "<", "100", "元"},
      {"大概100元", "≈", "100", "元"},   {"100元上下", "≈", "100", "元"},
      {"100元之内", "≤", "100", "元"},   {"100+元", "≥", "100", "元"},
  };
  for (const SpellingCase& c : kCases) ExpectRead(c);
}

TEST(ParseAmount, AllowsBlanksFullWidthDigitsAndSeparators) {
  constexpr SpellingCase kCases[] = {
      {"  超 5000 万元  ", ">", "5000", "万元"},
      {"超　５０００　万元", ">", "5000", "万元"},
      {"5,000万元", "=", "5000", "万元"},
      {"3500 余 个", "≥", "3500", "个"},
      {"60 % 以上", "≥", "60", "%"},
      {"-12.5%", "=", "-12.5", "%"},
      {"< -3 %", "<", "-3", "%"},
  };
  for (const SpellingCase& c : kCases) ExpectRead(c);
}

TEST(ParseAmount, ReadsCharactersOfFullWidth) {
  constexpr SpellingCase kCases[] = {
      {"１２０万元", "=", "120", "万元"},  {"＞１，２００．５０元", ">", "1200.5", "元"},
      {"－３．５％", "=", "-3.5", "%"},    {"＋３％", "=", "3", "%"},
      {"≥６０％", "≥", "60", "%"},         {"～１００元", "≈", "100", "元"},
      {"１００ＵＳＤ", "=", "100", "USD"}, {"３５００＋家", "≥", "3500", "家"},
      {"\u22123.5%", "=", "-3.5", "%"},    {"\u00A0100\u00A0元\u00A0", "=", "100", "元"},
      {"１００㎡", "=", "100", "㎡"},      {"＞＝１００元", "≥", "100", "元"},
  };
  for (const SpellingCase& c : kCases) ExpectRead(c);
}

TEST(ParseAmount, TakesNoOtherCharactersForDigits) {
  for (const std::string_view text : {"10²元", "①元", "⑩家", "½元", "10⁴元", "Ⅻ家", "一二元"}) {
    EXPECT_FALSE(ParseAmount(text).ok()) << text;
  }
}

TEST(ParseAmount, QuotesWhatWasWritten) {
  EXPECT_EQ(ParseAmount("超１００元以上").status().message(),
            "cannot read the amount \"超１００元以上\": its bound words disagree");
}

TEST(ParseAmount, NeedsNoUnit) {
  constexpr SpellingCase kCases[] = {
      {"84", "=", "84", ""},   {"84以上", "≥", "84", ""}, {"3500余", "≥", "3500", ""},
      {"3万", "=", "3", "万"}, {"3万余", "≥", "3", "万"},
  };
  for (const SpellingCase& c : kCases) ExpectRead(c);
}

TEST(ParseAmount, ReadsRemnantsOnEitherSideOfTheMultiplier) {
  ExpectRead({"20余万元", "≥", "20", "万元"});
  ExpectRead({"20万余元", "≥", "20", "万元"});
  ExpectRead({"5千多亩", "≥", "5", "千亩"});
}

TEST(ParseAmount, AcceptsTwoWordsThatAgree) {
  ExpectRead({"约100元左右", "≈", "100", "元"});
  ExpectRead({"至少100余元", "≥", "100", "元"});
  ExpectRead({"20余万元以上", "≥", "20", "万元"});
}

TEST(ParseAmount, LetsAWordBehindWinOverReached) {
  ExpectRead({"达3500余个", "≥", "3500", "个"});
  ExpectRead({"达到60%以上", "≥", "60", "%"});
}

TEST(ParseAmount, KeepsThePlacesThatWereWritten) {
  EXPECT_EQ(Read("5.10亿元").number.scale(), 2);
  EXPECT_EQ(Read("5亿元").number.scale(), 0);
}

TEST(ParseAmount, RefusesWhatItCannotReadWhole) {
  constexpr std::string_view kRefused[] = {
      "",
      " ",
      "元",
      "超",
      "以上",
      "六成以上",
      "千亿元",
      "三百元",
      "两万元",
      // Left over, before, between or behind.
      "人民币100元",
      "100元整",
      "100元 200元",
      "100 200元",
      "100-200元",
      "100~200元",
      "100元;",
      "第100名",
      "100个以上的",
      "1万2千元",
      "20余余万元",
      "20余万余元",
      "100元余",
      "余100元",
      "以上100元",
      "100超元",
      "100约",
      // No unit that is known.
      "100块",
      "100 foo",
      "100万万元",
      "100十元",
      // No number by Decimal's grammar.
      "1.2.3元",
      "1,00元",
      "1e6元",
      ".5元",
      "5.元",
      "--5元",
      // Blanks that are no blanks.
      "100\t元",
      "100\n元",
  };
  for (const std::string_view text : kRefused) {
    EXPECT_EQ(ParseAmount(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseAmount, RefusesWordsThatDisagree) {
  for (const std::string_view text : {"超100元以上", "约100余元", "近100元以上", "=100元以上",
                                      "100余元左右", "不足100元以上", "≥100元以内"}) {
    EXPECT_EQ(ParseAmount(text).status().message(),
              "cannot read the amount \"" + std::string(text) + "\": its bound words disagree");
  }
  // Only one word may stand in front.
  EXPECT_FALSE(ParseAmount("约超100元").ok());
}

TEST(ParseAmount, BoundsTheTextItLooksAt) {
  EXPECT_FALSE(ParseAmount(std::string(1'000'000, ' ') + "1").ok());
}

TEST(ParseAmount, ReportsNumbersThatDoNotFit) {
  EXPECT_EQ(ParseAmount("0.0000000000000000001元").status().code(), absl::StatusCode::kOutOfRange);
}

struct ConversionCase {
  std::string_view text;
  std::string_view base_unit;
  int decimals;
  std::string_view value;    ///< in the base unit
  std::string_view quantum;  ///< in the base unit
};

TEST(ToBaseUnit, ConvertsExactlyAndKeepsTheQuantum) {
  constexpr ConversionCase kCases[] = {
      {"69.45亿元", "元", 0, "6945000000", "1000000"},
      {"69.45亿元", "元", 2, "6945000000.00", "1000000"},
      {"超5000万元", "元", 0, "50000000", "10000"},
      {"20余万元", "元", 0, "200000", "10000"},
      {"5.10万元", "元", 0, "51000", "100"},
      {"1.15亿元", "元", 0, "115000000", "1000000"},
      {"6,945,000,000元", "元", 0, "6945000000", "1"},
      {"约1.97万平方米", "亩", 2, "29.55", "0.15"},
      {"19700平方米", "亩", 4, "29.5500", "0.0015"},
      {"2公顷", "亩", 0, "30", "15"},
      {"70亩", "亩", 0, "70", "1"},
      {"7.12亿美元", "美元", 0, "712000000", "1000000"},
      {"2000万羽", "羽", 0, "20000000", "10000"},
      {"5120户", "户", 0, "5120", "1"},
      {"1.5年", "月", 0, "18", "1.2"},
      {"60%", "%", 1, "60.0", "1"},
      {"12.5‰", "%", 2, "1.25", "0.01"},
      {"-3.5%", "%", 1, "-3.5", "0.1"},
      // Without a unit, and with a multiplier alone, it is the measure's own.
      {"84", "家", 0, "84", "1"},
      {"3万", "元", 0, "30000", "10000"},
      {"0", "元", 0, "0", "1"},
  };
  for (const ConversionCase& c : kCases) {
    const absl::StatusOr<Amount> amount = ToBaseUnit(Read(c.text), c.base_unit, c.decimals);
    ASSERT_TRUE(amount.ok()) << c.text << ": " << amount.status();
    EXPECT_EQ(FormatScaled(amount->value, c.decimals), c.value) << c.text;
    EXPECT_EQ(amount->quantum.ToString(), c.quantum) << c.text;
  }
}

TEST(ToBaseUnit, KeepsTheBound) {
  EXPECT_EQ(ToBaseUnit(Read("3500余个"), "个", 0).value().bound, Bound::kAtLeast);
  EXPECT_EQ(ToBaseUnit(Read("约1.97万平方米"), "亩", 2).value().bound, Bound::kAbout);
}

TEST(ToBaseUnit, RefusesAnotherDimension) {
  constexpr ConversionCase kCases[] = {
      {"7.12亿美元", "元", 0, "", ""}, {"100家", "个", 0, "", ""},   {"3个月", "天", 0, "", ""},
      {"5个百分点", "%", 0, "", ""},   {"2倍", "%", 0, "", ""},      {"100平方米", "米", 2, "", ""},
      {"20名", "人", 0, "", ""},       {"5工作日", "天", 0, "", ""},
  };
  for (const ConversionCase& c : kCases) {
    EXPECT_EQ(ToBaseUnit(Read(c.text), c.base_unit, c.decimals).status().code(),
              absl::StatusCode::kInvalidArgument)
        << c.text;
  }
  EXPECT_EQ(ToBaseUnit(Read("7.12亿美元"), "元", 0).status().message(),
            "亿美元 does not convert to 元");
}

TEST(ToBaseUnit, RefusesToRound) {
  const absl::Status status = ToBaseUnit(Read("19701平方米"), "亩", 2).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "19701平方米 has more than 2 decimals in 亩");
  EXPECT_FALSE(ToBaseUnit(Read("0.5家"), "家", 0).ok());
  EXPECT_TRUE(ToBaseUnit(Read("1.0家"), "家", 0).ok());
}

TEST(ToBaseUnit, RefusesMoreDigitsThanCountersCanAddUp) {
  EXPECT_TRUE(ToBaseUnit(Read("9999999999999999999999999999元"), "元", 0).ok());
  EXPECT_EQ(ToBaseUnit(Read("10000000000000000000000000000元"), "元", 0).status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ToBaseUnit(Read("9999999999999999999999999999元"), "元", 1).status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(
      ToBaseUnit(Read("9999999999999999999999999999999999999万亿元"), "元", 18).status().code(),
      absl::StatusCode::kOutOfRange);
}

struct QuantumCase {
  std::string_view text;
  std::string_view base_unit;
  int decimals;
  std::string_view quantum;
};

absl::StatusOr<Amount> InQuantum(const QuantumCase& c) {
  const Amount amount = ToBaseUnit(Read(c.text), c.base_unit, c.decimals).value();
  return WithQuantum(amount, Decimal::Parse(c.quantum).value(), c.decimals);
}

TEST(WithQuantum, TakesAnyThatTheAmountIsAMultipleOf) {
  constexpr QuantumCase kCases[] = {
      {"69.45亿元", "元", 0, "1000000"},
      {"69.45亿元", "元", 2, "15"},
      {"29.55亩", "亩", 2, "0.15"},
      {"29.55亩", "亩", 2, "0.0015"},
      {"18月", "月", 0, "1.2"},
      {"0元", "元", 2, "999"},
      {"-3.5%", "%", 1, "0.1"},
      {"1.00元", "元", 2, "0.000000000000000001"},
      {"9999999999999999999999999999元", "元", 0, "0.000000000000000001"},
      {"12000000000000000000元", "元", 8, "12000000000000000000"},
  };
  for (const QuantumCase& c : kCases) {
    const absl::StatusOr<Amount> amount = InQuantum(c);
    ASSERT_TRUE(amount.ok()) << c.text << " in " << c.quantum << ": " << amount.status();
    EXPECT_EQ(amount->quantum.ToString(), c.quantum);
  }
}

TEST(WithQuantum, RefusesWhatNobodyCanHaveWritten) {
  constexpr QuantumCase kCases[] = {
      {"69.45亿元", "元", 0, "10000000"},
      {"69.45亿元", "元", 0, "0"},
      {"69.45亿元", "元", 0, "-1000000"},
      {"1元", "元", 0, "3"},
      {"1元", "元", 2, "0.03"},
      {"1元", "元", 0, "0.000000000000000003"},
      {"0元", "元", 0, "18446744073709551616"},
  };
  for (const QuantumCase& c : kCases) {
    EXPECT_EQ(InQuantum(c).status().code(), absl::StatusCode::kInvalidArgument)
        << c.text << " in " << c.quantum;
  }
  EXPECT_EQ(InQuantum({"69.45亿元", "元", 0, "10000000"}).status().message(),
            "6945000000 is no multiple of 10000000: nobody wrote it in that precision");
}

TEST(BoundMark, IsTheSignThatFiguresCarry) {
  EXPECT_EQ(BoundMark(Bound::kExact), "=");
  EXPECT_EQ(BoundMark(Bound::kAbout), "≈");
  EXPECT_EQ(BoundMark(Bound::kAtLeast), "≥");
  EXPECT_EQ(BoundMark(Bound::kMoreThan), ">");
  EXPECT_EQ(BoundMark(Bound::kAtMost), "≤");
  EXPECT_EQ(BoundMark(Bound::kLessThan), "<");
}

}  // namespace
}  // namespace taizhang
