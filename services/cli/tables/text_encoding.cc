#include "services/cli/tables/text_encoding.h"

#include <algorithm>
#include <cerrno>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iconv.h>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/values/text.h"
#include "services/cli/tables/absl_view.h"

namespace taizhang::cli {
namespace {

constexpr std::string_view kMarkUtf8 = "\xEF\xBB\xBF";
constexpr std::string_view kMarkUtf16Little = "\xFF\xFE";
constexpr std::string_view kMarkUtf16Big = "\xFE\xFF";
constexpr std::string_view kMarkGb18030 = "\x84\x31\x95\x33";

/// What bytes are read as, by iconv's names.
enum class Form { kUtf8, kUtf16Little, kUtf16Big, kGb18030 };

const char* IconvName(Form form) {
  switch (form) {
    case Form::kUtf8:
      return "UTF-8";
    case Form::kUtf16Little:
      return "UTF-16LE";
    case Form::kUtf16Big:
      return "UTF-16BE";
    case Form::kGb18030:
      return "GB18030";
  }
  return "";
}

class Converter {
 public:
  explicit Converter(Form from) : handle_(iconv_open("UTF-8", IconvName(from))) {}
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // iconv's own error value is a pointer made of -1.
  [[nodiscard]] bool valid() const {
    return reinterpret_cast<intptr_t>(handle_) != -1;  // NOLINT(performance-no-int-to-ptr)
  }

  /// Appends `bytes` to `out`; the number of bytes that were read before the first that could not.
  size_t Append(std::string& bytes, std::string& out) {
    char* in = bytes.data();
    size_t in_left = bytes.size();
    while (in_left > 0) {
      const size_t used = out.size();
      // Two bytes become at most three, one at most two.
      out.resize(used + std::max<size_t>(64, in_left + in_left / 2));
      char* to = out.data() + used;
      size_t to_left = out.size() - used;
      const size_t result = iconv(handle_, &in, &in_left, &to, &to_left);
      const bool stopped = result == static_cast<size_t>(-1) && errno != E2BIG;
      out.resize(out.size() - to_left);
      if (stopped) break;
    }
    return bytes.size() - in_left;
  }

 private:
  iconv_t handle_;
};

/// The length of the UTF-8 character at the beginning of `text`; 0 where there is none.
size_t CharacterLength(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return text.size() >= length && IsValidUtf8(text.substr(0, length)) ? length : 0;
}

struct Utf8Census {
  size_t characters = 0;  ///< beyond ASCII
  size_t bad_bytes = 0;
  size_t first_bad = std::string_view::npos;
};

Utf8Census CountUtf8(std::string_view bytes) {
  Utf8Census census;
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = CharacterLength(bytes.substr(at));
    if (length > 1) ++census.characters;
    if (length == 0) {
      ++census.bad_bytes;
      census.first_bad = std::min(census.first_bad, at);
    }
    at += std::max<size_t>(length, 1);
  }
  return census;
}

/// How many characters are ASCII in one byte order: of those that divide a table, whose bytes in
/// the other order are hardly ever a character that is used, and of all.
struct AsciiCensus {
  size_t dividing = 0;
  size_t all = 0;

