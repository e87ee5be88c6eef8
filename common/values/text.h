#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace taizhang {

/// Without overlong forms, surrogates and code points beyond U+10FFFF.
bool IsValidUtf8(std::string_view text);
/// Whether it contains a C0 or C1 control character or U+007F (line feeds and tabs included).
bool HasControlCharacter(std::string_view text);
/// Columns on a terminal: 2 for East Asian wide and full-width, 0 for combining marks, otherwise 1
/// (characters of ambiguous width and bytes that are no UTF-8 included).
size_t DisplayWidth(std::string_view utf8);
/// Pads with blanks to `width` columns; text that is wider is returned whole.
std::string PadRight(std::string_view utf8, size_t width);
std::string PadLeft(std::string_view utf8, size_t width);

}  // namespace taizhang
