// The block in tests/data/format2 was written by the first version of the format 2. It is read for
// ever and never written again: what fails here is a decoder that forgot it.

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "common/log/block_codec.h"
#include "common/log/text_entry.h"
#include "tests/support/block_file.h"
#include "tests/support/random_history.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

constexpr char kPath[] = "tests/data/format2/format2_block_1.bin";

std::shared_ptr<const Record> Sales() {
  auto record = std::make_shared<Record>();
  Measure measure;
  measure.unit = "元";
  measure.temporal_kind = TemporalKind::kFlow;
  measure.reporters = ReporterBit(Reporter::kEnterprise);
  measure.about_tolerance = 500;
  measure.filter.industries = {"C13"};
  record->details = measure;
  return record;
}

std::shared_ptr<const Record> IndicatorWith(IndicatorDefinition definition,
                                            std::optional<uint8_t> decimals = std::nullopt) {
  auto record = std::make_shared<Record>();
  record->details = Indicator{.definition = std::move(definition), .decimals = decimals};
  return record;
}

Expression Leaf(Expression::Node node) { return {.node = std::move(node), .operands = {}}; }

TotalOf Folded(TimeFold over_time, MemberFold over_members) {
  return {.measure = "measures/sales",
          .filter = {},
          .over_time = over_time,
          .over_members = over_members};
}

Expression Everything() {
  const TotalOf total{.measure = "measures/sales"};
  Filter towns;
  towns.division_levels = {DivisionLevel::kTown};
  const Expression shifted{Shift{.count = -2, .length = Frequency::kYear}, {Leaf(total)}};
  const Expression relative{Shift{.count = 1, .length = std::nullopt}, {Leaf(total)}};
  const Expression to_date{Window{.to_date = Frequency::kHalfYear}, {Leaf(total)}};
  const Expression trailing{Window{.trailing = 12, .length = Frequency::kMonth}, {Leaf(total)}};
  const Expression growth{Growth{.base = GrowthBase::kPeriodBefore, .like_for_like = true},
                          {Leaf(total)}};
  const Expression share{Share{.whole = "divisions/44"}, {Leaf(total)}};
  const Expression parent{Share{}, {Leaf(CountOf{RecordKind::kDivision, towns})}};
  const Expression ratio = Leaf(Ratio{.numerator = total,
                                      .denominator = Folded(TimeFold::kNatural, MemberFold::kSum),
                                      .paired = true,
                                      .mean = true,
                                      .in_percent = true});
  const Expression quotient{
      Arithmetic{.operation = Operation::kQuotient, .in_percent = true},
      {Leaf(Folded(TimeFold::kMean, MemberFold::kMax)), Leaf(IndicatorOf{"indicators/top"})}};
  const Expression product{Arithmetic{.operation = Operation::kProduct},
                           {Leaf(Constant{Decimal::Parse("-0.125").value(), ""}),
                            Leaf(Constant{Decimal::FromInteger(10'000), "元"})}};
  const Expression difference{Arithmetic{.operation = Operation::kDifference},
                              {Expression{Rank{}, {Leaf(total)}}, product}};
  return {
      Arithmetic{.operation = Operation::kSum, .skip_missing = true},
      {shifted, relative, to_date, trailing, growth, share, parent, ratio, quotient, difference}};
}

BlockContent Content() {
  BlockContent content;
  content.commit_time_us = 1'751'328'000'000'000;
  content.requests = {{"import-1", "anonymous", 3, 0}};
  content.new_subjects = {"measures/sales", "indicators/top", "indicators/everything"};
  content.records = {
      {.subject = 0, .after = Sales()},
      {.subject = 1, .after = IndicatorWith(Folded(TimeFold::kFirst, MemberFold::kCount))},
      {.subject = 2, .after = IndicatorWith(Everything(), 3)}};
  return content;
}

TEST(GoldenDefinition, IsReadAsItWasWritten) {
  std::ifstream file(kPath, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::optional<StoredBlock> block = FromStoredFile(bytes);
  ASSERT_TRUE(block.has_value());
  const absl::StatusOr<BlockContent> content = DecodeBlock(*block, Hash{}, Dictionaries());
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(DifferenceOf(Content(), *content), "");
  EXPECT_EQ(ToHex(block->hash), "b6b4ff2cb2dabd5da1b3224f0de674f814267a3ef585375c8494056bbe312573");
}

// How the file came to be (--gtest_also_run_disabled_tests).
TEST(GoldenDefinition, DISABLED_WritesTheFile) {
  const StoredBlock block = EncodeBlock("structure", 1, Hash{}, Content(), Dictionaries()).value();
  std::ofstream(kPath, std::ios::binary) << ToStoredFile(block);
}

}  // namespace
}  // namespace taizhang
