#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "services/aggregator/view/cell_auditor.h"
#include "spdlog/logger.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

inline constexpr int kAuditScopesMax = 100;
inline constexpr int kAuditCellsMax = 100'000;
inline constexpr int kAuditMismatchesMax = 100;

/// AuditFigures: cells one after the other, each within a reading of its own, so that blocks are
/// applied in between. `check` is asked between cells; anything but OK ends it, and is returned.
/// `seed` is taken where the request has none.
absl::Status AuditFigures(CellAuditor& auditor, const v1::AuditFiguresRequest& request,
                          uint64_t seed, absl::FunctionRef<absl::Status()> check,
                          v1::AuditFiguresResponse& response);

}  // namespace taizhang::aggregator
