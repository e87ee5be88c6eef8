#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace taizhang::ledger {

/// What became of a row: taizhang.ledger.v1.Outcome, number by number; also part of the stored form
/// below.
enum class Outcome : uint8_t { kCreated = 1, kUpdated = 2, kUnchanged = 3, kWithdrawn = 4 };

/// Outcomes as they are kept with a request for ever: runs of (length as a varint, outcome as a
/// byte).
std::string EncodeOutcomes(const std::vector<Outcome>& outcomes);
/// DATA_LOSS where the bytes are not what EncodeOutcomes makes.
absl::StatusOr<std::vector<Outcome>> DecodeOutcomes(std::string_view bytes);

}  // namespace taizhang::ledger
