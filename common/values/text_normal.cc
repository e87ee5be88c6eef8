#include <algorithm>
#include <array>
#include <span>
#include <utf8proc.h>
#include <vector>

#include "common/values/text.h"
#include "common/values/utf8.h"

namespace taizhang {
namespace {

/// Whether NFC leaves the character alone whatever stands beside it. Few ranges, but nearly all
/// that records are written in.
bool IsSettled(char32_t point) {
  return point < 0x300 || (point >= 0x4E00 && point <= 0x9FFF) ||  // CJK
         (point >= 0x3001 && point <= 0x3029) ||                   // 、。〈《「
         (point >= 0xFF01 && point <= 0xFF60) ||                   // full width
         (point >= 0x2010 && point <= 0x2027) || (point >= 0x3400 && point <= 0x4DBF);
}

bool IsSettled(std::string_view text) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    const Utf8Step step = FirstUtf8Step(text);
    if (!IsSettled(step.point)) return false;
    text.remove_prefix(step.size);
  }
  return true;
}

using CodePoints = std::vector<utf8proc_int32_t>;

constexpr auto kComposed = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

/// Each character's canonical decomposition, one after the other; nothing for what is no UTF-8.
std::optional<CodePoints> Decomposed(std::string_view text) {
  CodePoints points;
  points.reserve(text.size());
  std::array<utf8proc_int32_t, 8> parts{};  // no character has more than 4
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (size <= 0) return std::nullopt;
    int unused = 0;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char(point, parts.data(), parts.size(), kComposed, &unused);
    if (count < 0 || static_cast<size_t>(count) > parts.size()) return std::nullopt;
    points.insert(points.end(), parts.begin(), parts.begin() + count);
    text.remove_prefix(static_cast<size_t>(size));
  }
  return points;
}

int CombiningClass(utf8proc_int32_t point) { return utf8proc_get_property(point)->combining_class; }

/// Canonical order: marks behind one base by their class. utf8proc's own order of n marks in a row
/// costs n² steps.
void OrderMarks(CodePoints& points) {
  const auto is_mark = [](utf8proc_int32_t point) { return CombiningClass(point) != 0; };
  for (auto begin = points.begin(); begin != points.end();) {
    begin = std::find_if(begin, points.end(), is_mark);
    const auto end = std::find_if_not(begin, points.end(), is_mark);
    std::stable_sort(begin, end, [](utf8proc_int32_t a, utf8proc_int32_t b) {
      return CombiningClass(a) < CombiningClass(b);
    });
    begin = end;
  }
}

bool IsBlank(char32_t point) {
  return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 ||
         point == 0x1680 || (point >= 0x2000 && point <= 0x200B) || point == 0x2028 ||
         point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

/// What is wrong with it; empty where nothing is.
std::string_view FaultOf(char32_t point) {
  if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) {
    return "a control character (line feeds and tabs are such)";
  }
  if (point < 0x2028) return {};
  if (point <= 0x2029) return "a separator of lines or paragraphs";
  if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069)) {
    return "an invisible control of the direction of writing";
  }
  if (point == 0xFEFF) return "a byte order mark";
  if ((point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFEU) == 0xFFFE) {
    return "a code point that is no character";
  }
  return {};
}

}  // namespace

std::string NormalizedText(std::string_view text) {
  if (text.size() > kNormalizedBytesMax || IsSettled(text)) return std::string(text);
  std::optional<CodePoints> points = Decomposed(text);
  if (!points) return std::string(text);
  OrderMarks(*points);
  const utf8proc_ssize_t count = utf8proc_normalize_utf32(
      points->data(), static_cast<utf8proc_ssize_t>(points->size()), kComposed);
  if (count < 0) return std::string(text);
  std::string normalized;
  normalized.reserve(text.size());
  std::array<utf8proc_uint8_t, 4> bytes{};
  for (const utf8proc_int32_t point : std::span(*points).first(static_cast<size_t>(count))) {
    const utf8proc_ssize_t size = utf8proc_encode_char(point, bytes.data());
    normalized.append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(size));
  }
  return normalized;
}

std::optional<std::string> OtherNormalForm(std::string_view text) {
  if (text.size() > kNormalizedBytesMax || IsSettled(text)) return std::nullopt;
  std::string normalized = NormalizedText(text);
  if (normalized == text) return std::nullopt;
  return normalized;
}

std::string NarrowText(std::string_view text) {
  std::string narrow;
  narrow.reserve(text.size());
  while (!text.empty()) {
    const Utf8Step step = FirstUtf8Step(text);
    if (step.point >= 0xFF01 && step.point <= 0xFF5E) {
      narrow.push_back(static_cast<char>(step.point - 0xFF01 + '!'));
    } else if (step.point == 0x3000) {
      narrow.push_back(' ');
    } else {
      narrow.append(text.substr(0, step.size));
    }
    text.remove_prefix(step.size);
  }
  return narrow;
}

std::optional<BadCharacter> FindBadCharacter(std::string_view text) {
  for (size_t position = 1; !text.empty(); ++position) {
    const Utf8Step step = FirstUtf8Step(text);
    if (const std::string_view what = FaultOf(step.point); !what.empty()) {
      return BadCharacter{.point = step.point, .position = position, .what = what};
    }
    text.remove_prefix(step.size);
  }
  return std::nullopt;
}

std::optional<BadCharacter> FindOuterBlank(std::string_view text) {
  Utf8Step last;
  size_t position = 0;
  while (!text.empty()) {
    last = FirstUtf8Step(text);
    ++position;
    if (position == 1 && IsBlank(last.point)) {
      return BadCharacter{.point = last.point, .position = 1, .what = "begins with a blank"};
    }
    text.remove_prefix(last.size);
  }
  if (position == 0 || !IsBlank(last.point)) return std::nullopt;
  return BadCharacter{.point = last.point, .position = position, .what = "ends with a blank"};
}

std::string_view TrimText(std::string_view text) {
  while (!text.empty()) {
    const Utf8Step step = FirstUtf8Step(text);
    if (!IsBlank(step.point)) break;
    text.remove_prefix(step.size);
  }
  while (!text.empty()) {
    size_t begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
    if (!IsBlank(FirstUtf8Step(text.substr(begin)).point)) break;
    text.remove_suffix(text.size() - begin);
  }
  return text;
}

std::string CodePointName(char32_t point) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string digits;
  for (auto rest = static_cast<uint32_t>(point); rest != 0 || digits.size() < 4; rest >>= 4U) {
    digits.insert(digits.begin(), kDigits[rest & 0xFU]);
  }
  return "U+" + digits;
}

}  // namespace taizhang
