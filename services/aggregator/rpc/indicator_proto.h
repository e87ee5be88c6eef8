#pragma once

#include <string>

#include "common/facts/facts.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// `version` is an indicator's; `measure` the record that its figures have their unit from, or
/// null.
void WriteIndicator(const std::string& name, const RecordVersion& version, const Record* measure,
                    v1::IndicatorSummary& out);

}  // namespace taizhang::aggregator
