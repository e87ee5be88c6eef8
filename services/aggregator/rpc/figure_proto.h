#pragma once

#include "services/aggregator/core/figure.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// Into an empty message.
void WriteFigure(const Figure& figure, v1::Figure& out);

}  // namespace taizhang::aggregator
