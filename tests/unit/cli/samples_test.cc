// The catalogue and the samples that are delivered, as far as they can be judged without a ledger.

#include <set>
#include <sstream>
#include <string>

#include "services/cli/input/import_plan.h"
#include "services/cli/input/input_file.h"
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

Input Delivered() {
  std::istringstream none;
  return ReadInput({"deploy/catalogue/measures.jsonl", "deploy/catalogue/indicators.jsonl",
                    "deploy/samples/kaiping.jsonl", "deploy/samples/banan.jsonl"},
                   none);
}

TEST(Samples, EveryLineIsARowWithAPartition) {
  const Input input = Delivered();
  EXPECT_TRUE(input.unreadable.empty());
  for (const InputError& error : input.errors)
    ADD_FAILURE() << error.place.Text() << ": " << error.what;
  const Plan plan = MakePlan(input.rows);
  for (const InputError& error : plan.errors)
    ADD_FAILURE() << error.place.Text() << ": " << error.what;
}

TEST(Samples, ReferToNothingThatTheyDoNotCreate) {
  const Input input = Delivered();
  std::set<std::string> created;
  for (const InputRow& input_row : input.rows) {
    const auto row = input_row.row();
    if (row.has_record()) created.insert(row.record().name());
  }
  for (const InputRow& input_row : input.rows) {
    const auto row = input_row.row();
    if (!row.has_observation()) continue;
    EXPECT_TRUE(created.contains(row.observation().subject())) << input_row.place().Text();
    EXPECT_TRUE(created.contains(row.observation().measure())) << input_row.place().Text();
  }
}

TEST(Samples, EveryCatalogueRecordHasNamesInTwoLanguagesAndADescription) {
  std::istringstream none;
  const Input input =
      ReadInput({"deploy/catalogue/measures.jsonl", "deploy/catalogue/indicators.jsonl"}, none);
  for (const InputRow& row : input.rows) {
    EXPECT_FALSE(row.row().record().display_name().empty()) << row.place().Text();
    EXPECT_FALSE(row.row().record().english_name().empty()) << row.place().Text();
    EXPECT_FALSE(row.row().record().description().empty()) << row.place().Text();
  }
}

TEST(Samples, NoMeasureHasReportersOfTwoKindsThatCouldContributeTheSameTwice) {
  for (const InputRow& row : Delivered().rows) {
    EXPECT_LE(row.row().record().measure().reporters_size(), 1) << row.place().Text();
  }
}

}  // namespace
}  // namespace taizhang::cli
