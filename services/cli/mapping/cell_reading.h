#pragma once

#include <map>
#include <string>
#include <string_view>

namespace taizhang::cli {

/// What a cell says once it is read by its column's type, or why it cannot be.
struct CellReading {
  std::string text;        ///< as a row takes it: "2025-06", "1234.5", "true"
  std::string wrong;       ///< empty: nothing is
  std::string suggestion;  ///< what to write in its place, where that can be told

  [[nodiscard]] bool ok() const { return wrong.empty(); }
};

// Cells come without outer blanks and not empty. Digits, letters and signs may be of full width.

/// Any text.
CellReading ReadTextCell(std::string_view cell);
/// An id of a record, `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`; capitals are made small.
CellReading ReadIdCell(std::string_view cell);
/// A code of letters and digits; small letters are made capital, blanks within are left out.
CellReading ReadCodeCell(std::string_view cell);
/// A plain decimal number: "1234.5", "-3", "1,234.5".
CellReading ReadNumberCell(std::string_view cell);
/// An amount as people write it: "1,234.5", "超5000万元", "60%以上".
CellReading ReadAmountCell(std::string_view cell);
/// A period: 2025-06, 2025/6, 2025.6, 202506, 2025年6月, 2025年上半年, 2025年第一季度, 2025年, and
/// with `year` (0: none) also 6月, 六月, 上半年, 第一季度. The year may have two digits of full
/// width, never two digits alone.
CellReading ReadPeriodCell(std::string_view cell, int year);
/// A day: 2025-06-30, 2025/6/30, 2025.6.30, 20250630, 2025年6月30日.
CellReading ReadDateCell(std::string_view cell);
/// 是 or 否, 有 or 无, yes or no, true or false, √ or ×, 1 or 0, as true and false.
CellReading ReadYesNoCell(std::string_view cell);
/// One of the words on the left, as what stands on the right; what stands on the right is taken,
/// too.
CellReading ReadChoiceCell(std::string_view cell,
                           const std::map<std::string, std::string>& choices);

/// Without blanks anywhere, signs and letters of full width made narrow, ASCII letters small: what
/// column names and words are compared by.
std::string ComparedText(std::string_view text);

/// What nearly is `text` among `names`, which are by their ComparedText: half of the characters are
/// the same, or one is a part of the other. Empty where nothing is near.
std::string NearestTo(std::string_view text, const std::map<std::string, std::string>& names);

}  // namespace taizhang::cli
