#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/status/reason.h"
#include "services/ledger/core/posting.h"

namespace taizhang::ledger {

/// Both lists as one, in order of rows; a row's violations from parsing first. A field that could
/// not be read is complained of once: what was posted says of it is left out.
std::vector<Violation> MergeViolations(std::vector<Violation> parsed,
                                       std::vector<Violation> posted);

/// The error of a request with violations (at least one): ABORTED where nothing but etags and
/// existence is wrong (the first one's reason), SEVERAL_PARTITIONS where nothing but that,
/// otherwise INVALID_REQUEST with all of them. `posted` is what Post came to, its violations taken.
absl::Status RefusalOf(const std::string& partition, const Posted& posted,
                       std::vector<Violation> violations);

}  // namespace taizhang::ledger
