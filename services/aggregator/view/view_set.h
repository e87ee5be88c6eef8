#pragma once

#include <cstdint>
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
  Hash hash{};           ///< of the applied revision
  CutDigest digest;      ///< this partition's part in the digest of a cut
  absl::Status stopped;  ///< OK: it is not; otherwise nothing may be read of it
};

/// What Views guards: everything that an answer is read from.
struct ViewSet {
  std::shared_ptr<const Structure> structure = Structure::Empty();
  std::vector<std::unique_ptr<ViewedPartition>> partitions;          ///< in order of appearance
  absl::flat_hash_map<std::string, uint32_t> index;                  ///< of partitions, by name
  absl::flat_hash_map<std::string, std::vector<uint32_t>> touching;  ///< partitions by scope
  absl::Status readiness;                                            ///< OK: answers may be read
};

}  // namespace taizhang::aggregator
