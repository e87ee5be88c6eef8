#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/facts/structure.h"
#include "common/log/hash.h"
#include "services/aggregator/core/partition_view.h"
#include "services/aggregator/view/cut.h"

namespace taizhang::aggregator {

/// A partition, its view, and how far it is.
struct ViewedPartition {
  explicit ViewedPartition(const std::string& partition) : name(partition), view(partition) {}

  std::string name;
  PartitionView view;
  uint64_t revision = 0;
  Hash hash{};             ///< of the applied revision
  CutDigest digest;        ///< this partition's part in the digest of a cut
  absl::Status stopped;    ///< OK: it is not; otherwise nothing may be read of it
  bool is_queued = false;  ///< in ViewSet::being_built
};

/// What Views guards: everything that an answer is read from.
struct ViewSet {
  std::shared_ptr<const Structure> structure = Structure::Empty();
  std::vector<std::unique_ptr<ViewedPartition>> partitions;          ///< in order of appearance
  absl::flat_hash_map<std::string, uint32_t> index;                  ///< of partitions, by name
  absl::flat_hash_map<std::string, std::vector<uint32_t>> touching;  ///< partitions by scope
  absl::Status readiness;                                            ///< OK: answers may be read
  /// Partitions with cells that are being built, in the order in which that is done, and how many
  /// were put there since there were none.
  std::deque<uint32_t> being_built;
  size_t build_size = 0;

  /// How much of what is being built is done, in percent.
  [[nodiscard]] int BuiltPercent() const;
};

}  // namespace taizhang::aggregator
