#include "services/cli/tables/xlsx_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"

namespace taizhang::cli {
namespace {

constexpr size_t kEscapeBytes = 7;  // _xHHHH_

std::optional<uint32_t> EscapeAt(std::string_view text, size_t at) {
  const std::string_view escape = text.substr(at, kEscapeBytes);
  if (escape.size() < kEscapeBytes || !escape.starts_with("_x") || escape.back() != '_') {
    return std::nullopt;
  }
  uint32_t unit = 0;
  for (const char c : escape.substr(2, 4)) {
    const auto byte = static_cast<unsigned char>(c);
    if (!absl::ascii_isxdigit(byte)) return std::nullopt;
    const int digit = absl::ascii_isdigit(byte) ? c - '0' : absl::ascii_tolower(byte) - 'a' + 10;
    unit = unit * 16 + static_cast<uint32_t>(digit);
  }
  return unit;
}

void AppendUtf8(uint32_t point, std::string& out) {
  const auto tail = [&out, point](int shift) {
    out.push_back(static_cast<char>(0x80 | ((point >> shift) & 0x3F)));
  };
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (point >> 6)));
    tail(0);
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (point >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | (point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool IsSurrogate(uint32_t unit) { return unit >= 0xD800 && unit < 0xE000; }

/// Appends the character that the escapes at `at` stand for; how many bytes they take, 0 for none.
size_t AppendEscaped(std::string_view text, size_t at, std::string& out) {
  const std::optional<uint32_t> unit = EscapeAt(text, at);
  if (!unit || *unit == 0 || *unit >= 0xFFFE) return 0;
  if (!IsSurrogate(*unit)) {
    AppendUtf8(*unit, out);
    return kEscapeBytes;
  }
  const std::optional<uint32_t> low = EscapeAt(text, at + kEscapeBytes);
  if (*unit >= 0xDC00 || !low || *low < 0xDC00 || !IsSurrogate(*low)) return 0;
  AppendUtf8(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), out);
  return 2 * kEscapeBytes;
}

}  // namespace

std::string DecodeXstring(std::string text) {
  if (text.find("_x") == std::string::npos) return text;
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t escaped = AppendEscaped(text, at, out);
    if (escaped == 0) out.push_back(text[at]);
    at += escaped == 0 ? 1 : escaped;
  }
  return out;
}

}  // namespace taizhang::cli
