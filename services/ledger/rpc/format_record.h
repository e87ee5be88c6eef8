#pragma once

#include <string_view>

#include "common/facts/record.h"
#include "services/ledger/commit/reading.h"
#include "taizhang/type/v1/observation.pb.h"
#include "taizhang/type/v1/record.pb.h"

namespace taizhang::ledger {

/// A record as it is written: reading it and writing it back is UNCHANGED.
void FormatRecord(std::string_view name, const Record& record, uint64_t revision,
                  type::v1::Record& out);

/// An observation, its amount in the measure's base unit.
void FormatObservation(const ObservationQuery& query, const ObservationRead& read,
                       type::v1::Observation& out);

}  // namespace taizhang::ledger
