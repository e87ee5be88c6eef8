#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/log/memory_store.h"
#include "services/ledger/rpc/parse_request.h"
#include "services/ledger/rpc/read_record.h"
#include "tests/property/ledger/random_rows.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;

constexpr int kRounds = 3'000;

/// Violations as text, with what is said of them.
std::vector<std::string> Said(const std::vector<Violation>& violations) {
  std::vector<std::string> said;
  for (const Violation& one : violations) {
    said.push_back(one.field + " " + std::string(ReasonName(one.reason)) + ": " + one.description);
  }
  return said;
}

class Ledgers {
 public:
  Ledgers() {
    EXPECT_TRUE(harness_.Write(LedgerWorld::StructureRequest())->written->ok());
    EXPECT_TRUE(harness_.Write(LedgerWorld::SubjectsRequest())->written->ok());
  }

  std::shared_ptr<Answer> Write(v1::WriteRecordsRequest request, bool validate_only) {
    request.set_validate_only(validate_only);
    return harness_.Write(std::move(request));
  }

  Ledger& ledger() { return harness_.ledger(); }

 private:
  MemoryStore store_{"test-epoch", [](const std::function<void()>& answer) { answer(); }};
  CommitHarness harness_{store_};
};

TEST(PostingProperty, ValidateOnlySaysExactlyWhatIsRefused) {
  Seeded random;
  Ledgers ledgers;
  int written_count = 0;
  for (int round = 0; round < kRounds; ++round) {
    const v1::WriteRecordsRequest request = RandomRequest(random);
    if (const auto parsed = ParseWriteRequest(request); !parsed.ok() || parsed->partition.empty())
      continue;
    const std::shared_ptr<Answer> judged = ledgers.Write(request, true);
    ASSERT_TRUE(judged->written->ok()) << judged->written->status();
    const std::vector<std::string> said = Said(judged->value().violations);
    const std::shared_ptr<Answer> written = ledgers.Write(request, false);
    ASSERT_EQ(written->written->ok(), said.empty())
        << request.DebugString() << written->written->status();
    if (written->written->ok()) {
      ++written_count;
      EXPECT_EQ(written->value().outcomes, judged->value().outcomes);
      continue;
    }
    // Errors carry the first ones; those that abort name one thing alone.
    const std::vector<std::string> sent = Said(ViolationsOf(written->written->status()));
    ASSERT_LE(sent.size(), said.size());
    EXPECT_TRUE(std::equal(sent.begin(), sent.end(), said.begin())) << request.DebugString();
  }
  EXPECT_GT(written_count, kRounds / 200);
}

TEST(PostingProperty, ViolationsStandInOrderOfRowsAndSayWhatIsWrong) {
  Seeded random;
  const LedgerWorld world;
  for (int round = 0; round < kRounds; ++round) {
    const v1::WriteRecordsRequest request = RandomRequest(random);
    int32_t last = -1;
    for (const Violation& violation : world.Judge(request).violations) {
      EXPECT_GE(violation.row, last);
      EXPECT_EQ(violation.field.rfind("rows[" + std::to_string(violation.row) + "]", 0), 0U);
      EXPECT_FALSE(violation.description.empty()) << violation.field;
      last = violation.row;
    }
  }
}

struct Measured {
  const char* name;
  const char* unit;
  const char* subject;
  const char* period;
};

/// What was read of an observation, as a request that writes it.
v1::WriteRecordsRequest WhatIsRead(const Ledger& ledger, const type::v1::Observation& written) {
  v1::GetRecordRequest get;
  type::v1::ObservationKey& key = *get.mutable_observation();
  key.set_subject(written.subject());
  key.set_measure(written.measure());
  key.set_period(written.period());
  v1::GetRecordResponse read;
  const absl::Status status = ReadRecordInto(ledger, get, read);
  EXPECT_TRUE(status.ok()) << status;
  v1::WriteRecordsRequest request;
  *request.add_rows()->mutable_observation() = read.observation();
  return request;
}

TEST(PostingProperty, WritingWhatWasReadChangesNothing) {
  constexpr Measured kMeasured[] = {
      {"measures/sales", "元", "divisions/440783/enterprises/acme", "2024"},
      {"measures/balance", "元", "divisions/440783/enterprises/acme", "2024-06"},
      {"measures/land", "平方米", "divisions/440783", "2024"},
      {"measures/land", "公顷", "divisions/440783107", "2024"},
  };
  Seeded random;
  Ledgers ledgers;
  int written_count = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Measured& measured = OneOf(random, kMeasured);
    v1::WriteRecordsRequest request;
    type::v1::Observation& observation = *request.add_rows()->mutable_observation();
    observation.set_subject(measured.subject);
    observation.set_measure(measured.name);
    observation.set_period(measured.period);
    *observation.mutable_amount() = RandomAmount(random, measured.unit);
    if (!ledgers.Write(request, false)->written->ok()) continue;
    ++written_count;
    const std::shared_ptr<Answer> again =
        ledgers.Write(WhatIsRead(ledgers.ledger(), observation), false);
    ASSERT_TRUE(again->written->ok()) << request.DebugString() << again->written->status();
    EXPECT_THAT(again->value().outcomes, ElementsAre(Outcome::kUnchanged))
        << request.DebugString() << again->request->DebugString();
  }
  EXPECT_GT(written_count, kRounds / 20);
}

}  // namespace
}  // namespace taizhang::ledger
