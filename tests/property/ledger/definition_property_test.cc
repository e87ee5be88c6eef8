#include <string>

#include "common/log/block_codec.h"
#include "services/ledger/rpc/format_record.h"
#include "tests/property/ledger/random_definitions.h"
#include "tests/support/random_history.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

constexpr int kRounds = 4'000;
constexpr int64_t kDepthMax = 5;

v1::WriteRecordsRequest RandomIndicator(Seeded& random) {
  v1::WriteRecordsRequest request;
  type::v1::Record& record = *request.add_rows()->mutable_record();
  record.set_name("indicators/own");
  record.set_display_name("O");
  type::v1::Indicator& indicator = *record.mutable_indicator();
  if (random.OneIn(5)) {
    RandomTotal(random, *indicator.mutable_total());
  } else {
    RandomExpression(random, random.Between(1, kDepthMax), *indicator.mutable_expression());
  }
  if (random.OneIn(4)) indicator.set_decimals(static_cast<uint32_t>(random.Between(0, 10)));
  return request;
}

LedgerWorld World() {
  LedgerWorld world;
  world.Write(R"pb(rows {
                     record {
                       name: "indicators/i"
                       display_name: "I"
                       indicator { total { measure: "measures/balance" } }
                     }
                   })pb");
  return world;
}

// What is accepted is stored, answered and read again as the same.
TEST(DefinitionProperty, WhatIsAcceptedIsKeptAsItIs) {
  Seeded random;
  const LedgerWorld world = World();
  int accepted = 0;
  for (int round = 0; round < kRounds; ++round) {
    const v1::WriteRecordsRequest request = RandomIndicator(random);
    const Posted posted = world.Judge(request);
    if (!posted.violations.empty()) continue;
    ++accepted;
    BlockContent content;
    content.new_subjects = {"indicators/own"};
    content.requests = {{"r", "anonymous", 1, 0}};
    auto kept = std::make_shared<Record>(*posted.content.records.front().after);
    kept->display_name.clear();
    content.records = {{.subject = 0, .previous_revision = 0, .before = nullptr, .after = kept}};
    const absl::StatusOr<StoredBlock> block =
        EncodeBlock("structure", 1, Hash{}, content, Dictionaries());
    ASSERT_TRUE(block.ok()) << request.DebugString() << block.status();
    const absl::StatusOr<BlockContent> read = DecodeBlock(*block, Hash{}, Dictionaries());
    ASSERT_TRUE(read.ok()) << request.DebugString() << read.status();
    EXPECT_EQ(DifferenceOf(content, *read), "") << request.DebugString();

    v1::WriteRecordsRequest again;
    FormatRecord("indicators/own", *posted.content.records.front().after, 1,
                 *again.add_rows()->mutable_record());
    const Posted second = world.Judge(again);
    ASSERT_TRUE(second.violations.empty()) << again.DebugString();
    EXPECT_EQ(*second.content.records.front().after, *posted.content.records.front().after)
        << request.DebugString();
  }
  EXPECT_GT(accepted, kRounds / 20);
}

TEST(DefinitionProperty, WhatIsRefusedSaysWhereAndWhy) {
  Seeded random;
  const LedgerWorld world = World();
  for (int round = 0; round < kRounds; ++round) {
    const v1::WriteRecordsRequest request = RandomIndicator(random);
    for (const Violation& violation : world.Judge(request).violations) {
      EXPECT_EQ(violation.field.rfind("rows[0].record.indicator.", 0), 0U)
          << violation.field << request.DebugString();
      EXPECT_FALSE(violation.description.empty()) << violation.field;
    }
  }
}

}  // namespace
}  // namespace taizhang::ledger
