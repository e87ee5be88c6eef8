#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/tables/number_format.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {

/// The number format of each cell style, by the number that cells name it with.
absl::StatusOr<std::vector<NumberFormat>> ReadStyles(ZipArchive& archive, std::string_view part);

}  // namespace taizhang::cli
