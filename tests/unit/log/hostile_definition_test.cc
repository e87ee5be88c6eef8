// Definitions in blocks whose hash is right: what is of format 2, and what no writer makes.

#include <memory>
#include <string>

#include "common/log/block_codec.h"
#include "taizhang/storage/v1/block.pb.h"
#include "tests/support/block_file.h"
#include "tests/support/random_history.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using ::testing::HasSubstr;
namespace stored = storage::v1;

absl::StatusOr<BlockContent> Decode(const stored::StoredRecord& record, uint32_t format) {
  stored::BlockHeader header;
  header.set_format(format);
  header.set_partition("structure");
  header.set_revision(1);
  header.set_previous_hash(std::string(32, '\0'));
  header.add_requests()->set_record_changes(1);
  stored::BlockBody body;
  body.add_new_subjects("indicators/a");
  *body.add_records()->mutable_after() = record;
  StoredBlock block{.partition = "structure", .revision = 1};
  Seal(header.SerializeAsString(), body.SerializeAsString(), block);
  return DecodeBlock(block, Hash{}, Dictionaries());
}

/// Half of the sales: a product of a total and a constant.
stored::StoredRecord ValidIndicator() {
  stored::StoredRecord record;
  stored::Expression& product = *record.mutable_indicator()->mutable_expression();
  product.mutable_arithmetic()->set_operation(2);
  product.add_operands()->mutable_total()->set_measure("measures/sales");
  product.add_operands()->mutable_constant()->set_value("0.5");
  return record;
}

stored::StoredRecord ValidMeasure() {
  stored::StoredRecord record;
  record.mutable_measure()->set_unit("元");
  record.mutable_measure()->set_frequency(12);
  record.mutable_measure()->set_about_tolerance(500);
  record.mutable_measure()->mutable_filter()->add_industries("C13");
  return record;
}

TEST(HostileDefinition, WhatIsChangedBelowIsValid) {
  EXPECT_TRUE(Decode(ValidIndicator(), 2).ok());
  EXPECT_TRUE(Decode(ValidMeasure(), 2).ok());
}

TEST(HostileDefinition, RefusesInFormat1WhatOnlyFormat2Knows) {
  std::vector<stored::StoredRecord> records{ValidIndicator(), ValidMeasure()};
  records.emplace_back(ValidMeasure()).mutable_measure()->clear_filter();
  records.emplace_back(ValidMeasure()).mutable_measure()->clear_about_tolerance();
  stored::Indicator& total = *records.emplace_back().mutable_indicator();
  total.mutable_total()->set_measure("measures/sales");
  total.mutable_total()->set_over_time(4);
  stored::Indicator& rounded = *records.emplace_back().mutable_indicator();
  rounded.set_stated_by("measures/sales");
  rounded.set_decimals(0);
  for (const stored::StoredRecord& record : records) {
    const absl::Status status = Decode(record, 1).status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << record.DebugString();
    EXPECT_THAT(std::string(status.message()), HasSubstr("header.format"));
    EXPECT_TRUE(Decode(record, 2).ok()) << record.DebugString();
  }
}

TEST(HostileDefinition, RefusesFormat2WhereNothingIsOfIt) {
  stored::StoredRecord record;
  record.mutable_indicator()->mutable_total()->set_measure("measures/sales");
  EXPECT_TRUE(Decode(record, 1).ok());
  EXPECT_THAT(std::string(Decode(record, 2).status().message()), HasSubstr("header.format"));
}

struct Case {
  const char* field;  ///< what the error names
  void (*change)(stored::StoredRecord&);
};

void ExpectEachRefused(const stored::StoredRecord& valid, const std::vector<Case>& cases) {
  for (size_t i = 0; i < cases.size(); ++i) {
    stored::StoredRecord record = valid;
    cases[i].change(record);
    const absl::Status status = Decode(record, 2).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << "case " << i << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(cases[i].field)) << "case " << i;
  }
}

