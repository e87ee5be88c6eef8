#include "common/status/reason.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace taizhang {
namespace {

constexpr const char* kPayloadUrl = "taizhang/reason";
/// Bytes of fields and descriptions that BadRequest gets: with everything around them, less than 6
/// KiB of details.
constexpr size_t kViolationBytesMax = 4'096;
constexpr size_t kViolationOverheadBytes = 48;  ///< the reason's name, tags and lengths
constexpr size_t kFieldBytesMax = 256;
constexpr size_t kDescriptionBytesMax = 1'024;

struct ReasonEntry {
  Reason reason;
  absl::StatusCode code;
  std::string_view name;
};

using Code = absl::StatusCode;

constexpr auto kReasons = std::to_array<ReasonEntry>({
    {Reason::kUnspecified, Code::kUnknown, "UNSPECIFIED"},
    {Reason::kInvalidRequest, Code::kInvalidArgument, "INVALID_REQUEST"},
    {Reason::kFieldRequired, Code::kInvalidArgument, "FIELD_REQUIRED"},
    {Reason::kFieldNotAllowed, Code::kInvalidArgument, "FIELD_NOT_ALLOWED"},
    {Reason::kNameInvalid, Code::kInvalidArgument, "NAME_INVALID"},
    {Reason::kValueInvalid, Code::kInvalidArgument, "VALUE_INVALID"},
    {Reason::kUnitMismatch, Code::kInvalidArgument, "UNIT_MISMATCH"},
    {Reason::kAmountNotExact, Code::kInvalidArgument, "AMOUNT_NOT_EXACT"},
    {Reason::kPeriodMismatch, Code::kInvalidArgument, "PERIOD_MISMATCH"},
    {Reason::kReferenceUnknown, Code::kInvalidArgument, "REFERENCE_UNKNOWN"},
    {Reason::kDatesInvalid, Code::kInvalidArgument, "DATES_INVALID"},
    {Reason::kHierarchyInvalid, Code::kInvalidArgument, "HIERARCHY_INVALID"},
    {Reason::kImmutable, Code::kInvalidArgument, "IMMUTABLE"},
    {Reason::kDuplicateRow, Code::kInvalidArgument, "DUPLICATE_ROW"},
    {Reason::kTextInvalid, Code::kInvalidArgument, "TEXT_INVALID"},
    {Reason::kSeveralPartitions, Code::kInvalidArgument, "SEVERAL_PARTITIONS"},
    {Reason::kTooLarge, Code::kInvalidArgument, "TOO_LARGE"},
    {Reason::kNotFound, Code::kNotFound, "NOT_FOUND"},
    {Reason::kEtagMismatch, Code::kAborted, "ETAG_MISMATCH"},
    {Reason::kRequestIdReused, Code::kAlreadyExists, "REQUEST_ID_REUSED"},
    {Reason::kHistoryDiverged, Code::kFailedPrecondition, "HISTORY_DIVERGED"},
    {Reason::kRevisionUnknown, Code::kOutOfRange, "REVISION_UNKNOWN"},
    {Reason::kOverloaded, Code::kResourceExhausted, "OVERLOADED"},
    {Reason::kNotReady, Code::kUnavailable, "NOT_READY"},
    {Reason::kNotYetApplied, Code::kDeadlineExceeded, "NOT_YET_APPLIED"},
    {Reason::kLogDamaged, Code::kDataLoss, "LOG_DAMAGED"},
    {Reason::kInternal, Code::kInternal, "INTERNAL"},
    {Reason::kScopeUnknown, Code::kNotFound, "SCOPE_UNKNOWN"},
    {Reason::kPeriodTooFine, Code::kInvalidArgument, "PERIOD_TOO_FINE"},
    {Reason::kTextInUse, Code::kFailedPrecondition, "TEXT_IN_USE"},
    {Reason::kExistenceMismatch, Code::kAborted, "EXISTENCE_MISMATCH"},
});

constexpr bool TableIsInOrder() {
  for (size_t i = 0; i < kReasons.size(); ++i) {
    if (static_cast<size_t>(kReasons[i].reason) != i) return false;
  }
  return true;
}
static_assert(TableIsInOrder());

/// Anything that is no reason of ours reads as a defect.
const ReasonEntry& EntryOf(Reason reason) {
  const auto index = static_cast<size_t>(reason);
  return kReasons[index < kReasons.size() ? index : static_cast<size_t>(Reason::kInternal)];
}

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

// The payload, which never leaves the process: numbers ended by ';', texts with their length in
// front.

void PutNumber(std::string& out, int64_t number) { absl::StrAppend(&out, number, ";"); }

void PutText(std::string& out, std::string_view text) {
  PutNumber(out, static_cast<int64_t>(text.size()));
  out.append(text);
}

class PayloadReader {
 public:
  explicit PayloadReader(std::string_view rest) : rest_(rest) {}

