#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/cli/tables/number_format.h"

namespace taizhang::cli {

/// Which day is number 0 of a workbook's dates.
enum class DateSystem {
  k1900,  ///< 1 is 1900-01-01; 60 is a 29 February that was not, kept for Lotus 1-2-3
  k1904,  ///< 0 is 1904-01-01
};

/// A number as it stands in a file ("69.450000000000003", "1.5E7"), as xlsx_reader.h says it is
/// shown. A date that there is not (before the system's first, or beyond the year 9999) is the
/// plain number. nullopt: it is not a finite number.
std::optional<std::string> NumberText(std::string_view number, NumberFormat format,
                                      DateSystem dates);

/// A cell of type d, "2025-06-30T00:00:00", shown likewise, or a time alone; nullopt: it is neither
/// in ISO 8601.
std::optional<std::string> IsoDateText(std::string_view date, NumberFormat format);

}  // namespace taizhang::cli
