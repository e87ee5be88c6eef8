// Figures of random histories as of any point of their past, against views that were replayed to
// it.

#include <cstdint>
#include <iostream>
#include <map>
#include <string>

#include "services/aggregator/core/past_partitions.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

FigureQuery AnyQuery(RandomFigures& random, const FigureWorld& /*world*/) {
  return random.AnyQuery();
}

/// Revisions of partitions after some blocks.
std::map<std::string, uint64_t> RevisionsAfter(const FigureWorld& world, size_t blocks) {
  std::map<std::string, uint64_t> revisions;
  for (size_t block = 0; block < blocks; ++block) ++revisions[world.blocks()[block].first];
  return revisions;
}

/// Any number of a world's blocks, always the same for a question.
size_t AnyPoint(const FigureWorld& world, const FigureQuery& query) {
  size_t mixed = world.blocks().size();
  for (const char c : ToText(query)) mixed = mixed * 131 + static_cast<unsigned char>(c);
  return mixed % (world.blocks().size() + 1);
}

std::string AsOf(const FigureWorld& world, const FigureQuery& query, size_t blocks, int& values) {
  const auto revisions = RevisionsAfter(world, blocks);
  const auto revision_of = [&](const std::string& partition) {
    const auto found = revisions.find(partition);
    return found == revisions.end() ? uint64_t{0} : found->second;
  };
  PastStructures structures(world.partitions());
  const uint64_t structure_revision = revision_of(std::string(kStructurePartition));
  const PastPartitions past(world.partitions(), structures, [&](const ViewState& live) {
    return PastPoint{.revision = revision_of(live.facts.partition()),
                     .structure_revision = structure_revision};
  });
  const auto then = Answer(query, structures.At(structure_revision), past);
  const auto replayed = world.ReplayedTo(blocks)->Ask(query);
  if (!then.ok() || !replayed.ok()) {
    if (then.status() == replayed.status()) return "";
    return "as of block " + std::to_string(blocks) + " " + then.status().ToString() +
           "\nreplayed " + replayed.status().ToString();
  }
  values += then->computed ? 1 : 0;
  if (*then == *replayed) return "";
  return "as of block " + std::to_string(blocks) + "\n" + ToText(*then) + "replayed\n" +
         ToText(*replayed);
}

TEST(PastProperties, AsOfAnyPointIsWhatAReplayToItAnswers) {
  int questions = 0;
  int values = 0;
  ForEachHistory(150, 12, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    ++questions;
    return AsOf(world, query, AnyPoint(world, query), values);
  });
  EXPECT_GT(values * 8, questions);
  std::cout << questions << " answers, " << values << " with a value\n";
}

TEST(PastProperties, AsOfTheHeadIsWhatIsLive) {
  int values = 0;
  ForEachHistory(60, 12, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    return AsOf(world, query, world.blocks().size(), values);
  });
}

}  // namespace
}  // namespace taizhang::aggregator
