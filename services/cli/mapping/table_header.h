#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/mapping/mapping.h"
#include "services/cli/tables/table_row.h"
#include "services/cli/tables/xlsx_reader.h"

namespace taizhang::cli {

/// How many rows from the top a header is looked for in.
inline constexpr size_t kHeaderSearchRowsMax = 50;

/// Where a table's columns are.
struct TableHeader {
  int64_t last_row = 0;             ///< what is below it are lines
  std::vector<std::string> titles;  ///< by position, as they stand in the file
  std::vector<size_t> unknown;      ///< positions of titles that the mapping does not know
  /// By the mapping's columns: where each stands, from 0; nothing for one that the table lacks.
  std::vector<std::optional<size_t>> positions;
};

/// The titles of a header that has several rows: the names above one another joined by "/", a name
/// that is merged over several cells counting for each of them.
std::vector<std::string> JoinedTitles(const std::vector<TableRow>& rows,
                                      const std::vector<CellRange>& merged);

/// Looks for the mapping's columns in the first rows of a table. INVALID_ARGUMENT names the columns
/// that are missing, with what is near them, or that stand twice.
absl::StatusOr<TableHeader> FindHeader(const std::vector<TableRow>& first_rows,
                                       const std::vector<CellRange>& merged,
                                       const Mapping& mapping);

/// What is wrong with a title of `unknown`.
std::string UnknownTitle(const std::string& title, const Mapping& mapping);

/// Titles of the columns that a report of refused lines adds (import_report.h). They are no columns
/// of any mapping.
inline constexpr const char* kReportFile = "文件 File";
inline constexpr const char* kReportRow = "行 Row";
inline constexpr const char* kReportField = "字段 Field";
inline constexpr const char* kReportReason = "原因 Reason";
inline constexpr const char* kReportDescription = "说明 Description";
inline constexpr const char* kReportSuggestion = "应为 Suggestion";
inline constexpr const char* kReportDigest = "校验 Digest";
bool IsReportTitle(const std::string& title);

}  // namespace taizhang::cli
