#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {

/// Where one part of the file speaks of another (ECMA-376 part 2, 9.3).
struct Relationship {
  std::string id;
  /// "worksheet", "sharedStrings", "styles", "officeDocument" ...; "" for types of others.
  std::string kind;
  std::string part;  ///< from the root of the archive: "xl/worksheets/sheet1.xml"
};

/// Of `part`, or of the file as a whole where it is ""; none where the file has none for it.
absl::StatusOr<std::vector<Relationship>> ReadRelationships(ZipArchive& archive,
                                                            std::string_view part);

/// The first of a kind; nullptr where there is none.
const Relationship* FindKind(const std::vector<Relationship>& relationships, std::string_view kind);

}  // namespace taizhang::cli