  int64_t Number() {
    const size_t end = rest_.find(';');
    if (end == std::string_view::npos) return 0;
    int64_t number = 0;
    const bool negative = rest_.front() == '-';
    for (const char digit : rest_.substr(negative ? 1 : 0, end - (negative ? 1 : 0))) {
      number = number * 10 + (digit - '0');
    }
    rest_.remove_prefix(end + 1);
    return negative ? -number : number;
  }

  std::string Text() {
    const auto size = static_cast<size_t>(Number());
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(text.size());
    return text;
  }

 private:
  std::string_view rest_;
};

struct Payload {
  Reason reason = Reason::kInternal;
  Metadata metadata;
  std::vector<Violation> violations;
};

absl::Status Encode(Code code, std::string_view message, const Payload& payload) {
  std::string out;
  PutNumber(out, static_cast<int64_t>(payload.reason));
  PutNumber(out, static_cast<int64_t>(payload.metadata.size()));
  for (const auto& [key, value] : payload.metadata) {
    PutText(out, key);
    PutText(out, value);
  }
  PutNumber(out, static_cast<int64_t>(payload.violations.size()));
  for (const Violation& violation : payload.violations) {
    PutNumber(out, violation.row);
    PutNumber(out, static_cast<int64_t>(violation.reason));
    PutText(out, violation.field);
    PutText(out, violation.description);
  }
  absl::Status status(code, Absl(message));
  status.SetPayload(kPayloadUrl, absl::Cord(out));
  return status;
}

Payload Decode(const absl::Status& status) {
  Payload payload;
  const absl::optional<absl::Cord> encoded = status.GetPayload(kPayloadUrl);
  if (!encoded.has_value()) return payload;
  const std::string text(*encoded);
  PayloadReader reader(text);
  payload.reason = static_cast<Reason>(reader.Number());
  for (int64_t left = reader.Number(); left > 0; --left) {
    std::string key = reader.Text();
    payload.metadata.emplace_back(std::move(key), reader.Text());
  }
  for (int64_t left = reader.Number(); left > 0; --left) {
    Violation violation;
    violation.row = static_cast<int32_t>(reader.Number());
    violation.reason = static_cast<Reason>(reader.Number());
    violation.field = reader.Text();
    violation.description = reader.Text();
    payload.violations.push_back(std::move(violation));
  }
  return payload;
}

}  // namespace

std::string_view ReasonName(Reason reason) { return EntryOf(reason).name; }

absl::StatusCode CodeOf(Reason reason) { return EntryOf(reason).code; }

std::optional<Reason> FindReason(std::string_view name) {
  for (const ReasonEntry& entry : kReasons) {
    if (entry.name == name) return entry.reason;
  }
  return std::nullopt;
}

std::string_view CutText(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

absl::Status MakeError(Reason reason, std::string_view message, Metadata metadata) {
  return MakeStatus(CodeOf(reason), reason, message, std::move(metadata), {});
}

absl::Status MakeStatus(absl::StatusCode code, Reason reason, std::string_view message,
                        Metadata metadata, std::vector<Violation> violations) {
  return Encode(
      code, message,
      {.reason = reason, .metadata = std::move(metadata), .violations = std::move(violations)});
}

absl::Status MakeInvalidRequest(std::vector<Violation> violations) {
  const size_t count = violations.size();
  size_t bytes = 0;
  size_t kept = 0;
  for (Violation& violation : violations) {
    violation.field.resize(CutText(violation.field, kFieldBytesMax).size());
    violation.description.resize(CutText(violation.description, kDescriptionBytesMax).size());
    bytes += violation.field.size() + violation.description.size() + kViolationOverheadBytes;
    if (bytes > kViolationBytesMax && kept > 0) break;
    ++kept;
  }
  violations.resize(kept);
  std::string message = count == 1 ? "1 violation" : absl::StrCat(count, " violations");
  if (count > 0) {
    const Violation& first = violations.front();
    absl::StrAppend(&message, count == 1 ? ": " : ", the first: ", first.field,
                    first.field.empty() ? "" : ": ", first.description);
  }
  return MakeStatus(Code::kInvalidArgument, Reason::kInvalidRequest, message,
                    {{"violations", absl::StrCat(count)}}, std::move(violations));
}

Reason ReasonOf(const absl::Status& status) { return Decode(status).reason; }

Metadata MetadataOf(const absl::Status& status) { return Decode(status).metadata; }

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  return Decode(status).violations;
}

}  // namespace taizhang
