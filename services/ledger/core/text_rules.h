#pragma once

#include <cstddef>
#include <string_view>

#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

inline constexpr size_t kDisplayNameBytesMax = 300;
inline constexpr size_t kEnglishNameBytesMax = 300;
inline constexpr size_t kDescriptionBytesMax = 4'000;
inline constexpr size_t kLabelBytesMax = 200;
inline constexpr size_t kRemarkBytesMax = 1'000;

/// GB/T 4754, or the beginning of such a code: a letter from A to T and up to four digits.
bool IsIndustry(std::string_view code);

/// TEXT_INVALID, saying which character and where, unless it has up to `bytes_max` bytes of UTF-8,
/// no character that no text may have (FindBadCharacter), and no blank at either end.
void CheckText(std::string_view text, size_t bytes_max, const Origin& origin,
               std::string_view field, Violations& violations);

}  // namespace taizhang::ledger
