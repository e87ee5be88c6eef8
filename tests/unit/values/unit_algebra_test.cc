#include "common/values/unit_algebra.h"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

TEST(UnitAlgebra, DividesOneUnitByAnother) {
  EXPECT_EQ(QuotientUnit("元", "户"), "元/户");
  EXPECT_EQ(QuotientUnit("元", "元"), "");
  EXPECT_EQ(QuotientUnit("元/户", "元/户"), "");
  EXPECT_EQ(QuotientUnit("", ""), "");
  EXPECT_EQ(QuotientUnit("元", ""), "元");
  EXPECT_EQ(QuotientUnit("元/户", ""), "元/户");
}

TEST(UnitAlgebra, HasNoUnitForQuotientsOfQuotients) {
  EXPECT_EQ(QuotientUnit("", "户"), std::nullopt);
  EXPECT_EQ(QuotientUnit("元/户", "亩"), std::nullopt);
  EXPECT_EQ(QuotientUnit("元", "元/户"), std::nullopt);
}

TEST(UnitAlgebra, MultipliesByPureNumbersAndByWhatWasDividedBy) {
  EXPECT_EQ(ProductUnit("", ""), "");
  EXPECT_EQ(ProductUnit("元", ""), "元");
  EXPECT_EQ(ProductUnit("", "元/户"), "元/户");
  EXPECT_EQ(ProductUnit("元/户", "户"), "元");
  EXPECT_EQ(ProductUnit("户", "元/户"), "元");
}

TEST(UnitAlgebra, HasNoUnitForSquares) {
  EXPECT_EQ(ProductUnit("元", "户"), std::nullopt);
  EXPECT_EQ(ProductUnit("元", "元"), std::nullopt);
  EXPECT_EQ(ProductUnit("元/户", "亩"), std::nullopt);
  EXPECT_EQ(ProductUnit("元/户", "元/户"), std::nullopt);
}

}  // namespace
}  // namespace taizhang
