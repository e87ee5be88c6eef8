#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/values/period.h"
#include "services/cli/mapping/cell_reading.h"
#include "services/cli/rows/flat_value.h"

namespace taizhang::cli {
namespace {

CellReading Wrong(std::string_view cell, const std::string& why, std::string suggestion = "") {
  return {.text = {},
          .wrong = absl::StrCat("\"", ShownText(cell), "\" ", why),
          .suggestion = std::move(suggestion)};
}

/// Text that is read from its beginning on.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// A run of `min` to `max` digits and of no more.
  std::optional<int> Digits(size_t min, size_t max) {
    size_t size = 0;
    int value = 0;
    while (size < rest_.size() && absl::ascii_isdigit(static_cast<unsigned char>(rest_[size]))) {
      if (size == max) return std::nullopt;
      value = value * 10 + (rest_[size++] - '0');
    }
    if (size < min) return std::nullopt;
    rest_.remove_prefix(size);
    return value;
  }
  bool Take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool TakeOneOf(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      if (Take(text)) return true;
    }
    return false;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

constexpr std::array<std::string_view, 13> kMonths = {"",   "一", "二", "三", "四",   "五",  "六",
                                                      "七", "八", "九", "十", "十一", "十二"};

/// 六月, 12月份.
std::optional<int> ReadMonth(std::string_view text) {
  for (const std::string_view end : {"月份", "月"}) {
    if (!text.ends_with(end)) continue;
    const std::string_view number = text.substr(0, text.size() - end.size());
    for (size_t month = 1; month < kMonths.size(); ++month) {
      if (number == kMonths[month]) return static_cast<int>(month);
    }
    Reader reader(number);
    const std::optional<int> month = reader.Digits(1, 2);
    return reader.at_end() ? month : std::nullopt;
  }
  return std::nullopt;
}

/// 第一季度, 二季度, 3季度, Q4.
std::optional<int> ReadQuarter(std::string_view text) {
  Reader reader(text);
  if (reader.Take("q")) {
    const std::optional<int> quarter = reader.Digits(1, 1);
    return reader.at_end() ? quarter : std::nullopt;
  }
  reader.Take("第");
  for (int quarter = 1; quarter <= 4; ++quarter) {
    Reader words = reader;
    if ((words.Take(kMonths[static_cast<size_t>(quarter)]) || words.Take(absl::StrCat(quarter))) &&
        words.TakeOneOf({"季度", "季"}) && words.at_end()) {
      return quarter;
    }
  }
  return std::nullopt;
}

/// What stands behind the year, as Period writes it: "-06", "-H1", "-Q2", "" for the year as a
/// whole. Nothing where it is none of them.
std::optional<std::string> ReadPartOfYear(std::string_view text) {
  if (text.empty() || text == "全年" || text == "年度") return "";
  if (text == "上半年" || text == "h1") return "-H1";
  if (text == "下半年" || text == "h2") return "-H2";
  if (const std::optional<int> quarter = ReadQuarter(text)) return absl::StrCat("-Q", *quarter);
  if (const std::optional<int> month = ReadMonth(text)) return absl::StrFormat("-%02d", *month);
  return std::nullopt;
}

/// The part of a year behind a separator: "-06", "/6", ".6", "-H1", and a first day of a month, as
/// a spreadsheet shows a month ("-06-01").
std::optional<std::string> ReadSeparated(std::string_view text) {
  Reader reader(text);
  if (!reader.TakeOneOf({"-", "/", "."})) return std::nullopt;
  if (reader.rest().starts_with('h') || reader.rest().starts_with('q'))
    return ReadPartOfYear(reader.rest());
  const std::optional<int> month = reader.Digits(1, 2);
  if (!month.has_value()) return std::nullopt;
  if (reader.TakeOneOf({"-", "/", "."}) && reader.Digits(1, 2) != 1) return std::nullopt;
  reader.Take("月");
  return reader.at_end() ? std::optional(absl::StrFormat("-%02d", *month)) : std::nullopt;
}

/// As Period reads it; nothing where it is written in no known way.
std::optional<std::string> ReadPeriodText(const std::string& text, int year) {
  Reader reader(text);
  if (text.size() == 6 && text.find_first_not_of("0123456789") == std::string::npos)
    return absl::StrCat(text.substr(0, 4), "-", text.substr(4));
  if (const std::optional<int> own = reader.Digits(4, 4)) {
    const std::string_view behind = reader.rest();
    std::optional<std::string> part;
    if (reader.Take("年")) {
      reader.Take("度");
      part = ReadPartOfYear(reader.rest());
    } else {
      part = behind.empty() || behind.starts_with('h') || behind.starts_with('q')
                 ? ReadPartOfYear(behind)
                 : ReadSeparated(behind);
    }
    if (part.has_value()) return absl::StrFormat("%04d%s", *own, *part);
    return std::nullopt;
  }
  if (year == 0 || text.empty()) return std::nullopt;
  if (const std::optional<std::string> part = ReadPartOfYear(text))
    return absl::StrFormat("%04d%s", year, *part);
  return std::nullopt;
}

}  // namespace

CellReading ReadPeriodCell(std::string_view cell, int year) {
  const std::string text = ComparedText(cell);
  const std::optional<std::string> written = ReadPeriodText(text, year);
  if (!written.has_value()) {
    const bool lacks_year = year == 0 && ReadPartOfYear(text).has_value();
    return Wrong(cell, lacks_year ? "has no year; write 2025年6月, or give the mapping a \"year\""
                                  : "is not a period; write 2025-06, 2025年6月, 2025年上半年, "
                                    "2025年第一季度 or 2025年");
  }
  const absl::StatusOr<Period> period = Period::Parse(*written);
  if (!period.ok()) return Wrong(cell, std::string(period.status().message()));
  return {.text = period->ToString(), .wrong = {}, .suggestion = {}};
}

CellReading ReadDateCell(std::string_view cell) {
  const std::string text = ComparedText(cell);
  Reader reader(text);
  std::optional<int> year;
  std::optional<int> month;
  std::optional<int> day;
  if (text.size() == 8 && text.find_first_not_of("0123456789") == std::string::npos) {
    year = Reader(text.substr(0, 4)).Digits(4, 4);
    month = Reader(text.substr(4, 2)).Digits(2, 2);
    day = Reader(text.substr(6)).Digits(2, 2);
    reader = Reader("");
  } else {
    year = reader.Digits(4, 4);
    if (reader.TakeOneOf({"-", "/", ".", "年"})) month = reader.Digits(1, 2);
    if (reader.TakeOneOf({"-", "/", ".", "月"})) day = reader.Digits(1, 2);
    reader.TakeOneOf({"日", "号"});
  }
  if (!year || !month || !day || !reader.at_end())
    return Wrong(cell, "is not a date; write 2025-06-30 or 2025年6月30日");
  const std::string written = absl::StrFormat("%04d-%02d-%02d", *year, *month, *day);
  const absl::StatusOr<Day> parsed = ParseDay(written);
  if (!parsed.ok()) return Wrong(cell, std::string(parsed.status().message()));
  return {.text = written, .wrong = {}, .suggestion = {}};
}

}  // namespace taizhang::cli
