#pragma once

#include <cstdint>
#include <string_view>

namespace taizhang::cli {

/// What a number format makes of a number, as far as it changes what is meant.
enum class NumberFormat : uint8_t {
  kPlain,
  kPercent,
  kYear,     ///< a date of which the year alone is shown
  kMonth,    ///< a date without a day
  kDay,      ///< a date
  kDayTime,  ///< a date and a time
};

/// Of a format code (ECMA-376 part 1, 18.8.31), by its first section, which is that of positive
/// numbers.
NumberFormat ParseNumberFormat(std::string_view code);

/// Of the ids that a workbook need not define (18.8.30); 27 to 36 and 50 to 58 as in zh-CN.
NumberFormat BuiltInNumberFormat(int id);

}  // namespace taizhang::cli
