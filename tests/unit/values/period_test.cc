#include "common/values/period.h"

#include "gtest/gtest.h"

namespace taizhang {
namespace {

Period Read(std::string_view text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  EXPECT_TRUE(period.ok()) << text << ": " << period.status();
  return period.value_or(Period());
}

Day DayOf(std::string_view text) {
  const absl::StatusOr<Day> day = ParseDay(text);
  EXPECT_TRUE(day.ok()) << text << ": " << day.status();
  return day.value_or(0);
}

struct SpellingCase {
  std::string_view text;
  std::string_view first_day;
  std::string_view last_day;
  std::string_view spelling;
};

TEST(PeriodParse, AcceptsMonthsQuartersHalvesYearsAndRuns) {
  constexpr SpellingCase kCases[] = {
      {"2025", "2025-01-01", "2025-12-31", "2025"},
      {"2025-H1", "2025-01-01", "2025-06-30", "2025-H1"},
      {"2025-H2", "2025-07-01", "2025-12-31", "2025-H2"},
      {"2025-Q1", "2025-01-01", "2025-03-31", "2025-Q1"},
      {"2025-Q4", "2025-10-01", "2025-12-31", "2025-Q4"},
      {"2025-06", "2025-06-01", "2025-06-30", "2025-06"},
      {"2024-02", "2024-02-01", "2024-02-29", "2024-02"},
      {"1900", "1900-01-01", "1900-12-31", "1900"},
      {"2199-12", "2199-12-01", "2199-12-31", "2199-12"},
      // Runs.
      {"2025-01..2025-05", "2025-01-01", "2025-05-31", "2025-01..2025-05"},
      {"2024-11..2025-02", "2024-11-01", "2025-02-28", "2024-11..2025-02"},
      {"2023..2024", "2023-01-01", "2024-12-31", "2023..2024"},
      // Whatever was written, a run is spelt in one way.
      {"2025-01..2025-06", "2025-01-01", "2025-06-30", "2025-H1"},
      {"2025-04..2025-06", "2025-04-01", "2025-06-30", "2025-Q2"},
      {"2025-01..2025-12", "2025-01-01", "2025-12-31", "2025"},
      {"2025-06..2025-06", "2025-06-01", "2025-06-30", "2025-06"},
      {"2025-Q1..2025-Q3", "2025-01-01", "2025-09-30", "2025-01..2025-09"},
      {"2024-H2..2025", "2024-07-01", "2025-12-31", "2024-07..2025-12"},
      {"2023-H1..2024-Q4", "2023-01-01", "2024-12-31", "2023..2024"},
  };
  for (const SpellingCase& c : kCases) {
    const Period period = Read(c.text);
    EXPECT_EQ(FormatDay(period.first_day()), c.first_day) << c.text;
    EXPECT_EQ(FormatDay(period.last_day()), c.last_day) << c.text;
    EXPECT_EQ(period.ToString(), c.spelling) << c.text;
  }
}

TEST(PeriodParse, RefusesEverythingElse) {
  constexpr std::string_view kRefused[] = {
      "",
      "25",
      "202",
      "20255",
      "2025-",
      "2025-0",
      "2025-6",
      "2025-00",
      "2025-13",
      "2025-006",
      "2025-Q0",
      "2025-Q5",
      "2025-q1",
      "2025-H0",
      "2025-H3",
      "2025-Q12",
      "2025/06",
      "2025.06",
      "2025年",
      "2025-06-30",
      " 2025",
      "2025 ",
      "+2025",
      "-2025",
      "1899",
      "2200",
      "1899-12",
      "2025..",
      "..2025",
      "..",
      "2025..2024",
      "2025-02..2025-01",
      "2025...2026",
      "2024..2025..2026",
      "2025..2025-06",
      "2025-06..2025-Q2",
      "2025-H1..2025-Q1",
      "２０２５",
      "2199..2200",
  };
  for (const std::string_view text : kRefused) {
    EXPECT_EQ(Period::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Period, KnowsWhichCalendarPeriodItIs) {
  EXPECT_TRUE(Read("2025-06").IsOne(Frequency::kMonth));
  EXPECT_TRUE(Read("2025-Q2").IsOne(Frequency::kQuarter));
  EXPECT_TRUE(Read("2025-H2").IsOne(Frequency::kHalfYear));
  EXPECT_TRUE(Read("2025").IsOne(Frequency::kYear));
  EXPECT_FALSE(Read("2025-02..2025-04").IsOne(Frequency::kQuarter));
  EXPECT_FALSE(Read("2025-04..2025-09").IsOne(Frequency::kHalfYear));
  EXPECT_FALSE(Read("2024-07..2025-06").IsOne(Frequency::kYear));
  EXPECT_FALSE(Read("2025").IsOne(Frequency::kQuarter));
}

TEST(Period, KnowsWhetherAFrequencyDividesIt) {
  EXPECT_TRUE(Read("2025").Covers(Frequency::kMonth));
  EXPECT_TRUE(Read("2025").Covers(Frequency::kQuarter));
  EXPECT_TRUE(Read("2025-04..2025-12").Covers(Frequency::kQuarter));
  EXPECT_TRUE(Read("2024-H2..2025-H1").Covers(Frequency::kHalfYear));
  EXPECT_FALSE(Read("2024-H2..2025-H1").Covers(Frequency::kYear));
  EXPECT_FALSE(Read("2025-05").Covers(Frequency::kQuarter));
  EXPECT_FALSE(Read("2025-02..2025-04").Covers(Frequency::kQuarter));
}

TEST(Period, ContainsWhatLiesWhollyWithinIt) {
  EXPECT_TRUE(Read("2025").Contains(Read("2025-H2")));
  EXPECT_TRUE(Read("2025").Contains(Read("2025")));
  EXPECT_FALSE(Read("2025-H1").Contains(Read("2025")));
  EXPECT_FALSE(Read("2025-H1").Contains(Read("2025-06..2025-07")));
  EXPECT_FALSE(Read("2025").Contains(Read("2024-12")));
}

TEST(Period, IsOrderedByItsBeginningAndThenByLength) {
  EXPECT_LT(Read("2025-01"), Read("2025-Q1"));
  EXPECT_LT(Read("2025-Q1"), Read("2025"));
  EXPECT_LT(Read("2025"), Read("2025-02"));
}

TEST(Period, IsMadeFromMonths) {
  EXPECT_EQ(Period::FromMonths(2025 * 12 + 5, 1), Read("2025-06"));
  EXPECT_EQ(Period::FromMonths(2025 * 12, 6), Read("2025-H1"));
  EXPECT_EQ(Read("2025-H1").end_month(), 2025 * 12 + 6);
  EXPECT_EQ(Read("2025-H1").first_year(), 2025);
}

TEST(Day, IsReadAndWrittenAsYearMonthDay) {
  EXPECT_EQ(DayOf("1970-01-01"), 0);
  EXPECT_EQ(DayOf("2025-06-05"), 20244);
  EXPECT_EQ(DayOf("1900-01-01"), kDayMin);
  EXPECT_EQ(DayOf("2199-12-31"), kDayMax - 1);
  EXPECT_EQ(FormatDay(20244), "2025-06-05");
  EXPECT_EQ(FormatDay(kDayMax), "2200-01-01");
}

TEST(Day, MustExistInTheCalendar) {
  for (const std::string_view text : {"2024-02-29", "2000-02-29", "2025-12-31"}) {
    EXPECT_TRUE(ParseDay(text).ok()) << text;
  }
  for (const std::string_view text :
       {"2025-02-29", "1900-02-29", "2100-02-29", "2025-04-31", "2025-00-10", "2025-13-01",
        "2025-06-00", "1899-12-31", "2200-01-01", "2025-6-5", "2025/06/05", "20250605", "",
        "2025-06-05 ", "2025-06-5x"}) {
    EXPECT_EQ(ParseDay(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Day, BelongsToItsMonth) {
  EXPECT_EQ(MonthOf(DayOf("2024-02-29")), 2024 * 12 + 1);
  EXPECT_EQ(FirstDayOfMonth(2025 * 12 + 5), DayOf("2025-06-01"));
  EXPECT_EQ(LastDayOfPeriod(2025 * 12, Frequency::kQuarter), DayOf("2025-03-31"));
  EXPECT_EQ(LastDayOfPeriod(2024 * 12 + 1, Frequency::kMonth), DayOf("2024-02-29"));
}

TEST(DayRange, IsHalfOpen) {
  const DayRange june{.start = DayOf("2025-06-01"), .end = DayOf("2025-07-01")};
  EXPECT_TRUE(june.Contains(DayOf("2025-06-01")));
  EXPECT_TRUE(june.Contains(DayOf("2025-06-30")));
  EXPECT_FALSE(june.Contains(DayOf("2025-07-01")));
  EXPECT_FALSE(june.Overlaps({.start = june.end, .end = kDayMax}));
  EXPECT_TRUE(june.Overlaps({}));
  EXPECT_TRUE((DayRange{.start = 5, .end = 5}.IsEmpty()));
  EXPECT_FALSE(DayRange{}.IsEmpty());
}

TEST(FrequencyName, IsTheWordOfTheVocabulary) {
  EXPECT_EQ(FrequencyName(Frequency::kMonth), "month");
  EXPECT_EQ(FrequencyName(Frequency::kQuarter), "quarter");
  EXPECT_EQ(FrequencyName(Frequency::kHalfYear), "half-year");
  EXPECT_EQ(FrequencyName(Frequency::kYear), "year");
}

}  // namespace
}  // namespace taizhang
