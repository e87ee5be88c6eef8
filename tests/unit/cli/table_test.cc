#include "services/cli/show/table.h"

#include <sstream>

#include "services/cli/show/figure_text.h"
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

TEST(Table, AlignsHanCharactersAsTwoColumns) {
  Table table({{"指标 Indicator"}, {"计算", Align::kRight}, {"空"}});
  table.AddRow({"总投资 Total", "= 140,000,000", ""});
  table.AddRow({"jobs", "≥ 3,500", ""});
  std::ostringstream out;
  table.Print(out, "  ");
  EXPECT_EQ(out.str(),
            "  指标 Indicator           计算\n"
            "  --------------  -------------\n"
            "  总投资 Total    = 140,000,000\n"
            "  jobs                  ≥ 3,500\n");
}

TEST(FigureText, PartsThousands) {
  EXPECT_EQ(Grouped("0"), "0");
  EXPECT_EQ(Grouped("999"), "999");
  EXPECT_EQ(Grouped("1000"), "1,000");
  EXPECT_EQ(Grouped("-1234567.5000"), "-1,234,567.5000");
}

TEST(FigureText, ShowsTheEndThatTheMarkSpeaksOf) {
  aggregator::v1::Quantity quantity;
  quantity.set_value("3600");
  quantity.set_mark(aggregator::v1::MARK_AT_LEAST);
  quantity.set_lower("3500");
  EXPECT_EQ(QuantityText(quantity), "≥ 3,500");
  quantity.set_mark(aggregator::v1::MARK_ABOUT);
  EXPECT_EQ(QuantityText(quantity), "≈ 3,600");
  quantity.set_mark(aggregator::v1::MARK_RANGE);
  quantity.set_upper("4000");
  quantity.set_upper_open(true);
  EXPECT_EQ(QuantityText(quantity), "3,500..4,000)");
}

TEST(FigureText, ShowsCoverageWithItsMark) {
  aggregator::v1::Coverage coverage;
  coverage.set_numerator(2);
  coverage.set_denominator(135);
  coverage.set_mark(aggregator::v1::MARK_EXACT);
  EXPECT_EQ(CoverageText(coverage), "2/135");
  coverage.set_mark(aggregator::v1::MARK_AT_MOST);
  EXPECT_EQ(CoverageText(coverage), "≤ 2/135");
}

}  // namespace
}  // namespace taizhang::cli
