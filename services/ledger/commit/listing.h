#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/core/record_filter.h"

namespace taizhang::ledger {

/// Where a listing goes on: the first thing that was not looked at, in its order. Opaque; any
/// numbers are taken, those of no position skipping or giving nothing. The beginning: {}.
struct ListingPosition {
  uint64_t major = 0;
  uint64_t minor = 0;
  friend bool operator==(const ListingPosition&, const ListingPosition&) = default;
};

/// How much one page looks at. A page that finds too little is short, or empty.
struct ListingLimits {
  size_t count_max = 1'000;  ///< records or observations on it
  /// Records and entries on their chains, or observations' chunks. The first record's chains are
  /// walked to their end.
  size_t examined_max = 50'000;
  size_t hold_examined_max = 1'000;  ///< of them while the partition's facts are held
};

/// Which records.
struct RecordListing {
  ReadPoint point;
  RecordFilter filter;
  std::optional<RecordName> scope;  ///< a division or village
  std::optional<RecordName> cluster;
  Day day = 0;  ///< of scope and cluster
};

struct ListedRecord {
  std::string name;
  uint64_t revision = 0;
  std::shared_ptr<const Record> record;
  ListingPosition position;
};

struct RecordPage {
  std::vector<ListedRecord> records;
  std::optional<ListingPosition> next;  ///< nothing: that was all
};

/// A page of the records that stand as of the point, in order of first appearance in the
/// partition's log. NOT_FOUND where scope or cluster do not stand.
absl::StatusOr<RecordPage> ListRecords(const Ledger& ledger, const RecordListing& listing,
                                       ListingPosition from, const ListingLimits& limits = {});

/// Which observations.
struct ObservationListing {
  ReadPoint point;
  std::optional<RecordName> subject;
  std::vector<RecordName> measures;  ///< empty: all
  std::optional<Period> period;      ///< only periods that lie in it
};

struct ListedObservation {
  ObservationQuery query;
  ObservationRead read;
  ListingPosition position;
};

struct ObservationPage {
  std::vector<ListedObservation> observations;
  std::optional<ListingPosition> next;  ///< nothing: that was all
};

/// A page of the observations that stand as of the point, those of one subject, measure, item or
/// source, and year together. All of them: in ObservationTable's order. Those of one subject: by
/// measure in order of first appearance, and by year. NOT_FOUND for a subject or measure that was
/// never written.
absl::StatusOr<ObservationPage> ListObservations(const Ledger& ledger,
                                                 const ObservationListing& listing,
                                                 ListingPosition from,
                                                 const ListingLimits& limits = {});

}  // namespace taizhang::ledger
