#include "services/cli/rows/row_text.h"

#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace taizhang::cli {
namespace {

using taizhang::ledger::v1::Row;
using JsonFields = google::protobuf::Map<std::string, google::protobuf::Value>;

constexpr auto kRowFields =
    std::to_array<const char*>({"record", "observation", "withdrawnRecord", "withdrawn_record",
                                "withdrawnObservation", "withdrawn_observation"});

google::protobuf::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

/// protobuf's words without its code, and with the rest of the line that it quotes on lines of its
/// own left out.
std::string WhatWasWrong(absl::string_view message) {
  absl::ConsumePrefix(&message, "INVALID_ARGUMENT:");
  absl::ConsumePrefix(&message, ": ");
  message = message.substr(0, message.find('\n'));
  const bool wants_text = absl::StrContains(message, "for type TYPE_STRING");
  return absl::StrCat(message, wants_text ? "; write it in quotes" : "");
}

absl::Status ParseInto(std::string_view json, google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(Piece(json), &message);
  if (status.ok()) return absl::OkStatus();
  const auto text = status.message();
  return absl::InvalidArgumentError(WhatWasWrong({text.data(), text.size()}));
}

bool HasRowField(const JsonFields& fields) {
  for (const char* field : kRowFields) {
    if (fields.contains(field)) return true;
  }
  return false;
}

absl::Status NotOf(std::string_view message, const absl::Status& why) {
  return absl::InvalidArgumentError(absl::StrCat(
      "not a ", absl::string_view(message.data(), message.size()), ": ", why.message()));
}

}  // namespace

absl::StatusOr<Row> ParseRow(std::string_view json) {
  google::protobuf::Struct object;
  if (const absl::Status status = ParseInto(json, object); !status.ok())
    return NotOf("JSON object", status);

  Row row;
  if (HasRowField(object.fields())) {
    if (const absl::Status status = ParseInto(json, row); !status.ok())
      return NotOf("taizhang.ledger.v1.Row", status);
    return row;
  }
  if (object.fields().contains("name")) {
    if (const absl::Status status = ParseInto(json, *row.mutable_record()); !status.ok()) {
      return NotOf("taizhang.type.v1.Record", status);
    }
    return row;
  }
  if (object.fields().contains("subject")) {
    if (const absl::Status status = ParseInto(json, *row.mutable_observation()); !status.ok()) {
      return NotOf("taizhang.type.v1.Observation", status);
    }
    return row;
  }
  return absl::InvalidArgumentError(
      "a line is a row {\"record\": …}, {\"observation\": …}, {\"withdrawnRecord\": …} or "
      "{\"withdrawnObservation\": …}, "
      "or a record {\"name\": …}, or an observation {\"subject\": …}");
}

}  // namespace taizhang::cli
