#pragma once

#include <optional>
#include <string>

#include "common/facts/facts.h"
#include "common/facts/indicator_shape.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// `version` is an indicator's; `shape` that of its figures, nothing where its definition is not
/// sound (any more).
void WriteIndicator(const std::string& name, const RecordVersion& version,
                    const std::optional<Shape>& shape, v1::IndicatorSummary& out);

}  // namespace taizhang::aggregator
