#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace taizhang::cli {

/// All bytes of a small file that people write: a mapping, a cursor, a text. A byte order mark is
/// left out. NOT_FOUND where there is none; otherwise the status says why it cannot be read, a
/// directory included.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace taizhang::cli
