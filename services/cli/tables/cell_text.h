#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/tables/cell_value.h"
#include "services/cli/tables/number_format.h"
#include "services/cli/tables/shared_strings.h"

namespace taizhang::cli {

/// A cell as it stands in a sheet's part.
struct RawCell {
  std::string type;         ///< "n", "s", "str", "inlineStr", "b", "d", "e"
  std::string style;        ///< "" where it has none
  std::string value;        ///< of <v>, with its escapes
  std::string inline_text;  ///< of <is>
  bool has_value = false;
  bool has_formula = false;

  /// Empty again, with the memory kept.
  void Clear();
};

/// What a workbook's cells show.
struct CellTexts {
  std::vector<NumberFormat> styles;
  SharedStrings strings;
  DateSystem dates = DateSystem::k1900;

  /// INVALID_ARGUMENT: the cell has no value that could be shown; why, without the cell's name.
  [[nodiscard]] absl::StatusOr<std::string> TextOf(const RawCell& cell) const;

 private:
  [[nodiscard]] NumberFormat FormatOf(const RawCell& cell) const;
};

}  // namespace taizhang::cli
