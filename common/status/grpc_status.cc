#include "common/status/grpc_status.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/reason.h"
#include "google/rpc/error_details.pb.h"

namespace taizhang {
namespace {

constexpr int32_t kRetryDelayNanos = 200'000'000;
constexpr size_t kMetadataBytesMax = 1'024;

grpc::StatusCode ToGrpcCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return grpc::StatusCode::OK;
    case absl::StatusCode::kCancelled:
      return grpc::StatusCode::CANCELLED;
    case absl::StatusCode::kUnknown:
      return grpc::StatusCode::UNKNOWN;
    case absl::StatusCode::kInvalidArgument:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case absl::StatusCode::kDeadlineExceeded:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case absl::StatusCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case absl::StatusCode::kPermissionDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case absl::StatusCode::kFailedPrecondition:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case absl::StatusCode::kAborted:
      return grpc::StatusCode::ABORTED;
    case absl::StatusCode::kOutOfRange:
      return grpc::StatusCode::OUT_OF_RANGE;
    case absl::StatusCode::kUnimplemented:
      return grpc::StatusCode::UNIMPLEMENTED;
    case absl::StatusCode::kInternal:
      return grpc::StatusCode::INTERNAL;
    case absl::StatusCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case absl::StatusCode::kDataLoss:
      return grpc::StatusCode::DATA_LOSS;
    case absl::StatusCode::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    case absl::StatusCode::kDoNotUseReservedForFutureExpansionUseDefaultInSwitchInstead_:
      break;
  }
  return grpc::StatusCode::UNKNOWN;
}

absl::StatusCode ToAbslCode(int code) {
  for (int candidate = 0; candidate <= static_cast<int>(absl::StatusCode::kUnauthenticated);
       ++candidate) {
    const auto absl_code = static_cast<absl::StatusCode>(candidate);
    if (static_cast<int>(ToGrpcCode(absl_code)) == code) return absl_code;
  }
  return absl::StatusCode::kUnknown;
}

/// The reason that an error from below is told by.
Reason NearestReason(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return Reason::kInvalidRequest;
    case absl::StatusCode::kNotFound:
      return Reason::kNotFound;
    case absl::StatusCode::kAborted:
      return Reason::kEtagMismatch;
    case absl::StatusCode::kOutOfRange:
      return Reason::kRevisionUnknown;
    case absl::StatusCode::kResourceExhausted:
      return Reason::kOverloaded;
    case absl::StatusCode::kUnavailable:
      return Reason::kNotReady;
    case absl::StatusCode::kDeadlineExceeded:
      return Reason::kNotYetApplied;
    case absl::StatusCode::kDataLoss:
      return Reason::kLogDamaged;
    default:
      return Reason::kInternal;
  }
}

std::string_view View(absl::string_view text) { return {text.data(), text.size()}; }

/// The row of "rows[17].observation", −1 for any other field.
int32_t RowOf(std::string_view field) {
  constexpr std::string_view kRows = "rows[";
  if (field.substr(0, kRows.size()) != kRows) return -1;
  field.remove_prefix(kRows.size());
  int32_t row = -1;
  const std::string_view number = field.substr(0, field.find(']'));
  return absl::SimpleAtoi(absl::string_view(number.data(), number.size()), &row) ? row : -1;
}

google::rpc::ErrorInfo MakeErrorInfo(Reason reason, const Metadata& metadata) {
  google::rpc::ErrorInfo info;
  info.set_domain(kErrorDomain);
  info.set_reason(std::string(ReasonName(reason)));
  size_t bytes = 0;
  for (const auto& [key, value] : metadata) {
    const std::string_view kept = CutText(value, kMetadataBytesMax - bytes);
    bytes += kept.size();
    (*info.mutable_metadata())[key] = std::string(kept);
  }
  return info;
}

/// As many violations as fit beside what `status` has already.
void AddViolations(const std::vector<Violation>& violations, google::rpc::Status& status) {
  constexpr size_t kEnvelopeBytes = 96;  ///< the type URL, tags and lengths around BadRequest
  size_t bytes = status.ByteSizeLong() + kEnvelopeBytes;
  google::rpc::BadRequest bad_request;
  for (const Violation& violation : violations) {
    auto* field = bad_request.add_field_violations();
    field->set_field(violation.field);
    field->set_description(
        absl::StrCat(std::string(ReasonName(violation.reason)), ": ", violation.description));
    bytes += field->ByteSizeLong() + 4;
    if (bytes > kErrorDetailBytesMax) {
      bad_request.mutable_field_violations()->RemoveLast();
      break;
    }
  }
  status.add_details()->PackFrom(bad_request);
}

Violation ToViolation(const google::rpc::BadRequest::FieldViolation& field) {
  Violation violation;
  violation.row = RowOf(field.field());
  violation.field = field.field();
  violation.description = field.description();
  const size_t colon = violation.description.find(": ");
  if (colon == std::string::npos) return violation;
  if (const std::optional<Reason> reason = FindReason(violation.description.substr(0, colon))) {
    violation.reason = *reason;
    violation.description.erase(0, colon + 2);
  }
  return violation;
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  if (status.ok()) return out;
  const bool ours =
      ReasonOf(status) != Reason::kInternal || status.code() == absl::StatusCode::kInternal;
  const Reason reason = ours ? ReasonOf(status) : NearestReason(status);
  out.set_code(ToGrpcCode(status.code()));
  out.set_message(std::string(CutText(View(status.message()), kErrorMessageBytesMax)));
  out.add_details()->PackFrom(MakeErrorInfo(reason, MetadataOf(status)));
  if (reason == Reason::kOverloaded || reason == Reason::kNotReady) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_nanos(kRetryDelayNanos);
    out.add_details()->PackFrom(retry);
  }
  const std::vector<Violation> violations = ViolationsOf(status);
  if (!violations.empty()) AddViolations(violations, out);
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = ToRpcStatus(status);
  return {static_cast<grpc::StatusCode>(details.code()), details.message(),
          details.SerializeAsString()};
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == grpc::StatusCode::OK) return absl::OkStatus();
  std::optional<Reason> reason;
  Metadata metadata;
  std::vector<Violation> violations;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    if (detail.UnpackTo(&info) && info.domain() == kErrorDomain) {
      reason = FindReason(info.reason());
      metadata.assign(info.metadata().begin(), info.metadata().end());
      std::sort(metadata.begin(), metadata.end());
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& field : bad_request.field_violations())
        violations.push_back(ToViolation(field));
    }
  }
  const absl::StatusCode code = ToAbslCode(status.code());
  if (!reason.has_value()) return {code, status.message()};
  return MakeStatus(code, *reason, status.message(), std::move(metadata), std::move(violations));
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  google::rpc::Status details;
  if (status.error_details().empty() || !details.ParseFromString(status.error_details())) {
    details.Clear();
  }
  details.set_code(status.error_code());
  details.set_message(status.error_message());
  return FromRpcStatus(details);
}

}  // namespace taizhang
