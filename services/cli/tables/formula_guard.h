#pragma once

#include <string_view>

namespace taizhang::cli {

/// What CsvWriter puts before a cell that a spreadsheet would take for a formula.
inline constexpr char kFormulaGuard = '\'';

/// Whether a spreadsheet that opens a CSV file would take the cell for a formula, or would if
/// apostrophes before it were removed (so that guarding can always be undone). Plain numbers with a
/// sign are no formulas.
bool LooksLikeFormula(std::string_view cell);

}  // namespace taizhang::cli
