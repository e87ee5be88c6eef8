#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace taizhang {

/// One step through UTF-8. A byte that begins no valid character is a step of its own.
struct Utf8Step {
  char32_t point = 0;
  size_t size = 1;
  bool valid = true;
};

/// `text` is not empty. Overlong forms, surrogates and points beyond U+10FFFF are not valid.
inline Utf8Step FirstUtf8Step(std::string_view text) {
  constexpr Utf8Step kInvalid{.point = 0xFFFD, .size = 1, .valid = false};
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {.point = lead};
  if (lead < 0xC2 || lead > 0xF4) return kInvalid;
  const size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < size) return kInvalid;
  char32_t point = lead & (0x7FU >> size);
  for (size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return kInvalid;
    point = point << 6 | (next & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < kLeast[size] || point > 0x10FFFF || is_surrogate) return kInvalid;
  return {.point = point, .size = size};
}

}  // namespace taizhang
