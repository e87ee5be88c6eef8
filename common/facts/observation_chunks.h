#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "common/facts/observation_table.h"
#include "common/facts/slabs.h"

namespace taizhang::observation_chunks {

// What ObservationTable is laid out in. For it alone.

using Handle = ObservationTable::Handle;

struct Version {
  int64_t value;
  uint32_t revision;
  uint16_t stamp;
  uint16_t row;
};
static_assert(sizeof(Version) == 16);

struct Superseded {
  Version version;
  uint32_t slot;
  uint32_t next;  ///< index + 1 of an older one of the same chunk
};

struct ChunkHead {
  Ordinal subject;
  Ordinal measure;
  Ordinal id;
  Handle next;
  uint32_t superseded;  ///< index + 1 of the newest
  int16_t year;
  uint16_t present;
  uint16_t inexact;
  uint8_t months;
};

/// Chunks of one number of slots.
struct Pool {
  explicit Pool(size_t slots) : heads(1), versions(slots) {}
  Slabs<ChunkHead> heads;
  Slabs<Version> versions;
};

/// First chunks of one measure and year by subject, in pages that are there once one of their
/// subjects is: a subject that reports for many years costs pages, not a column of all subjects for
/// each.
class FirstChunks {
 public:
  [[nodiscard]] Handle At(Ordinal subject) const {
    const size_t page = subject / kPageSubjects;
    return page < pages_.size() && pages_[page] != nullptr ? pages_[page][subject % kPageSubjects]
                                                           : 0;
  }
  Handle& Touch(Ordinal subject) {
    const size_t page = subject / kPageSubjects;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (pages_[page] == nullptr) {
      pages_[page] = std::make_unique<Handle[]>(kPageSubjects);
      ++pages_in_use_;
    }
    return pages_[page][subject % kPageSubjects];
  }
  [[nodiscard]] size_t memory_bytes() const {
    return pages_.capacity() * sizeof(pages_[0]) + pages_in_use_ * kPageSubjects * sizeof(Handle);
  }

 private:
  static constexpr size_t kPageSubjects = 512;

  std::vector<std::unique_ptr<Handle[]>> pages_;
  size_t pages_in_use_ = 0;
};

/// First chunks by year.
struct MeasureIndex {
  int first_year = 0;
  std::vector<FirstChunks> years;
};

}  // namespace taizhang::observation_chunks
