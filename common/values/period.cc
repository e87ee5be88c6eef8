#include "common/values/period.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

constexpr int kMonthsInYear = 12;
constexpr int kYearMin = kMonthMin / kMonthsInYear;
constexpr int kYearMax = kMonthMax / kMonthsInYear - 1;
constexpr size_t kDaySize = 10;

absl::string_view Abseil(std::string_view text) { return {text.data(), text.size()}; }

/// Proleptic Gregorian, after Howard Hinnant's "chrono-compatible low-level date algorithms":
/// the year begins in March, so that the leap day is its last.
constexpr Day DayOfCalendar(int year, int month, int day) {
  const int shifted = year - (month <= 2 ? 1 : 0);
  const int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const int year_of_era = shifted - era * 400;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

struct CalendarDay {
  int year;
  int month;
  int day;
};

constexpr CalendarDay CalendarOf(Day day) {
  const int shifted = day + 719468;
  const int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int day_of_era = shifted - era * 146097;
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
          .month = month,
          .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

static_assert(DayOfCalendar(1900, 1, 1) == kDayMin);
static_assert(DayOfCalendar(2200, 1, 1) == kDayMax);

/// The number that `size` digits from `begin` spell, -1 where one is not a digit.
int Number(std::string_view text, size_t begin, size_t size) {
  int number = 0;
  for (size_t i = begin; i < begin + size; ++i) {
    const int digit = text[i] - '0';
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/// A run of months as it is spelt; `months` is 0 where the text is none.
struct Run {
  MonthIndex first = 0;
  int months = 0;

  [[nodiscard]] MonthIndex end() const { return first + months; }
};

Run ReadPart(int year, std::string_view part, Frequency frequency) {
  const int length = static_cast<int>(frequency);
  const int number = Number(part, 0, part.size());
  if (number < 1 || number > kMonthsInYear / length) return {};
  return {.first = year * kMonthsInYear + (number - 1) * length, .months = length};
}

/// `2025`, `2025-H1`, `2025-Q2` or `2025-06`.
Run ReadOne(std::string_view text) {
  if (text.size() < 4) return {};
  const int year = Number(text, 0, 4);
  if (year < kYearMin || year > kYearMax) return {};
  if (text.size() == 4) return {.first = year * kMonthsInYear, .months = kMonthsInYear};
  if (text.size() != 7 || text[4] != '-') return {};
  if (text[5] == 'H') return ReadPart(year, text.substr(6), Frequency::kHalfYear);
  if (text[5] == 'Q') return ReadPart(year, text.substr(6), Frequency::kQuarter);
  return ReadPart(year, text.substr(5), Frequency::kMonth);
}

void AppendPadded(std::string& out, int number, size_t size) {
  const size_t begin = out.size();
  out.append(size, '0');
  for (size_t i = begin + size; i > begin; --i, number /= 10) {
    out[i - 1] = static_cast<char>('0' + number % 10);
  }
}

void AppendMonth(std::string& out, MonthIndex month) {
  AppendPadded(out, month / kMonthsInYear, 4);
  out += '-';
  AppendPadded(out, month % kMonthsInYear + 1, 2);
}

}  // namespace

absl::StatusOr<Day> ParseDay(std::string_view text) {
  if (text.size() == kDaySize && text[4] == '-' && text[7] == '-') {
    const int year = Number(text, 0, 4);
    const int month = Number(text, 5, 2);
    const int day = Number(text, 8, 2);
    if (year >= kYearMin && year <= kYearMax && month >= 1 && month <= kMonthsInYear && day >= 1) {
      const MonthIndex next = year * kMonthsInYear + month;
      const Day read = DayOfCalendar(year, month, day);
      if (read < FirstDayOfMonth(next)) return read;
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("not a day: \"", Abseil(text),
                                                 "\"; days are written 2025-06-30, from ", kYearMin,
                                                 "-01-01 to ", kYearMax, "-12-31"));
}

std::string FormatDay(Day day) {
  const CalendarDay calendar = CalendarOf(day);
  std::string out;
  AppendPadded(out, calendar.year, 4);
  out += '-';
  AppendPadded(out, calendar.month, 2);
  out += '-';
  AppendPadded(out, calendar.day, 2);
  return out;
}

absl::StatusOr<Period> Period::Parse(std::string_view text) {
  Run run = ReadOne(text);
  if (run.months == 0) {
    const size_t dots = text.find("..");
    if (dots != std::string_view::npos) {
      const Run begin = ReadOne(text.substr(0, dots));
      const Run end = ReadOne(text.substr(dots + 2));
      const bool in_order = begin.first <= end.first && begin.end() <= end.end();
      if (begin.months != 0 && end.months != 0 && in_order) {
        run = {.first = begin.first, .months = end.end() - begin.first};
      }
    }
  }
  if (run.months == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a period: \"", Abseil(text),
                     "\"; periods are written 2025, 2025-H1, 2025-Q2, 2025-06 or "
                     "2025-01..2025-05, with years from ",
                     kYearMin, " to ", kYearMax));
  }
  return Period(run.first, run.months);
}

Period Period::FromMonths(MonthIndex first, int months) { return Period(first, months); }

Day Period::first_day() const { return FirstDayOfMonth(first_); }
Day Period::last_day() const { return FirstDayOfMonth(end_month()) - 1; }

bool Period::IsOne(Frequency frequency) const {
  return months_ == static_cast<int>(frequency) && Covers(frequency);
}

bool Period::Covers(Frequency frequency) const {
  const int length = static_cast<int>(frequency);
  return months_ > 0 && first_ % length == 0 && months_ % length == 0;
}

bool Period::Contains(const Period& other) const {
  return first_ <= other.first_ && other.end_month() <= end_month();
}

std::string Period::ToString() const {
  std::string out;
  if (Covers(Frequency::kYear)) {
    AppendPadded(out, first_year(), 4);
    if (months_ == kMonthsInYear) return out;
    out += "..";
    AppendPadded(out, end_month() / kMonthsInYear - 1, 4);
    return out;
  }
  const bool is_half = IsOne(Frequency::kHalfYear);
  if (is_half || IsOne(Frequency::kQuarter)) {
    AppendPadded(out, first_year(), 4);
    out += is_half ? "-H" : "-Q";
    AppendPadded(out, first_ % kMonthsInYear / months_ + 1, 1);
    return out;
  }
  AppendMonth(out, first_);
  if (months_ == 1) return out;
  out += "..";
  AppendMonth(out, end_month() - 1);
  return out;
}

Day FirstDayOfMonth(MonthIndex month) {
  return DayOfCalendar(month / kMonthsInYear, month % kMonthsInYear + 1, 1);
}

Day LastDayOfPeriod(MonthIndex first, Frequency frequency) {
  return FirstDayOfMonth(first + static_cast<int>(frequency)) - 1;
}

Day LocalDay(int64_t us) {
  constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;
  constexpr int64_t kOffsetUs = int64_t{8} * 3'600 * 1'000'000;
  const int64_t local = us + kOffsetUs;
  return static_cast<Day>(local >= 0 ? local / kDayUs : (local - kDayUs + 1) / kDayUs);
}

MonthIndex MonthOf(Day day) {
  const CalendarDay calendar = CalendarOf(day);
  return calendar.year * kMonthsInYear + calendar.month - 1;
}

std::string_view FrequencyName(Frequency frequency) {
  switch (frequency) {
    case Frequency::kMonth:
      return "month";
    case Frequency::kQuarter:
      return "quarter";
    case Frequency::kHalfYear:
      return "half-year";
    case Frequency::kYear:
      return "year";
  }
  return "unknown";
}

}  // namespace taizhang
