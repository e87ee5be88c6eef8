#pragma once

#include <cstdint>
#include <string_view>

namespace taizhang {

/// What an amount says about the true value (R1). The numbers are part of the stored format.
enum class Bound : uint8_t {
  kExact = 0,
  kAbout = 1,
  kAtLeast = 2,
  kMoreThan = 3,
  kAtMost = 4,
  kLessThan = 5,
};

/// "=", "≈", "≥", ">", "≤", "<".
std::string_view BoundMark(Bound bound);

}  // namespace taizhang
