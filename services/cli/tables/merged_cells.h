#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/tables/xlsx_reader.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {

inline constexpr size_t kMergedRangesMax = 1'000'000;

absl::StatusOr<std::vector<CellRange>> ReadMergedRanges(ZipArchive& archive, std::string_view part);

/// Which cells lie behind merged ones, asked for row by row.
class MergedCells {
 public:
  explicit MergedCells(std::vector<CellRange> ranges);

  /// Rows come in ascending order. INVALID_ARGUMENT where ranges overlap on the row.
  absl::Status MoveTo(int64_t row);
  /// Whether the cell of the row lies in a range and is not its first.
  [[nodiscard]] bool Hides(int column) const;

 private:
  std::vector<CellRange> ranges_;  ///< by first row
  size_t next_ = 0;
  std::map<int, CellRange>
      open_;  ///< ranges on the row, by first column; also some that have ended
  int64_t row_ = 0;
};

}  // namespace taizhang::cli
