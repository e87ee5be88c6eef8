#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/facts/block_content.h"

namespace taizhang {

/// One version of an observation as it is read.
struct ObservationVersion {
  Int128 value = 0;
  Stamp stamp;
  uint64_t revision = 0;
  uint32_t row =
      0;  ///< position among its block's observation changes: R4's order within one commit
};

/// Every version of every observation of one log, without a string or a hash-map entry for one.
///
/// Layout: a chunk per (subject, measure, id, year) holds a 16-byte version for each period of the
/// year (12, 4, 2 or 1 by the period's length), superseded versions hang off the chunk, newest
/// first; a paged index over (measure, year, subject) finds the first chunk, and chunks of other
/// ids follow in a list. What a version says beside its value is an interned stamp; remarks and
/// values beyond 64 bits lie in side columns.
class ObservationTable {
 public:
  using Handle = uint32_t;  ///< of a chunk; 0 is none

  /// A chunk's identity and what is present in it.
  struct ChunkView {
    Ordinal subject;
    Ordinal measure;
    Ordinal id;
    int16_t year;
    uint8_t months;    ///< of one period: 1, 3, 6 or 12
    uint16_t present;  ///< bit k: slot k has a version (perhaps withdrawn)
    uint16_t inexact;  ///< bit k: slot k's current version is anything but a plain EXACT amount
                       ///< with basis WHOLE
    Handle next;  ///< chunk of the same (measure, year, subject) with another id or period length
  };

  ObservationTable();
  ~ObservationTable();
  ObservationTable(ObservationTable&&) noexcept;
  ObservationTable& operator=(ObservationTable&&) noexcept;

  /// DATA_LOSS where `before` is not what stands. `digest` gets what the change adds to and takes
  /// from it.
  absl::Status Apply(uint64_t revision, uint32_t row, const ObservationChange& change,
                     uint64_t& digest);

  /// The current version of a key, or the newest at or before `as_of`.
  [[nodiscard]] std::optional<ObservationVersion> Find(Ordinal subject, Ordinal measure, Ordinal id,
                                                       const Period& period,
                                                       uint64_t as_of = UINT64_MAX) const;

  /// First chunk of (measure, year, subject), 0 where there is none. Walk on by ChunkView::next.
  [[nodiscard]] Handle First(Ordinal measure, int year, Ordinal subject) const;
  [[nodiscard]] ChunkView View(Handle handle) const;
  /// The current version in a slot of a chunk; the slot must be present.
  [[nodiscard]] ObservationVersion At(Handle handle, int slot) const;
  /// Its stated value alone, for slots that are not inexact.
  [[nodiscard]] Int128 ValueAt(Handle handle, int slot) const;

  /// Years in which any subject has observations of `measure`: [first, last], or first > last.
  [[nodiscard]] std::pair<int, int> Years(Ordinal measure) const;

  [[nodiscard]] uint64_t version_count() const { return version_count_; }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  struct Storage;

  std::unique_ptr<Storage> storage_;
  uint64_t version_count_ = 0;
};

}  // namespace taizhang
