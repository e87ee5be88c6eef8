#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/mapping/cell_reading.h"

namespace taizhang::cli {

struct NamedDivision {
  std::string code;
  std::string name;
};

/// The divisions among which a name is looked for.
struct DivisionNeighbourhood {
  std::vector<NamedDivision> inside;  ///< in the division itself, however deep
  std::vector<NamedDivision> around;  ///< in the one above it: where a wrong name may come from
};
/// By the code of the division ("within" of a mapping).
using DivisionDirectory = std::map<std::string, DivisionNeighbourhood>;

/// The code of the division that is so named, or has this code, within `within`. A name may lack
/// its last word (三埠 for 三埠街道) where that leaves one. What is ambiguous, or lies elsewhere,
/// is wrong, with the candidates named.
CellReading ReadDivisionCell(std::string_view cell, const std::string& within,
                             const DivisionDirectory& directory);

}  // namespace taizhang::cli
