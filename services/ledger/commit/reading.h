#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "services/ledger/commit/write_request.h"

namespace taizhang::ledger {

/// A record as of a durable head.
struct RecordRead {
  DurableHead head;
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

/// An observation as of a durable head.
struct ObservationRead {
  DurableHead head;
  std::shared_ptr<const Record> measure;  ///< a Measure record
  bool is_contribution = false;
  Period period;   ///< as kept
  std::string id;  ///< item or source
  ObservationVersion version;
  std::string remark;
};

absl::StatusOr<RecordRead> FindRecord(const Facts& facts, const DurableHead& head,
                                      const RecordName& name);
absl::StatusOr<ObservationRead> FindObservation(const Facts& facts, const DurableHead& head,
                                                const Structure& structure,
                                                const ObservationQuery& query);

}  // namespace taizhang::ledger
