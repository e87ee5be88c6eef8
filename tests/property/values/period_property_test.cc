#include <chrono>
#include <string>

#include "common/values/period.h"
#include "gtest/gtest.h"
#include "tests/property/values/seeded.h"

namespace taizhang {
namespace {

constexpr int kRounds = 20'000;
constexpr Frequency kFrequencies[] = {Frequency::kMonth, Frequency::kQuarter, Frequency::kHalfYear,
                                      Frequency::kYear};

Period RandomPeriod(Seeded& random, MonthIndex from, MonthIndex to) {
  const int64_t first = random.Between(from, to - 1);
  return Period::FromMonths(static_cast<MonthIndex>(first),
                            static_cast<int>(random.Between(1, to - first)));
}

TEST(PeriodProperty, EveryPeriodIsReadBackFromItsText) {
  Seeded random;
  for (int i = 0; i < kRounds; ++i) {
    const Period period = RandomPeriod(random, kMonthMin, kMonthMax);
    ASSERT_EQ(Period::Parse(period.ToString()).value(), period) << period.ToString();
  }
}

TEST(PeriodProperty, TheSpellingIsNoLongerThanThatOfTheMonths) {
  for (MonthIndex first = 2024 * 12; first < 2026 * 12; ++first) {
    for (int months = 1; first + months <= 2026 * 12; ++months) {
      const Period period = Period::FromMonths(first, months);
      const std::string run = Period::FromMonths(first, 1).ToString() + ".." +
                              Period::FromMonths(first + months - 1, 1).ToString();
      ASSERT_EQ(Period::Parse(run).value(), period);
      ASSERT_LE(period.ToString().size(), run.size());
    }
  }
}

TEST(PeriodProperty, ContainmentAgreesWithTryingEveryDay) {
  Seeded random;
  for (int i = 0; i < 500; ++i) {
    const Period outer = RandomPeriod(random, 2023 * 12, 2026 * 12);
    const Period inner = RandomPeriod(random, 2023 * 12, 2026 * 12);
    bool every_day = true;
    for (Day day = inner.first_day(); day <= inner.last_day(); ++day) {
      every_day = every_day && outer.first_day() <= day && day <= outer.last_day();
    }
    ASSERT_EQ(outer.Contains(inner), every_day) << outer.ToString() << " " << inner.ToString();
  }
}

TEST(PeriodProperty, CoveringAgreesWithLayingPeriodsEndToEnd) {
  for (MonthIndex first = 2024 * 12; first < 2026 * 12; ++first) {
    for (int months = 1; first + months <= 2026 * 12; ++months) {
      const Period period = Period::FromMonths(first, months);
      for (const Frequency frequency : kFrequencies) {
        const int length = static_cast<int>(frequency);
        bool covers = false;
        for (MonthIndex begin = 2024 * 12; begin < 2026 * 12; begin += length) {
          for (MonthIndex end = begin + length; end <= 2026 * 12; end += length) {
            covers = covers || (begin == first && end == first + months);
          }
        }
        ASSERT_EQ(period.Covers(frequency), covers) << period.ToString();
        ASSERT_EQ(period.IsOne(frequency), covers && months == length) << period.ToString();
      }
    }
  }
}

TEST(DayProperty, EveryDayAgreesWithTheStandardCalendar) {
  for (Day day = kDayMin; day < kDayMax; ++day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    const int year = static_cast<int>(date.year());
    const int month = static_cast<int>(static_cast<unsigned>(date.month()));
    const unsigned day_of_month = static_cast<unsigned>(date.day());
    ASSERT_EQ(MonthOf(day), year * 12 + month - 1);
    ASSERT_EQ(FirstDayOfMonth(MonthOf(day)), day - static_cast<int>(day_of_month) + 1);
    const std::string text = FormatDay(day);
    ASSERT_EQ(std::stoi(text.substr(0, 4)), year);
    ASSERT_EQ(std::stoi(text.substr(5, 2)), month);
    ASSERT_EQ(std::stoul(text.substr(8, 2)), day_of_month);
    ASSERT_EQ(ParseDay(text).value(), day);
  }
}

TEST(DayProperty, ExactlyTheDaysThatExistAreRead) {
  for (int year = 1996; year <= 2104; ++year) {
    for (unsigned month = 0; month <= 13; ++month) {
      for (unsigned day = 0; day <= 32; ++day) {
        const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                               std::chrono::day{day}};
        const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        const std::string text = std::to_string(year) + "-" + two(month) + "-" + two(day);
        ASSERT_EQ(ParseDay(text).ok(), date.ok()) << text;
      }
    }
  }
}

TEST(DayProperty, PeriodsOfAFrequencyTileTheCalendar) {
  for (const Frequency frequency : kFrequencies) {
    for (MonthIndex first = kMonthMin; first < kMonthMax; first += static_cast<int>(frequency)) {
      ASSERT_EQ(LastDayOfPeriod(first, frequency) + 1,
                FirstDayOfMonth(first + static_cast<int>(frequency)));
    }
  }
}

}  // namespace
}  // namespace taizhang
