#include "services/cli/operate/facts_comparison.h"

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using Ledger = std::map<std::string, taizhang::ledger::v1::Partition>;

taizhang::ledger::v1::Partition InLedger(int64_t revision, uint64_t digest) {
  taizhang::ledger::v1::Partition partition;
  partition.set_revision(revision);
  partition.set_facts_digest(digest);
  return partition;
}

struct Applied {
  std::string partition;
  int64_t revision = 0;
  uint64_t digest = 0;
  std::string stopped = {};
};

taizhang::aggregator::v1::GetStatusResponse Status(const std::vector<Applied>& partitions) {
  taizhang::aggregator::v1::GetStatusResponse status;
  for (const Applied& applied : partitions) {
    auto& partition = *status.add_partitions();
    partition.set_partition(applied.partition);
    partition.set_revision(applied.revision);
    partition.set_facts_digest(applied.digest);
    partition.set_stopped(applied.stopped);
  }
  return status;
}

FactsVerdict VerdictOf(const FactsComparison& comparison, const std::string& partition) {
  return comparison.partitions().at(partition).verdict;
}

TEST(FactsComparison, ComparesDigestsAtTheSameRevision) {
  FactsComparison comparison;
  comparison.Take({{"440783", InLedger(3, 7)}, {"440784", InLedger(2, 8)}},
                  Status({{"440783", 3, 7}, {"440784", 2, 9}}), "");
  EXPECT_EQ(VerdictOf(comparison, "440783"), FactsVerdict::kSame);
  EXPECT_EQ(VerdictOf(comparison, "440784"), FactsVerdict::kDifferent);
}

TEST(FactsComparison, SaysNothingOfDifferentRevisions) {
  FactsComparison comparison;
  comparison.Take({{"440783", InLedger(3, 7)}, {"440784", InLedger(2, 8)}},
                  Status({{"440783", 4, 1}}), "");
  EXPECT_EQ(VerdictOf(comparison, "440783"), FactsVerdict::kMoving);
  EXPECT_EQ(VerdictOf(comparison, "440784"), FactsVerdict::kMoving) << "nothing was applied yet";
}

TEST(FactsComparison, KeepsWhatWasSettledOnce) {
  FactsComparison comparison;
  const Ledger ledger = {{"440783", InLedger(3, 7)}};
  comparison.Take(ledger, Status({{"440783", 2, 1}}), "");
  EXPECT_TRUE(comparison.Has(FactsVerdict::kMoving));
  comparison.Take(ledger, Status({{"440783", 3, 7}}), "");
  EXPECT_EQ(VerdictOf(comparison, "440783"), FactsVerdict::kSame);
  comparison.Take(ledger, Status({{"440783", 4, 2}}), "");
  EXPECT_EQ(VerdictOf(comparison, "440783"), FactsVerdict::kSame);
}

TEST(FactsComparison, TellsWhatIsStoppedInEither) {
  FactsComparison comparison;
  Ledger ledger = {{"440783", InLedger(3, 7)}, {"440784", InLedger(2, 8)}};
  ledger["440784"].mutable_stopped()->set_message("a block is missing");
  comparison.Take(ledger, Status({{"440783", 3, 0, "damaged"}, {"440784", 2, 8}}), "");
  EXPECT_EQ(comparison.partitions().at("440783").stopped, "damaged");
  EXPECT_EQ(comparison.partitions().at("440784").stopped, "a block is missing");
  EXPECT_FALSE(comparison.Has(FactsVerdict::kSame));
}

TEST(FactsComparison, AccusesNoLedgerThatTellsNoDigest) {
  taizhang::ledger::v1::Partition older;
  older.set_revision(3);
  FactsComparison comparison;
  comparison.Take({{"440783", older}}, Status({{"440783", 3, 7}}), "");
  EXPECT_EQ(VerdictOf(comparison, "440783"), FactsVerdict::kUntold);
}

TEST(FactsComparison, LeavesOutWhatDoesNotBeginWithThePrefix) {
  FactsComparison comparison;
  comparison.Take({{"440783", InLedger(3, 7)}}, Status({{"440783", 3, 7}, {"500113", 1, 1}}), "44");
  EXPECT_EQ(comparison.partitions().size(), 1U);
}

}  // namespace
}  // namespace taizhang::cli
