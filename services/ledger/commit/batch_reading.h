#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/commit/ledger.h"

namespace taizhang::ledger {

/// Records and observations as of one point, in the order asked for; nothing for those that are not
/// there, or are withdrawn.
struct BatchRead {
  std::vector<std::optional<RecordRead>> records;
  std::vector<std::optional<ObservationRead>> observations;
};

/// Reads what lies in the point's partition; the facts are held once. An error names the fields of
/// `observations` that cannot be keys.
absl::StatusOr<BatchRead> ReadBatch(const Ledger& ledger, const ReadPoint& point,
                                    const std::vector<RecordName>& names,
                                    const std::vector<ObservationQuery>& observations);

}  // namespace taizhang::ledger