TEST(HostileDefinition, RefusesMeasures) {
  ExpectEachRefused(
      ValidMeasure(),
      {
          {"measure.about_tolerance",
           [](auto& r) { r.mutable_measure()->set_about_tolerance(10'000); }},
          {"measure.filter", [](auto& r) { r.mutable_measure()->mutable_filter()->Clear(); }},
          {"filter.roles", [](auto& r) { r.mutable_measure()->mutable_filter()->add_roles(4); }},
      });
}

stored::Expression& Root(stored::StoredRecord& record) {
  return *record.mutable_indicator()->mutable_expression();
}

/// Makes the root a shift of the total.
void MakeShift(stored::StoredRecord& record, int32_t count, uint32_t length) {
  Root(record).mutable_operands()->RemoveLast();
  Root(record).mutable_shift()->set_count(count);
  Root(record).mutable_shift()->set_length(length);
}

void MakeWindow(stored::StoredRecord& record, uint32_t to_date, uint32_t trailing,
                uint32_t length) {
  Root(record).mutable_operands()->RemoveLast();
  Root(record).mutable_window()->set_to_date(to_date);
  Root(record).mutable_window()->set_trailing(trailing);
  Root(record).mutable_window()->set_length(length);
}

TEST(HostileDefinition, RefusesNodesWithoutAMeaning) {
  ExpectEachRefused(
      ValidIndicator(),
      {
          {"indicator.decimals", [](auto& r) { r.mutable_indicator()->set_decimals(10); }},
          {"expression.node", [](auto& r) { Root(r).mutable_operands(0)->clear_total(); }},
          {"expression.indicator", [](auto& r) { Root(r).mutable_operands(0)->set_indicator(""); }},
          {"total.measure",
           [](auto& r) { Root(r).mutable_operands(0)->mutable_total()->clear_measure(); }},
          {"total.over_time",
           [](auto& r) { Root(r).mutable_operands(0)->mutable_total()->set_over_time(7); }},
          {"total.over_members",
           [](auto& r) { Root(r).mutable_operands(0)->mutable_total()->set_over_members(1); }},
          {"total.over_members",
           [](auto& r) { Root(r).mutable_operands(0)->mutable_total()->set_over_members(6); }},
          {"count.kind", [](auto& r) { Root(r).mutable_operands(0)->mutable_count(); }},
          {"arithmetic.operation", [](auto& r) { Root(r).mutable_arithmetic()->set_operation(4); }},
          {"growth.base",
           [](auto& r) {
             Root(r).mutable_operands()->RemoveLast();
             Root(r).mutable_growth()->set_base(1);
           }},
          {"expression.share_of",
           [](auto& r) {
             Root(r).mutable_operands()->RemoveLast();
             Root(r).set_share_of("nowhere");
           }},
          {"expression.rank",
           [](auto& r) {
             Root(r).mutable_operands()->RemoveLast();
             Root(r).set_rank(false);
           }},
          {"total.measure",
           [](auto& r) {
             Root(r).mutable_operands(1)->mutable_ratio()->mutable_numerator()->set_measure(
                 "measures/sales");
           }},
      });
}

TEST(HostileDefinition, RefusesConstantsThatAreNotWrittenSo) {
  for (const char* value :
       {"", "x", "0.50", "+1", "1,000", "0.0000000001", "10000000000000000000000000000"}) {
    stored::StoredRecord record = ValidIndicator();
    Root(record).mutable_operands(1)->mutable_constant()->set_value(value);
    EXPECT_THAT(std::string(Decode(record, 2).status().message()), HasSubstr("constant.value"))
        << value;
  }
}

TEST(HostileDefinition, RefusesPeriodsThatNoWriterMakes) {
  ExpectEachRefused(ValidIndicator(),
                    {
                        {"shift.count", [](auto& r) { MakeShift(r, 0, 1); }},
                        {"shift.count", [](auto& r) { MakeShift(r, -1'201, 1); }},
                        {"shift.length", [](auto& r) { MakeShift(r, -1, 2); }},
                        {"window.length", [](auto& r) { MakeWindow(r, 12, 0, 0); }},
                        {"window.length", [](auto& r) { MakeWindow(r, 12, 0, 12); }},
                        {"window.to_date", [](auto& r) { MakeWindow(r, 0, 0, 1); }},
                        {"window.to_date", [](auto& r) { MakeWindow(r, 1, 0, 1); }},
                        {"window.to_date", [](auto& r) { MakeWindow(r, 12, 3, 1); }},
                        {"window.trailing", [](auto& r) { MakeWindow(r, 0, 1'201, 1); }},
                    });
}

TEST(HostileDefinition, RefusesAnotherNumberOfOperands) {
  ExpectEachRefused(
      ValidIndicator(),
      {
          {"expression.operands", [](auto& r) { Root(r).clear_operands(); }},
          {"expression.operands",
           [](auto& r) {
             while (Root(r).operands_size() < 17) *Root(r).add_operands() = Root(r).operands(0);
           }},
          {"expression.operands",
           [](auto& r) {
             Root(r).mutable_arithmetic()->set_operation(3);
             *Root(r).add_operands() = Root(r).operands(0);
           }},
          {"expression.operands", [](auto& r) { Root(r).set_rank(true); }},
          {"expression.operands",
           [](auto& r) { Root(r).mutable_operands(0)->add_operands()->set_rank(true); }},
      });
}

/// A chain of ranks above a total, `depth` nodes in all.
stored::Expression ChainOf(int depth) {
  stored::Expression node;
  node.mutable_total()->set_measure("measures/sales");
  for (; depth > 1; --depth) {
    stored::Expression above;
    above.set_rank(true);
    *above.add_operands() = node;
    node = above;
  }
  return node;
}

TEST(HostileDefinition, RefusesTreesThatAreTooDeep) {
  stored::StoredRecord record;
  *record.mutable_indicator()->mutable_expression() = ChainOf(8);
  EXPECT_TRUE(Decode(record, 2).ok());
  for (const int depth : {9, 90, 5'000}) {
    *record.mutable_indicator()->mutable_expression() = ChainOf(depth);
    EXPECT_TRUE(absl::IsDataLoss(Decode(record, 2).status())) << depth;
  }
}

TEST(HostileDefinition, RefusesTreesOfTooManyNodes) {
  stored::StoredRecord record;
  stored::Expression& root = Root(record);
  root.mutable_arithmetic();
  for (int i = 0; i < 9; ++i) {
    stored::Expression& sum = *root.add_operands();
    sum.mutable_arithmetic();
    for (int k = 0; k < 6; ++k) *sum.add_operands() = ChainOf(1);
  }
  EXPECT_TRUE(Decode(record, 2).ok());  // 64
  *root.mutable_operands(0)->add_operands() = ChainOf(1);
  EXPECT_THAT(std::string(Decode(record, 2).status().message()), HasSubstr("too many nodes"));
}

}  // namespace
}  // namespace taizhang
