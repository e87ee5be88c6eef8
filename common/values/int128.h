#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace taizhang {

/// The integer in which amounts are kept: a count of 10^-decimals of a measure's base unit.
/// Every operation that could leave its range reports so; nothing wraps.
__extension__ using Int128 = __int128;

/// Returns nothing where the result does not fit.
[[nodiscard]] inline std::optional<Int128> CheckedAdd(Int128 a, Int128 b) {
  Int128 out = 0;
  if (__builtin_add_overflow(a, b, &out)) return std::nullopt;
  return out;
}

[[nodiscard]] inline std::optional<Int128> CheckedSubtract(Int128 a, Int128 b) {
  Int128 out = 0;
  if (__builtin_sub_overflow(a, b, &out)) return std::nullopt;
  return out;
}

[[nodiscard]] inline std::optional<Int128> CheckedMultiply(Int128 a, Int128 b) {
  Int128 out = 0;
  if (__builtin_mul_overflow(a, b, &out)) return std::nullopt;
  return out;
}

/// 10^exponent for 0 <= exponent <= 38.
Int128 PowerOfTen(int exponent);

/// Plain digits with a leading '-' where negative.
std::string ToString(Int128 value);

}  // namespace taizhang
