#include "common/values/units.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace taizhang {
namespace {

struct UnitCase {
  std::string_view text;
  std::string_view base;
  std::string_view multiple;
};

TEST(FindUnit, KnowsWhatPeopleWrite) {
  constexpr UnitCase kCases[] = {
      // Money.
      {"元", "元", "1"},
      {"万元", "元", "10000"},
      {"亿元", "元", "100000000"},
      {"千亿元", "元", "100000000000"},
      {"万亿元", "元", "1000000000000"},
      {"美元", "美元", "1"},
      {"亿美元", "美元", "100000000"},
      {"百万美元", "美元", "1000000"},
      {"万港币", "港元", "10000"},
      {"万元人民币", "元", "10000"},
      // Area: 亩 is the base, because these convert to it exactly.
      {"亩", "亩", "1"},
      {"万亩", "亩", "10000"},
      {"千亩", "亩", "1000"},
      {"平方米", "亩", "0.0015"},
      {"万平方米", "亩", "15"},
      {"㎡", "亩", "0.0015"},
      {"公顷", "亩", "15"},
      {"平方公里", "亩", "1500"},
      // Mass, length, energy: 千 may belong to the unit's own name.
      {"吨", "吨", "1"},
      {"万吨", "吨", "10000"},
      {"公斤", "吨", "0.001"},
      {"千克", "吨", "0.001"},
      {"斤", "吨", "0.0005"},
      {"公里", "米", "1000"},
      {"千米", "米", "1000"},
      {"立方米", "立方米", "1"},
      {"千瓦", "千瓦", "1"},
      {"亿千瓦时", "千瓦时", "100000000"},
      {"万度", "千瓦时", "10000"},
      // Time.
      {"天", "天", "1"},
      {"个月", "月", "1"},
      {"年", "月", "12"},
      {"小时", "分钟", "60"},
      {"个工作日", "工作日", "1"},
      // Relations.
      {"%", "%", "1"},
      {"％", "%", "1"},
      {"‰", "%", "0.1"},
      {"个百分点", "百分点", "1"},
      {"位", "位", "1"},
      {"倍", "倍", "1"},
      // Counts.
      {"家", "家", "1"},
      {"万户", "户", "10000"},
      {"万羽", "羽", "10000"},
      {"百件", "件", "100"},
      {"十万人次", "人次", "100000"},
      {"场次", "场", "1"},
  };
  for (const UnitCase& c : kCases) {
    const absl::StatusOr<Unit> unit = FindUnit(c.text);
    ASSERT_TRUE(unit.ok()) << unit.status();
    EXPECT_EQ(unit->base, c.base) << c.text;
    EXPECT_EQ(unit->multiple.ToString(), c.multiple) << c.text;
  }
}

TEST(FindUnit, RefusesWhatIsNoUnit) {
  constexpr std::string_view kRefused[] = {
      "",     " ",     "万",  "亿", "块",   "元元", "万万元", "十元",     "亿万元",
      "元万", "万 元", "元 ", "$",  "平方", "成",   "USd",    "\xE4\xBA",
  };
  for (const std::string_view text : kRefused) {
    EXPECT_EQ(FindUnit(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(FindUnit, NamesTheUnknownUnitAndTheKnownOnes) {
  const std::string message(FindUnit("块").status().message());
  EXPECT_TRUE(message.starts_with("no unit \"块\"")) << message;
  EXPECT_NE(message.find(" 元 美元"), std::string::npos) << message;
  EXPECT_LT(message.size(), 1000U);
}

TEST(Units, KeepEachCountADimensionOfItsOwn) {
  std::set<std::string_view> bases;
  for (const std::string_view count :
       {"家", "个", "户", "件", "名", "人", "场", "次", "项", "种", "羽"}) {
    bases.insert(FindUnit(count).value().base);
  }
  EXPECT_EQ(bases.size(), 11U);
}

TEST(Units, KeepMonthsAndDaysApart) {
  EXPECT_NE(FindUnit("月").value().base, FindUnit("天").value().base);
}

TEST(Units, DeclareMeasuresInBaseUnitsOnly) {
  for (const std::string_view base : {"元", "美元", "亩", "吨", "%", "天", "月", "家", "羽"}) {
    EXPECT_TRUE(IsBaseUnit(base)) << base;
  }
  for (const std::string_view other :
       {"", "万元", "公顷", "平方米", "公斤", "人民币", "％", "块"}) {
    EXPECT_FALSE(IsBaseUnit(other)) << other;
  }
}

TEST(Units, TellCountsFromQuantities) {
  for (const std::string_view count :
       {"家", "个", "户", "件", "名", "人", "人次", "场", "次", "项", "种", "羽", "村"}) {
    EXPECT_TRUE(IsCountUnit(count)) << count;
  }
  for (const std::string_view other : {"", "元", "亩", "吨", "米", "千瓦时", "天", "月", "%",
                                       "百分点", "倍", "场次", "万户", "块"}) {
    EXPECT_FALSE(IsCountUnit(other)) << other;
  }
}

TEST(Units, ListEveryBaseUnitOnceAndConvertItToItself) {
  const std::vector<std::string_view> bases = BaseUnits();
  EXPECT_EQ(bases.front(), "元");
  EXPECT_EQ(std::set<std::string_view>(bases.begin(), bases.end()).size(), bases.size());
  for (const std::string_view base : bases) {
    EXPECT_TRUE(IsBaseUnit(base)) << base;
    const Unit unit = FindUnit(base).value();
    EXPECT_EQ(unit.base, base);
    EXPECT_EQ(unit.multiple, Decimal::FromInteger(1)) << base;
  }
}

TEST(LeadingMultiplier, TakesTheLongest) {
  EXPECT_EQ(LeadingMultiplier("百万元").exponent, 6);
  EXPECT_EQ(LeadingMultiplier("百元").exponent, 2);
  EXPECT_EQ(LeadingMultiplier("十亿").exponent, 9);
  EXPECT_EQ(LeadingMultiplier("万亿元").size, std::string_view("万亿").size());
  EXPECT_EQ(LeadingMultiplier("十元").size, 0U);
  EXPECT_EQ(LeadingMultiplier("元").size, 0U);
  EXPECT_EQ(LeadingMultiplier("").size, 0U);
}

}  // namespace
}  // namespace taizhang
