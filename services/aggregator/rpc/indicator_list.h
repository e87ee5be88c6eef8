#pragma once

#include "absl/status/status.h"
#include "services/aggregator/view/views.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// A page of indicators by name. All pages of a list show it as it stood at the first: the page
/// token is pinned to the structure revision.
absl::Status ListIndicators(const Views& views, const v1::ListIndicatorsRequest& request,
                            v1::ListIndicatorsResponse& response);

}  // namespace taizhang::aggregator
