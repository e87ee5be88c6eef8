#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/facts/facts.h"
#include "common/values/record_name.h"
#include "services/ledger/commit/read_point.h"

namespace taizhang::ledger {

/// A record as of a point.
struct RecordRead {
  ReadPoint point;
  uint64_t revision = 0;
  std::shared_ptr<const Record> record;
};

/// The key of an observation to read, its names parsed.
struct ObservationQuery {
  RecordName subject;
  RecordName measure;
  Period period;
  std::string item;
  std::string source;
};

/// The key of an observation as it is kept.
struct ObservationKey {
  RecordName subject;
  RecordName measure;
  bool is_contribution = false;
  Period period;
  std::string id;  ///< item or source
};

/// An observation as of a point.
struct ObservationRead {
  ReadPoint point;
  std::shared_ptr<const Record> measure;  ///< a Measure record, perhaps withdrawn by now
  bool is_contribution = false;
  Period period;   ///< as kept
  std::string id;  ///< item or source
  ObservationVersion version;
  std::string remark;
};

/// NOT_FOUND [name].
absl::Status NotFound(std::string_view name);

/// NOT_FOUND where there is none as of the point, or it is withdrawn.
absl::StatusOr<RecordRead> FindRecord(const Facts& facts, const ReadPoint& point,
                                      const RecordName& name);

/// What `query` is kept under; an error names a field below `field` ("observation").
absl::StatusOr<ObservationKey> KeyOf(const ObservationQuery& query, const Measure& measure,
                                     std::string_view field);

/// NOT_FOUND where there is none as of the point, or it is withdrawn. `measure` is its record.
absl::StatusOr<ObservationRead> FindObservation(const Facts& facts, const ReadPoint& point,
                                                std::shared_ptr<const Record> measure,
                                                const ObservationKey& key);

}  // namespace taizhang::ledger
