#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/facts/facts.h"
#include "services/ledger/commit/listing.h"

namespace taizhang::ledger {

/// An observation as facts have it, copied out of them.
struct FoundObservation {
  std::string subject;
  std::string measure;  ///< id
  std::string id;
  Period period;
  ObservationVersion version;
  std::string remark;
  ListingPosition position;
};

/// A bounded way through the chunks of a listing, made while the facts are held.
///
/// Positions: of all chunks, minor is handle × 16 + slot; of one subject's, major is also measure ×
/// 65,536 + year. Facts that grow meanwhile move none of them.
class ChunkWalk {
 public:
  struct Limits {
    size_t count_max = 0;
    size_t examined_max = 0;  ///< chunks, or years of a measure without one; at least 1
  };

  /// `listing` must outlive it.
  ChunkWalk(const ObservationListing& listing, ListingPosition from, Limits limits)
      : listing_(listing), from_(from), limits_(limits) {}

  void Run(const Facts& facts);

  std::vector<FoundObservation> TakeFound() { return std::move(found_); }
  [[nodiscard]] size_t examined() const { return examined_; }
  /// Where to go on; nothing: that was all.
  [[nodiscard]] std::optional<ListingPosition> next() const { return next_; }

 private:
  using Handle = ObservationTable::Handle;
  /// What reading a chunk came to.
  struct ChunkRead {
    bool is_later = false;       ///< it was first written after the point
    std::optional<int> full_at;  ///< slot for which there was no room
  };

  void RunAll(const Facts& facts);
  void RunSubject(const Facts& facts, Ordinal subject);
  /// One measure and year of a subject; false where it ended, and next_ is set.
  bool RunYear(const Facts& facts, Handle first, uint64_t major, uint64_t from_minor);
  ChunkRead ReadChunk(const Facts& facts, Handle handle, int from_slot, uint64_t major);

  void ResolveMeasures(const Facts& facts);
  [[nodiscard]] bool WantsMeasure(Ordinal measure) const {
    return listing_.measures.empty() || (measure < wanted_.size() && wanted_[measure]);
  }
  [[nodiscard]] bool WantsYear(int year) const;
  [[nodiscard]] bool IsOver() const { return examined_ >= limits_.examined_max; }

  const ObservationListing& listing_;
  const ListingPosition from_;
  const Limits limits_;
  std::vector<bool> wanted_;  ///< by measure, where the listing names some
  std::vector<FoundObservation> found_;
  size_t examined_ = 0;
  std::optional<ListingPosition> next_;
};

}  // namespace taizhang::ledger
