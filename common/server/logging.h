#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "spdlog/logger.h"

namespace taizhang {

struct LogOptions {
  std::string level = "info";    ///< debug, info, warning, error
  std::string format = "human";  ///< human or json
};

/// A logger of the process's own; nothing is registered globally. Writes to stderr, a line a
/// message:
///   2025-06-30T08:00:00.123Z warning text
///   {"time":"2025-06-30T08:00:00.123Z","level":"warning","message":"text"}
/// Control characters and bytes that are no UTF-8 are escaped, so that text from a record makes no
/// line of its own and no terminal sequence. Thread-safe.
std::shared_ptr<spdlog::logger> MakeLogger(const LogOptions& options);
/// The same to `out`, which must outlive the logger.
std::shared_ptr<spdlog::logger> MakeLogger(const LogOptions& options, std::ostream& out);

/// `text` with control characters (C0, C1, U+007F) as \n, \t or \u0007 and bad bytes as U+FFFD;
/// with `quotes` also '"' and '\\', as JSON wants them.
std::string EscapeText(std::string_view text, bool quotes);

}  // namespace taizhang