  friend auto operator<=>(const AsciiCensus&, const AsciiCensus&) = default;
};

AsciiCensus CountAscii(std::string_view bytes, size_t low) {
  constexpr std::string_view kDividing = "\t\n\r ,;";
  AsciiCensus census;
  for (size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const char c = bytes[at + low];
    if (bytes[at + 1 - low] != '\0') continue;
    if (kDividing.find(c) != std::string_view::npos) ++census.dividing;
    if (absl::ascii_isgraph(static_cast<unsigned char>(c))) ++census.all;
  }
  return census;
}

/// Both byte orders' ASCII characters.
struct Utf16Census {
  AsciiCensus little;
  AsciiCensus big;
};

Utf16Census CountUtf16(std::string_view bytes) {
  return {.little = CountAscii(bytes, 0), .big = CountAscii(bytes, 1)};
}

/// The line (from 1) on which the byte at `offset` stands.
size_t LineOf(std::string_view bytes, size_t offset, Form form) {
  const std::string_view before = bytes.substr(0, offset);
  if (form == Form::kUtf8 || form == Form::kGb18030) {
    return 1 + static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  }
  const size_t low = form == Form::kUtf16Little ? 0 : 1;
  size_t line = 1;
  for (size_t at = 0; at + 1 < before.size(); at += 2) {
    if (before[at + low] == '\n' && before[at + 1 - low] == '\0') ++line;
  }
  return line;
}

std::string_view PublicName(Form form) {
  switch (form) {
    case Form::kUtf8:
      return "UTF-8";
    case Form::kUtf16Little:
      return "UTF-16 (little endian)";
    case Form::kUtf16Big:
      return "UTF-16 (big endian)";
    case Form::kGb18030:
      return "GB18030";
  }
  return "";
}

absl::Status NotOf(std::string_view bytes, size_t offset, Form form) {
  return absl::InvalidArgumentError(absl::StrCat("byte ", offset, ", on line ",
                                                 LineOf(bytes, offset, form), ", is not ",
                                                 View(PublicName(form))));
}

TextEncoding EncodingOf(Form form) {
  switch (form) {
    case Form::kUtf8:
      return TextEncoding::kUtf8;
    case Form::kUtf16Little:
    case Form::kUtf16Big:
      return TextEncoding::kUtf16;
    case Form::kGb18030:
      return TextEncoding::kGb18030;
  }
  return TextEncoding::kDetect;
}

std::optional<Form> FormByMark(std::string_view bytes) {
  if (bytes.starts_with(kMarkUtf8)) return Form::kUtf8;
  if (bytes.starts_with(kMarkUtf16Little)) return Form::kUtf16Little;
  if (bytes.starts_with(kMarkUtf16Big)) return Form::kUtf16Big;
  if (bytes.starts_with(kMarkGb18030)) return Form::kGb18030;
  return std::nullopt;
}

Form Utf16Form(std::string_view bytes) {
  const std::optional<Form> marked = FormByMark(bytes);
  if (marked == Form::kUtf16Little || marked == Form::kUtf16Big) return *marked;
  const Utf16Census census = CountUtf16(bytes);
  return census.big > census.little ? Form::kUtf16Big : Form::kUtf16Little;
}

absl::StatusOr<Form> Detect(std::string_view bytes) {
  if (const std::optional<Form> marked = FormByMark(bytes)) return *marked;
  if (bytes.find('\0') != std::string_view::npos) {
    const Utf16Census census = CountUtf16(bytes);
    if (bytes.size() % 2 == 0 && census.little != census.big) return Utf16Form(bytes);
    return absl::InvalidArgumentError(
        absl::StrCat("byte ", bytes.find('\0'), " is zero: this is not text"));
  }
  const Utf8Census census = CountUtf8(bytes);
  // Text in GB18030 is hardly ever UTF-8 for the greater part; damaged UTF-8 is.
  const bool meant_as_utf8 = census.characters >= 4 * census.bad_bytes;
  return meant_as_utf8 ? Form::kUtf8 : Form::kGb18030;
}

absl::StatusOr<std::string> Convert(std::string bytes, Form form) {
  if (form == Form::kUtf8) {
    if (!IsValidUtf8(bytes)) return NotOf(bytes, CountUtf8(bytes).first_bad, form);
    if (bytes.starts_with(kMarkUtf8)) bytes.erase(0, kMarkUtf8.size());
    return bytes;
  }
  Converter converter(form);
  if (!converter.valid()) {
    return absl::FailedPreconditionError(
        absl::StrCat("this system's iconv does not know ", IconvName(form),
                     " (on Debian it comes with libc6); convert the file to UTF-8"));
  }
  std::string text;
  const size_t read = converter.Append(bytes, text);
  if (read < bytes.size()) return NotOf(bytes, read, form);
  if (text.starts_with(kMarkUtf8)) text.erase(0, kMarkUtf8.size());
  return text;
}

}  // namespace

std::optional<TextEncoding> FindEncoding(std::string_view name) {
  const std::string plain =
      absl::StrReplaceAll(absl::AsciiStrToLower(View(name)), {{"-", ""}, {"_", ""}});
  if (plain == "auto") return TextEncoding::kDetect;
  if (plain == "utf8") return TextEncoding::kUtf8;
  if (plain == "utf16") return TextEncoding::kUtf16;
  if (plain == "gb18030" || plain == "gbk" || plain == "gb2312") return TextEncoding::kGb18030;
  return std::nullopt;
}

std::string_view NameOf(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kDetect:
      return "auto";
    case TextEncoding::kUtf8:
      return "utf-8";
    case TextEncoding::kUtf16:
      return "utf-16";
    case TextEncoding::kGb18030:
      return "gb18030";
  }
  return "";
}

absl::StatusOr<std::string> ToUtf8(std::string bytes, TextEncoding encoding, TextEncoding* found) {
  absl::StatusOr<Form> form = Form::kUtf8;
  if (encoding == TextEncoding::kDetect) form = Detect(bytes);
  if (encoding == TextEncoding::kUtf16) form = Utf16Form(bytes);
  if (encoding == TextEncoding::kGb18030) form = Form::kGb18030;
  if (!form.ok()) return form.status();
  if (found != nullptr) *found = EncodingOf(*form);
  absl::StatusOr<std::string> text = Convert(std::move(bytes), *form);
  if (text.ok() || encoding != TextEncoding::kDetect || *form != Form::kGb18030) return text;
  return absl::InvalidArgumentError(absl::StrCat("neither UTF-8 nor UTF-16, and as GB18030 ",
                                                 text.status().message(),
                                                 "; save the file as UTF-8, or name its encoding"));
}

}  // namespace taizhang::cli
