// Periods and days: reading never crashes, and what is read is written and read again as itself.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/values/period.h"
#include "tests/fuzz/require.h"

namespace taizhang {
namespace {

void CheckPeriod(std::string_view text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) return;
  Require(period->first_month() >= kMonthMin && period->end_month() <= kMonthMax,
          "periods lie within the calendar");
  Require(period->months() >= 1 && period->Covers(Frequency::kMonth), "periods are whole months");
  Require(period->first_day() < period->last_day(), "a period has days");
  const absl::StatusOr<Period> again = Period::Parse(period->ToString());
  Require(again.ok() && *again == *period, "a period's text is read as the period");
}

void CheckDay(std::string_view text) {
  const absl::StatusOr<Day> day = ParseDay(text);
  if (!day.ok()) return;
  Require(DayRange{}.Contains(*day), "days lie within the calendar");
  Require(FormatDay(*day) == text, "a day has one spelling");
}

}  // namespace
}  // namespace taizhang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  taizhang::CheckPeriod(text);
  taizhang::CheckDay(text);
  return 0;
}
