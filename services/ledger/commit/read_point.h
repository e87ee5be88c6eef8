#pragma once

#include <cstdint>
#include <string>

#include "common/values/token.h"

namespace taizhang::ledger {

/// What a reading is as of: a durable commit of a partition, and the revision of "structure" that
/// goes with it (of "structure" itself, its own). What is read at a point is the same for ever.
struct ReadPoint {
  std::string partition;
  uint64_t revision = 0;
  HashPrefix hash{};
  uint64_t structure_revision = 0;

  friend bool operator==(const ReadPoint&, const ReadPoint&) = default;
};

}  // namespace taizhang::ledger
