#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace taizhang {

/// Why something was refused: taizhang.type.v1.ErrorReason, number by number.
enum class Reason : uint8_t {
  kUnspecified = 0,
  kInvalidRequest = 1,
  kFieldRequired = 2,
  kFieldNotAllowed = 3,
  kNameInvalid = 4,
  kValueInvalid = 5,
  kUnitMismatch = 6,
  kAmountNotExact = 7,
  kPeriodMismatch = 8,
  kReferenceUnknown = 9,
  kDatesInvalid = 10,
  kHierarchyInvalid = 11,
  kImmutable = 12,
  kDuplicateRow = 13,
  kTextInvalid = 14,
  kSeveralPartitions = 15,
  kTooLarge = 16,
  kNotFound = 17,
  kEtagMismatch = 18,
  kRequestIdReused = 19,
  kHistoryDiverged = 20,
  kRevisionUnknown = 21,
  kOverloaded = 22,
  kNotReady = 23,
  kNotYetApplied = 24,
  kLogDamaged = 25,
  kInternal = 26,
  kScopeUnknown = 27,
  kPeriodTooFine = 28,
  kTextInUse = 29,
  kExistenceMismatch = 30,
};

/// The name without its prefix, as ErrorInfo.reason has it: "UNIT_MISMATCH".
std::string_view ReasonName(Reason reason);
/// Nothing where `name` is no reason.
std::optional<Reason> FindReason(std::string_view name);
/// The code that goes with a reason (proto comments of ErrorReason).
absl::StatusCode CodeOf(Reason reason);

/// One thing that is wrong with a row of a request.
struct Violation {
  int32_t row = -1;   ///< −1: the request as a whole
  std::string field;  ///< path: "rows[17].observation.amount.value"
  Reason reason = Reason::kUnspecified;
  std::string description;  ///< what was wrong and what would be right
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

/// An error of ours is born here: code by CodeOf(reason), reason and metadata as a payload that
/// common/status/grpc_status.h turns into ErrorInfo.
absl::Status MakeError(Reason reason, std::string_view message, Metadata metadata = {});
/// With BadRequest: as many violations as fit in 6 KiB of details, and the count of all in the
/// metadata and message.
absl::Status MakeInvalidRequest(std::vector<Violation> violations);
/// An error as another process made it.
absl::Status MakeStatus(absl::StatusCode code, Reason reason, std::string_view message,
                        Metadata metadata, std::vector<Violation> violations);

/// At most `bytes_max` bytes of a UTF-8 text, no character torn.
std::string_view CutText(std::string_view text, size_t bytes_max);

/// What MakeError attached; reason kInternal for a status that was made elsewhere.
Reason ReasonOf(const absl::Status& status);
Metadata MetadataOf(const absl::Status& status);
std::vector<Violation> ViolationsOf(const absl::Status& status);

}  // namespace taizhang
