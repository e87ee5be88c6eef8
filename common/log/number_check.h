#pragma once

#include <cstdint>
#include <string>

#include "common/values/record_name.h"

namespace taizhang {

// What stored numbers and names must be to have a meaning.

template <typename E>
bool HasNumber(uint32_t number, E last) {
  return number <= static_cast<uint32_t>(last);
}

template <typename Numbers, typename E>
bool HasNumbers(const Numbers& numbers, E last) {
  for (const uint32_t number : numbers) {
    if (!HasNumber(number, last)) return false;
  }
  return true;
}

inline bool IsName(const std::string& text) { return RecordName::Parse(text).ok(); }
inline bool IsNameOrEmpty(const std::string& text) { return text.empty() || IsName(text); }

inline bool IsFrequency(uint32_t months) {
  return months == 1 || months == 3 || months == 6 || months == 12;
}

}  // namespace taizhang
