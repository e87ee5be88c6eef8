#include "services/cli/tables/number_format.h"

#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "services/cli/tables/absl_view.h"

namespace taizhang::cli {
namespace {

bool StartsWithWord(std::string_view text, std::string_view word) {
  return absl::StartsWithIgnoreCase(View(text), View(word));
}

/// A code's first section as the order of its parts: y, m, d, h, s (a run of one letter is one
/// part), % and 0.
class Section {
 public:
  explicit Section(std::string_view code) {
    while (!code.empty() && code.front() != ';') code.remove_prefix(Read(code));
  }

  [[nodiscard]] bool Has(char part) const { return parts_.find(part) != std::string::npos; }
  [[nodiscard]] bool is_elapsed() const { return is_elapsed_; }

  /// "m" is minutes behind hours and before seconds, otherwise months.
  [[nodiscard]] bool HasMonth() const {
    for (size_t i = 0; i < parts_.size(); ++i) {
      const bool is_minute =
          (i > 0 && parts_[i - 1] == 'h') || (i + 1 < parts_.size() && parts_[i + 1] == 's');
      if (parts_[i] == 'm' && !is_minute) return true;
    }
    return false;
  }

 private:
  /// Takes in the part at the beginning of `code`; its length.
  size_t Read(std::string_view code) {
    switch (code.front()) {
      case '"':
        return LengthUntil(code, '"');
      case '[':
        return ReadBrackets(code);
      case '\\':
      case '!':
      case '_':
      case '*':
        return code.size() < 2 ? 1 : 2;
      case '%':
        return Add('%', 1);
      case 'y':
      case 'Y':
        return AddRun('y', code);
      case 'm':
      case 'M':
        return AddRun('m', code);
      case 'd':
      case 'D':
        return AddRun('d', code);
      case 'h':
      case 'H':
        return AddRun('h', code);
      case 's':
      case 'S':
        return AddRun('s', code);
      default:
        return ReadWord(code);
    }
  }

  /// General; AM/PM; aaa (a day of the week); E+ (an exponent) or e (a year).
  size_t ReadWord(std::string_view code) {
    if (StartsWithWord(code, "General")) return 7;
    if (StartsWithWord(code, "AM/PM")) return 5;
    if (StartsWithWord(code, "A/P")) return 3;
    if (StartsWithWord(code, "aaa")) return AddRun('d', code);
    if (StartsWithWord(code, "E+") || StartsWithWord(code, "E-")) return 2;
    if (StartsWithWord(code, "e")) return AddRun('y', code);
    return 1;
  }

  /// [h] counts hours beyond a day; all others are colours, conditions and locales.
  size_t ReadBrackets(std::string_view code) {
    const size_t length = LengthUntil(code, ']');
    const std::string_view inside = code.substr(1, length < 2 ? 0 : length - 2);
    if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
      is_elapsed_ = true;
    }
    return length;
  }

  static size_t LengthUntil(std::string_view code, char end) {
    const size_t found = code.find(end, 1);
    return found == std::string_view::npos ? code.size() : found + 1;
  }

  size_t Add(char part, size_t length) {
    parts_.push_back(part);
    return length;
  }

  size_t AddRun(char part, std::string_view code) {
    const char letter = code.front();
    const size_t length = code.find_first_not_of(letter);
    return Add(part, length == std::string_view::npos ? code.size() : length);
  }

  std::string parts_;
  bool is_elapsed_ = false;
};

}  // namespace

NumberFormat ParseNumberFormat(std::string_view code) {
  const Section section(code);
  if (section.is_elapsed()) return NumberFormat::kPlain;
  if (section.Has('d')) return section.Has('h') ? NumberFormat::kDayTime : NumberFormat::kDay;
  if (section.HasMonth()) return NumberFormat::kMonth;
  if (section.Has('y')) return NumberFormat::kYear;
  return section.Has('%') ? NumberFormat::kPercent : NumberFormat::kPlain;
}

NumberFormat BuiltInNumberFormat(int id) {
  switch (id) {
    case 9:
    case 10:
      return NumberFormat::kPercent;
    case 14:
    case 15:
    case 16:
    case 28:  // m"月"d"日"
    case 29:
    case 30:  // m-d-yy
    case 31:  // yyyy"年"m"月"d"日"
    case 51:
    case 53:
    case 54:
    case 58:
      return NumberFormat::kDay;
    case 17:  // mmm-yy
    case 27:  // yyyy"年"m"月"
    case 36:
    case 50:
    case 52:
    case 57:
      return NumberFormat::kMonth;
    case 22:  // m/d/yy h:mm
      return NumberFormat::kDayTime;
    default:  // 18 to 21, 32 to 35, 45 to 47, 55 and 56 are times of day
      return NumberFormat::kPlain;
  }
}

}  // namespace taizhang::cli
