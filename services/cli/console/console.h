#pragma once

#include <iosfwd>

#include "common/config/flags.h"

namespace taizhang::cli {

/// What a command reads and writes; borrowed from main. Results go to `out`, everything else that
/// is said to `err`, so that a result can be piped.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Environment environment;
  /// Whether `in` is a person at a terminal, who can be asked.
  bool interactive = false;
};

// Exit statuses of <sysexits.h> beside those of common/config.
inline constexpr int kExitNoInput =
    66;  ///< a file cannot be read; what was asked for does not exist
inline constexpr int kExitBrokenOutput = 74;  ///< what was printed did not arrive
inline constexpr int kExitTryAgain = 75;      ///< too slow, or too much at once
inline constexpr int kExitProtocol = 76;      ///< what answers speaks something else
inline constexpr int kExitNoPermission = 77;
inline constexpr int kExitInterrupted = 130;  ///< as shells say it of Ctrl-C

}  // namespace taizhang::cli
