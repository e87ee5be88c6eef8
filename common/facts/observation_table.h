#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
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

  /// The newest versions at or before `as_of`, newest first, withdrawals included, at most
  /// `count_max`. Costs the versions of the year that are newer than the last one found.
  [[nodiscard]] std::vector<ObservationVersion> Versions(Ordinal subject, Ordinal measure,
                                                         Ordinal id, const Period& period,
                                                         uint64_t as_of, size_t count_max) const;

  /// First chunk of (measure, year, subject), 0 where there is none. Walk on by ChunkView::next.
  [[nodiscard]] Handle First(Ordinal measure, int year, Ordinal subject) const;
  [[nodiscard]] ChunkView View(Handle handle) const;
  /// The same as of a revision: present are the slots that had a version by then; inexact also
  /// those of which that is not the current one, so that ValueAt holds for all others.
  [[nodiscard]] ChunkView View(Handle handle, uint64_t as_of) const;
  /// The current version in a slot of a chunk; the slot must be present.
  [[nodiscard]] ObservationVersion At(Handle handle, int slot) const;
  /// The newest version in a slot of a chunk at or before `as_of`; nothing where there is none.
  [[nodiscard]] std::optional<ObservationVersion> At(Handle handle, int slot, uint64_t as_of) const;

  /// All chunks in an order that only grows: those of months first, then of quarters, half-years
  /// and years, each in order of first writing. The first one at or after `handle`, which may be
  /// any number; 0 where there is none.
  [[nodiscard]] Handle ChunkFrom(Handle handle) const;
  /// The one after a chunk; 0 where there is none.
  [[nodiscard]] Handle ChunkAfter(Handle handle) const;
  /// The first one of longer periods; 0 where there is none.
  [[nodiscard]] Handle ChunkOfLongerPeriods(Handle handle) const;
  /// Whether chunk `a` stands before chunk `b` in that order.
  [[nodiscard]] static bool StandsBefore(Handle a, Handle b);

  /// Its stated value alone, for slots that are not inexact.
  [[nodiscard]] Int128 ValueAt(Handle handle, int slot) const;

  /// A version of an observation that has a remark.
  struct RemarkedVersion {
    Handle chunk = 0;
    int slot = 0;
    uint64_t revision = 0;
  };
  /// Every version with one of `remarks`, in no order. Costs what it finds.
  [[nodiscard]] std::vector<RemarkedVersion> VersionsWithRemark(
      const absl::flat_hash_set<Ordinal>& remarks) const;

  /// How many distinct stamps of amounts, of which the table has none, may still be applied. What
  /// has no amount always has room.
  [[nodiscard]] size_t stamp_room() const;
  /// Whether an amount of `value` brings no new stamp. The remark counts by there being one.
  [[nodiscard]] bool HasStamp(Int128 value, const Stamp& stamp) const;

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
