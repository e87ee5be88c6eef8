#pragma once

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "common/log/block_codec.h"
#include "common/log/store.h"
#include "tests/support/figure_world.h"

namespace taizhang::aggregator {

/// A world's commits as a ledger stores them: encoded and chained, in the order in which they were
/// made.
inline std::vector<StoredBlock> EncodeBlocks(const FigureWorld& world) {
  struct Log {
    uint64_t revision = 0;
    Hash hash{};
    Dictionaries dictionaries;
  };
  std::map<std::string, Log> logs;
  std::vector<StoredBlock> blocks;
  for (const auto& [partition, made] : world.blocks()) {
    Log& log = logs[partition];
    BlockContent content = made;
    content.requests = {
        {.request_id = "",
         .principal = "anonymous",
         .record_changes = static_cast<uint32_t>(content.records.size()),
         .observation_changes = static_cast<uint32_t>(content.observations.size())}};
    absl::StatusOr<StoredBlock> block =
        EncodeBlock(partition, ++log.revision, log.hash, content, log.dictionaries);
    if (!block.ok()) {
      std::cerr << block.status() << std::endl;
      std::abort();
    }
    log.dictionaries.Append(content);
    log.hash = block->hash;
    blocks.push_back(*std::move(block));
  }
  return blocks;
}

/// The heads after `blocks`.
inline std::vector<Head> HeadsOf(const std::vector<StoredBlock>& blocks) {
  std::map<std::string, Head> heads;
  for (const StoredBlock& block : blocks) {
    heads[block.partition] = {
        .partition = block.partition, .revision = block.revision, .hash = block.hash};
  }
  std::vector<Head> out;
  out.reserve(heads.size());
  for (const auto& [partition, head] : heads) out.push_back(head);
  return out;
}

inline Token TokenOf(const StoredBlock& block) {
  return {.partition = block.partition, .revision = block.revision, .hash = PrefixOf(block.hash)};
}

/// A nation of two counties with an enterprise each that reports its sales by month: 100 and 20,
/// committed first, then 7 more in `440783`, then a new cluster of both and its members.
inline std::unique_ptr<FigureWorld> TwoCounties() {
  auto world = std::make_unique<FigureWorld>();
  const auto below = [](const std::string& parent) {
    return DivisionIn({{.place = "divisions/" + parent, .when = {}}});
  };
  const auto placed = [](const std::string& place) {
    return std::vector<Placement>{{.place = "divisions/" + place, .when = {}}};
  };
  world->Put("divisions/CN", DivisionIn());
  for (const std::string province : {"44", "50"}) world->Put("divisions/" + province, below("CN"));
  world->Put("divisions/440783", below("44"));
  world->Put("divisions/500113", below("50"));
  world->Put("measures/sales", MeasureRecord(TemporalKind::kFlow, Frequency::kMonth,
                                             ReporterBit(Reporter::kEnterprise)));
  world->Put("indicators/sales", Total("sales"));
  world->Put("indicators/enterprises", Count(RecordKind::kEnterprise));
  world->Put("divisions/440783/enterprises/a", EnterpriseIn(placed("440783")));
  world->Put("divisions/500113/enterprises/b", EnterpriseIn(placed("500113")));
  world->Observe("divisions/440783/enterprises/a", "sales", "2025-01", Exactly(100));
  world->Observe("divisions/500113/enterprises/b", "sales", "2025-01", Exactly(20));
  world->Commit();
  world->Observe("divisions/440783/enterprises/a", "sales", "2025-02", Exactly(7));
  world->Commit();
  const std::string cluster = "divisions/440783/clusters/sanitaryware";
  world->Put(cluster, ClusterOf(ClusterKind::kIndustry));
  world->Commit();
  for (const std::string name :
       {"divisions/440783/enterprises/a", "divisions/500113/enterprises/b"}) {
    world->Put(name, EnterpriseIn(placed(name.substr(10, 6)),
                                  {{.cluster = cluster, .role = Role::kMember, .when = {}}}));
  }
  world->Commit();
  return world;
}

}  // namespace taizhang::aggregator
