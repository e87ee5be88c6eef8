#include "services/ledger/core/erasure.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Fault = MemoryStore::Fault;

constexpr char kName[] = "divisions/440783/enterprises/a";

std::string SalesRow(const std::string& value, const std::string& remark) {
  return std::string("rows { observation { subject: \"") + kName +
         R"(" measure: "measures/sales" period: "2025" amount { value: ")" + value +
         R"(" } remark: ")" + remark + "\" } } ";
}

/// An enterprise that was named 张三, and is 李四 now.
class Erasing : public ::testing::Test {
 protected:
  Erasing() {
    ledger_.Write(kStructureRequest);
    ledger_.Write(RequestId("first") + EnterpriseRow("a", "张三"));
    ledger_.Write(RequestId("second") + EnterpriseRow("a", "李四"));
  }

  /// Whether any block of the store has the bytes.
  bool StoreHas(const std::string& text) {
    const std::vector<StoredBlock> blocks = disk_.store().Read("440783", 0, SIZE_MAX).value();
    for (const StoredBlock& block : blocks) {
      if (block.texts.find(text) != std::string::npos) return true;
    }
    return false;
  }

  std::string NameAt(Ledger& ledger, uint64_t revision) {
    return ledger.ReadRecord(*RecordName::Parse(kName), revision)->record->display_name;
  }

  /// The ledger and a fresh fold of the log agree.
  void ExpectFactsOfTheLog() {
    const DurableHead head = *ledger_.ledger().ReadHead("440783");
    CommitHarness fresh(disk_.store());
    const DurableHead folded = *fresh.ledger().ReadHead("440783");
    EXPECT_EQ(head.revision, folded.revision);
    EXPECT_EQ(head.hash, folded.hash);
    EXPECT_EQ(head.facts_digest, folded.facts_digest);
    for (uint64_t revision = 1; revision <= head.revision; ++revision)
      EXPECT_EQ(NameAt(ledger_.ledger(), revision), NameAt(fresh.ledger(), revision));
  }

  HeldDisk disk_;
  CommitHarness ledger_{disk_.store()};
};

TEST_F(Erasing, RemovesATextThatNoLongerStands) {
  EXPECT_TRUE(StoreHas("张三"));
  const auto answer = ledger_.Erase("张三");
  const Erased& erased = ***answer;
  EXPECT_EQ(erased.revision, 3U);
  EXPECT_EQ(erased.erasure.texts, 1U);
  EXPECT_THAT(erased.erasure.uses, ElementsAre(TextUse{kName, "display_name", 1, false}));
  EXPECT_FALSE(StoreHas("张三"));
  EXPECT_TRUE(StoreHas("李四"));
  EXPECT_EQ(NameAt(ledger_.ledger(), 1), "");
  EXPECT_EQ(NameAt(ledger_.ledger(), 2), "李四");
  EXPECT_THAT(ledger_.durable(), ElementsAre("structure 1", "440783 1", "440783 2", "440783 3",
                                             "440783 rewritten through 1"));
  ExpectFactsOfTheLog();
}

TEST_F(Erasing, RefusesATextThatStands) {
  const auto answer = ledger_.Erase("李四");
  EXPECT_EQ(ReasonOf((*answer)->status()), Reason::kTextInUse);
  EXPECT_THAT(std::string((*answer)->status().message()), HasSubstr(kName));
  EXPECT_TRUE(StoreHas("李四"));
  EXPECT_EQ(ledger_.ledger().ReadHead("440783")->revision, 2U);
}

TEST_F(Erasing, ErasesNothingWhereTheTextIsNot) {
  const auto answer = ledger_.Erase("王五", "r");
  EXPECT_EQ((**answer)->revision, 2U);
  EXPECT_EQ((**answer)->erasure.texts, 0U);
  EXPECT_EQ((**ledger_.Erase("张", "s"))->erasure.texts, 0U) << "a part of a text is none";
  EXPECT_EQ((**ledger_.Erase("王五", "r"))->revision, 2U);
}

