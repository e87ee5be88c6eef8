#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

#include "absl/status/status.h"
#include "services/cli/tables/xml_parser.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {

/// Of a part that describes the workbook: relationships, the list of sheets, styles.
inline constexpr size_t kSmallPartBytesMax = size_t{64} << 20;
inline constexpr size_t kNoPartLimit = std::numeric_limits<size_t>::max();

/// Inflates a part and reads its XML, piece by piece. RESOURCE_EXHAUSTED beyond `bytes_max`.
absl::Status ReadPart(ZipArchive& archive, std::string_view part, XmlHandler& handler,
                      size_t bytes_max);

/// INVALID_ARGUMENT: the file is damaged, in `part`.
absl::Status DamagedPart(std::string_view part, std::string_view what);

}  // namespace taizhang::cli
