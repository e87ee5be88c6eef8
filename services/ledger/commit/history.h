#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/facts/facts.h"
#include "common/log/store.h"
#include "services/ledger/commit/reading.h"

namespace taizhang::ledger {

/// Which versions of one record or observation.
struct HistoryRange {
  uint64_t through = kHead;  ///< newest revision
  size_t count_max = 0;
};

/// Who made a version, when, and with which request.
struct VersionOrigin {
  int64_t commit_time_us = 0;  ///< Unix microseconds
  std::string request_id;
  std::string principal;
  size_t bytes_read = 0;  ///< of the store, to find it
};

/// One version of a record. `before.revision` 0: there was none.
struct RecordStep {
  RecordVersion before;
  RecordVersion after;
  VersionOrigin origin;
};

/// One version of an observation. `before.revision` 0: there was none.
struct ObservationStep {
  ObservationVersion before;
  ObservationVersion after;
  std::string remark_before;
  std::string remark_after;
  VersionOrigin origin;
};

/// Versions of one key, newest first.
template <typename Step>
struct History {
  std::vector<Step> steps;
  bool has_older = false;
};
using RecordHistory = History<RecordStep>;
using ObservationHistory = History<ObservationStep>;

/// What facts know of the versions: all but their origins. None where there never was one.
RecordHistory FindHistory(const Facts& facts, const RecordName& name, const HistoryRange& range);
ObservationHistory FindHistory(const Facts& facts, const ObservationKey& key,
                               const HistoryRange& range);

enum class Changed : uint8_t { kRecord, kObservation };

/// The origin of the version that is change number `row` of the records or observations of its
/// block. Reads and verifies that block alone, and whole: its hash covers header and body together.
/// LOG_DAMAGED where it does not hold.
absl::StatusOr<VersionOrigin> ReadOriginFrom(Store& store, const std::string& partition,
                                             uint64_t revision, Changed what, uint32_t row);

}  // namespace taizhang::ledger
