#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// Bytes of blocks that a page of revisions reads, past the first: a block may have 16 MiB.
inline constexpr size_t kRevisionBytesReadMax = size_t{8} << 20U;

/// LedgerService.ListRecordRevisions. Reads one block for each version that it returns; a page ends
/// where it has read `bytes_read_max`.
absl::Status ListRecordRevisionsInto(const Ledger& ledger,
                                     const v1::ListRecordRevisionsRequest& request,
                                     v1::ListRecordRevisionsResponse& response,
                                     size_t bytes_read_max = kRevisionBytesReadMax);

}  // namespace taizhang::ledger
