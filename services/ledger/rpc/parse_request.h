#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/commit/write_request.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

inline constexpr int kRowsMax = 5'000;
inline constexpr int kAssumedRecordsMax = 5'000;
inline constexpr size_t kRequestBytesMax = size_t{16} << 20U;
inline constexpr size_t kRequestIdBytesMax = 128;

/// "request_id" of a request; may be empty.
void CheckRequestId(const std::string& id, std::vector<Violation>& violations);

/// TOO_LARGE beyond kRequestBytesMax; apart from parsing, as measuring costs a walk over the
/// message.
absl::Status CheckRequestBytes(size_t bytes);

/// The request in our own types; rows view `request`, which must outlive it. What is wrong with a
/// row is among the violations; an error is what is wrong with the request as a whole. The
/// partition is that of the first row that can be read, empty where none can.
absl::StatusOr<WriteRequest> ParseWriteRequest(const v1::WriteRecordsRequest& request);

}  // namespace taizhang::ledger
