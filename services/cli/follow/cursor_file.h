#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/wire/read_results.h"

namespace taizhang::cli {

/// The text of a cursor file: a line that says what it is, and a line for each partition with its
/// revision and the hash in hexadecimal.
std::string FormatCursors(const Cursors& cursors);
/// INVALID_ARGUMENT names the line and what is wrong with it.
absl::StatusOr<Cursors> ParseCursors(const std::string& text);

/// NOT_FOUND where there is no such file.
absl::StatusOr<Cursors> ReadCursorFile(const std::string& path);
/// Replaces the file in one step; it is on disk once this returns.
absl::Status WriteCursorFile(const std::string& path, const Cursors& cursors);

}  // namespace taizhang::cli