TEST_F(Erasing, SaysWhatItWouldErase) {
  ledger_.Write(EnterpriseRow("b", "张三"));
  const auto answer = ledger_.Erase("张三", "", true);
  EXPECT_EQ((**answer)->erasure.texts, 1U);
  EXPECT_EQ((**answer)->erasure.uses_total, 2U);
  EXPECT_THAT((**answer)->erasure.uses,
              ElementsAre(TextUse{kName, "display_name", 1, false},
                          TextUse{"divisions/440783/enterprises/b", "display_name", 3, true}));
  EXPECT_TRUE((**answer)->standing);
  EXPECT_TRUE(StoreHas("张三"));
  EXPECT_EQ(ledger_.ledger().ReadHead("440783")->revision, 3U);
}

TEST_F(Erasing, FindsLabelsDescriptionsAndRemarks) {
  ledger_.Write(R"pb(
    rows {
      record {
        name: "divisions/440783/enterprises/a"
        display_name: "李四"
        description: "老刘"
        labels { key: "contact" value: "老刘" }
        enterprise {}
      }
    })pb");
  ledger_.Write(SalesRow("1", "老刘"));
  ledger_.Write(EnterpriseRow("a", "李四"));
  EXPECT_EQ(ReasonOf((*ledger_.Erase("老刘"))->status()), Reason::kTextInUse);
  ledger_.Write(SalesRow("2", ""));
  const auto answer = ledger_.Erase("老刘");
  EXPECT_THAT((**answer)->erasure.uses,
              ElementsAre(TextUse{kName, "description", 3, false},
                          TextUse{kName, "labels[contact]", 3, false},
                          TextUse{kName, "remark of measures/sales 2025", 4, false}));
  EXPECT_FALSE(StoreHas("老刘"));
  ExpectFactsOfTheLog();
}

TEST_F(Erasing, ErasesWhatOnlyAWithdrawnRecordHad) {
  ledger_.Write(EnterpriseRow("b", "王五"));
  ledger_.Write("rows { withdrawn_record: \"divisions/440783/enterprises/b\" }");
  EXPECT_EQ((**ledger_.Erase("王五"))->erasure.texts, 1U);
  EXPECT_FALSE(StoreHas("王五"));
  ledger_.Write(EnterpriseRow("b", "赵六"));
  ExpectFactsOfTheLog();
}

TEST_F(Erasing, TakesTheSameTextAsANewOneAfterwards) {
  ledger_.Erase("张三");
  ledger_.Write(EnterpriseRow("a", "张三"));
  EXPECT_EQ(NameAt(ledger_.ledger(), 4), "张三");
  EXPECT_EQ(NameAt(ledger_.ledger(), 1), "");
  ExpectFactsOfTheLog();
  ledger_.Write(EnterpriseRow("a", "李四"));
  EXPECT_EQ((**ledger_.Erase("张三"))->erasure.texts, 1U);
  EXPECT_FALSE(StoreHas("张三"));
  ExpectFactsOfTheLog();
}

TEST_F(Erasing, AnswersARepeatAsTheFirst) {
  const auto first = ledger_.Erase("张三", "r");
  ledger_.Write(EnterpriseRow("b"));
  for (CommitHarness* harness : {&ledger_, new CommitHarness(disk_.store())}) {
    const auto again = harness->Erase("张三", "r");
    EXPECT_EQ((**again)->revision, 3U);
    EXPECT_EQ((**again)->hash, (**first)->hash);
    EXPECT_EQ((**again)->erasure.texts, 1U);
    EXPECT_EQ((**again)->erasure.uses_total, 1U);
    EXPECT_EQ((**again)->erasure.uses, (**first)->erasure.uses);
    if (harness != &ledger_) delete harness;
  }
}

TEST_F(Erasing, AnswersARepeatAsTheFirstAlsoWhereALaterErasureForgotItsFingerprint) {
  ledger_.Write(RequestId("written") + EnterpriseRow("b", "王五"));
  ledger_.Erase("张三", "r");
  ledger_.Erase("nowhere", "empty");
  ledger_.Write(EnterpriseRow("b", "B"));
  ledger_.Erase("王五");
  for (const std::string id : {"written", "r", "empty"})
    ASSERT_EQ(disk_.store().FindRequest("440783", id)->value().fingerprint, Hash{}) << id;
  const auto again = ledger_.Erase("张三", "r");
  ASSERT_TRUE((*again)->ok()) << (*again)->status();
  EXPECT_EQ((**again)->revision, 4U);
  EXPECT_THAT((**again)->erasure.uses, ElementsAre(TextUse{kName, "display_name", 1, false}));
  EXPECT_EQ((**ledger_.Erase("nowhere", "empty"))->revision, 4U);
  EXPECT_EQ(ReasonOf((*ledger_.Erase("张三", "written"))->status()), Reason::kRequestIdReused);
  EXPECT_EQ(ReasonOf((*ledger_.Erase("B", "r"))->status()), Reason::kRequestIdReused);
  const auto written = ledger_.Write(RequestId("r") + EnterpriseRow("c"));
  EXPECT_EQ(written->reason(), Reason::kRequestIdReused);
}

