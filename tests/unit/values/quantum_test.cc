#include <string>
#include <utility>

#include "common/values/amount.h"
#include "common/values/units.h"
#include "gtest/gtest.h"

namespace taizhang {
namespace {

TEST(CheckQuantumIsSpelt, TakesPowersOfTenOfTheUnitsThatConvert) {
  constexpr std::pair<std::string_view, std::string_view> kSpelt[] = {
      {"1", "元"},
      {"1000000", "元"},
      {"0.000000000000000001", "元"},
      {"10000000000000000000", "元"},
      {"0.0015", "亩"},
      {"15", "亩"},
      {"1500000000", "亩"},
      {"0.01", "亩"},
      {"0.0005", "吨"},
      {"70", "天"},
      {"1.2", "月"},
      {"300", "月"},
      {"6", "分钟"},
      {"0.1", "%"},
      {"10000", "家"},
  };
  for (const auto& [quantum, unit] : kSpelt) {
    EXPECT_EQ(CheckQuantumIsSpelt(Decimal::Parse(quantum).value(), unit), absl::OkStatus());
  }
}

TEST(CheckQuantumIsSpelt, RefusesAllOthers) {
  constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
      {"15", "元"},   {"5", "元"},  {"999", "元"}, {"0.3", "元"}, {"150.1", "亩"},
      {"0.25", "亩"}, {"11", "元"}, {"1.5", "吨"}, {"12", "天"},  {"0", "元"},
  };
  for (const auto& [quantum, unit] : kOthers) {
    EXPECT_EQ(CheckQuantumIsSpelt(Decimal::Parse(quantum).value(), unit).code(),
              absl::StatusCode::kInvalidArgument)
        << quantum << unit;
  }
  EXPECT_EQ(CheckQuantumIsSpelt(Decimal::Parse("7").value(), "元").message(),
            "7 is no precision that an amount in 元 can be written in; right is a power of ten "
            "(0.01, 1, 10000)");
  EXPECT_EQ(CheckQuantumIsSpelt(Decimal::Parse("7").value(), "月").message(),
            "7 is no precision that an amount in 月 can be written in; right is a power of ten "
            "(0.01, 1, 10000), or that times 3 or 12");
}

TEST(CheckQuantumIsSpelt, TakesWhatAnySpellingMakes) {
  for (const std::string_view base : BaseUnits()) {
    for (const std::string_view number : {"3", "0.5", "2.25"}) {
      for (const std::string_view multiplier : {"", "百", "万", "亿", "万亿"}) {
        const std::string text = std::string(number) + std::string(multiplier) + std::string(base);
        const absl::StatusOr<Amount> amount = ToBaseUnit(ParseAmount(text).value(), base, 4);
        ASSERT_TRUE(amount.ok()) << text << amount.status();
        EXPECT_EQ(CheckQuantumIsSpelt(amount->quantum, base), absl::OkStatus()) << text;
      }
    }
  }
}

}  // namespace
}  // namespace taizhang
