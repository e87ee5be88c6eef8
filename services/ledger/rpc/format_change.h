#pragma once

#include <memory>
#include <string_view>

#include "common/facts/facts.h"
#include "services/ledger/commit/reading.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// Sets what was done to a record. `before.revision` 0: there was none.
void FormatRecordChange(std::string_view name, const RecordVersion& before,
                        const RecordVersion& after, v1::Change& out);

/// An observation's key with what its amounts are read by.
struct ObservedKey {
  const RecordName& subject;
  const RecordName& measure;
  const std::shared_ptr<const Record>& definition;  ///< a Measure record
  Period period;                                    ///< as kept
  std::string_view id;                              ///< item or source
};

/// One version of an observation and its remark.
struct ObservedVersion {
  const ObservationVersion& version;
  std::string_view remark;
};

/// Sets what was done to an observation. `before.version.revision` 0: there was none.
void FormatObservationChange(const ObservedKey& key, const ObservedVersion& before,
                             const ObservedVersion& after, v1::Change& out);

}  // namespace taizhang::ledger
