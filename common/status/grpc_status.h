#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace taizhang {

/// The one place where errors become gRPC's, and its inverse for clients (AIP-193).
inline constexpr const char* kErrorDomain = "taizhang";
/// More never arrives: gRPC limits metadata to 8 KiB.
inline constexpr size_t kErrorDetailBytesMax = 6'144;
/// It travels twice, once percent-encoded with three bytes for one.
inline constexpr size_t kErrorMessageBytesMax = 400;

/// Exactly one ErrorInfo (domain, reason, metadata); BadRequest where there are violations, each
/// description beginning with its reason's name ("UNIT_MISMATCH: …"); RetryInfo for OVERLOADED and
/// NOT_READY. At most kErrorDetailBytesMax when encoded: violations are left out from the end,
/// their count stays in the metadata. An error that was not made by MakeError gets the reason that
/// is nearest to its code.
google::rpc::Status ToRpcStatus(const absl::Status& status);
grpc::Status ToGrpcStatus(const absl::Status& status);

/// The way back: code and message as received; reason, metadata and violations where the details
/// have them.
absl::Status FromRpcStatus(const google::rpc::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace taizhang
