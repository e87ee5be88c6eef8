// The blocks in tests/data/v0 were written by the first version of the format. They are read for
// ever and never written again: what fails here is a decoder that forgot them.

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "common/facts/facts.h"
#include "common/log/block_codec.h"
#include "common/log/text_entry.h"
#include "tests/support/block_file.h"
#include "tests/support/random_history.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

constexpr char kPartition[] = "440783";

std::string PathOf(uint64_t revision) {
  return "tests/data/v0/v0_block_" + std::to_string(revision) + ".bin";
}

std::shared_ptr<const Record> Cluster1() {
  auto record = std::make_shared<Record>();
  record->display_name = "牛角包产业集群";
  record->english_name = "Croissant cluster";
  record->labels = {{"level", "county"}};
  record->memberships = {{"divisions/440783/clusters/brand", Role::kMember, {19'000, kDayMax}}};
  record->active = {18'993, kDayMax};
  record->details = Cluster{ClusterKind::kIndustry,
                            {{SeatOrigin::kTown, 3}, {SeatOrigin::kEnterprise, std::nullopt}}};
  return record;
}

std::shared_ptr<const Record> Project1(Stage stage) {
  auto record = std::make_shared<Record>();
  record->placements = {{"divisions/440783107", {}}};
  Project project;
  project.category = ProjectCategory::kInvestment;
  project.stages = {{stage, {19'358, 19'723}}};
  project.owners = {"divisions/440783/enterprises/bakery"};
  record->details = project;
  return record;
}

std::shared_ptr<const Record> Measure1() {
  auto record = std::make_shared<Record>();
  Measure measure;
  measure.unit = "元";
  measure.decimals = 2;
  measure.temporal_kind = TemporalKind::kStock;
  measure.frequency = Frequency::kQuarter;
  measure.reporters = ReporterBit(Reporter::kTown) | ReporterBit(Reporter::kEnterprise);
  measure.itemised = true;
  measure.non_negative = true;
  measure.carry_forward = 4;
  record->details = measure;
  return record;
}

std::shared_ptr<const Record> Indicator1() {
  auto record = std::make_shared<Record>();
  Filter filter;
  filter.stages = {Stage::kUnderConstruction, Stage::kInProduction};
  filter.labels = {{"facet", "值"}};
  filter.party_organisation = true;
  record->details =
      Indicator{CountOf{RecordKind::kProject, filter}, "measures/projects", "indicators/projects"};
  return record;
}

BlockContent Content1() {
  BlockContent content;
  content.structure_revision = 7;
  content.commit_time_us = 1'751'328'000'000'000;
  content.requests = {{"import-1", "anonymous", 3, 1}, {"import-2", "town-440783107", 1, 2}};
  content.new_subjects = {"divisions/440783/clusters/croissants",
                          "divisions/440783/projects/line-2", "measures/sales",
                          "indicators/projects"};
  content.new_measures = {"sales", "jobs"};
  content.new_ids = {"bulletin", "rent"};
  content.new_texts = {MakeTextEntry("牛角包产业集群", Salt{1, 2, 3}),
                       MakeTextEntry("Croissant cluster", Salt{4}),
                       MakeTextEntry("county", Salt{5}), MakeTextEntry("约数，见公报", Salt{6})};
  content.records = {{.subject = 0, .after = Cluster1()},
                     {.subject = 1, .after = Project1(Stage::kPlanned)},
                     {.subject = 2, .after = Measure1()},
                     {.subject = 3, .after = Indicator1()}};
  ObservationChange exact{
      .subject = 0, .period = Period::FromMonths(2024 * 12, 12), .value = 6'945'000'000};
  exact.after.quantum = Decimal::FromInteger(1'000'000);
  ObservationChange stated{.subject = 0,
                           .measure = 1,
                           .id = 1,
                           .period = Period::FromMonths(2025 * 12 + 3, 3),
                           .value = 3'500};
  stated.after = {ObservationState::kAmount,
                  Bound::kMoreThan,
                  Basis::kRemainder,
                  PeriodBasis::kAssumed,
                  Decimal::FromCoefficient(5, 1).value(),
                  4};
  ObservationChange wide{.subject = 1, .period = Period::FromMonths(2025 * 12 + 6, 6)};
  wide.value = PowerOfTen(27) * -7;
  content.observations = {exact, stated, wide};
  return content;
}

BlockContent Content2() {
  BlockContent content;
  content.structure_revision = 8;
  content.commit_time_us = 1'751'328'000'000'001;
  content.requests = {{"import-3", "anonymous", 2, 2}};
  content.records = {{1, 1, Project1(Stage::kPlanned), Project1(Stage::kCancelled)},
                     {0, 1, Cluster1(), nullptr}};
  const BlockContent first = Content1();
  content.observations = {first.observations[1], first.observations[2]};
  for (ObservationChange& change : content.observations) {
    change.previous_revision = 1;
    change.before_value = change.value;
    change.before = change.after;
  }
  content.observations[0].value = 0;
  content.observations[0].after = {.state = ObservationState::kWithdrawn};
  content.observations[1].value = 12;
  return content;
}

TEST(GoldenBlock, IsReadAsItWasWritten) {
  Facts facts(kPartition);
  Hash previous{};
  uint64_t revision = 0;
  for (const BlockContent& expected : {Content1(), Content2()}) {
    std::ifstream file(PathOf(++revision), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::optional<StoredBlock> block = FromStoredFile(bytes);
    ASSERT_TRUE(block.has_value()) << PathOf(revision);
    const absl::StatusOr<BlockContent> content =
        DecodeBlock(*block, previous, facts.dictionaries());
    ASSERT_TRUE(content.ok()) << content.status();
    EXPECT_EQ(DifferenceOf(expected, *content), "");
    EXPECT_TRUE(facts.Apply(revision, *content).ok());
    previous = block->hash;
  }
  EXPECT_EQ(ToHex(previous), "7f9c9f21d7e918a1ed03014be540e2e1c8ad7f4dbe68e664b7fb776ae77a0c96");
}

// How the files came to be (--gtest_also_run_disabled_tests). A later format gets files of its own.
TEST(GoldenBlock, DISABLED_WritesTheFiles) {
  Dictionaries dictionaries;
  Hash previous{};
  uint64_t revision = 0;
  for (const BlockContent& content : {Content1(), Content2()}) {
    const StoredBlock block =
        EncodeBlock(kPartition, ++revision, previous, content, dictionaries).value();
    std::ofstream(PathOf(revision), std::ios::binary) << ToStoredFile(block);
    dictionaries.Append(content);
    previous = block.hash;
  }
}

}  // namespace
}  // namespace taizhang