TEST_F(Erasing, RefusesARepeatThatWouldLeaveTheTextThere) {
  ledger_.Erase("张三", "r");
  ledger_.Write(EnterpriseRow("b", "张三"));
  ledger_.Write(EnterpriseRow("b", "B"));
  EXPECT_EQ(ReasonOf((*ledger_.Erase("张三", "r"))->status()), Reason::kRequestIdReused);
  EXPECT_EQ(ReasonOf((*ledger_.Erase("B", "first"))->status()), Reason::kRequestIdReused);
  EXPECT_EQ(ledger_.Write(RequestId("r") + EnterpriseRow("c"))->reason(), Reason::kRequestIdReused);
}

TEST_F(Erasing, ForgetsWhatWasWrittenWhileTheTextStood) {
  ledger_.Erase("张三");
  const auto first = ledger_.Write(RequestId("first") + EnterpriseRow("a", "张三"));
  EXPECT_EQ(first->reason(), Reason::kRequestIdReused);
  EXPECT_THAT(std::string(first->written->status().message()), HasSubstr("erased"));
  EXPECT_EQ(disk_.store().FindRequest("440783", "first")->value().fingerprint, Hash{});
  const auto second = ledger_.Write(RequestId("second") + EnterpriseRow("a", "李四"));
  EXPECT_EQ(second->value().revision, 2U);
}

TEST_F(Erasing, ForgetsRequestsThatRepeatedTheText) {
  ledger_.Write(EnterpriseRow("b", "王五"));
  ledger_.Write(EnterpriseRow("c"));
  EXPECT_THAT(ledger_.Write(RequestId("same") + EnterpriseRow("b", "王五"))->value().outcomes,
              ElementsAre(Outcome::kUnchanged));
  ledger_.Write(EnterpriseRow("b", "B"));
  ledger_.Erase("王五");
  EXPECT_EQ(disk_.store().FindRequest("440783", "same")->value().fingerprint, Hash{});
}

TEST_F(Erasing, WaitsUntilAllBeforeItIsDurable) {
  disk_.Hold();
  const auto corrected = ledger_.Write(EnterpriseRow("a", "王五"));
  const auto erased = ledger_.Erase("李四");
  const auto after = ledger_.Write(EnterpriseRow("b"));
  EXPECT_EQ(NameAt(ledger_.ledger(), 2), "李四") << "what is durable reads as it stands";
  disk_.ReleaseOne();
  EXPECT_TRUE(corrected->arrived());
  EXPECT_FALSE(erased->has_value());
  EXPECT_FALSE(after->arrived());
  disk_.Release();
  EXPECT_EQ((**erased)->revision, 4U);
  EXPECT_EQ(after->value().revision, 5U);
  EXPECT_FALSE(StoreHas("李四"));
  ExpectFactsOfTheLog();
}

TEST_F(Erasing, SaysWhatItWouldEraseOfTheDurableHeadAndWaitsForNobody) {
  disk_.Hold();
  const auto corrected = ledger_.Write(EnterpriseRow("a", "王五"));
  const auto tried = ledger_.Erase("李四", "", true);
  ASSERT_TRUE(tried->has_value());
  EXPECT_TRUE((**tried)->standing) << "the correction is not durable";
  EXPECT_EQ((**ledger_.Erase("王五", "", true))->erasure.texts, 0U);
  const auto after = ledger_.Write(EnterpriseRow("b"));
  disk_.ReleaseOne();
  EXPECT_TRUE(corrected->arrived());
  EXPECT_FALSE((**ledger_.Erase("李四", "", true))->standing);
  disk_.Release();
  EXPECT_TRUE(after->arrived());
}

