#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace taizhang {

/// Without overlong forms, surrogates and code points beyond U+10FFFF.
bool IsValidUtf8(std::string_view text);
/// Whether it contains a C0 or C1 control character or U+007F (line feeds and tabs included).
bool HasControlCharacter(std::string_view text);

/// Bytes of the longest text that is normalised: above every limit of the texts that are kept.
inline constexpr size_t kNormalizedBytesMax = size_t{16} << 10U;
/// Unicode's canonical composition (NFC), in which all texts are kept, compared and sought: é is
/// one character however it was typed. What is no UTF-8 comes back as it is, and so does what is
/// longer than kNormalizedBytesMax: rules of length refuse it.
std::string NormalizedText(std::string_view text);
/// NormalizedText where it changes something; for what people write, without building a string.
std::optional<std::string> OtherNormalForm(std::string_view text);
/// Letters, digits, signs and blanks of full width (U+FF01 to U+FF5E, U+3000) in ASCII's: １２０％
/// is 120%. No other character changes: ² and ① are no digits.
std::string NarrowText(std::string_view text);

/// A character that no text may have.
struct BadCharacter {
  char32_t point = 0;
  size_t position = 0;    ///< in characters, from 1
  std::string_view what;  ///< "a control character"
};
/// The first one of valid UTF-8: controls (line feeds and tabs included), line and paragraph
/// separators, U+FEFF, what embeds, overrides or isolates the direction of writing (U+202A to
/// U+202E, U+2066 to U+2069), and the code points that Unicode keeps free of characters.
std::optional<BadCharacter> FindBadCharacter(std::string_view text);
/// The blank (Unicode's White_Space, U+200B) with which valid UTF-8 begins, or else ends.
std::optional<BadCharacter> FindOuterBlank(std::string_view text);
/// Without blanks at either end; `text` is valid UTF-8.
std::string_view TrimText(std::string_view text);
/// "U+202E"
std::string CodePointName(char32_t point);

/// Columns on a terminal: 2 for East Asian wide and full-width, 0 for combining marks, otherwise 1
/// (characters of ambiguous width and bytes that are no UTF-8 included).
size_t DisplayWidth(std::string_view utf8);
/// Pads with blanks to `width` columns; text that is wider is returned whole.
std::string PadRight(std::string_view utf8, size_t width);
std::string PadLeft(std::string_view utf8, size_t width);

}  // namespace taizhang
