#include <string>
#include <utility>

#include "services/ledger/core/canonical_form.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/unit/ledger/ledger_world.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string Remark(const std::string& remark) {
  return R"(rows { observation { subject: "divisions/440783" measure: "measures/land" period: "2024"
            amount { value: "1" } remark: ")" +
         remark + "\" } } ";
}

TEST(Texts, AreKeptComposed) {
  const LedgerWorld world;
  const Posted posted = world.Judge(RowOf(
      "name: \"divisions/440783/enterprises/cafe\" display_name: \"Cafe\u0301\" "
      "english_name: \"E\u0301\" description: \"A\u030A\" labels { key: \"a\" value: \"o\u0302\" } "
      "enterprise {}"));
  ASSERT_THAT(posted.content.records, SizeIs(1));
  const Record& record = *posted.content.records[0].after;
  EXPECT_EQ(record.display_name, "Caf\u00E9");
  EXPECT_EQ(record.english_name, "\u00C9");
  EXPECT_EQ(record.description, "\u00C5");
  EXPECT_EQ(record.labels[0].value, "\u00F4");
  EXPECT_EQ(world.Judge(Remark("Cafe\u0301")).content.new_texts[0].text, "Caf\u00E9");
}

TEST(Texts, AreUnchangedHoweverTheyAreTyped) {
  LedgerWorld world;
  world.Write(EnterpriseRow("cafe", "Caf\u00E9") + Remark("Caf\u00E9"));
  EXPECT_THAT(world.Judge(EnterpriseRow("cafe", "Cafe\u0301") + Remark("Cafe\u0301")).outcomes,
              ElementsAre(Outcome::kUnchanged, Outcome::kUnchanged));
}

TEST(Texts, HaveOneFingerprintHoweverTheyAreTyped) {
  const auto form = [](const std::string& text) {
    const v1::WriteRecordsRequest request = Request(text);
    return CanonicalForm(ParseWriteRequest(request)->rows);
  };
  EXPECT_EQ(form(EnterpriseRow("cafe", "Cafe\u0301") + Remark("Cafe\u0301")),
            form(EnterpriseRow("cafe", "Caf\u00E9") + Remark("Caf\u00E9")));
}

TEST(Texts, OfAFilterAreComposedToo) {
  LedgerWorld world;
  const Posted posted = world.Judge(RowOf(
      "name: \"indicators/a\" display_name: \"A\" indicator { total { measure: \"measures/sales\" "
      "filter { labels { key: \"a\" value: \"e\u0301\" } } } }"));
  const auto& indicator = std::get<Indicator>(posted.content.records[0].after->details);
  EXPECT_EQ(std::get<TotalOf>(indicator.definition).filter.labels[0].value, "\u00E9");
}

TEST(Texts, NameTheCharacterThatMayNotBeThere) {
  const LedgerWorld world;
  const std::pair<std::string, std::string> cases[] = {
      {"a\\nb",
       "character 2 is U+000A, a control character (line feeds and tabs are such); "
       "write one line of plain text without it"},
      {"开平\u202E市",  // NOLINT(misc-misleading-bidirectional)
       "character 3 is U+202E, an invisible control of the direction of writing; "
       "write one line of plain text without it"},
      {"\uFEFF开平",
       "character 1 is U+FEFF, a byte order mark; write one line of plain text "
       "without it"},
      {"开\uFFFF",
       "character 2 is U+FFFF, a code point that is no character; write one line of "
       "plain text without it"},
      {"开\u0085平",
       "character 2 is U+0085, a control character (line feeds and tabs are such); "
       "write one line of plain text without it"},
      {"开平\u3000", "character 3 is U+3000: the text ends with a blank; write it without"},
      {" 开平", "character 1 is U+0020: the text begins with a blank; write it without"},
      {"\u00A0", "character 1 is U+00A0: the text begins with a blank; write it without"},
      {R"(\355\240\200)", "is not UTF-8; write Unicode in UTF-8"},  // a lone surrogate
  };
  for (const auto& [text, complaint] : cases) {
    const Posted posted = world.Judge(EnterpriseRow("a", text));
    ASSERT_THAT(Complaints(posted), ElementsAre("rows[0].record.display_name TEXT_INVALID"))
        << text;
    EXPECT_EQ(posted.violations[0].description, complaint);
  }
}

TEST(Texts, AreJudgedInEveryPlace) {
  const std::string bad = "\u202E";  // NOLINT(misc-misleading-bidirectional)
  CheckRecords({
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise {} english_name: ")" +
           bad + "\"",
       {"english_name TEXT_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise {} description: ")" +
           bad + "\"",
       {"description TEXT_INVALID"}},
      {R"(name: "divisions/440783/enterprises/a" display_name: "A" enterprise {} labels { key: "k" value: ")" +
           bad + "\" }",
       {"labels[k] TEXT_INVALID"}},
      {R"(name: "indicators/a" display_name: "A" indicator { total { measure: "measures/sales" filter { labels { key: "k" value: ")" +
           bad + "\" } } } }",
       {"indicator.total.filter.labels[k] TEXT_INVALID"}},
  });
  EXPECT_THAT(Complaints(LedgerWorld().Judge(Remark(bad))),
              ElementsAre("rows[0].observation.remark TEXT_INVALID"));
}

TEST(Texts, SayHowLongTheyMayBe) {
  const Posted posted = LedgerWorld().Judge(EnterpriseRow("a", std::string(301, 'x')));
  EXPECT_THAT(posted.violations[0].description, HasSubstr("has 301 bytes; up to 300 are kept"));
}

}  // namespace
}  // namespace taizhang::ledger
