#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace taizhang::cli {

enum class TextEncoding { kDetect, kUtf8, kUtf16, kGb18030 };

/// "auto", "utf-8", "utf-16" or "gb18030" (GBK and GB 2312, by their names too, are parts of it),
/// in upper or lower case, with or without the hyphen.
std::optional<TextEncoding> FindEncoding(std::string_view name);

/// The name that FindEncoding takes.
std::string_view NameOf(TextEncoding encoding);

/// Bytes as UTF-8 without a byte order mark. No character is ever replaced or left out:
/// INVALID_ARGUMENT names the first byte (from 0) and line that is not of the encoding.
///
/// kDetect goes by a byte order mark where there is one (UTF-8, UTF-16, GB18030), else takes UTF-8
/// where the bytes are UTF-8 without zeros, else UTF-16 where every other byte of the ASCII
/// characters is zero, else GB18030. Bytes that are UTF-8 but for a few are refused as damaged
/// UTF-8, because GB18030 would read most of them as other characters. UTF-16 without a
/// mark has the byte order in which more characters are ASCII's separators and line ends, then more
/// are ASCII; as kUtf16 it is little endian where neither has more.
/// `found`, where given, is set to what the bytes were read as, also when that failed.
absl::StatusOr<std::string> ToUtf8(std::string bytes, TextEncoding encoding,
                                   TextEncoding* found = nullptr);

}  // namespace taizhang::cli