TEST_F(Erasing, LetsOneErasureWait) {
  ledger_.Write(EnterpriseRow("a", "王五"));
  disk_.Hold();
  const auto before = ledger_.Write(EnterpriseRow("b"));
  const auto first = ledger_.Erase("张三");
  const auto second = ledger_.Erase("李四");
  ASSERT_TRUE(second->has_value());
  EXPECT_EQ(ReasonOf((*second)->status()), Reason::kOverloaded);
  EXPECT_TRUE((**ledger_.Erase("李四", "", true)).ok()) << "a trial does not wait";
  const auto after = ledger_.Write(EnterpriseRow("c"));
  disk_.ReleaseOne();
  EXPECT_TRUE(before->arrived());
  // The first is on its way to the disk: the next may wait, behind what came before it.
  const auto third = ledger_.Erase("李四");
  EXPECT_FALSE(third->has_value());
  disk_.Release();
  EXPECT_EQ((**first)->revision, 5U);
  EXPECT_EQ(after->value().revision, 6U);
  EXPECT_EQ((**third)->revision, 7U);
}

TEST_F(Erasing, ErasesNothingWhereTheAppendIsLost) {
  for (const Fault fault : {Fault::kConflict, Fault::kUnknownLost}) {
    disk_.store().FailNextAppend(fault);
    EXPECT_EQ(ReasonOf((*ledger_.Erase("张三", "r"))->status()), Reason::kNotReady);
    EXPECT_TRUE(StoreHas("张三"));
    EXPECT_EQ(NameAt(ledger_.ledger(), 1), "张三");
    ExpectFactsOfTheLog();
  }
  EXPECT_EQ((**ledger_.Erase("张三", "r"))->revision, 3U);
  EXPECT_FALSE(StoreHas("张三"));
}

TEST_F(Erasing, AcknowledgesAnAppendThatTurnsOutToBeWritten) {
  disk_.store().FailNextAppend(Fault::kUnknownWritten);
  EXPECT_EQ((**ledger_.Erase("张三", "r"))->revision, 3U);
  EXPECT_EQ(ledger_.durable().back(), "440783 rewritten through 1");
  ExpectFactsOfTheLog();
}

TEST_F(Erasing, KnowsNoPartitionThatWasNeverWritten) {
  EraseAnswer answer;
  ledger_.ledger().Erase({.partition = "110101", .spellings = {"张三"}},
                         [&](absl::StatusOr<Erased> erased) { answer = std::move(erased); });
  EXPECT_EQ(ReasonOf(answer->status()), Reason::kNotFound);
}

TEST(ErasureOutcome, IsReadBack) {
  Erasure erasure{.texts = 2, .uses = {}, .uses_total = 300};
  for (uint64_t i = 0; i < 100; ++i)
    erasure.uses.push_back({"divisions/440783/villages/v", "labels[a]", i * 1'000, false});
  const absl::StatusOr<Erasure> read = DecodeErasure(EncodeErasure(erasure));
  EXPECT_EQ(read->texts, 2U);
  EXPECT_EQ(read->uses_total, 300U);
  EXPECT_EQ(read->uses, erasure.uses);
  const std::string bytes = EncodeErasure(erasure);
  EXPECT_FALSE(DecodeErasure(bytes.substr(0, bytes.size() - 1)).ok());
  EXPECT_FALSE(DecodeErasure(bytes + bytes).ok());
  EXPECT_EQ(DecodeErasure(EncodeErasure({}))->texts, 0U);
}

TEST(ErasureOutcome, IsToldFromOutcomesOfRows) {
  EXPECT_TRUE(IsErasureOutcome(EncodeErasure({})));
  EXPECT_TRUE(IsErasureOutcome(EncodeErasure({.texts = 1, .uses = {}, .uses_total = 1})));
  EXPECT_FALSE(IsErasureOutcome(EncodeOutcomes({})));
  EXPECT_FALSE(IsErasureOutcome(EncodeOutcomes({Outcome::kCreated})));
  EXPECT_FALSE(IsErasureOutcome(EncodeOutcomes(std::vector(128, Outcome::kUnchanged))));
}

TEST(ErasureOutcome, IsReadAsItWasKeptWithoutATag) {
  EXPECT_EQ(DecodeErasure(std::string_view("\0\0", 2))->texts, 0U);
  EXPECT_EQ(DecodeErasure(std::string_view("\1\0", 2))->texts, 1U);
}

}  // namespace
}  // namespace taizhang::ledger
