#include "services/cli/tables/cell_value.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace taizhang::cli {
namespace {

/// As many as a spreadsheet shows and takes; what lies behind them is the noise of binary
/// fractions.
constexpr int kFractionDigits = 15;
constexpr double kExactIntegerMax = 9007199254740992;  // 2^53
constexpr int64_t kDaySeconds = 86'400;
/// 9999-12-31 in either system is less than this.
constexpr double kDayNumberMax = 2'958'466;

/// digits * 10^exponent.
struct DecimalText {
  bool is_negative = false;
  std::string digits;
  int exponent = 0;
};

/// An integer's digits are taken as they stand: a double has but 15 to 17 of them.
std::optional<DecimalText> FromInteger(std::string_view number) {
  DecimalText decimal;
  decimal.is_negative = number.starts_with('-');
  if (decimal.is_negative) number.remove_prefix(1);
  if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  decimal.digits = number;
  return decimal;
}

std::optional<double> ParseDouble(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  double value = 0;
  const char* end = number.data() + number.size();
  const auto [read, error] = std::from_chars(number.data(), end, value);
  if (error != std::errc() || read != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

DecimalText FromDouble(double value) {
  std::array<char, 32> text = {};
  char* end = std::to_chars(text.begin(), text.end(), value, std::chars_format::scientific).ptr;
  const auto digits_of = [&] {
    const std::string_view all(text.data(), static_cast<size_t>(end - text.data()));
    return all.substr(0, all.find('e')).size() - (value < 0 ? 2 : 1);
  };
  const bool is_exact = std::trunc(value) == value && std::abs(value) < kExactIntegerMax;
  if (!is_exact && digits_of() > size_t{kFractionDigits}) {
    end = std::to_chars(text.begin(), text.end(), value, std::chars_format::scientific,
                        kFractionDigits - 1)
              .ptr;
  }
  DecimalText decimal;
  decimal.is_negative = std::signbit(value);
  const std::string_view all(text.data(), static_cast<size_t>(end - text.data()));
  const size_t e = all.find('e');
  bool in_fraction = false;
  for (const char c : all.substr(0, e)) {
    if (c == '.') in_fraction = true;
    if (c < '0' || c > '9') continue;
    decimal.digits.push_back(c);
    if (in_fraction) --decimal.exponent;
  }
  int exponent = 0;
  const size_t sign = all[e + 1] == '+' ? 1 : 0;  // from_chars takes no plus
  std::from_chars(text.data() + e + 1 + sign, end, exponent);
  decimal.exponent += exponent;
  return decimal;
}

std::string Plain(DecimalText decimal) {
  const size_t first = decimal.digits.find_first_not_of('0');
  if (first == std::string::npos) return "0";
  decimal.digits.erase(0, first);
  if (decimal.exponent >= 0) {
    decimal.digits.append(static_cast<size_t>(decimal.exponent), '0');
  } else {
    const auto behind = static_cast<size_t>(-decimal.exponent);
    if (decimal.digits.size() <= behind) {
      decimal.digits.insert(0, behind + 1 - decimal.digits.size(), '0');
    }
    decimal.digits.insert(decimal.digits.size() - behind, ".");
    decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
    if (decimal.digits.back() == '.') decimal.digits.pop_back();
  }
  return absl::StrCat(decimal.is_negative ? "-" : "", decimal.digits);
}

/// Days since 1970-01-01; nullopt where the system has no such day.
std::optional<int64_t> UnixDays(int64_t number, DateSystem dates) {
  using std::chrono::December;
  using std::chrono::January;
  using std::chrono::sys_days;
  if (dates == DateSystem::k1904) {
    return number + sys_days(January / 1 / 1904).time_since_epoch().count();
  }
  if (number < 1 || number == 60) return std::nullopt;
  const int64_t day = number < 60 ? number : number - 1;
  return day + sys_days(December / 31 / 1899).time_since_epoch().count();
}

std::string DateText(int64_t unix_days, NumberFormat format) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(unix_days)))};
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  if (format == NumberFormat::kYear) return absl::StrFormat("%04d", year);
  if (format == NumberFormat::kMonth) return absl::StrFormat("%04d-%02d", year, month);
  return absl::StrFormat("%04d-%02d-%02d", year, month, static_cast<unsigned>(date.day()));
}

std::optional<std::string> SerialDateText(double serial, NumberFormat format, DateSystem dates) {
  if (!(serial >= 0 && serial < kDayNumberMax)) return std::nullopt;
  auto day = static_cast<int64_t>(std::floor(serial));
  int64_t second = 0;
  if (format == NumberFormat::kDayTime) {
    const int64_t seconds = std::llround(serial * static_cast<double>(kDaySeconds));
    day = seconds / kDaySeconds;
    second = seconds % kDaySeconds;
  }
  const std::optional<int64_t> unix_days = UnixDays(day, dates);
  if (!unix_days) return std::nullopt;
  std::string text = DateText(*unix_days, format);
  if (text.size() > std::string_view("9999-12-31").size()) return std::nullopt;
  if (second == 0) return text;
  return absl::StrCat(
      text, absl::StrFormat(" %02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60));
}

/// 08:30:00
bool IsTime(std::string_view text) {
  return text.find(':') == 2 && text.find_first_not_of("0123456789:.") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> NumberText(std::string_view number, NumberFormat format,
                                      DateSystem dates) {
  std::optional<DecimalText> decimal = FromInteger(number);
  const std::optional<double> value = ParseDouble(number);
  if (!value) return std::nullopt;
  if (!decimal) decimal = FromDouble(*value);
  if (format == NumberFormat::kPercent) {
    decimal->exponent += 2;
    return absl::StrCat(Plain(*std::move(decimal)), "%");
  }
  if (format != NumberFormat::kPlain) {
    if (std::optional<std::string> date = SerialDateText(*value, format, dates)) return date;
  }
  return Plain(*std::move(decimal));
}

std::optional<std::string> IsoDateText(std::string_view date, NumberFormat format) {
  constexpr std::string_view kDay = "dddd-dd-dd";
  if (IsTime(date)) return std::string(date);
  if (date.size() < kDay.size()) return std::nullopt;
  for (size_t i = 0; i < kDay.size(); ++i) {
    const bool fits = kDay[i] == 'd' ? date[i] >= '0' && date[i] <= '9' : date[i] == kDay[i];
    if (!fits) return std::nullopt;
  }
  if (format == NumberFormat::kYear) return std::string(date.substr(0, 4));
  if (format == NumberFormat::kMonth) return std::string(date.substr(0, 7));
  const std::string day(date.substr(0, kDay.size()));
  std::string_view time = date.substr(kDay.size());
  if (time.empty() || format == NumberFormat::kDay) return day;
  if (time.front() != 'T') return std::nullopt;
  time.remove_prefix(1);
  if (time.find_first_not_of("0:.Z") == std::string_view::npos) return day;
  return absl::StrCat(day, " ", std::string(time));
}

}  // namespace taizhang::cli
