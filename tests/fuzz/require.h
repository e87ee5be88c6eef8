#pragma once

#include <cstdio>
#include <cstdlib>

namespace taizhang {

/// Ends the process where a property does not hold, which is how a fuzzer learns of it.
inline void Require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

}  // namespace taizhang
