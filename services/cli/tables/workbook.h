#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/tables/cell_value.h"
#include "services/cli/tables/xlsx_reader.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {

struct WorkbookSheet {
  std::string name;
  std::string part;
  bool is_visible = true;
};

/// Which parts a workbook has, as its relationships say.
struct Workbook {
  std::vector<WorkbookSheet> sheets;  ///< worksheets alone, in order; at least one
  std::string styles_part;            ///< "" where there are none
  std::string strings_part;           ///< "" where there are none
  DateSystem dates = DateSystem::k1900;
};

absl::StatusOr<Workbook> ReadWorkbook(ZipArchive& archive);

/// A name, or "" for the first visible sheet (the first where all are hidden). NOT_FOUND otherwise.
absl::StatusOr<WorkbookSheet> FindSheet(const Workbook& workbook, std::string_view name);

}  // namespace taizhang::cli
