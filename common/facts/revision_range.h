#pragma once

#include <cstdint>

namespace taizhang {

/// Revisions of one partition, both ends included.
struct RevisionRange {
  uint64_t first = 0;
  uint64_t last = 0;
  friend bool operator==(const RevisionRange&, const RevisionRange&) = default;
};

}  // namespace taizhang
