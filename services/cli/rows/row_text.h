#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// Reads one line of JSON: a Row, or a Record or Observation without a row around it.
/// INVALID_ARGUMENT says what is wrong in words of the file; unknown fields are errors.
absl::StatusOr<taizhang::ledger::v1::Row> ParseRow(std::string_view json);

}  // namespace taizhang::cli
